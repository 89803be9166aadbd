// Package push is the field's side of the house: it sends files and folders to
// a Fieldstory server over any link, and does not let go.
//
// [Run] makes one story of what it is given (or adds to one), sends every file
// over tus in chunks, begins again where the server says it stopped, and
// believes nothing but the server's receipt: bytes and SHA-256 of what is
// stored, read back. What it needs to go on after a reboot it keeps in small
// files in a folder of its own; losing them costs only bytes that were on
// their way, for what the server already has is found by its SHA-256.
//
// It reads files and never changes them.
package push
