package worker

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"sync"
	"syscall"

	"fieldstory/story"
)

// scratch is one worker's own folder: a subfolder of the configured one, held
// by a lock, with one folder a job in it.
type scratch struct {
	path  string
	lock  *os.File
	limit int64 // bytes that clips in work may take, 0 = what the disk has
	mu    sync.Mutex
	taken int64 // of it, by jobs that run
}

// openScratch makes the worker's folder and clears those of workers that are
// no more, which a lock tells for certain, unlike a name or an age.
func openScratch(root, name string, limit int64) (_ *scratch, err error) {
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
	s := &scratch{path: filepath.Join(root, "worker-"+name), limit: limit}
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
type folder struct {
	path  string
	of    *scratch
	taken int64 // bytes that are set aside for it
}

func (s *scratch) folder() (*folder, error) {
	path, err := os.MkdirTemp(s.path, "job-")
	return &folder{path: path, of: s}, err
}

func (f *folder) remove() {
	os.RemoveAll(f.path)
	f.of.mu.Lock()
	f.of.taken -= f.taken
	f.taken = 0
	f.of.mu.Unlock()
}

// spare is what stays free on the disk whatever we do.
const spare = 200 << 20

var (
	errScratchFull  = story.Refuse(story.FaultDependency, "scratch_full", "There is not enough room to work on this clip just now. The original is safe, and the clip goes on by itself when there is.")
	errScratchSmall = story.Refuse(story.FaultDependency, "scratch_small", "This clip needs more room than is set aside for clips in work. The original is safe; the clip waits until the administrator sets more aside.")
)

// roomFor asks for as many bytes as [story.Room] says. shelved is what lies in
// the worker's folder for convenience. It is set aside until the folder is
// removed, and asking again is harmless.
func (f *folder) roomFor(need, shelved int64) error {
	f.of.mu.Lock()
	defer f.of.mu.Unlock()
	if limit := f.of.limit; limit > 0 && f.taken < need {
		switch over := f.of.taken - f.taken + need + shelved - limit; {
		case need > limit:
			return errScratchSmall.Because(fmt.Errorf("%d bytes are needed, the limit is %d", need, limit))
		case over > 0:
			return errScratchFull.Because(fmt.Errorf("%d bytes are needed, that is %d over the limit of %d", need, over, limit))
		}
	}
	f.of.taken += need - f.taken
	f.taken = need
	if free, need := f.free(), need+spare; free < need {
		return errScratchFull.Because(fmt.Errorf("%s has %d bytes free, %d are needed", f.path, free, need))
	}
	return nil
}

// full tells that what is spared has been touched.
func (f *folder) full() bool { return f.free() < spare/4 }

// free is what is left on the disk, in bytes; plenty where nobody can tell.
func (f *folder) free() int64 {
	var fs syscall.Statfs_t
	if err := syscall.Statfs(f.path, &fs); err != nil || fs.Blocks == 0 {
		return math.MaxInt64
	}
	return int64(fs.Bavail) * int64(fs.Bsize)
}
