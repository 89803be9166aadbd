package story

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// PlaylistType is the media type of HLS playlists (RFC 8216, section 4).
const PlaylistType = "application/vnd.apple.mpegurl"

// Streamable tells whether a rendition can be offered as HLS.
func (r Rendition) Streamable() bool { return len(r.Index.Segments) > 0 }

// MediaPlaylist writes the HLS playlist of one rendition: one object, cut by
// byte ranges. uri is where the object lies, seen from the playlist.
func MediaPlaylist(r Rendition, uri string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:%d\n", r.Index.target())
	b.WriteString("#EXT-X-PLAYLIST-TYPE:VOD\n#EXT-X-INDEPENDENT-SEGMENTS\n")
	fmt.Fprintf(&b, "#EXT-X-MAP:URI=%q,BYTERANGE=\"%d@%d\"\n", uri, r.Index.Init.Length, r.Index.Init.Offset)
	for _, s := range r.Index.Segments {
		fmt.Fprintf(&b, "#EXTINF:%.5f,\n#EXT-X-BYTERANGE:%d@%d\n%s\n", s.Duration, s.Length, s.Offset, uri)
	}
	b.WriteString("#EXT-X-ENDLIST\n")
	return b.String()
}

// MasterPlaylist writes the HLS playlist of a clip, best rendition first,
// sound alone last. uri gives a rendition's own playlist by its name. The
// source's own pictures are offered until the ladder stands: their segments
// are not cut where the ladder's are. live is the ladder as far as it is made,
// offered while nothing complete can be. "" when nothing can be streamed yet.
func MasterPlaylist(renditions []Rendition, live []LiveRung, uri func(name string) string) string {
	offered := slices.DeleteFunc(slices.Clone(renditions), func(r Rendition) bool { return !r.Streamable() })
	if slices.ContainsFunc(offered, func(r Rendition) bool { return r.Kind == KindLadder }) {
		offered = slices.DeleteFunc(offered, func(r Rendition) bool { return r.Kind == KindSource })
	}
	if len(offered) == 0 {
		for _, r := range live {
			offered = append(offered, r.Rendition)
		}
	}
	if len(offered) == 0 {
		return ""
	}
	slices.SortStableFunc(offered, func(a, b Rendition) int {
		if by := b.Width*b.Height - a.Width*a.Height; by != 0 {
			return by
		}
		return int(b.Bandwidth - a.Bandwidth)
	})
	var b strings.Builder
	b.WriteString("#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-INDEPENDENT-SEGMENTS\n")
	for _, r := range offered {
		fmt.Fprintf(&b, "#EXT-X-STREAM-INF:BANDWIDTH=%d", r.Bandwidth)
		if r.Average > 0 {
			fmt.Fprintf(&b, ",AVERAGE-BANDWIDTH=%d", r.Average)
		}
		fmt.Fprintf(&b, ",CODECS=%q", r.Codecs)
		if r.Width > 0 {
			fmt.Fprintf(&b, ",RESOLUTION=%dx%d,FRAME-RATE=%.3f", r.Width, r.Height, r.FrameRate)
		}
		fmt.Fprintf(&b, "\n%s\n", uri(r.Name))
	}
	return b.String()
}

// target is the longest segment in whole seconds (RFC 8216, section 4.3.3.1).
func (x SegmentIndex) target() int {
	longest := 1.0
	for _, s := range x.Segments {
		longest = max(longest, s.Duration)
	}
	return int(math.Round(longest))
}

// Peak is the largest rate of any run of segments that lasts half to one and a
// half times the target duration (RFC 8216, section 4.1), bits per second; of
// the whole where no run does. 0 = no segments.
func (x SegmentIndex) Peak() int64 {
	target := float64(x.target())
	var peak, allBits, allSeconds float64
	for i := range x.Segments {
		var bits, seconds float64
		for _, s := range x.Segments[i:] {
			bits += float64(s.Length) * 8
			seconds += s.Duration
			if seconds > 1.5*target {
				break
			}
			if seconds >= 0.5*target {
				peak = max(peak, bits/seconds)
			}
		}
		allBits += float64(x.Segments[i].Length) * 8
		allSeconds += x.Segments[i].Duration
	}
	if peak == 0 && allSeconds > 0 {
		peak = allBits / allSeconds
	}
	return int64(math.Ceil(peak))
}
