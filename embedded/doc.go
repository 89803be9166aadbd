// Package embedded runs what Fieldstory stands on when nobody else does:
// PostgreSQL and Redis as child processes, and an S3 gateway inside this
// process, all on loopback, with random secrets, under one data folder.
//
// The folder holds
//
//	VERSION     the layout's version, see [Version]
//	lock        held while a process uses the folder; names that process
//	postgres/   PostgreSQL's cluster         redis/    Redis' append-only file
//	objects/    the S3 buckets, one folder each; an object is a file in it
//	sidecar/    the objects' metadata, only where the file system has no
//	            extended attributes
//	secrets/    passwords and keys, made on the first start, readable by the
//	            folder's owner only
//	logs/       what the children print, rotated
//	running     where the parts listen while a process holds the lock
//
// [Start] brings everything up, [System.Stop] takes it down in order. Children
// end with this process, however it ends. A child that dies is started again a
// few times; then [System.Failed] says so. What a person can mend comes back
// as a [Fault], all of them at once.
//
// The gateway changes the process' working folder and there can be only one in
// a process (versitygw's POSIX backend works on relative names): callers make
// every path absolute before they call Start. The package promises nothing
// about a power cut for objects: PostgreSQL writes through to the disk, Redis
// once a second, the gateway leaves it to the kernel.
package embedded
