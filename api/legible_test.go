package api_test

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"fieldstory/story"
)

// Text that cannot be kept is refused in a sentence wherever it comes in, and never
// taken for a fault of ours; what only looks like it is kept as it is.
func TestTextThatCannotBeKept(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	root, amina := h.person(t, "root", story.Admin, "hq"), h.person(t, "amina", story.Contributor, "field")
	at := "/api/v1/stories/" + submitted(amina, 1)[0]["id"].(string)
	const zero = "a\x00b"
	for _, c := range []struct {
		who          *person
		method, path string
		body         any
		want         int
	}{
		{amina, "POST", "/api/v1/stories", map[string]any{"title": zero}, 422},
		{amina, "POST", "/api/v1/stories", map[string]any{"title": `\` + zero}, 422},
		{amina, "POST", at + "/comments", map[string]any{"text": zero}, 422},
		{root, "POST", "/api/v1/members", map[string]any{"name": zero, "email": "a@example.org", "office": h.office["hq"].ID, "role": "viewer"}, 422},
		{root, "POST", "/api/v1/members/import", map[string]any{"csv": "name,email,office,role\nA\x00,a@example.org,hq,viewer", "apply": true}, 422},
		{h.nobody(t), "POST", "/api/v1/session", map[string]any{"email": zero + "@example.org", "password": "x"}, 422},
		{root, "GET", "/api/v1/members?q=" + url.QueryEscape(zero), nil, 422},
		{root, "GET", "/api/v1/offices?q=%ff", nil, 422},
		{root, "GET", "/api/v1/audit?subject=%00", nil, 422},
		{root, "GET", "/api/v1/audit.csv?what=%00", nil, 422},
		{root, "GET", "/api/v1/stories/%00", nil, 404},
		{h.nobody(t), "GET", "/s/%00", nil, 404},
		{h.nobody(t), "GET", "/s/%ff", nil, 404},
		{h.nobody(t), "GET", "/feeds/%00.rss", nil, 404},
		{h.nobody(t), "GET", "/oembed?url=%00", nil, 422},
	} {
		status, _, raw := c.who.raw(c.method, c.path, c.body, nil)
		if status != c.want {
			t.Errorf("%s %s = %d %s, want %d", c.method, c.path, status, raw, c.want)
		}
		if c.want == http.StatusUnprocessableEntity && strings.HasPrefix(c.path, "/api/") && !strings.Contains(string(raw), `"characters"`) {
			t.Errorf("%s %s says %s", c.method, c.path, raw)
		}
	}
	for path, want := range map[string]string{"/s/%00": "Il n’y a rien à cette adresse", "/oembed?url=%00": "un caractère qui ne peut pas"} {
		if _, _, page := h.nobody(t).raw("GET", path, nil, map[string]string{"Accept-Language": "fr"}); !strings.Contains(string(page), want) {
			t.Errorf("%s tells a French reader\n%s", path, page)
		}
	}
	hidden := base64.RawURLEncoding.EncodeToString([]byte(`{"Name":"a\u0000b","ID":"` + string(h.office["hq"].ID) + `"}`))
	for _, list := range []string{"members", "offices"} {
		if status, p := root.ask("GET", "/api/v1/"+list+"?cursor="+hidden, nil); status != 422 || p["code"] != "cursor" {
			t.Errorf("%s behind a place with such a name = %d %v", list, status, p)
		}
	}
	kept := amina.must("POST", "/api/v1/stories", map[string]any{"title": `It is written \u0000 there, in 100% of cases`})
	if got := kept["title"]; got != `It is written \u0000 there, in 100% of cases` {
		t.Errorf("what only looks like it became %q", got)
	}
	if status, _ := root.ask("GET", "/api/v1/stories?q=100%25", nil); status != 200 {
		t.Errorf("a percent sign = %d", status)
	}
}
