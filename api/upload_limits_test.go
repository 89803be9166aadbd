package api_test

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"fieldstory/story"
)

// TestUploadAlreadyHere: a file that the server has is offered to those who
// know the clip, and to nobody else.
func TestUploadAlreadyHere(t *testing.T) {
	t.Parallel()
	d := newDock(t, newHouse(t), nil)
	s, stranger := d.sender(t, "amina"), d.sender(t, "zora")
	data := noise(50_000)
	at, clip := s.create(int64(len(data)))
	s.mustPatch(at, 0, data)
	other := s.must("POST", "/api/v1/stories", map[string]any{"title": "The same well"})["id"].(string)
	create := func(who *sender, in string, meta ...string) answer {
		return who.tus("POST", "/api/v1/uploads", nil, "Upload-Length", fmt.Sprint(len(data)),
			"Upload-Metadata", metadata(append([]string{"story", in, "filename", "b.mp4"}, meta...)...))
	}
	sum := sumOf(data)
	for _, in := range []string{s.story, other} {
		a := create(s, in, "sha256", sum)
		if a.status != http.StatusConflict || a.problem.Code != "already_here" || a.header.Get("Fieldstory-Clip") != clip || a.header.Get("Fieldstory-Story") != s.story {
			t.Errorf("the same file into %s = %d %+v, clip %q; want 409 already_here with %s", in, a.status, a.problem, a.header.Get("Fieldstory-Clip"), clip)
		}
	}
	found := func(who *sender, sum string) (ids []string) {
		t.Helper()
		for _, item := range who.must("GET", "/api/v1/clips?sha256="+sum, nil)["items"].([]any) {
			c := item.(map[string]any)
			ids = append(ids, c["id"].(string)+" "+c["story_title"].(string))
		}
		return ids
	}
	title := s.must("GET", "/api/v1/stories/"+s.story, nil)["title"].(string)
	if got := found(s, strings.ToUpper(sum)); len(got) != 1 || got[0] != clip+" "+title {
		t.Errorf("asking for the sum = %v, want the clip %s of %q", got, clip, title)
	}
	if got := found(s, sumOf([]byte("another"))); len(got) != 0 {
		t.Errorf("asking for another sum = %v, want nothing", got)
	}
	if got := found(stranger, sum); len(got) != 0 {
		t.Errorf("a stranger asking for the sum is told of %v", got)
	}
	if status, p := s.ask("GET", "/api/v1/clips?sha256="+strings.Repeat("x", 64), nil); status != http.StatusUnprocessableEntity || p["code"] != "sha256" {
		t.Errorf("asking for no sum = %d %v", status, p)
	}
	for name, a := range map[string]answer{
		"without a sum":                 create(s, s.story),
		"asked for again":               create(s, s.story, "sha256", sum, "again", "1"),
		"by a stranger":                 create(stranger, stranger.story, "sha256", sum),
		"with another sum":              create(s, s.story, "sha256", sumOf([]byte("another"))),
		"by one who sees neither story": create(&sender{person: d.person(t, "boss", story.Contributor, "hq")}, stranger.story),
	} {
		want := http.StatusCreated
		if name == "by one who sees neither story" {
			want = http.StatusNotFound
		}
		if a.status != want {
			t.Errorf("creation %s = %d %+v, want %d", name, a.status, a.problem, want)
		}
	}
	// An editor of the office may add to the story once it was sent in; before
	// that it is a draft, of which they are told nothing.
	editor := &sender{person: d.person(t, "ed", story.Editor, "field")}
	own := editor.must("POST", "/api/v1/stories", map[string]any{"title": "Collected"})["id"].(string)
	if a := create(editor, own, "sha256", sum); a.status != http.StatusCreated {
		t.Errorf("an editor is told of a draft: %d %+v", a.status, a.problem)
	}
	if got := found(editor, sum); len(got) != 0 {
		t.Errorf("an editor asking for the sum of a draft's clip is told of %v", got)
	}
	s.must("POST", "/api/v1/stories/"+s.story+"/submit", map[string]any{"note": ""})
	if a := create(editor, own, "sha256", sum); a.problem.Code != "already_here" || a.header.Get("Fieldstory-Clip") != clip {
		t.Errorf("an editor is not told of a clip of a story they may add to: %d %+v", a.status, a.problem)
	}
}

// TestUploadQuota: an office's room holds for all below it, and is refused
// before the first byte.
func TestUploadQuota(t *testing.T) {
	t.Parallel()
	d := newDock(t, newHouse(t), nil)
	s := d.sender(t, "amina")
	admin, below := d.person(t, "boss", story.Admin, "hq"), d.person(t, "local", story.Admin, "country")
	country := "/api/v1/offices/" + string(d.office["country"].ID)
	if o := admin.must("PATCH", country, map[string]any{"quota": 1_000_000}); o["quota"] != 1e6 || o["name"] != "country" {
		t.Fatalf("office = %v", o)
	}
	if status, _ := below.ask("PATCH", country, map[string]any{"quota": 0}); status != http.StatusForbidden {
		t.Errorf("an office gives room to itself = %d, want 403", status)
	}
	refused := func(name string, header ...string) {
		t.Helper()
		a := s.tus("POST", "/api/v1/uploads", nil, append([]string{"Upload-Metadata", metadata("story", s.story)}, header...)...)
		if a.status != http.StatusRequestEntityTooLarge || a.problem.Code != "quota" || !strings.Contains(a.problem.Detail, "country") {
			t.Errorf("%s = %d %+v, want 413 quota", name, a.status, a.problem)
		}
	}
	refused("a file larger than the room", "Upload-Length", "1000001")
	at, clip := s.create(600_000)
	refused("a file beside one on its way", "Upload-Length", "400001")
	refused("a piece", "Upload-Length", "400001", "Upload-Concat", "partial")
	data := noise(600_000)
	s.mustPatch(at, 0, data)
	s.arrived(clip, data)
	s.create(399_999)
	if at, _ = s.create(-1); at == "" {
		t.Error("a file of unknown size is refused while there is room")
	}
	s.mustPatch(at, 0, noise(5))
	d.db.Now = func() time.Time { return time.Now().Add(time.Minute) }
	if err := d.up.Tidy(t.Context()); err != nil { // what came is counted once it is shown
		t.Fatal(err)
	}
	refused("a file of unknown size without room", "Upload-Defer-Length", "1")
	if a := s.tus("DELETE", at, nil); a.status != http.StatusNoContent {
		t.Fatalf("DELETE = %d", a.status)
	}
	s.create(1)
	for _, who := range []struct {
		*person
		set bool
	}{{admin, true}, {below, false}} {
		if r := who.must("GET", country+"/room", nil); r["quota"] != 1e6 || r["used"].(float64) < 999_999 || r["set"] != who.set {
			t.Errorf("room = %v, want all of 1,000,000 used and set = %v", r, who.set)
		}
	}
	if status, _ := s.ask("GET", country+"/room", nil); status != http.StatusForbidden && status != http.StatusNotFound {
		t.Errorf("a contributor asks for the room of an office = %d", status)
	}
	admin.must("PATCH", country, map[string]any{"quota": 0})
	s.create(5_000_000)
}

// TestUploadJoinedOnce: the request to join sent again, for its answer was
// lost, names the same clip, while it runs and after.
func TestUploadJoinedOnce(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	d := newDock(t, h, nil)
	s := d.sender(t, "amina")
	data := noise(700_000)
	half := len(data) / 2
	var at []string
	for _, piece := range [][]byte{data[:half], data[half:]} {
		a := s.tus("POST", "/api/v1/uploads", bytes.NewReader(piece), "Upload-Concat", "partial", "Upload-Length", fmt.Sprint(len(piece)),
			"Content-Type", "application/offset+octet-stream")
		if a.status != http.StatusCreated || a.offset(t) != int64(len(piece)) {
			t.Fatalf("a piece = %d %+v", a.status, a.problem)
		}
		at = append(at, a.header.Get("Location"))
	}
	join := func(s *sender) answer {
		return s.tus("POST", "/api/v1/uploads", nil, "Upload-Concat", "final;"+strings.Join(at, " "), "Upload-Metadata", metadata("story", s.story, "filename", "well.mp4"))
	}
	stranger := d.sender(t, "zora")
	if a := join(stranger); a.status != http.StatusNotFound {
		t.Errorf("a stranger joins the pieces = %d %+v, want 404", a.status, a.problem)
	}
	dying := newDock(t, h, dead(h.bucket))
	if a := join(s.at(dying)); a.status != http.StatusServiceUnavailable {
		t.Fatalf("joining with the store away = %d", a.status)
	}
	clips := map[string]bool{}
	for range 3 {
		a := join(s)
		if a.status != http.StatusCreated || a.header.Get("Location") == "" {
			t.Fatalf("joining again = %d %+v", a.status, a.problem)
		}
		clips[a.header.Get("Fieldstory-Clip")] = true
		s.arrived(a.header.Get("Fieldstory-Clip"), data)
		if got := s.head(a.header.Get("Location")); got != int64(len(data)) {
			t.Errorf("HEAD = %d, want %d", got, len(data))
		}
		if err := d.up.Tidy(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(s.must("GET", "/api/v1/stories/"+s.story, nil)["clips"].([]any)); n != 1 || len(clips) != 1 {
		t.Errorf("the story has %d clips, the answers named %v; want one", n, clips)
	}
	if a := join(stranger); a.status != http.StatusNotFound {
		t.Errorf("a stranger joins the pieces after that = %d %+v, want 404", a.status, a.problem)
	}
}

// TestUploadPiecesMissing: what cannot be joined makes no clip.
func TestUploadPiecesMissing(t *testing.T) {
	t.Parallel()
	d := newDock(t, newHouse(t), nil)
	s := d.sender(t, "amina")
	at, _ := s.create(10)
	s.mustPatch(at, 0, noise(10))
	a := s.tus("POST", "/api/v1/uploads", nil, "Upload-Concat", "final;"+at, "Upload-Metadata", metadata("story", s.story))
	if a.status != http.StatusConflict || a.problem.Code != "piece_unfinished" {
		t.Errorf("joining what is no piece = %d %+v, want 409 piece_unfinished", a.status, a.problem)
	}
	if n := len(s.must("GET", "/api/v1/stories/"+s.story, nil)["clips"].([]any)); n != 1 {
		t.Errorf("the story has %d clips, want only the first", n)
	}
}
