package transcode

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"os"
	"slices"

	"fieldstory/story"
)

// output is one finished rendition in the scratch folder. Its bytes are those
// of several files: duration and segment index, known only at the end, are put
// at the front as it is read, so that nothing is written twice.
type output struct {
	story.Rendition
	body  spliced  // all of it
	paths []string // of its sources; "" = none
}

func (o output) rendered() story.Rendered {
	return story.Rendered{Rendition: o.Rendition, Open: o.open}
}

func (o output) open() (story.ObjectReader, error) {
	r := opened{}
	sources := make([]io.ReaderAt, len(o.paths))
	for i, path := range o.paths {
		if path == "" {
			continue
		}
		f, err := os.Open(path)
		if err != nil {
			r.Close()
			return nil, err
		}
		r.files = append(r.files, f)
		sources[i] = f
	}
	r.SectionReader = io.NewSectionReader(splicedReader{o.body, sources}, 0, o.Bytes)
	return r, nil
}

// opened is an output being read.
type opened struct {
	*io.SectionReader
	files []*os.File
}

func (o opened) Close() error {
	var err error
	for _, f := range o.files {
		err = errors.Join(err, f.Close())
	}
	return err
}

// newOutput completes a rendition of segments that lie in body, behind each
// other, with what every player needs before them.
func newOutput(r story.Rendition, head []byte, lead track, segments []story.Segment, body spliced, paths []string) output {
	o := output{Rendition: r, paths: paths}
	for _, s := range segments {
		o.Duration += s.Duration
	}
	head = withDuration(slices.Clone(head), o.Duration)
	sidx := segmentIndexBox(lead, segments)
	front := slices.Concat(head, sidx)
	o.body = body.front(front)
	segments = slices.Clone(segments)
	for i := range segments {
		segments[i].Offset += int64(len(front))
	}
	o.Bytes = o.body.size
	o.Index = story.SegmentIndex{Init: story.ByteRange{Length: int64(len(head))}, Segments: segments}
	if o.Duration > 0 {
		o.Average = int64(math.Ceil(float64(o.Bytes-int64(len(front))) * 8 / o.Duration))
	}
	o.Bandwidth = o.Index.Peak()
	return o
}

// finishOutput reads a file that ffmpeg wrote as a whole, pictures and sound
// together, and completes the rendition.
func finishOutput(dir string, r story.Rendition, gather float64) (o output, err error) {
	defer story.Wrap(&err, "finishOutput(%s)", r.Name)
	path := inDir(dir, outputFile(r.Name))
	f, err := os.Open(path)
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
	r.Codecs = m.codecs()
	segments := m.segments(lead, gather)
	from := m.fragments[0].offset
	var body spliced
	for i := range segments {
		segments[i].Offset -= from
	}
	last := segments[len(segments)-1]
	body.add(0, from, last.Offset+last.Length)
	return newOutput(r, m.head, lead, segments, body, []string{path}), nil
}

// segments gathers fragments, one for each keyframe, into segments of about so
// many seconds: a camera may set keyframes far more often than that.
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
		if n := len(segments); n > 0 && (segments[n-1].Duration+duration < gather+0.1 || duration == 0) {
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
