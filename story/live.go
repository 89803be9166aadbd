package story

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
)

// LiveID names one making of a ladder whose segments are published while it
// goes on. A clip has several where a worker was lost in the middle.
type LiveID string

// LiveRung is what can be watched already of a rung that is still being made.
type LiveRung struct {
	Rendition            // Bytes, Duration and Index are empty: they are not known yet
	Run       LiveID     // of which making
	Parts     []LivePart // from the beginning, without a gap
}

// LivePart is one published segment, an object of its own.
type LivePart struct {
	Bytes    int64
	Duration float64 // seconds
}

// Grown is a rung on its way, with the segments that closed since it was last
// told of.
type Grown struct {
	Rendition             // Bytes, Duration and Index are empty
	StandsIn  []Rendition // for these too, which are not made yet: whoever chose one goes on in it when it is
	Init      []byte      // what every segment needs before it
	First     int         // number of the first of Segments, from 0
	Segments  []Segment   // at least one; they lie in File
	File      io.ReaderAt
}

// Grow is offered the segments of a stretch that have closed and were not
// taken yet, the same ones again until they are. ended tells that nothing more
// comes. What it is given can be read until it returns.
type Grow func(ctx context.Context, list []Grown, ended bool) (taken bool, err error)

// liveTarget is the target duration of playlists that still grow, in seconds.
// It must not change as they do (RFC 8216, section 6.2.1), so it is what every
// group of pictures aims at.
const liveTarget = 2

// Live chooses, for each rung, what is furthest of its makings, and of two that
// are equally far the newer. So the playlist of a clip whose worker was lost
// stands still until the next has come as far, and never shrinks: segments of
// the same number are cut at the same instants in every making.
func Live(all []LiveRung) []LiveRung {
	var chosen []LiveRung
	for _, r := range all {
		i := slices.IndexFunc(chosen, func(c LiveRung) bool { return c.Name == r.Name })
		switch {
		case len(r.Parts) == 0:
		case i < 0:
			chosen = append(chosen, r)
		case len(r.Parts) > len(chosen[i].Parts), len(r.Parts) == len(chosen[i].Parts) && r.Run > chosen[i].Run:
			chosen[i] = r
		}
	}
	return chosen
}

// EventPlaylist writes the HLS playlist of a rung that is still being made: it
// has no end yet and only grows. uri is where a part of a making lies, seen
// from the playlist. The rung's [MediaPlaylist] takes its place when it is
// complete, with the same segments under the same numbers; only the query of
// uri may differ then, for hls.js takes a segment at another address for another
// segment.
func EventPlaylist(r LiveRung, uri func(run LiveID, part string) string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:%d\n", liveTarget)
	// Players begin such a playlist near its end, unless they are told.
	b.WriteString("#EXT-X-PLAYLIST-TYPE:EVENT\n#EXT-X-INDEPENDENT-SEGMENTS\n#EXT-X-START:TIME-OFFSET=0\n")
	fmt.Fprintf(&b, "#EXT-X-MAP:URI=\"%s\"\n", uri(r.Run, LiveInit))
	for i, s := range r.Parts {
		fmt.Fprintf(&b, "#EXTINF:%.5f,\n%s\n", s.Duration, uri(r.Run, LivePartName(i)))
	}
	return b.String()
}

// Growing tells whether the clip can be watched only as far as it is made: no
// rendition with pictures is complete, nor was a small copy sent ahead, which
// has its whole length.
func (c *Clip) Growing() bool {
	return c.Watchable && c.State.Owed() && c.Preview == nil && !c.Complete()
}
