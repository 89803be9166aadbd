package transcode

import (
	"cmp"
	"encoding/binary"
	"slices"

	"fieldstory/story"
)

// The index of hours takes every tool that opens the file half a second to read, and
// what is watched first is made by several, one after another. So the beginning of a
// clip becomes a file of its own, whose index ends where it does.

// part is what an excerpt has of a track: its first chunks. The zero part but for trak is
// that of a track that is left empty.
type part struct {
	trak            []byte
	chunks, samples uint64
	of              story.ByteRange // where they lie in the original
	all             bool            // the track has no more
	moved           int64           // how much nearer to the front they lie in the excerpt, bytes
}

// excerptOf gives what makes a file of the first part of every track, in the order that
// their bytes have in the original.
func excerptOf(ftyp, moov []byte, parts []*part) *story.Excerpt {
	shorter := func(p *part) bool { return p.samples > 0 && !p.all }
	e := &story.Excerpt{Parts: spanned(parts), Whole: !slices.ContainsFunc(parts, shorter)}
	var length int64
	for _, of := range e.Parts {
		length += of.Length
	}
	head := func() (b []byte) {
		if ftyp != nil {
			b = appendBox(b, "ftyp", ftyp)
		}
		b = appendBox(b, "moov", shortMovie(moov, parts))
		b = append(b, "\x00\x00\x00\x01mdat"...)
		return binary.BigEndian.AppendUint64(b, uint64(16+length))
	}
	// It weighs the same whatever the offsets are that it tells.
	at := int64(len(head()))
	for _, of := range e.Parts {
		for _, p := range parts {
			if p.of.Length > 0 && p.of.Offset >= of.Offset && p.of.Offset < of.Offset+of.Length {
				p.moved = of.Offset - at
			}
		}
		at += of.Length
	}
	e.Head = head()
	return e
}

// spanned are the bytes of all parts, each once: tracks mostly lie between each other.
func spanned(parts []*part) (joined []story.ByteRange) {
	list := slices.Clone(parts)
	slices.SortFunc(list, func(a, b *part) int { return cmp.Compare(a.of.Offset, b.of.Offset) })
	for _, p := range list {
		last := len(joined) - 1
		switch {
		case p.of.Length == 0:
		case last >= 0 && p.of.Offset <= joined[last].Offset+joined[last].Length:
			joined[last].Length = max(joined[last].Length, p.of.Offset+p.of.Length-joined[last].Offset)
		default:
			joined = append(joined, p.of)
		}
	}
	return joined
}

// shortMovie is the content of a moov whose tracks are their parts.
func shortMovie(moov []byte, parts []*part) (short []byte) {
	scale, lasts := timescale(box(moov, "mvhd")), uint64(0)
	for _, p := range parts {
		lasts = max(lasts, p.lasts(scale))
	}
	next := 0
	for kind, content := range boxes(moov) {
		switch kind {
		case "mvhd":
			content = noLonger(content, 16, 24, lasts)
		case "trak":
			content = parts[next].track(scale)
			next++
		}
		short = appendBox(short, kind, content)
	}
	return short
}

// lasts is how long the part is in another timescale than its own.
func (p *part) lasts(scale uint64) uint64 {
	_, ticks := firstRuns(box(p.trak, "mdia", "minf", "stbl", "stts"), p.samples)
	return ticks * scale / max(1, timescale(box(p.trak, "mdia", "mdhd")))
}

// track is the content of a trak that ends where the part does. scale is that of the
// movie.
func (p *part) track(scale uint64) []byte {
	return rewritten(p.trak, func(kind string, content []byte) []byte {
		switch kind {
		case "tkhd":
			return noLonger(content, 20, 28, p.lasts(scale))
		case "mdia":
			return rewritten(content, p.media)
		}
		return content
	})
}

func (p *part) media(kind string, content []byte) []byte {
	switch kind {
	case "mdhd":
		return noLonger(content, 16, 24, p.lasts(timescale(content)))
	case "minf":
		return rewritten(content, func(kind string, content []byte) []byte {
			if kind == "stbl" {
				return p.tables(content)
			}
			return content
		})
	}
	return content
}

// tables are those of a stbl that reading samples takes (section 8.5 to 8.7), as long as
// the part.
func (p *part) tables(stbl []byte) (short []byte) {
	for kind, c := range boxes(stbl) {
		switch kind {
		case "stsd", "cslg":
		case "stts", "ctts":
			c, _ = firstRuns(c, p.samples)
		case "stsc":
			c = firstEntries(c, 12, p.chunks)
		case "stss":
			c = firstEntries(c, 4, p.samples)
		case "stsz":
			c = firstSizes(c, p.samples)
		default:
			continue
		}
		short = appendBox(short, kind, c)
	}
	offsets := binary.BigEndian.AppendUint32(make([]byte, 4), uint32(p.chunks))
	for from := newChunks(stbl); from.chunk < p.chunks; {
		at, _ := from.next()
		offsets = binary.BigEndian.AppendUint64(offsets, uint64(at-p.moved))
	}
	return appendBox(short, "co64", offsets)
}

// firstRuns are the first entries of a table of runs, count and value, for so many
// samples, and what their values add up to.
func firstRuns(table []byte, samples uint64) (short []byte, sum uint64) {
	short = make([]byte, 8)
	for at := 8; at+8 <= len(table) && samples > 0; at += 8 {
		count := min(samples, be(table, at, 4))
		short = binary.BigEndian.AppendUint32(short, uint32(count))
		short = append(short, table[at+4:at+8]...)
		sum += count * be(table, at+4, 4)
		samples -= count
	}
	return counted(short, table, 4, 8), sum
}

// firstEntries are those of a rising table that begin with a number up to last.
func firstEntries(table []byte, width int, last uint64) []byte {
	end := min(8, len(table))
	for end+width <= len(table) && be(table, end, 4) <= last {
		end += width
	}
	return counted(slices.Clone(table[:end]), table, 4, width)
}

// firstSizes is the table of what samples weigh, for so many of them.
func firstSizes(stsz []byte, samples uint64) []byte {
	end := min(12, len(stsz))
	if be(stsz, 4, 4) == 0 {
		end = min(end+4*int(samples), len(stsz))
	}
	short := slices.Clone(stsz[:end])
	if len(short) >= 12 {
		binary.BigEndian.PutUint32(short[8:], uint32(samples))
	}
	return short
}

// counted gives a table its version and flags, and the number of its entries.
func counted(short, from []byte, at, width int) []byte {
	if len(short) >= at+4 && len(from) >= 4 {
		copy(short, from[:4])
		binary.BigEndian.PutUint32(short[at:], uint32((len(short)-at-4)/width))
	}
	return short
}

// timescale is that of a mvhd or mdhd, ticks a second.
func timescale(header []byte) uint64 {
	if be(header, 0, 1) == 1 {
		return be(header, 20, 4)
	}
	return be(header, 12, 4)
}

// noLonger is a header that tells of no longer than ticks, at one place in version 0
// and another in version 1.
func noLonger(header []byte, narrow, wide int, ticks uint64) []byte {
	at, n := narrow, 4
	if be(header, 0, 1) == 1 {
		at, n = wide, 8
	}
	if told := be(header, at, n); at+n > len(header) || told > 0 && told <= ticks {
		return header
	}
	header = slices.Clone(header)
	var b [8]byte
	binary.BigEndian.PutUint64(b[:], ticks)
	copy(header[at:at+n], b[8-n:])
	return header
}

// rewritten is the content of a box with each box in it changed.
func rewritten(b []byte, change func(kind string, content []byte) []byte) (to []byte) {
	for kind, content := range boxes(b) {
		to = appendBox(to, kind, change(kind, content))
	}
	return to
}

func appendBox(b []byte, kind string, content []byte) []byte {
	b = binary.BigEndian.AppendUint32(b, uint32(8+len(content)))
	b = append(b, kind...)
	return append(b, content...)
}
