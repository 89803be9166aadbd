package api_test

import (
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"

	"fieldstory/story"
)

// filmed puts a clip into a story whose file says when and by which camera.
func (h *house) filmed(t *testing.T, storyID any, at time.Time, camera story.Camera) string {
	t.Helper()
	id := h.clip(t, storyID, "moving pictures")
	f := story.Facts{Container: "mov", Make: camera.Make, Model: camera.Model, Serial: camera.Serial, CapturedAt: at, Place: "+06.5244+003.3792/"}
	if _, err := h.db.Pool().Exec(t.Context(), `UPDATE clips SET facts = $2, captured_at = $3 WHERE id = $1`, id, f, at); err != nil {
		t.Fatal(err)
	}
	return string(id)
}

// TestClockIsCorrectedForACamera: for a whole card at once, in one story or in
// all of its author's, and never by somebody who may not edit.
func TestClockIsCorrectedForACamera(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	author, stranger, viewer := h.person(t, "amina", story.Contributor, "field"), h.person(t, "zora", story.Contributor, "field"), h.person(t, "vera", story.Viewer, "hq")
	add := func(title string) string {
		return author.must("POST", "/api/v1/stories", map[string]any{"title": title})["id"].(string)
	}
	sony := story.Camera{Make: "Sony", Model: "ILCE-7M3", Serial: "0042"}
	other := story.Camera{Make: "Sony", Model: "ILCE-7M3", Serial: "0099"}
	first, second := add("The well"), add("The school")
	wrong := time.Date(2019, 1, 1, 0, 3, 0, 0, time.UTC)
	right := time.Date(2026, 3, 4, 9, 15, 0, 0, time.UTC)
	a, b := h.filmed(t, first, wrong, sony), h.filmed(t, first, wrong.Add(time.Hour), sony)
	c, d := h.filmed(t, first, right, other), h.filmed(t, second, wrong.Add(2*time.Hour), sony)
	at := func(p *person, id string) time.Time {
		t.Helper()
		when, err := time.Parse(time.RFC3339, p.must("GET", "/api/v1/clips/"+id, nil)["captured_at"].(string))
		if err != nil {
			t.Fatal(err)
		}
		return when
	}
	seconds := int64(right.Sub(wrong) / time.Second)
	fix := func(p *person, clip, which string, seconds int64) (int, map[string]any) {
		t.Helper()
		return p.ask("POST", "/api/v1/stories/"+first+"/clock", map[string]any{"clip": clip, "which": which, "seconds": seconds})
	}
	for name, got := range map[string]int{
		"a stranger": first1(fix(stranger, a, "story", 60)), "another story's clip": first1(fix(author, d, "story", 60)),
	} {
		if got != http.StatusNotFound {
			t.Errorf("%s = %d, want 404", name, got)
		}
	}
	for _, shift := range []int64{0, 1 << 40, -1 << 62, int64(30 * 365 * 24 * 3600)} {
		if status, out := fix(author, a, "story", shift); status != http.StatusUnprocessableEntity {
			t.Errorf("a shift of %d = %d %v, want 422", shift, status, out)
		}
	}
	if status, out := fix(author, a, "story", seconds); status != http.StatusOK || out["clips"] != 2.0 || out["stories"] != 1.0 {
		t.Fatalf("in one story = %d %v, want two clips", status, out)
	}
	for id, want := range map[string]time.Time{a: right, b: right.Add(time.Hour), c: right, d: wrong.Add(2 * time.Hour)} {
		if got := at(author, id); !got.Equal(want) {
			t.Errorf("a clip was filmed %v, want %v", got, want)
		}
	}
	s := author.must("GET", "/api/v1/stories/"+first, nil)
	if got := s["captured_at"].(string); got != right.Format(time.RFC3339) {
		t.Errorf("the story is dated %s, want %s", got, right.Format(time.RFC3339))
	}
	if k := author.must("GET", "/api/v1/clips/"+a, nil)["clock"].(map[string]any); k["seconds"] != float64(seconds) || k["by"] != "amina" || k["at"] == nil {
		t.Errorf("clock = %v", k)
	}
	if status, out := fix(author, a, "clip", -60); status != http.StatusOK || out["clips"] != 1.0 || !at(author, a).Equal(right.Add(-time.Minute)) {
		t.Errorf("one clip = %d %v, filmed %v", status, out, at(author, a))
	}
	if status, out := fix(author, a, "everywhere", 60); status != http.StatusOK || out["clips"] != 3.0 || out["stories"] != 2.0 {
		t.Errorf("everywhere = %d %v, want three clips of two stories", status, out)
	}
	if got := at(author, d); !got.Equal(wrong.Add(2*time.Hour + time.Minute)) {
		t.Errorf("the clip of the other story was filmed %v", got)
	}

	// Place and serial are for those who work with the footage.
	author.must("POST", "/api/v1/stories/"+first+"/submit", map[string]any{"note": ""})
	editor := h.person(t, "ed", story.Editor, "country")
	for _, p := range []struct {
		*person
		knows bool
	}{{author, true}, {editor, true}, {viewer, false}} {
		for _, f := range []map[string]any{
			p.must("GET", "/api/v1/clips/"+a, nil)["facts"].(map[string]any),
			p.must("GET", "/api/v1/stories/"+first, nil)["clips"].([]any)[0].(map[string]any)["facts"].(map[string]any),
		} {
			if (f["place"] != "") != p.knows || (f["serial"] != "") != p.knows || f["has_place"] != true {
				t.Errorf("facts = %v, want place and serial shown = %v", f, p.knows)
			}
		}
	}
	if status, _ := fix(viewer, a, "story", 60); status != http.StatusForbidden {
		t.Errorf("a viewer corrects a clock = %d, want 403", status)
	}
	if status, out := fix(author, h.filmed(t, first, right, story.Camera{}), "everywhere", 60); status != http.StatusConflict || out["code"] != "serial_missing" {
		t.Errorf("everywhere without a serial = %d %v, want 409", status, out)
	}
	var entries int
	if err := h.db.Pool().QueryRow(t.Context(), `SELECT count(*) FROM audit WHERE what = 'clip.clock' AND by = $1`, author.id).Scan(&entries); err != nil || entries != 4 {
		t.Errorf("the audit log has %d entries (%v), want 4", entries, err)
	}
}

func first1(status int, _ map[string]any) int { return status }

// TestUploadTellsOfItsCamera: what the file does not say is the sender's word,
// and a clock they know to be wrong is put right from the beginning.
func TestUploadTellsOfItsCamera(t *testing.T) {
	t.Parallel()
	d := newDock(t, newHouse(t), nil)
	s := d.sender(t, "amina")
	_, clip := s.create(1000, "captured", "2019-01-01T00:03:00Z", "clock", "3600", "make", "Sony", "model", "FX3\x00", "serial", "77")
	c := s.must("GET", "/api/v1/clips/"+clip, nil)
	if c["captured_at"] != "2019-01-01T01:03:00Z" || c["clock"].(map[string]any)["seconds"] != 3600.0 {
		t.Errorf("clip = %v %v", c["captured_at"], c["clock"])
	}
	a := s.tus("POST", "/api/v1/uploads", nil, "Upload-Length", "1", "Upload-Metadata", metadata("story", s.story, "clock", "an hour"))
	if a.status != http.StatusUnprocessableEntity || a.problem.Code != "clock_shift" {
		t.Errorf("a clock that nobody understands = %d %+v, want 422", a.status, a.problem)
	}
	at, clip := s.create(1000, "captured", "2019-01-01T00:03:00Z", "clock", "60", "make", "Sony", "model", "FX3", "serial", "77")
	s.mustPatch(at, 0, noise(1000))
	for name, f := range map[string]*story.Facts{
		"2019-01-01T00:04:00Z Sony FX3 77":   {Container: "mpegts"},
		"2020-05-06T07:09:09Z Canon  C70 77": {Container: "mov", Make: "Canon ", Model: "C70", CapturedAt: time.Date(2020, 5, 6, 7, 8, 9, 0, time.UTC)},
	} {
		if _, err := d.db.Pool().Exec(t.Context(), `UPDATE clips SET lease_until = NULL, worker = '' WHERE id = $1`, clip); err != nil {
			t.Fatal(err)
		}
		turn, ok, err := d.db.ClaimTurn(t.Context(), "worker", time.Minute, func(list []story.Pending) int {
			return slices.IndexFunc(list, func(p story.Pending) bool { return p.Clip == story.ClipID(clip) })
		})
		if err != nil || !ok {
			t.Fatal(ok, err)
		}
		if err := d.db.SaveFacts(t.Context(), turn.Lease, f); err != nil {
			t.Fatal(err)
		}
		c := s.must("GET", "/api/v1/clips/"+clip, nil)
		got := c["facts"].(map[string]any)
		if said := fmt.Sprintf("%v %v %v %v", c["captured_at"], got["make"], got["model"], got["serial"]); said != name {
			t.Errorf("facts = %q, want %q", said, name)
		}
	}
}
