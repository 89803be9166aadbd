package story

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// MediaPlaylist writes the HLS playlist of one rendition whose segments are
// byte ranges of the object at uri (RFC 8216, sections 4.3.2.2 and 4.3.2.5;
// protocol version 7 for fragmented MP4). An empty index gives "".
func MediaPlaylist(r Rendition, uri string) string {
	if len(r.Index.Segments) == 0 {
		return ""
	}
	longest := 0.0
	for _, s := range r.Index.Segments {
		longest = max(longest, s.Duration)
	}
	var b strings.Builder
	b.WriteString("#EXTM3U\n#EXT-X-VERSION:7\n")
	// A segment's duration, rounded, must not exceed the target (section 4.3.3.1).
	fmt.Fprintf(&b, "#EXT-X-TARGETDURATION:%d\n", max(1, int(math.Round(longest))))
	b.WriteString("#EXT-X-MEDIA-SEQUENCE:0\n#EXT-X-PLAYLIST-TYPE:VOD\n#EXT-X-INDEPENDENT-SEGMENTS\n")
	fmt.Fprintf(&b, "#EXT-X-MAP:URI=%q,BYTERANGE=\"%d@%d\"\n", uri, r.Index.Init.Length, r.Index.Init.Offset)
	for _, s := range r.Index.Segments {
		fmt.Fprintf(&b, "#EXTINF:%.5f,\n#EXT-X-BYTERANGE:%d@%d\n%s\n", s.Duration, s.Length, s.Offset, uri)
	}
	b.WriteString("#EXT-X-ENDLIST\n")
	return b.String()
}

// MasterPlaylist lists the renditions that have segments; uri gives the
// address of a rendition's media playlist. It begins with a middling rung,
// for players start with the first, then goes from the highest down. Remuxed
// sources stay out: they are for progressive watching until the ladder is
// there.
func MasterPlaylist(renditions []Rendition, uri func(name string) string) string {
	var rungs []Rendition
	for _, r := range renditions {
		if len(r.Index.Segments) > 0 && r.Kind != KindSource {
			rungs = append(rungs, r)
		}
	}
	slices.SortStableFunc(rungs, func(a, b Rendition) int { return int(b.Bandwidth - a.Bandwidth) })
	for i, r := range rungs {
		if min(r.Width, r.Height) <= 480 && r.Kind == KindLadder {
			first := rungs[i]
			copy(rungs[1:i+1], rungs[:i])
			rungs[0] = first
			break
		}
	}
	var b strings.Builder
	b.WriteString("#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-INDEPENDENT-SEGMENTS\n")
	for _, r := range rungs {
		fmt.Fprintf(&b, "#EXT-X-STREAM-INF:BANDWIDTH=%d,AVERAGE-BANDWIDTH=%d,CODECS=%q", r.Bandwidth, r.Average, r.Codecs)
		if r.Kind != KindAudio {
			fmt.Fprintf(&b, ",RESOLUTION=%dx%d,FRAME-RATE=%.3f", r.Width, r.Height, r.FrameRate)
		}
		fmt.Fprintf(&b, "\n%s\n", uri(r.Name))
	}
	return b.String()
}
