package api_test

import (
	"net/http"
	"strings"
	"testing"

	"fieldstory/story"
)

// Whoever asks for the head alone is answered as if they asked for it all, and gets
// nothing but that: those who show a link, players and download tools do so first.
func TestHeadsAlone(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	id, path := h.published(t, "Water", map[string]any{})
	boss, public := h.person(t, "boss", story.Admin, "hq"), h.nobody(t)
	_, _, page := public.raw("GET", path, nil, nil)
	film, clip := strings.TrimPrefix(tag(t, page, "og:video"), h.url), boss.must("GET", "/api/v1/stories/"+id, nil)["clips"].([]any)[0].(map[string]any)["id"].(string)
	ask := func(who *person, at string) {
		t.Helper()
		want, wantHead, body := who.raw("GET", at, nil, nil)
		got, head, nothing := who.raw("HEAD", at, nil, nil)
		if got != want || len(nothing) > 0 || head.Get("Content-Type") != wantHead.Get("Content-Type") || head.Get("Etag") != wantHead.Get("Etag") {
			t.Errorf("HEAD %s = %d %v, %d bytes; GET = %d %v, %d bytes", at, got, head, len(nothing), want, wantHead, len(body))
		}
	}
	places := []string{path, film, strings.Replace(path, "/s/", "/embed/", 1), "/feeds/all.rss", "/oembed?url=" + h.url + path, "/healthz"}
	for _, at := range append(places, "/s/nothing", "/api/v1/stories") {
		ask(public, at)
	}
	for _, at := range []string{"/api/v1/stories/" + id, "/api/v1/clips/" + clip + "/original"} {
		ask(boss, at)
	}
	if status, head, _ := boss.raw("HEAD", "/api/v1/events", nil, nil); status != http.StatusOK || head.Get("Content-Type") != "text/event-stream" {
		t.Errorf("the head of a stream = %d %v", status, head)
	}
	if taken := boss.must("GET", "/api/v1/audit?what=clip.downloaded", nil)["items"].([]any); len(taken) != 1 {
		t.Errorf("of two requests one had the original; the log has %v", taken)
	}
	boss.must("POST", "/api/v1/stories/"+id+"/withdraw", map[string]any{"note": "she asked"})
	for _, at := range places[:3] {
		if status, _, _ := public.raw("HEAD", at, nil, nil); status != http.StatusNotFound {
			t.Errorf("withdrawn, HEAD %s = %d", at, status)
		}
	}
}
