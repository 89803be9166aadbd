package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"fieldstory/story"
)

// A story climbs from a field team to the public and back, by its roles.
func TestClimb(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	author := h.person(t, "amina", story.Contributor, "field")
	fieldEditor := h.person(t, "femi", story.Editor, "field")
	country := h.person(t, "chen", story.Editor, "country")
	publisher := h.person(t, "paula", story.Publisher, "hq")
	stranger := h.person(t, "sven", story.Viewer, "field")
	h.office["field2"] = h.office["field"]

	made := author.must("POST", "/api/v1/stories", map[string]any{"title": "A well for Kalo"})
	at := "/api/v1/stories/" + made["id"].(string)
	if made["stage"] != "draft" || made["office"] != string(h.office["field"].ID) || made["stands_at"] != made["office"] {
		t.Errorf("a new story is %v at %v from %v", made["stage"], made["stands_at"], made["office"])
	}
	if status, _ := fieldEditor.ask("GET", at, nil); status != http.StatusNotFound {
		t.Errorf("an editor sees somebody's draft: %d", status)
	}
	h.clip(t, made["id"], "0123456789")

	author.must("POST", at+"/submit", map[string]any{"note": "please look"})
	if status, p := stranger.ask("POST", at+"/raise", nil); status != http.StatusForbidden || p["code"] != "forbidden" {
		t.Errorf("a viewer raising = %d %v", status, p)
	}
	if status, p := fieldEditor.ask("POST", at+"/return", nil); status != http.StatusUnprocessableEntity || p["code"] != "note_missing" {
		t.Errorf("returning without a reason = %d %v", status, p)
	}
	fieldEditor.must("POST", at+"/return", map[string]any{"note": "who is the engineer?"})
	author.must("PATCH", at, map[string]any{"text": "Her name is Ines."})
	author.must("POST", at+"/submit", nil)
	raised := fieldEditor.must("POST", at+"/raise", map[string]any{"note": "strong"})
	if raised["stands_at"] != string(h.office["country"].ID) || raised["stage"] != "waiting" {
		t.Errorf("raised to %v as %v, want the country office, waiting", raised["stands_at_name"], raised["stage"])
	}
	if status, p := fieldEditor.ask("POST", at+"/raise", nil); status != http.StatusForbidden {
		t.Errorf("raising from an office above one's own = %d %v", status, p)
	}
	country.must("POST", at+"/keep", nil)
	if status, p := publisher.ask("POST", at+"/publications", nil); status != http.StatusConflict || p["code"] != "stage" {
		t.Errorf("publishing before clearing = %d %v", status, p)
	}

	country.must("POST", at+"/people", map[string]any{"name": "Ines"})
	if status, p := publisher.ask("POST", at+"/clear", nil); status != http.StatusConflict || p["code"] != "consent_unknown" || !strings.Contains(p["detail"].(string), "Ines") {
		t.Errorf("clearing without Ines' answer = %d %v", status, p)
	}
	full := country.must("GET", at, nil)
	ines := full["people"].([]any)[0].(map[string]any)["id"].(string)
	country.must("PUT", at+"/people/"+ines, map[string]any{"name": "Ines", "state": "given", "form": "verbal", "use": "public"})
	publisher.must("POST", at+"/clear", nil)
	pub := publisher.must("POST", at+"/publications", nil)

	url := strings.TrimPrefix(pub["url"].(string), h.url)
	public := h.nobody(t)
	status, header, page := public.raw("GET", url, nil, nil)
	for _, want := range []string{"A well for Kalo", "Her name is Ines.", `property="og:image" content="` + h.url, `property="og:video"`, "<video controls"} {
		if !strings.Contains(string(page), want) {
			t.Errorf("the public page (%d) lacks %q:\n%s", status, want, page)
		}
	}
	if strings.Contains(string(page), "<script") || strings.Contains(string(page), "well.mp4") || header.Get("Cache-Control") != "no-store" {
		t.Errorf("the public page has scripts, the file's name, or may be kept: %s\n%s", header.Get("Cache-Control"), page)
	}
	video := strings.TrimPrefix(tag(t, page, "og:video"), h.url)
	poster := strings.TrimPrefix(tag(t, page, "og:image"), h.url)
	if status, header, part := public.raw("GET", video, nil, map[string]string{"Range": "bytes=2-5"}); status != http.StatusPartialContent || string(part) != "2345" || header.Get("Content-Type") != "video/mp4" {
		t.Errorf("bytes 2-5 of the public video = %d %q %q", status, part, header.Get("Content-Type"))
	}

	publisher.must("POST", at+"/withdraw", map[string]any{"note": "she asked"})
	for _, gone := range []string{url, video, poster} {
		if status, _, _ := public.raw("GET", gone, nil, nil); status != http.StatusNotFound {
			t.Errorf("GET %s after withdrawal = %d, want 404", gone, status)
		}
	}
	trail := author.must("GET", at+"/trail", nil)["items"].([]any)
	var verbs []string
	for _, s := range trail {
		verbs = append(verbs, s.(map[string]any)["verb"].(string))
	}
	if got, want := strings.Join(verbs, " "), "create submit return submit raise keep clear publish withdraw"; got != want {
		t.Errorf("the author reads the trail %q, want %q", got, want)
	}
}

// Every media address answers to those who see the story and to nobody else.
func TestMediaIsForThoseWhoSee(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	author := h.person(t, "amina", story.Contributor, "field")
	other := h.person(t, "omar", story.Contributor, "field")
	viewer := h.person(t, "vera", story.Viewer, "hq")
	made := author.must("POST", "/api/v1/stories", map[string]any{"title": "A well"})
	clip := h.clip(t, made["id"], "0123456789")
	at := "/api/v1/clips/" + string(clip)
	author.must("POST", "/api/v1/stories/"+made["id"].(string)+"/submit", nil)
	for path, forViewer := range map[string]int{"": 200, "/hls/master.m3u8": 200, "/hls/360p.m3u8": 200, "/renditions/360p.mp4": 200, "/poster.jpg": 200, "/original": 403, "/renditions/4000p.mp4": 404, "/sprites.jpg": 404} {
		for name, c := range map[string]struct {
			who  *person
			want int
		}{"viewer above": {viewer, forViewer}, "another contributor": {other, 404}, "nobody": {h.nobody(t), 401}} {
			if status, _, body := c.who.raw("GET", at+path, nil, nil); status != c.want {
				t.Errorf("%s: GET %s = %d %s, want %d", name, path, status, body, c.want)
			}
		}
	}
	_, header, original := author.raw("GET", at+"/original", nil, nil)
	if string(original) != "0123456789" || !strings.HasPrefix(header.Get("Content-Disposition"), "attachment") {
		t.Errorf("the author's original is %q with %q", original, header.Get("Content-Disposition"))
	}
	_, _, list := viewer.raw("GET", at+"/hls/360p.m3u8", nil, nil)
	if !strings.Contains(string(list), "#EXT-X-BYTERANGE:6@4\n../renditions/360p.mp4") {
		t.Errorf("the media playlist is\n%s", list)
	}
}

func TestStrangersLearnNothing(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	author := h.person(t, "amina", story.Contributor, "field")
	other := h.person(t, "omar", story.Contributor, "field")
	made := author.must("POST", "/api/v1/stories", map[string]any{"title": "A well"})
	there := "/api/v1/stories/" + made["id"].(string)
	absent := "/api/v1/stories/" + string(story.NewID[story.StoryID](h.db.Now()))
	for _, c := range []struct{ method, path string }{{"GET", ""}, {"GET", "/trail"}, {"PATCH", ""}, {"POST", "/submit"}, {"POST", "/withdraw"}, {"POST", "/publications"}, {"POST", "/people"}} {
		var body any
		if c.method != "GET" {
			body = map[string]any{}
			if c.path == "/people" {
				body = map[string]any{"name": "x"}
			}
		}
		s1, p1 := other.ask(c.method, there+c.path, body)
		s2, p2 := other.ask(c.method, absent+c.path, body)
		if s1 != 404 || s2 != 404 || fmt.Sprint(p1) != fmt.Sprint(p2) {
			t.Errorf("%s %s: not yours = %d %v, not there = %d %v", c.method, c.path, s1, p1, s2, p2)
		}
	}
}
