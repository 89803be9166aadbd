package story

import (
	"strings"
	"testing"
)

func TestPlaylistsSayWhatPlayersNeed(t *testing.T) {
	t.Parallel()
	segment := func(at, length int64, seconds float64) Segment {
		return Segment{ByteRange: ByteRange{Offset: at, Length: length}, Duration: seconds}
	}
	rung := Rendition{
		Name: "720p", Kind: KindLadder, Width: 1280, Height: 720, FrameRate: 30000.0 / 1001, Codecs: "avc1.64001f,mp4a.40.2", Average: 900_000,
		Index: SegmentIndex{Init: ByteRange{Length: 1000}, Segments: []Segment{segment(1100, 250_000, 2.002), segment(251_100, 125_000, 2.002), segment(376_100, 90_000, 0.1)}},
	}
	rung.Bandwidth = rung.Index.Peak()
	// The tenth of a second at the end is no run of its own: 90 kB in it would
	// be 7.2 Mbit/s.
	if got, want := rung.Bandwidth, int64(999_001); got != want {
		t.Errorf("peak %d, want %d", got, want)
	}
	if got, want := MediaPlaylist(rung, "../renditions/720p.mp4"), `#EXTM3U
#EXT-X-VERSION:7
#EXT-X-TARGETDURATION:2
#EXT-X-PLAYLIST-TYPE:VOD
#EXT-X-INDEPENDENT-SEGMENTS
#EXT-X-MAP:URI="../renditions/720p.mp4",BYTERANGE="1000@0"
#EXTINF:2.00200,
#EXT-X-BYTERANGE:250000@1100
../renditions/720p.mp4
#EXTINF:2.00200,
#EXT-X-BYTERANGE:125000@251100
../renditions/720p.mp4
#EXTINF:0.10000,
#EXT-X-BYTERANGE:90000@376100
../renditions/720p.mp4
#EXT-X-ENDLIST
`; got != want {
		t.Errorf("media playlist:\n%s\nwant:\n%s", got, want)
	}

	uri := func(name string) string { return name + ".m3u8" }
	source := rung
	source.Name, source.Kind = "source", KindSource
	sound := Rendition{Name: "audio", Kind: KindAudio, Codecs: "mp4a.40.2", Bandwidth: 130_000, Average: 128_000, Index: rung.Index}
	turned := Rendition{Name: "source", Kind: KindSource, Width: 720, Height: 1280}
	if got, want := MasterPlaylist([]Rendition{sound, source, rung}, nil, uri), `#EXTM3U
#EXT-X-VERSION:7
#EXT-X-INDEPENDENT-SEGMENTS
#EXT-X-STREAM-INF:BANDWIDTH=999001,AVERAGE-BANDWIDTH=900000,CODECS="avc1.64001f,mp4a.40.2",RESOLUTION=1280x720,FRAME-RATE=29.970
720p.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=130000,AVERAGE-BANDWIDTH=128000,CODECS="mp4a.40.2"
audio.m3u8
`; got != want {
		t.Errorf("master playlist:\n%s\nwant:\n%s", got, want)
	}
	if got := MasterPlaylist([]Rendition{source}, nil, uri); !strings.Contains(got, "source.m3u8") {
		t.Errorf("the source alone is not offered:\n%s", got)
	}
	if got := MasterPlaylist([]Rendition{turned}, nil, uri); got != "" {
		t.Errorf("what cannot be streamed is offered:\n%s", got)
	}
}

// TestEventPlaylistGrowsIntoTheWhole wants the same segments under the same
// numbers, before and after.
func TestEventPlaylistGrowsIntoTheWhole(t *testing.T) {
	t.Parallel()
	at := func(run LiveID, part string) string { return "720p.mp4?live=" + string(run) + "&part=" + part }
	rung := Rendition{Name: "720p", Kind: KindLadder, Width: 1280, Height: 720, FrameRate: 25, Codecs: "avc1.64001f", Bandwidth: 3_000_000}
	live := LiveRung{Rendition: rung, Run: "a", Parts: []LivePart{{Bytes: 9, Duration: 2}, {Bytes: 8, Duration: 2}}}
	if got, want := EventPlaylist(live, at), `#EXTM3U
#EXT-X-VERSION:7
#EXT-X-TARGETDURATION:2
#EXT-X-PLAYLIST-TYPE:EVENT
#EXT-X-INDEPENDENT-SEGMENTS
#EXT-X-START:TIME-OFFSET=0
#EXT-X-MAP:URI="720p.mp4?live=a&part=init.mp4"
#EXTINF:2.00000,
720p.mp4?live=a&part=0.m4s
#EXTINF:2.00000,
720p.mp4?live=a&part=1.m4s
`; got != want {
		t.Errorf("event playlist:\n%s\nwant:\n%s", got, want)
	}
	uri := func(name string) string { return name + ".m3u8" }
	want := "#EXT-X-STREAM-INF:BANDWIDTH=3000000,CODECS=\"avc1.64001f\",RESOLUTION=1280x720,FRAME-RATE=25.000\n720p.m3u8\n"
	if got := MasterPlaylist(nil, []LiveRung{live}, uri); !strings.HasSuffix(got, want) {
		t.Errorf("master playlist of what is made:\n%s", got)
	}
	rung.Index.Segments = []Segment{{Duration: 2}}
	if got := MasterPlaylist([]Rendition{rung}, []LiveRung{live, {Rendition: Rendition{Name: "240p"}}}, uri); strings.Contains(got, "240p") {
		t.Errorf("what is being made is offered beside what is complete:\n%s", got)
	}
}

// TestLiveTakesOverWhenItHasCaughtUp tries what is shown of a ladder that is
// made for the second time.
func TestLiveTakesOverWhenItHasCaughtUp(t *testing.T) {
	t.Parallel()
	rung := func(run LiveID, name string, parts int) LiveRung {
		return LiveRung{Rendition: Rendition{Name: name}, Run: run, Parts: make([]LivePart, parts)}
	}
	for _, row := range []struct {
		lost, next int
		want       LiveID
	}{{3, 0, "1"}, {3, 2, "1"}, {3, 3, "2"}, {3, 4, "2"}, {0, 1, "2"}} {
		got := Live([]LiveRung{rung("1", "720p", row.lost), rung("2", "720p", row.next), rung("1", "audio", 1)})
		if len(got) == 0 || got[0].Name == "audio" && len(got) < 2 {
			t.Fatalf("%+v: %+v", row, got)
		}
		for _, r := range got {
			if r.Name == "720p" && r.Run != row.want {
				t.Errorf("of %d segments and then %d, making %s is shown, want %s", row.lost, row.next, r.Run, row.want)
			}
		}
	}
}
