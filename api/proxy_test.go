package api_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"fieldstory/story"
)

// sendProxy sends a small copy of a clip.
func (s *sender) sendProxy(clip string, content []byte) {
	s.t.Helper()
	a := s.createProxy(clip, int64(len(content)))
	if a.status != http.StatusCreated || a.header.Get("Fieldstory-Clip") != clip {
		s.t.Fatalf("a small copy = %d %v %+v", a.status, a.header, a.problem)
	}
	s.mustPatch(a.header.Get("Location"), 0, content)
}

func (s *sender) createProxy(clip string, size int64) answer {
	s.t.Helper()
	return s.tus("POST", "/api/v1/uploads", nil, "Upload-Length", fmt.Sprint(size),
		"Upload-Metadata", metadata("proxy_for", clip, "filename", "well.mp4", "filetype", "video/mp4"))
}

// show makes the small copy that arrived watchable, as a worker does.
func (d *dock) show(t *testing.T, content string) story.Proxy {
	t.Helper()
	p, ok, err := d.db.ClaimProxy(t.Context(), "worker", time.Minute)
	if err != nil || !ok {
		t.Fatalf("no small copy is owed: %v", err)
	}
	for _, part := range []string{story.ProxyWatch, story.ProxyPoster, story.ProxySprites} {
		if err := d.bucket.Put(t.Context(), story.ProxyObject(p.ID, part), "", int64(len(content)), strings.NewReader(content)); err != nil {
			t.Fatal(err)
		}
	}
	made := story.Preview{Width: 640, Height: 360, FrameRate: 15, Bandwidth: 300_000, Bytes: int64(len(content)), Duration: 9, HasPoster: true,
		Sprites: &story.Sprites{Columns: 3, Rows: 3, Count: 9, Width: 160, Height: 90, Interval: 1}}
	if err := d.db.SavePreview(t.Context(), p, "worker", made); err != nil {
		t.Fatal(err)
	}
	return p
}

// TestProxyIsWatchedUntilTheOriginalCanBe follows a clip whose small copy goes
// ahead: watched, raised, and put aside by the original.
func TestProxyIsWatchedUntilTheOriginalCanBe(t *testing.T) {
	t.Parallel()
	d := newDock(t, newHouse(t), nil)
	s, editor, stranger := d.sender(t, "amina"), d.person(t, "ed", story.Editor, "field"), d.sender(t, "zora")
	publisher := d.person(t, "pia", story.Publisher, "hq")
	original := noise(100_000)
	at, clip := s.create(int64(len(original)))
	s.mustPatch(at, 0, original[:10_000])
	s.sendProxy(clip, noise(5_000))

	here := "/api/v1/clips/" + clip
	c := s.must("GET", here, nil)
	if c["state"] != "receiving" || c["watchable"] != false || c["receipt"] != nil || len(c["renditions"].([]any)) != 0 {
		t.Errorf("a clip whose small copy was not looked at yet = %v", c)
	}
	p := d.show(t, "moving pictures")
	s.must("POST", "/api/v1/stories/"+s.story+"/submit", map[string]any{"note": ""})

	c = editor.must("GET", here, nil)
	if c["state"] != "receiving" || c["watchable"] != true || c["hls"] != "" || c["receipt"] != nil || c["facts"] != nil {
		t.Errorf("a clip with a small copy = %v, want it receiving, watchable, without HLS, receipt and facts", c)
	}
	list := c["renditions"].([]any)
	if len(list) != 1 {
		t.Fatalf("renditions = %v, want the small copy alone", list)
	}
	shown := list[0].(map[string]any)
	if shown["kind"] != "proxy" || shown["height"] != 360.0 || shown["duration"] != 9.0 {
		t.Errorf("rendition = %v", shown)
	}
	sprites, _ := c["sprites"].(map[string]any)
	addresses := []string{shown["url"].(string), c["poster"].(string), fmt.Sprint(sprites["url"])}
	for _, url := range addresses {
		if status, _, raw := editor.raw("GET", url, nil, nil); status != http.StatusOK || string(raw) != "moving pictures" {
			t.Errorf("GET %s = %d %q", url, status, raw)
		}
		if status, _ := stranger.ask("GET", url, nil); status != http.StatusNotFound {
			t.Errorf("a stranger asks for %s = %d, want 404", url, status)
		}
	}
	if status, out := editor.ask("GET", here+"/original", nil); status != http.StatusConflict {
		t.Errorf("the original of a clip with a small copy = %d %v, want 409", status, out)
	}
	if status, out := editor.ask("GET", here+"/receipt", nil); status != http.StatusConflict {
		t.Errorf("the receipt of a clip with a small copy = %d %v, want 409", status, out)
	}

	editor.must("POST", "/api/v1/stories/"+s.story+"/raise", map[string]any{"note": "watched the small copy"})
	publisher.must("POST", "/api/v1/stories/"+s.story+"/clear", map[string]any{"note": ""})
	if status, out := publisher.ask("POST", "/api/v1/stories/"+s.story+"/publications", map[string]any{}); status != http.StatusConflict || out["code"] != "preview_only" {
		t.Errorf("publishing a small copy = %d %v, want 409 preview_only", status, out)
	}

	s.mustPatch(at, 10_000, original[10_000:])
	s.arrived(clip, original)
	if c := editor.must("GET", here, nil); c["watchable"] != true || len(c["renditions"].([]any)) != 1 {
		t.Errorf("a clip that arrived, and was not looked at yet = %v, want its small copy still", c)
	}
	lease := claim(t, d.db, story.ClipID(clip))
	if err := d.db.SaveRenditions(t.Context(), lease, []story.Rendition{{Name: "source", Kind: story.KindSource, Width: 1920, Height: 1080, FrameRate: 25, Codecs: "avc1", Bandwidth: 1, Average: 1, Bytes: 1, Duration: 9}}); err != nil {
		t.Fatal(err)
	}
	c = editor.must("GET", here, nil)
	if list := c["renditions"].([]any); len(list) != 1 || list[0].(map[string]any)["kind"] != "source" || c["poster"] != "" {
		t.Errorf("a clip that can be watched itself offers %v, poster %v; want the source alone", list, c["poster"])
	}
	for _, url := range addresses {
		if status, _, _ := editor.raw("GET", url, nil, nil); status != http.StatusOK {
			t.Errorf("who was just watching gets %d for %s", status, url)
		}
	}
	if ended, err := d.db.EndedProxies(t.Context(), 10); err != nil || len(ended) != 0 {
		t.Errorf("ended too soon: %v %v", ended, err)
	}
	d.db.Now = func() time.Time { return time.Now().Add(story.ProxyKept + time.Minute) }
	if ended, err := d.db.EndedProxies(t.Context(), 10); err != nil || len(ended) != 1 || ended[0] != p.ID {
		t.Errorf("ended after an hour: %v %v, want %s", ended, err, p.ID)
	}
	if err := d.db.ForgetProxy(t.Context(), p.ID); err != nil {
		t.Fatal(err)
	}
	if status, _ := editor.ask("GET", addresses[0], nil); status != http.StatusNotFound {
		t.Errorf("a small copy that is gone = %d, want 404", status)
	}
}

// TestProxyRefusedBeforeItsFirstByte: whose clip it is, whether it is still on
// its way, and whether the copy is small.
func TestProxyRefusedBeforeItsFirstByte(t *testing.T) {
	t.Parallel()
	d := newDock(t, newHouse(t), nil)
	s, other := d.sender(t, "amina"), d.sender(t, "zora")
	original := noise(50_000)
	at, clip := s.create(int64(len(original)))
	want := func(name string, a answer, status int, code string) {
		t.Helper()
		if a.status != status || a.problem.Code != code {
			t.Errorf("%s = %d %+v, want %d %s", name, a.status, a.problem, status, code)
		}
	}
	want("another's clip", other.createProxy(clip, 100), http.StatusNotFound, "not_found")
	want("no clip at all", s.createProxy(string(story.NewID[story.ClipID](time.Now())), 100), http.StatusNotFound, "not_found")
	want("nonsense", s.createProxy("nonsense", 100), http.StatusNotFound, "not_found")
	want("an empty copy", s.createProxy(clip, 0), http.StatusUnprocessableEntity, "file_empty")
	want("a copy as large as the file", s.createProxy(clip, int64(len(original))), http.StatusUnprocessableEntity, "proxy_large")

	first := s.createProxy(clip, 100)
	want("a copy", first, http.StatusCreated, "")
	second := s.createProxy(clip, 90)
	want("a copy begun anew", second, http.StatusCreated, "")
	want("the one before it", s.patch(first.header.Get("Location"), 0, noise(100)), http.StatusNotFound, "not_found")
	s.mustPatch(second.header.Get("Location"), 0, noise(90))
	want("one more", s.createProxy(clip, 80), http.StatusConflict, "proxy_here")

	s.mustPatch(at, 0, original)
	want("a copy of what has arrived", s.createProxy(clip, 100), http.StatusConflict, "proxy_late")

	admin := d.person(t, "boss", story.Admin, "hq")
	admin.must("PATCH", "/api/v1/offices/"+string(d.office["country"].ID), map[string]any{"quota": 60_200})
	at, clip = s.create(10_000)
	want("a copy without room", s.createProxy(clip, 5_000), http.StatusRequestEntityTooLarge, "quota")
	late := s.createProxy(clip, 90)
	want("a copy with room", late, http.StatusCreated, "")
	s.mustPatch(at, 0, noise(10_000))
	want("a copy overtaken by its original", s.patch(late.header.Get("Location"), 0, noise(90)), http.StatusNotFound, "not_found")
}

// TestProxyIsNotCountedAsOpen: the limit of open uploads is one of files.
func TestProxyIsNotCountedAsOpen(t *testing.T) {
	t.Parallel()
	d := newDock(t, newHouse(t), nil)
	s := d.sender(t, "amina")
	for i := range 2 {
		_, clip := s.create(1000)
		if a := s.createProxy(clip, 10); a.status != http.StatusCreated {
			t.Fatalf("small copy %d = %d %+v", i, a.status, a.problem)
		}
	}
	u, err := story.NewUpload(story.Scope{Member: s.id}, map[string]string{"story": s.story}, 1, story.UploadLimits{MaxSize: 1e12, MaxOpen: 3, Expires: time.Hour}, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	if err := d.db.AddUpload(t.Context(), story.Scope{Member: s.id}, u, 3); err != nil {
		t.Errorf("the third of three files: %v", err)
	}
}

// TestProxyGoesWithItsOriginal: discarded, expired, or never finished itself.
func TestProxyGoesWithItsOriginal(t *testing.T) {
	t.Parallel()
	d := newDock(t, newHouse(t), nil)
	s := d.sender(t, "amina")
	gone := func(p story.Proxy) {
		t.Helper()
		if err := d.up.Tidy(t.Context()); err != nil {
			t.Fatal(err)
		}
		ended, err := d.db.EndedProxies(t.Context(), 10)
		if err != nil || len(ended) != 1 || ended[0] != p.ID {
			t.Fatalf("ended = %v %v, want %s", ended, err, p.ID)
		}
		if err := d.db.ForgetProxy(t.Context(), p.ID); err != nil {
			t.Fatal(err)
		}
	}

	at, clip := s.create(1000)
	s.sendProxy(clip, noise(100))
	p := d.show(t, "pictures")
	if a := s.tus("DELETE", at, nil); a.status != http.StatusNoContent {
		t.Fatalf("DELETE = %d %+v", a.status, a.problem)
	}
	gone(p)

	// One that did not arrive is freed with its bytes.
	_, clip = s.create(1000)
	a := s.createProxy(clip, 100)
	s.mustPatch(a.header.Get("Location"), 0, noise(50))
	_, shown := s.create(1000)
	s.sendProxy(shown, noise(100))
	p = d.show(t, "pictures")
	d.db.Now = func() time.Time { return time.Now().Add(8 * 24 * time.Hour) }
	if err := d.up.Tidy(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{clip, shown} {
		c := s.must("GET", "/api/v1/clips/"+id, nil)
		if c["state"] != "refused" || c["watchable"] != false || len(c["renditions"].([]any)) != 0 {
			t.Errorf("a clip that expired = %v, want it refused and nothing to watch", c)
		}
	}
	ended, err := d.db.EndedProxies(t.Context(), 10)
	if err != nil || len(ended) != 2 {
		t.Errorf("ended = %v %v, want both", ended, err)
	}
	var open int
	if err := d.db.Pool().QueryRow(t.Context(), `SELECT count(*) FROM uploads`).Scan(&open); err != nil || open != 0 {
		t.Errorf("%d uploads are left (%v), want none", open, err)
	}
	if r, err := d.bucket.Get(t.Context(), story.ProxyObject(p.ID, story.ProxySent)); err == nil {
		r.Close() // the workers remove it, by its folder
	} else if !errors.Is(err, story.NotFound()) {
		t.Error(err)
	}
}
