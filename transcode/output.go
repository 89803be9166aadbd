package transcode

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"os"

	"fieldstory/story"
)

// output is one finished rendition in the scratch folder. Its bytes are not
// quite those of the file: duration and segment index, known only at the end,
// are put at the front as it is read, so that nothing is written twice.
type output struct {
	story.Rendition
	path   string
	head   []byte // ftyp, moov, sidx
	bodyAt int64  // where the fragments begin in the file
}

func (o output) rendered() story.Rendered {
	return story.Rendered{Rendition: o.Rendition, Open: o.open}
}

func (o output) open() (story.ObjectReader, error) {
	f, err := os.Open(o.path)
	if err != nil {
		return nil, err
	}
	return opened{io.NewSectionReader(joined{o.head, f, o.bodyAt}, 0, o.Bytes), f}, nil
}

// opened is an output being read.
type opened struct {
	*io.SectionReader
	io.Closer
}

// joined puts head in place of the first skip bytes of a file.
type joined struct {
	head []byte
	file *os.File
	skip int64
}

func (j joined) ReadAt(p []byte, at int64) (n int, err error) {
	if at < int64(len(j.head)) {
		n = copy(p, j.head[at:])
	}
	if n == len(p) {
		return n, nil
	}
	m, err := j.file.ReadAt(p[n:], at+int64(n)-int64(len(j.head))+j.skip)
	return n + m, err
}

// finishOutput reads what ffmpeg wrote and completes the rendition.
func finishOutput(dir string, r story.Rendition) (o output, err error) {
	defer story.Wrap(&err, "finishOutput(%s)", r.Name)
	o = output{Rendition: r, path: inDir(dir, outputFile(r.Name))}
	f, err := os.Open(o.path)
	if err != nil {
		return o, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return o, err
	}
	m, err := readMovie(f, info.Size())
	if err != nil {
		return o, err
	}
	lead := m.lead()
	if lead.codec == "" {
		return o, errors.New("the output's first track cannot be read")
	}
	// A track may be announced and never come: sound that was too short.
	o.Codecs = m.codecs()
	gather := 0.0
	if r.Kind == story.KindSource {
		gather = segmentSeconds
	}
	segments := m.segments(lead, gather)
	for _, s := range segments {
		o.Duration += s.Duration
	}

	o.bodyAt = m.fragments[0].offset
	if r.Kind == story.KindLadder {
		setUpright(m.head)
	}
	head := withDuration(m.head, o.Duration)
	sidx := segmentIndexBox(lead, segments)
	o.head = append(head, sidx...)
	shift := int64(len(o.head)) - o.bodyAt
	for i := range segments {
		segments[i].Offset += shift
	}
	last := segments[len(segments)-1]
	o.Bytes = last.Offset + last.Length
	o.Index = story.SegmentIndex{Init: story.ByteRange{Length: int64(len(head))}, Segments: segments}
	if o.Duration > 0 {
		o.Average = int64(math.Ceil(float64(o.Bytes-segments[0].Offset) * 8 / o.Duration))
	}
	o.Bandwidth = o.Index.Peak()
	return o, nil
}

// segments makes a segment of each fragment, as encoders of ours set them. A
// camera may set keyframes far more often: its are gathered into stretches of
// about so many seconds, 0 = not at all.
func (m *movie) segments(lead track, gather float64) []story.Segment {
	var segments []story.Segment
	for i, f := range m.fragments {
		ticks := f.duration[lead.id]
		if start, ok := f.start[lead.id]; ok && i+1 < len(m.fragments) {
			if next, ok := m.fragments[i+1].start[lead.id]; ok && next > start {
				ticks = next - start
			}
		}
		duration := float64(ticks) / float64(lead.timescale)
		if n := len(segments); n > 0 && (segments[n-1].Duration+duration < gather+0.1 && gather > 0 || duration == 0) {
			segments[n-1].Duration += duration
			segments[n-1].Length = f.offset + f.length - segments[n-1].Offset
			continue
		}
		segments = append(segments, story.Segment{
			ByteRange: story.ByteRange{Offset: f.offset, Length: f.length}, Duration: duration,
		})
	}
	return segments
}

// setUpright clears the display matrix of every track. Our filters turned the
// pictures; ffmpeg hands the source's matrix on all the same where the graph
// has one input only (5.1) or wherever frames carry it (7).
func setUpright(head []byte) {
	for kind, trak := range boxes(box(head, "moov")) {
		if kind != "trak" {
			continue
		}
		tkhd := box(trak, "tkhd")
		at := 40 // ISO/IEC 14496-12, section 8.3.2; times of 32 bits
		if be(tkhd, 0, 1) == 1 {
			at = 52
		}
		if len(tkhd) < at+36 {
			continue
		}
		clear(tkhd[at : at+36])
		binary.BigEndian.PutUint32(tkhd[at:], 1<<16)
		binary.BigEndian.PutUint32(tkhd[at+16:], 1<<16)
		binary.BigEndian.PutUint32(tkhd[at+32:], 1<<30)
	}
}

// withDuration puts the whole length into the index (mehd, section 8.8.2), for
// players that do not look further. It leaves head as it was where the boxes
// are not as our ffmpeg writes them.
func withDuration(head []byte, seconds float64) []byte {
	at := bytes.Index(head, []byte("mvex"))
	moov := bytes.Index(head, []byte("moov"))
	scale := be(box(head, "moov", "mvhd"), 12, 4)
	if at < 4 || moov < 4 || scale == 0 || box(head, "moov", "mvex", "mehd") != nil {
		return head
	}
	mehd := make([]byte, 16)
	binary.BigEndian.PutUint32(mehd, 16)
	copy(mehd[4:], "mehd")
	binary.BigEndian.PutUint32(mehd[12:], uint32(math.Round(seconds*float64(scale))))
	out := append(bytes.Clone(head[:at+4]), mehd...)
	out = append(out, head[at+4:]...)
	for _, sizeAt := range []int{moov - 4, at - 4} {
		binary.BigEndian.PutUint32(out[sizeAt:], binary.BigEndian.Uint32(out[sizeAt:])+16)
	}
	return out
}

// segmentIndexBox makes a sidx (section 8.16.3), by which players that read
// the file as plain MP4 learn its length and seek without reading it all.
func segmentIndexBox(lead track, segments []story.Segment) []byte {
	size := 40 + 12*len(segments)
	b := make([]byte, 0, size)
	b = binary.BigEndian.AppendUint32(b, uint32(size))
	b = append(b, "sidx"...)
	b = binary.BigEndian.AppendUint32(b, 1<<24) // version 1
	b = binary.BigEndian.AppendUint32(b, uint32(lead.id))
	b = binary.BigEndian.AppendUint32(b, uint32(lead.timescale))
	b = binary.BigEndian.AppendUint64(b, 0) // earliest time
	b = binary.BigEndian.AppendUint64(b, 0) // the first segment follows at once
	b = binary.BigEndian.AppendUint16(b, 0)
	b = binary.BigEndian.AppendUint16(b, uint16(len(segments)))
	for _, s := range segments {
		b = binary.BigEndian.AppendUint32(b, uint32(s.Length))
		b = binary.BigEndian.AppendUint32(b, uint32(math.Round(s.Duration*float64(lead.timescale))))
		b = binary.BigEndian.AppendUint32(b, 1<<31|1<<28) // begins with a keyframe of type 1
	}
	return b
}
