package api_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fieldstory/storage/postgres"
	"fieldstory/story"
)

// TestLadderOnItsWayIsForThoseWhoSee asks for what a worker has published of a
// ladder, then completes it, and wants the same addresses to go on.
func TestLadderOnItsWayIsForThoseWhoSee(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	author := h.person(t, "amina", story.Contributor, "field")
	other := h.person(t, "omar", story.Contributor, "field")
	viewer := h.person(t, "vera", story.Viewer, "hq")
	made := author.must("POST", "/api/v1/stories", map[string]any{"title": "A well"})
	author.must("POST", "/api/v1/stories/"+made["id"].(string)+"/submit", nil)
	clip := h.clip(t, made["id"], "0123456789")
	stranger := h.clip(t, made["id"], "0123456789")
	for _, sql := range []string{
		`UPDATE clips SET state = 'received', watchable = false WHERE id = $1`,
		`DELETE FROM renditions WHERE clip = $1`,
	} {
		if _, err := h.db.Pool().Exec(t.Context(), sql, clip); err != nil {
			t.Fatal(err)
		}
	}
	at := "/api/v1/clips/" + string(clip)
	if got := viewer.must("GET", at, nil)["hls"]; got != "" {
		t.Errorf("before anything is made hls is %q", got)
	}

	// What the worker does.
	lease := claim(t, h.db, clip)
	run := story.NewID[story.LiveID](time.Now())
	if err := h.db.BeginLive(t.Context(), lease, run); err != nil {
		t.Fatal(err)
	}
	for part, content := range map[string]string{story.LiveInit: "0123", story.LivePartName(0): "456789"} {
		if err := h.bucket.Put(t.Context(), story.LiveObject(run, "360p", "", part), "video/mp4", int64(len(content)), strings.NewReader(content)); err != nil {
			t.Fatal(err)
		}
	}
	rung := story.Rendition{Name: "360p", Kind: story.KindLadder, Width: 640, Height: 360, FrameRate: 25, Codecs: "avc1.64001e", Bandwidth: 900_000}
	grown := []story.Grown{{Rendition: rung, Segments: []story.Segment{{ByteRange: story.ByteRange{Length: 6}, Duration: 2}}}}
	stale := story.Lease{Clip: clip, Worker: "another", Attempt: lease.Attempt}
	if err := h.db.SaveLive(t.Context(), stale, run, "", grown); err == nil {
		t.Error("segments were saved without the lease")
	}
	for range 2 {
		if err := h.db.SaveLive(t.Context(), lease, run, "", grown); err != nil {
			t.Fatal(err)
		}
	}

	if got := viewer.must("GET", at, nil); got["hls"] != at+"/hls/master.m3u8" || got["watchable"] != true || len(got["renditions"].([]any)) != 0 {
		t.Errorf("while it is made the clip is %v", got)
	}
	of := func(rung string, run story.LiveID) string {
		return "/renditions/" + rung + ".mp4?live=" + string(run) + "&part="
	}
	live := of("360p", run)
	for path, forViewer := range map[string]int{
		"/hls/master.m3u8": 200, "/hls/360p.m3u8": 200, live + "init.mp4": 200, live + "0.m4s": 200, "/hls/720p.m3u8": 404,
		live + "1.m4s": 404, live + "00.m4s": 404, live + "..": 404, live + "../init.mp4": 404, live: 404,
		of("360p", story.NewID[story.LiveID](time.Now())) + "0.m4s": 404, of("360p", "x") + "0.m4s": 404, of("720p", run) + "0.m4s": 404,
		of("%2e%2e", run) + "0.m4s": 404, "/renditions/360p.mp4": 404,
	} {
		for name, c := range map[string]struct {
			who  *person
			want int
		}{"viewer above": {viewer, forViewer}, "another contributor": {other, 404}, "nobody": {h.nobody(t), 401}} {
			if status, _, body := c.who.raw("GET", at+path, nil, nil); status != c.want {
				t.Errorf("%s: GET %s = %d %s, want %d", name, path, status, body, c.want)
			}
		}
	}
	if status, _, _ := viewer.raw("GET", "/api/v1/clips/"+string(stranger)+live+"0.m4s", nil, nil); status != 404 {
		t.Errorf("a segment of another clip = %d, want 404", status)
	}
	if _, _, list := viewer.raw("GET", at+"/hls/360p.m3u8", nil, nil); !strings.HasSuffix(string(list), "#EXTINF:2.00000,\n.."+live+"0.m4s\n") {
		t.Errorf("while it is made the media playlist is\n%s", list)
	}
	if _, _, part := viewer.raw("GET", at+live+"0.m4s", nil, nil); string(part) != "456789" {
		t.Errorf("the segment is %q", part)
	}

	// The public waits for the whole; editors need not.
	publisher := h.person(t, "paula", story.Publisher, "hq")
	publisher.must("POST", "/api/v1/stories/"+made["id"].(string)+"/clear", nil)
	if _, err := h.db.Pool().Exec(t.Context(), `DELETE FROM clips WHERE id = $1`, stranger); err != nil {
		t.Fatal(err)
	}
	publications := "/api/v1/stories/" + made["id"].(string) + "/publications"
	if status, problem := publisher.ask("POST", publications, nil); status != 409 || problem["code"] != "still_made" {
		t.Errorf("publishing what is being made = %d %v, want 409 still_made", status, problem)
	}

	rung.Average, rung.Bytes, rung.Duration = 800_000, 10, 2
	rung.Index = story.SegmentIndex{Init: story.ByteRange{Length: 4}, Segments: []story.Segment{{ByteRange: story.ByteRange{Offset: 4, Length: 6}, Duration: 2}}}
	if err := h.db.SaveRenditions(t.Context(), lease, []story.Rendition{rung}); err != nil {
		t.Fatal(err)
	}
	if _, _, list := viewer.raw("GET", at+"/hls/360p.m3u8", nil, nil); !strings.HasSuffix(string(list), "#EXTINF:2.00000,\n#EXT-X-BYTERANGE:6@4\n../renditions/360p.mp4\n#EXT-X-ENDLIST\n") {
		t.Errorf("when it is complete the media playlist is\n%s", list)
	}
	if status, _, _ := viewer.raw("GET", at+live+"0.m4s", nil, nil); status != 200 {
		t.Errorf("a segment that a player may still want = %d", status)
	}
	publisher.must("POST", publications, nil)
}

// TestClipThatBreaksIsWatchableNoLonger refuses a file in the middle of its
// ladder.
func TestClipThatBreaksIsWatchableNoLonger(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	author := h.person(t, "amina", story.Contributor, "field")
	made := author.must("POST", "/api/v1/stories", map[string]any{"title": "A well"})
	clip := h.clip(t, made["id"], "0123456789")
	if _, err := h.db.Pool().Exec(t.Context(), `UPDATE clips SET state = 'received', watchable = false WHERE id = $1`, clip); err != nil {
		t.Fatal(err)
	}
	if _, err := h.db.Pool().Exec(t.Context(), `DELETE FROM renditions WHERE clip = $1`, clip); err != nil {
		t.Fatal(err)
	}
	lease := claim(t, h.db, clip)
	run := story.NewID[story.LiveID](time.Now())
	rung := story.Rendition{Name: "360p", Kind: story.KindLadder, Codecs: "avc1.64001e", Bandwidth: 900_000}
	if err := h.db.BeginLive(t.Context(), lease, run); err != nil {
		t.Fatal(err)
	}
	if err := h.db.SaveLive(t.Context(), lease, run, "", []story.Grown{{Rendition: rung, Segments: []story.Segment{{ByteRange: story.ByteRange{Length: 6}, Duration: 2}}}}); err != nil {
		t.Fatal(err)
	}
	if err := h.db.RefuseClip(t.Context(), lease, story.Refuse(story.FaultFile, "broken", "It breaks."), "at 3 s"); err != nil {
		t.Fatal(err)
	}
	at := "/api/v1/clips/" + string(clip)
	if got := author.must("GET", at, nil); got["watchable"] != false || got["hls"] != "" {
		t.Errorf("a refused clip is %v", got)
	}
	if status, _, _ := author.raw("GET", at+"/hls/master.m3u8", nil, nil); status != 404 {
		t.Errorf("its playlist = %d, want 404", status)
	}
}

// claim takes the work on a clip, as a worker does.
func claim(t testing.TB, db *postgres.DB, clip story.ClipID) story.Lease {
	t.Helper()
	turn, ok, err := db.ClaimTurn(t.Context(), "worker", time.Minute, func(list []story.Pending) int {
		return slices.IndexFunc(list, func(p story.Pending) bool { return p.Clip == clip })
	})
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	return turn.Lease
}
