// Package s3 keeps the bytes: originals, renditions and the pieces of uploads
// that are still coming in, in one bucket of any S3 store.
//
// It writes the objects it is told to and nothing else, always with a known
// size, for a store (and minio-go) would otherwise buffer half a gigabyte. It
// tries again after errors that pass by themselves, a bounded number of times,
// as long as the body can be read again from its start; what is left becomes a
// [story.Problem]: not there, store away, store full, or refused by the store.
//
// It does not promise that a listing shows what was just written, so nobody
// should decide from one: part numbers, sizes and ETags belong in rows.
package s3
