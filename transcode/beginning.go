package transcode

import (
	"bytes"
	"io"
	"math"

	"fieldstory/story"
)

// Where an original takes long to come, its beginning is worked on as soon as that is
// here. What its beginning is, the index of the MP4 family says: which bytes hold the
// samples up to a time.

// Beginning tells what makes a file of its own of the first seconds of a clip's pictures
// and sound, nil where that cannot be told: no MP4 or MOV, fragments, an edit list that
// does more than leave out a beginning. slow tells that the whole takes long to open,
// however soon it is here: its pictures are none that browsers play, or it has no index,
// so that all of it is read before much can be said of it. r may wait for what is not here
// yet.
func (t *Transcoder) Beginning(r io.ReaderAt, size int64, seconds float64) (_ *story.Excerpt, slow bool) {
	head := make([]byte, min(4096, size))
	if _, err := r.ReadAt(head, 0); err != nil || len(head) < 8 {
		return nil, false
	}
	switch string(head[4:8]) {
	case "ftyp", "moov", "mdat", "wide", "free", "skip", "pnot":
		return beginningOf(r, size, seconds)
	}
	if bytes.HasPrefix(head, []byte("\x1a\x45\xdf\xa3")) { // Matroska
		return nil, !bytes.Contains(head, []byte("V_MPEG4/ISO/AVC"))
	}
	return nil, true
}

// beginningOf is [Transcoder.Beginning] for the MP4 family.
func beginningOf(r io.ReaderAt, size int64, seconds float64) (_ *story.Excerpt, slow bool) {
	var ftyp, moov []byte
	for kind, at := range outermost(r, size) {
		if kind == "mdat" || kind == "free" || kind == "skip" || kind == "wide" {
			continue
		}
		if kind == "moof" || kind == "sidx" || at.Length < 0 || at.Length > largestIndex || at.Offset+at.Length > size {
			return nil, false
		}
		if kind != "moov" && kind != "ftyp" {
			continue
		}
		content := make([]byte, at.Length)
		if _, err := r.ReadAt(content, at.Offset); err != nil {
			return nil, false
		}
		switch {
		case kind == "ftyp":
			ftyp = content
		case moov != nil:
			return nil, false
		default:
			moov = content
		}
	}
	if moov == nil || box(moov, "mvex") != nil || box(moov, "cmov") != nil {
		return nil, false
	}
	var parts []*part
	filled := 0
	for kind, trak := range boxes(moov) {
		if kind != "trak" {
			continue
		}
		p := &part{trak: trak}
		parts = append(parts, p)
		handler := box(trak, "mdia", "hdlr")
		if len(handler) < 12 || string(handler[8:12]) != "vide" && string(handler[8:12]) != "soun" {
			continue
		}
		if string(handler[8:12]) == "vide" {
			stsd := box(trak, "mdia", "minf", "stbl", "stsd")
			slow = slow || len(stsd) < 16 || !bytes.HasPrefix(stsd[12:], []byte("avc"))
		}
		if !p.until(seconds) || p.of.Offset+p.of.Length > size {
			return nil, false
		}
		filled++
	}
	if filled == 0 {
		return nil, false
	}
	return excerptOf(ftyp, moov, parts), slow
}

// until has the part be what is decoded before so many seconds are shown (ISO/IEC
// 14496-12, sections 8.6 and 8.7); false where that is not told.
func (p *part) until(seconds float64) bool {
	scale := timescale(box(p.trak, "mdia", "mdhd"))
	stbl := box(p.trak, "mdia", "minf", "stbl")
	skipped, ok := leftOut(p.trak)
	if scale == 0 || stbl == nil || !ok {
		return false
	}
	samples := samplesBefore(box(stbl, "stts"), uint64(math.Ceil(seconds*float64(scale)))+skipped)
	from, end := int64(math.MaxInt64), int64(0)
	chunks, sizes := newChunks(stbl), box(stbl, "stsz")
	for p.samples < samples {
		at, holds := chunks.next()
		if holds == 0 {
			return false
		}
		length, known := sizeOf(sizes, p.samples, holds)
		if !known {
			return false
		}
		from, end, p.samples = min(from, at), max(end, at+length), p.samples+holds
	}
	p.all = p.samples >= be(sizes, 8, 4)
	p.chunks, p.of = chunks.chunk, story.ByteRange{Offset: from, Length: end - from}
	return end > from && from >= 0
}

// leftOut is how much of a track's beginning an edit list leaves out, in its own
// timescale; false where it does more than that.
func leftOut(trak []byte) (media uint64, ok bool) {
	elst := box(trak, "edts", "elst")
	at, size := 8, 12
	if be(elst, 0, 1) == 1 {
		size = 20
	}
	edits := 0
	for range min(be(elst, 4, 4), 16) {
		begin := int64(int32(be(elst, at+4, 4)))
		if size == 20 {
			begin = int64(be(elst, at+8, 8))
		}
		if begin >= 0 {
			media = uint64(begin)
			edits++
		}
		at += size
	}
	return media, edits <= 1
}

// samplesBefore counts the samples that are decoded before a time.
func samplesBefore(stts []byte, until uint64) (samples uint64) {
	var at uint64
	for i := range be(stts, 4, 4) {
		entry := 8 + 8*int(i)
		count, each := be(stts, entry, 4), be(stts, entry+4, 4)
		if entry+8 > len(stts) {
			break
		}
		if each > 0 && at+count*each >= until {
			return samples + (until-at+each-1)/each
		}
		samples, at = samples+count, at+count*each
	}
	return samples
}

// sizeOf is what so many samples weigh together; false where that is not told.
func sizeOf(stsz []byte, first, samples uint64) (size int64, known bool) {
	if all := be(stsz, 4, 4); all > 0 {
		return int64(all * samples), first+samples <= be(stsz, 8, 4)
	}
	for i := first; i < first+samples; i++ {
		at := 12 + 4*int(i)
		if at+4 > len(stsz) {
			return 0, false
		}
		size += int64(be(stsz, at, 4))
	}
	return size, true
}

// chunks walks over the chunks of a track.
type chunks struct {
	stsc, offsets []byte
	width         int // of an offset, bytes
	chunk, entry  uint64
}

func newChunks(stbl []byte) *chunks {
	c := &chunks{stsc: box(stbl, "stsc"), offsets: box(stbl, "stco"), width: 4}
	if c.offsets == nil {
		c.offsets, c.width = box(stbl, "co64"), 8
	}
	return c
}

// next gives where a chunk lies and how many samples it holds, 0 = there is no more.
func (c *chunks) next() (at int64, samples uint64) {
	place := 8 + int(c.chunk)*c.width
	if place+c.width > len(c.offsets) {
		return 0, 0
	}
	c.chunk++
	for after := 8 + 12*int(c.entry+1); after+12 <= len(c.stsc) && be(c.stsc, after, 4) <= c.chunk; after += 12 {
		c.entry++
	}
	return int64(be(c.offsets, place, c.width)), be(c.stsc, 8+12*int(c.entry)+4, 4)
}
