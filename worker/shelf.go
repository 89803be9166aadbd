package worker

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"fieldstory/story"
)

// shelf keeps originals between two turns of their clips, so that nothing is
// read from the store twice by one worker. What lies on it is there for
// convenience only: it goes whenever the room is wanted.
type shelf struct {
	dir   string
	mu    sync.Mutex
	items map[story.ObjectName]*shelved
}

type shelved struct {
	path  string
	used  time.Time
	bytes int64
}

// shelfLife is how long an original is kept that nobody asked for.
const shelfLife = 10 * time.Minute

func newShelf(s *scratch) *shelf {
	return &shelf{dir: s.path, items: map[story.ObjectName]*shelved{}}
}

// keep puts the original of a job's folder on the shelf, under another name for
// the same file.
func (s *shelf) keep(name story.ObjectName, dir *folder) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.items[name] != nil {
		return nil
	}
	path := filepath.Join(s.dir, "kept-"+filepath.Base(dir.path))
	if err := os.Link(filepath.Join(dir.path, original), path); err != nil {
		return err
	}
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	s.items[name] = &shelved{path: path, used: time.Now(), bytes: info.Size()}
	return nil
}

// take puts what is kept into a job's folder; false where nothing is.
func (s *shelf) take(name story.ObjectName, dir *folder) (bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	item := s.items[name]
	if item == nil {
		return false, nil
	}
	err := os.Link(item.path, filepath.Join(dir.path, original))
	if errors.Is(err, fs.ErrNotExist) {
		delete(s.items, name) // somebody emptied the folder
		return false, nil
	}
	item.used = time.Now()
	return err == nil, err
}

// drop takes an original off the shelf. Jobs that have it keep it.
func (s *shelf) drop(name story.ObjectName) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.remove(name)
}

func (s *shelf) remove(name story.ObjectName) {
	if item := s.items[name]; item != nil {
		os.Remove(item.path)
		delete(s.items, name)
	}
}

// tidy takes off what nobody asked for in a while.
func (s *shelf) tidy() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for name, item := range s.items {
		if time.Since(item.used) > shelfLife {
			s.remove(name)
		}
	}
}

// weight is how many bytes lie on it, besides that original, which a job is
// about to take.
func (s *shelf) weight(besides story.ObjectName) (bytes int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for name, item := range s.items {
		if name != besides {
			bytes += item.bytes
		}
	}
	return bytes
}

// clear takes off everything besides that original; false where there was
// nothing.
func (s *shelf) clear(besides story.ObjectName) (some bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for name := range s.items {
		if name != besides {
			some = true
			s.remove(name)
		}
	}
	return some
}
