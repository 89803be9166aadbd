package worker

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"syscall"

	"fieldstory/story"
)

// scratch is one worker's own folder: a subfolder of the configured one, held
// by a lock, with one folder a job in it.
type scratch struct {
	path string
	lock *os.File
}

// openScratch makes the worker's folder and clears those of workers that are
// no more, which a lock tells for certain, unlike a name or an age.
func openScratch(root, name string) (_ *scratch, err error) {
	defer story.Wrap(&err, "openScratch(%s)", root)
	if err := os.MkdirAll(root, 0o700); err != nil {
		return nil, err
	}
	others, err := filepath.Glob(filepath.Join(root, "worker-*"))
	if err != nil {
		return nil, err
	}
	for _, other := range others {
		lock, err := take(other)
		if err != nil {
			continue // it lives
		}
		os.RemoveAll(other)
		lock.Close()
	}
	s := &scratch{path: filepath.Join(root, "worker-"+name)}
	if err := os.MkdirAll(s.path, 0o700); err != nil {
		return nil, err
	}
	if s.lock, err = take(s.path); err != nil {
		return nil, fmt.Errorf("another worker is called %q: %w", name, err)
	}
	return s, nil
}

// take locks a folder for as long as the process lives.
func take(dir string) (*os.File, error) {
	f, err := os.Open(dir)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

func (s *scratch) close() {
	os.RemoveAll(s.path)
	s.lock.Close()
}

// folder is the scratch folder of one job.
type folder struct{ path string }

func (s *scratch) folder() (*folder, error) {
	path, err := os.MkdirTemp(s.path, "job-")
	return &folder{path}, err
}

func (f *folder) remove() { os.RemoveAll(f.path) }

// spare is what stays free on the disk whatever we do.
const spare = 200 << 20

var errScratchFull = story.Refuse(story.FaultDependency, "scratch_full", "There is not enough room to work on this clip. It will be tried again.")

// roomFor asks for the space a clip of that size needs: itself, a copy, and
// rungs that together weigh no more than twice as much.
func (f *folder) roomFor(size int64) error {
	if free, need := f.free(), 4*size+spare; free < need {
		return errScratchFull.Because(fmt.Errorf("%s has %d bytes free, %d are needed", f.path, free, need))
	}
	return nil
}

// full tells that what is spared has been touched.
func (f *folder) full() bool { return f.free() < spare/4 }

// free is what is left on the disk, in bytes; plenty where nobody can tell.
func (f *folder) free() int64 {
	var fs syscall.Statfs_t
	if err := syscall.Statfs(f.path, &fs); err != nil {
		return math.MaxInt64
	}
	return int64(fs.Bavail) * int64(fs.Bsize)
}

// fetch brings an object of that size into the folder, whole: from the shelf
// where it lies there.
func (r *running) fetch(ctx context.Context, name story.ObjectName, size int64, dir *folder) (err error) {
	defer story.Wrap(&err, "fetch(%s)", name)
	if there, err := r.shelf.take(name, dir); there || err != nil {
		return err
	}
	if err := dir.roomFor(size); err != nil && (!r.shelf.clear() || dir.roomFor(size) != nil) {
		return err
	}
	from, err := r.store.Get(ctx, name)
	if err != nil {
		return err
	}
	defer from.Close()
	file, err := os.OpenFile(filepath.Join(dir.path, original), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	n, err := io.Copy(file, io.LimitReader(from, size+1))
	if err := errors.Join(err, file.Close()); err != nil {
		return err
	}
	if n != size {
		return story.Refuse(story.FaultDependency, "original_incomplete", "The stored original does not have its full length just now. It will be tried again.").
			Because(fmt.Errorf("%d bytes, %d are known to be stored", n, size))
	}
	return nil
}
