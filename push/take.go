package push

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"
)

// file is one file on a card or in a folder.
type file struct {
	path  string // absolute
	size  int64
	mtime time.Time
}

func (f file) name() string { return filepath.Base(f.path) }

// take is what becomes one clip: one file, or the pieces of one recording that
// the camera cut only because its file system holds no larger files.
type take struct {
	pieces   []file // in order; the clip is their bytes one after the other
	name     string // what the clip will be called
	part     int    // 1 = the first of parts that belong together, 0 = stands alone
	parts    int
	captured time.Time // when it was filmed, as far as can be told
	exact    bool      // captured is the camera's own word, not the date of the file
	device   string    // maker and model, for people; "" = not told
	camera   camera    // the same apart, for the server
}

// camera is what notes beside a take say it was filmed with.
type camera struct{ maker, model, serial string }

func (t *take) path() string { return t.pieces[0].path }

func (t *take) size() (n int64) {
	for _, p := range t.pieces {
		n += p.size
	}
	return n
}

func (t *take) paths() (list []string) {
	for _, p := range t.pieces {
		list = append(list, p.path)
	}
	return list
}

// label is the take as a person finds it on the card.
func (t *take) label() string {
	if n := len(t.pieces); n > 1 {
		return fmt.Sprintf("%s … %s", t.pieces[0].name(), t.pieces[n-1].name())
	}
	return t.pieces[0].name()
}

// reel reads the pieces of a take as if they were one file.
type reel struct {
	files  []*os.File
	starts []int64 // offset of each file's first byte
	size   int64
}

// open opens every piece; one that changed since it was listed is an error.
func (t *take) open() (*reel, error) {
	r := &reel{}
	for _, p := range t.pieces {
		f, err := os.Open(p.path)
		if err != nil {
			r.Close()
			return nil, err
		}
		r.files, r.starts = append(r.files, f), append(r.starts, r.size)
		r.size += p.size
		if info, err := f.Stat(); err != nil || info.Size() != p.size {
			r.Close()
			return nil, fmt.Errorf("%s is changing; is something still writing to it?", p.path)
		}
	}
	return r, nil
}

// ReadAt reads across the seams.
func (r *reel) ReadAt(p []byte, off int64) (n int, err error) {
	for i := range r.files {
		end := r.size
		if i+1 < len(r.starts) {
			end = r.starts[i+1]
		}
		if off >= end || n == len(p) {
			continue
		}
		want := p[n:min(len(p), n+int(min(end-off, int64(len(p)))))]
		got, err := r.files[i].ReadAt(want, off-r.starts[i])
		n, off = n+got, off+int64(got)
		if err != nil && (err != io.EOF || got < len(want)) {
			return n, fmt.Errorf("reading %s: %w", r.files[i].Name(), noEOF(err))
		}
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

// noEOF: a piece that ends before its size is no end of the take.
func noEOF(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

func (r *reel) Close() {
	for _, f := range r.files {
		f.Close()
	}
}
