package api_test

import (
	"net/http"
	"strings"
	"testing"

	"fieldstory/story"
)

// An administrator gives an address for their offices; its secret is shown
// once, and nobody else knows of it.
func TestWebhooks(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.add(t, "other", "region")
	admin := h.person(t, "root", story.Admin, "country")
	above := h.person(t, "chief", story.Admin, "hq")
	other := h.person(t, "omar", story.Admin, "other")
	author := h.person(t, "amina", story.Contributor, "field")
	made := admin.must("POST", "/api/v1/webhooks", map[string]any{"office": h.office["country"].ID, "url": "https://example.org/hook", "events": []any{"story.raised", "story.submitted"}})
	at := "/api/v1/webhooks/" + made["id"].(string)
	if s := made["secret"].(string); !strings.HasPrefix(s, "whsec_") || len(s) < 30 {
		t.Errorf("the secret is %q", s)
	}
	for p, want := range map[*person]int{admin: 1, above: 1, other: 0, author: 0} {
		list := p.must("GET", "/api/v1/webhooks", nil)["items"].([]any)
		if len(list) != want {
			t.Errorf("somebody is shown %d webhooks, want %d", len(list), want)
		}
		for _, w := range list {
			if w.(map[string]any)["secret"] != nil {
				t.Error("the secret is shown again")
			}
		}
	}
	for _, bad := range []map[string]any{{"url": "http://example.org/"}, {"url": "https://example.org/", "events": []any{"note.mentioned"}}} {
		bad["office"] = h.office["country"].ID
		if status, p := admin.ask("POST", "/api/v1/webhooks", bad); status != http.StatusUnprocessableEntity || !strings.HasPrefix(p["code"].(string), "webhook_") {
			t.Errorf("%v = %d %v", bad, status, p)
		}
	}
	// A story of an office below it; a draft is nobody's to hear of.
	one := author.must("POST", "/api/v1/stories", map[string]any{"title": "A well"})
	if list := admin.must("GET", at+"/deliveries", nil)["items"].([]any); len(list) != 0 {
		t.Errorf("of a draft is told %v", list)
	}
	author.must("POST", "/api/v1/stories/"+one["id"].(string)+"/submit", nil)
	list := admin.must("GET", at+"/deliveries", nil)["items"].([]any)
	if len(list) != 1 || list[0].(map[string]any)["event"] != "story.submitted" || list[0].(map[string]any)["state"] != "due" {
		t.Fatalf("owed is %v", list)
	}
	if status, _ := other.ask("POST", at+"/deliveries/"+list[0].(map[string]any)["id"].(string)+"/replay", nil); status != http.StatusNotFound {
		t.Errorf("a stranger's replay = %d", status)
	}
	admin.must("PATCH", at, map[string]any{"stopped": true})
	author.must("POST", "/api/v1/stories/"+one["id"].(string)+"/undo", nil)
	if list := admin.must("GET", at+"/deliveries", nil)["items"].([]any); len(list) != 1 {
		t.Errorf("a stopped webhook is owed %v", list)
	}
	admin.must("DELETE", at, nil)
	if status, _ := admin.ask("GET", at+"/deliveries", nil); status != http.StatusNotFound {
		t.Errorf("a removed webhook = %d", status)
	}
}
