package transcode

import (
	"errors"
	"io"
	"sort"
)

// spliced is a file put together from stretches of others as it is read, so
// that nothing is written to the disk twice.
type spliced struct {
	stretches []stretch
	size      int64
}

// stretch is length bytes of source, from offset on; at is where they lie in
// the whole. What is short is kept in place of a source.
type stretch struct {
	at, length int64
	source     int
	offset     int64
	bytes      []byte // set: these, and no source
}

// add puts a stretch of a source at the end.
func (s *spliced) add(source int, offset, length int64) {
	if n := len(s.stretches); n > 0 {
		if last := &s.stretches[n-1]; last.bytes == nil && last.source == source && last.offset+last.length == offset {
			last.length += length
			s.size += length
			return
		}
	}
	s.stretches = append(s.stretches, stretch{at: s.size, length: length, source: source, offset: offset})
	s.size += length
}

// addBytes puts bytes at the end. They are kept, not copied.
func (s *spliced) addBytes(b []byte) {
	s.stretches = append(s.stretches, stretch{at: s.size, length: int64(len(b)), bytes: b})
	s.size += int64(len(b))
}

// front gives the same with bytes before it.
func (s *spliced) front(b []byte) spliced {
	out := spliced{size: s.size + int64(len(b)), stretches: make([]stretch, 0, len(s.stretches)+1)}
	out.stretches = append(out.stretches, stretch{length: int64(len(b)), bytes: b})
	for _, x := range s.stretches {
		x.at += int64(len(b))
		out.stretches = append(out.stretches, x)
	}
	return out
}

// splicedReader reads a spliced file from its sources.
type splicedReader struct {
	spliced
	sources []io.ReaderAt
}

func (r splicedReader) ReadAt(p []byte, at int64) (n int, err error) {
	i := sort.Search(len(r.stretches), func(i int) bool { return r.stretches[i].at+r.stretches[i].length > at })
	for ; n < len(p) && i < len(r.stretches); i++ {
		x := r.stretches[i]
		skip := at + int64(n) - x.at
		want := p[n:min(int64(len(p)), int64(n)+x.length-skip)]
		if x.bytes != nil {
			n += copy(want, x.bytes[skip:])
			continue
		}
		m, err := r.sources[x.source].ReadAt(want, x.offset+skip)
		n += m
		if m < len(want) {
			if errors.Is(err, io.EOF) {
				err = io.ErrUnexpectedEOF // it was there when the stretch was added
			}
			return n, err
		}
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}
