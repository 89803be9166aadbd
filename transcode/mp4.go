package transcode

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
)

// This file reads the boxes of fragmented MP4 (ISO/IEC 14496-12) as our own
// ffmpeg writes them. It is no general reader.

var errBox = errors.New("malformed MP4 box")

// boxes walks over the boxes in b, type and content. A box that does not fit
// ends the walk.
func boxes(b []byte) iter.Seq2[string, []byte] {
	return func(yield func(string, []byte) bool) {
		for len(b) >= 8 {
			size := uint64(binary.BigEndian.Uint32(b))
			header := uint64(8)
			if size == 1 && len(b) >= 16 {
				size, header = binary.BigEndian.Uint64(b[8:]), 16
			}
			if size < header || size > uint64(len(b)) {
				return
			}
			if !yield(string(b[4:8]), b[header:size]) {
				return
			}
			b = b[size:]
		}
	}
}

// box finds the first box along a path, nil where there is none.
func box(b []byte, path ...string) []byte {
	for _, name := range path {
		found := []byte(nil)
		for kind, content := range boxes(b) {
			if kind == name {
				found = content
				break
			}
		}
		if found == nil {
			return nil
		}
		b = found
	}
	return b
}

// be reads n bytes, big endian, at an offset; 0 where there are too few.
func be(b []byte, at, n int) uint64 {
	if at < 0 || at+n > len(b) {
		return 0
	}
	var v uint64
	for _, c := range b[at : at+n] {
		v = v<<8 | uint64(c)
	}
	return v
}

// track is what the index says of one track.
type track struct {
	id        uint64
	handler   string // "vide" or "soun"
	timescale uint64
	duration  uint64 // of a sample, where fragments do not say
	codec     string // RFC 6381
}

// fragment is one moof with its mdat.
type fragment struct {
	offset, length int64
	start          map[uint64]uint64 // of each track, in its timescale
	duration       map[uint64]uint64
}

// movie is a fragmented MP4 file: its beginning and where its fragments lie.
type movie struct {
	head      []byte // ftyp and moov
	tracks    []track
	fragments []fragment
	next      int64 // where reading goes on
}

// readMovie reads beginning and fragment headers of a whole file, never the
// media.
func readMovie(r io.ReaderAt, size int64) (*movie, error) {
	m := &movie{}
	if err := m.more(r, size); err != nil {
		return nil, err
	}
	if m.next != size {
		return nil, fmt.Errorf("%w at %d", errBox, m.next)
	}
	if len(m.tracks) == 0 || len(m.fragments) == 0 {
		return nil, errors.New("the output holds no media")
	}
	return m, nil
}

// more reads on, as far as the file is written: a fragment counts when its
// media is whole.
func (m *movie) more(r io.ReaderAt, size int64) error {
	var open *fragment
	for at := m.next; size-at >= 8; {
		var h [16]byte
		if _, err := r.ReadAt(h[:8], at); err != nil {
			return err
		}
		length := int64(be(h[:], 0, 4))
		if length == 1 {
			if size-at < 16 {
				return nil
			}
			if _, err := r.ReadAt(h[:], at); err != nil {
				return err
			}
			length = int64(be(h[:], 8, 8))
		}
		if length < 8 {
			return fmt.Errorf("%w at %d", errBox, at)
		}
		if length > size-at {
			return nil
		}
		kind := string(h[4:8])
		switch kind {
		case "ftyp", "moov", "moof":
			if length > 256<<20 {
				return fmt.Errorf("%w: %s of %d bytes", errBox, kind, length)
			}
			b := make([]byte, length)
			if _, err := r.ReadAt(b, at); err != nil {
				return err
			}
			switch kind {
			case "moov":
				m.tracks = readTracks(b[8:])
				m.head = append(m.head, b...)
			case "ftyp":
				m.head = append(m.head, b...)
			case "moof":
				f := m.readFragment(b[8:], at, length)
				open = &f
			}
		case "mdat":
			if open != nil {
				open.length += length
				m.fragments = append(m.fragments, *open)
				open = nil
			}
		}
		if at += length; open == nil {
			m.next = at
		}
	}
	return nil
}

// lead is the track that cuts the others: pictures, where there are any. The
// zero track where none can be read.
func (m *movie) lead() (lead track) {
	if len(m.tracks) > 0 {
		lead = m.tracks[0]
	}
	for _, t := range m.tracks {
		if t.handler == "vide" {
			lead = t
		}
	}
	if lead.timescale == 0 || lead.codec == "" {
		return track{}
	}
	return lead
}

// codecs of all tracks, as HLS wants them.
func (m *movie) codecs() string {
	var all []string
	for _, t := range m.tracks {
		all = append(all, t.codec)
	}
	return strings.Join(all, ",")
}

func readTracks(moov []byte) []track {
	var tracks []track
	defaults := map[uint64]uint64{}
	for kind, trex := range boxes(box(moov, "mvex")) {
		if kind == "trex" {
			defaults[be(trex, 4, 4)] = be(trex, 12, 4)
		}
	}
	for kind, trak := range boxes(moov) {
		if kind != "trak" {
			continue
		}
		t := track{}
		if tkhd := box(trak, "tkhd"); be(tkhd, 0, 1) == 1 {
			t.id = be(tkhd, 20, 4)
		} else {
			t.id = be(tkhd, 12, 4)
		}
		t.timescale = timescale(box(trak, "mdia", "mdhd"))
		if hdlr := box(trak, "mdia", "hdlr"); len(hdlr) >= 12 {
			t.handler = string(hdlr[8:12])
		}
		t.duration = defaults[t.id]
		t.codec = codecOf(box(trak, "mdia", "minf", "stbl", "stsd"))
		tracks = append(tracks, t)
	}
	return tracks
}

// codecOf names the codec of the first sample entry as RFC 6381 wants it.
func codecOf(stsd []byte) string {
	if len(stsd) < 8 {
		return ""
	}
	for kind, entry := range boxes(stsd[8:]) {
		switch kind {
		case "avc1", "avc3":
			if len(entry) < 78 {
				return ""
			}
			avcc := box(entry[78:], "avcC")
			return fmt.Sprintf("%s.%06x", kind, be(avcc, 1, 3))
		case "mp4a":
			if len(entry) < 28 {
				return ""
			}
			return "mp4a.40." + fmt.Sprint(audioObjectType(box(entry[28:], "esds")))
		}
		return ""
	}
	return ""
}

// audioObjectType walks the descriptors of esds (ISO/IEC 14496-1, section
// 7.2.6) to the first five bits of the decoder's own; 2 is AAC-LC.
func audioObjectType(esds []byte) int {
	b := esds
	if len(b) < 4 {
		return 2
	}
	b = b[4:]
	for len(b) > 2 {
		tag := b[0]
		b = b[1:]
		for len(b) > 0 && b[0]&0x80 != 0 {
			b = b[1:]
		}
		if len(b) == 0 {
			break
		}
		b = b[1:]
		switch tag {
		case 0x03: // ES descriptor: id, flags
			b = b[min(3, len(b)):]
		case 0x04: // decoder configuration
			b = b[min(13, len(b)):]
		case 0x05:
			if len(b) > 0 {
				return int(b[0] >> 3)
			}
		default:
			return 2
		}
	}
	return 2
}

func (m *movie) readFragment(moof []byte, at, length int64) fragment {
	f := fragment{offset: at, length: length, start: map[uint64]uint64{}, duration: map[uint64]uint64{}}
	for kind, traf := range boxes(moof) {
		if kind != "traf" {
			continue
		}
		tfhd := box(traf, "tfhd")
		flags, id := be(tfhd, 1, 3), be(tfhd, 4, 4)
		each := uint64(0)
		for _, t := range m.tracks {
			if t.id == id {
				each = t.duration
			}
		}
		skip := 8
		if flags&1 != 0 {
			skip += 8
		}
		if flags&2 != 0 {
			skip += 4
		}
		if flags&8 != 0 {
			each = be(tfhd, skip, 4)
		}
		if tfdt := box(traf, "tfdt"); be(tfdt, 0, 1) == 1 {
			f.start[id] = be(tfdt, 4, 8)
		} else {
			f.start[id] = be(tfdt, 4, 4)
		}
		for kind, trun := range boxes(traf) {
			if kind == "trun" {
				f.duration[id] += runDuration(trun, each)
			}
		}
	}
	return f
}

// runDuration adds up the samples of a trun (section 8.8.8).
func runDuration(trun []byte, each uint64) uint64 {
	flags, count := be(trun, 1, 3), be(trun, 4, 4)
	if flags&0x100 == 0 {
		return count * each
	}
	at, stride := 8, 4
	for _, flag := range []uint64{0x1, 0x4} {
		if flags&flag != 0 {
			at += 4
		}
	}
	for _, flag := range []uint64{0x200, 0x400, 0x800} {
		if flags&flag != 0 {
			stride += 4
		}
	}
	var sum uint64
	for range count {
		if at+4 > len(trun) {
			break
		}
		sum += be(trun, at, 4)
		at += stride
	}
	return sum
}
