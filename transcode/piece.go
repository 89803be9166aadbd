package transcode

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"fieldstory/story"
)

// A ladder is made in stretches: whole, where a clip is short, and in pieces
// by several workers where it is long. A piece decodes from a keyframe before
// its first picture, lays what it decodes on the same grid of times as an
// unbroken run does, and takes from the grid exactly the pictures that are its
// own; so it holds the very frames that the unbroken run would hold there.

// frames is how many pictures the upper rungs of a plan hold, 0 = not known.
func (p Plan) frames() int { return frameCount(p.facts, p.Rungs[0].Rate) }

// segments is how many segments every rung of a plan has; at least one.
func (p Plan) segments() int {
	top := p.Rungs[0]
	return 1 + (max(0, p.frames()-top.FirstGOP)+top.GOP-1)/top.GOP
}

// frame is the number of a segment's first picture.
func (r PlannedRung) frame(segment int) int {
	if segment == 0 {
		return 0
	}
	return r.FirstGOP + (segment-1)*r.GOP
}

// begins is when a segment begins.
func (p Plan) begins(segment int) instant {
	top := p.Rungs[0]
	return instant{int64(top.frame(segment)) * int64(top.Rate.Den), int64(top.Rate.Num)}
}

// ends is when the last picture of a plan ends.
func (p Plan) ends() instant {
	top := p.Rungs[0]
	return instant{int64(p.frames()) * int64(top.Rate.Den), int64(top.Rate.Num)}
}

// seconds is how long a span lasts.
func (p Plan) seconds(s story.Span) float64 {
	top := p.Rungs[0]
	end := top.frame(s.End)
	if n := p.frames(); n > 0 {
		end = min(end, n)
	}
	return float64(end-top.frame(s.First)) / top.Rate.Float()
}

// spanOf is what a stretch means for a plan.
func (p Plan) spanOf(st story.Stretch) story.Span {
	if st.End == 0 {
		return story.Span{First: st.First, End: p.segments()}
	}
	return st.Span
}

// Outline tells what a ladder will be. It follows from the facts
// and the ladder that is set.
func (t *Transcoder) Outline(f *story.Facts) story.Outline {
	p := t.plan(f)
	o := story.Outline{Segments: p.segments(), Seconds: p.seconds(story.Span{End: p.segments()}), Seekable: seekable(f)}
	for _, r := range p.Rungs {
		o.Rungs = append(o.Rungs, r.rendition())
	}
	if p.Audio {
		o.Rungs = append(o.Rungs, soundRendition())
		o.SoundFile = soundFile
	}
	return o
}

// farKeyframes is how far keyframes may lie apart, in seconds, where work is
// to begin between them.
const farKeyframes = 12

// indexed tells whether a container says where its pictures are. Others are
// read from their beginning, for their times break off and begin anew, and
// looking for one of them finds another.
func indexed(f *story.Facts) bool {
	return strings.Contains(f.Container, "mp4") || strings.Contains(f.Container, "matroska")
}

func seekable(f *story.Facts) bool {
	return indexed(f) && f.Video.KeyframeGap > 0 && f.Video.KeyframeGap <= farKeyframes
}

// prerolls are how far before its first picture a piece begins to decode, in
// seconds. The first is enough for most; a keyframe that is decoded early and
// shown late, after a stretch without pictures, asks for more. The last is the
// beginning of the file.
var prerolls = []float64{1, 10, math.Inf(1)}

// errLate tells that decoding began after the first picture that was wanted.
var errLate = errors.New("the first pictures are missing")

// errOtherCoder tells that a rung cannot be continued here: the encoder of
// this machine writes other parameters than the one that began it.
var errOtherCoder = story.Refuse(story.FaultDependency, "other_encoder", "Another version of the encoder began this clip. It will be tried again.")

// continues tells whether a plan makes every rung that others have begun; those
// it would make besides are found out as they begin.
func (p Plan) continues(heads map[string][]byte) error {
	for name := range heads {
		if name != soundRendition().Name && !slices.ContainsFunc(p.Rungs, func(r PlannedRung) bool { return r.Name == name }) {
			return errOtherCoder.Because(fmt.Errorf("this worker's ladder has no %s", name))
		}
	}
	return nil
}

// from is where reading begins for a span, as ffmpeg's arguments. Without
// these the times of a piece would be counted from where it begins.
func from(p Plan, s story.Span, preroll float64) []string {
	at := p.begins(s.First)
	begin := float64(at.num)/float64(at.den) - preroll
	if s.First == 0 || begin <= 0 {
		return nil
	}
	return []string{"-copyts", "-start_at_zero", "-noaccurate_seek", "-ss", fmt.Sprintf("%.3f", begin)}
}

// onGrid is the part of a filter chain that brings pictures to a constant rate
// and takes those of a span. The first picture is number zero then.
func onGrid(f *story.Facts, r PlannedRung, s story.Span) []string {
	n := frameCount(f, r.Rate)
	fps := fmt.Sprintf("fps=fps=%s:eof_action=pass", r.Rate)
	if s.First == 0 {
		// From zero, so that a first picture that comes late is shown early and
		// sound and pictures begin together.
		fps = fmt.Sprintf("fps=fps=%s:start_time=0:eof_action=pass", r.Rate)
	}
	chain := []string{fps}
	if n == 0 {
		return chain
	}
	// Recorders and rounding leave the end a frame or two off; sound is cut at
	// the same instant.
	chain = append(chain, "tpad=stop_mode=clone:stop=2")
	first, end := r.frame(s.First), min(n, r.frame(s.End))
	if first == 0 {
		return append(chain, fmt.Sprintf("trim=end_frame=%d", end))
	}
	return append(chain, fmt.Sprintf("trim=start_pts=%d:end_pts=%d", first, end), fmt.Sprintf("setpts=PTS-%d", first))
}

// edit is what an edit list says of a track's beginning: how long nothing is
// shown, in seconds, and which of its media's times comes first.
func edit(head []byte) (empty float64, first int64) {
	moov := box(head, "moov")
	scale := be(box(moov, "mvhd"), 12, 4)
	elst := box(moov, "trak", "edts", "elst")
	at, size := 8, 12
	if be(elst, 0, 1) == 1 {
		size = 20
	}
	for range be(elst, 4, 4) {
		duration, media := be(elst, at, 4), int64(int32(be(elst, at+4, 4)))
		if size == 20 {
			duration, media = be(elst, at, 8), int64(be(elst, at+8, 8))
		}
		if media >= 0 {
			return empty, media
		}
		if scale > 0 {
			empty += float64(duration) / float64(scale)
		}
		at += size
	}
	return empty, 0
}

// fits tells whether pictures that were encoded under one beginning can be
// decoded after another.
func fits(head, other []byte) bool {
	path := []string{"moov", "trak", "mdia", "minf", "stbl", "stsd"}
	return bytes.Equal(box(head, path...), box(other, path...)) &&
		be(box(head, "moov", "trak", "mdia", "mdhd"), 12, 4) == be(box(other, "moov", "trak", "mdia", "mdhd"), 12, 4)
}

// Join completes a rung whose segments lie one after another in a file of the
// job's folder, however many workers made them. head is what every segment
// needs before it; offsets of segments are in the file.
func (t *Transcoder) Join(dir, file string, r story.Rendition, head []byte, segments []story.Segment) (_ story.Rendered, err error) {
	defer story.Wrap(&err, "Join(%s)", r.Name)
	m := movie{tracks: readTracks(box(head, "moov"))}
	lead := m.lead()
	if lead.codec == "" || len(segments) == 0 {
		return story.Rendered{}, errors.New("there is nothing to be joined")
	}
	r.Codecs = m.codecs()
	var body spliced
	segments = slices.Clone(segments)
	for i, s := range segments {
		segments[i].Offset = body.size
		body.add(0, s.Offset, s.Length)
	}
	return newOutput(r, head, lead, segments, body, []string{inDir(dir, file)}).rendered(), nil
}
