package api_test

import (
	"net/http"
	"strings"
	"testing"

	"fieldstory/story"
)

// listed says what a list of stories shows, in its order.
func listed(list map[string]any) string {
	var out []string
	for _, s := range list["items"].([]any) {
		out = append(out, strings.TrimPrefix(s.(map[string]any)["title"].(string), "Story "))
	}
	return strings.Join(out, " ")
}

// A list can be asked for some stories only, and for who has waited longest.
func TestListOrderAndChoice(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	author, femi := h.person(t, "amina", story.Contributor, "field"), h.person(t, "femi", story.Editor, "field")
	other := h.person(t, "omar", story.Contributor, "field")
	list := submitted(author, 4)
	id := func(i int) string { return list[i]["id"].(string) }

	got := femi.must("GET", "/api/v1/stories?ids="+id(3)+"&ids="+id(1)+"&ids=nonsense", nil)
	if listed(got) != "3 1" {
		t.Errorf("of two stories asked for come %q, want 3 1", listed(got))
	}
	if got := listed(other.must("GET", "/api/v1/stories?ids="+id(3), nil)); got != "" {
		t.Errorf("a stranger who asks for a story by its id gets %q", got)
	}
	if got := listed(femi.must("GET", "/api/v1/stories?ids=nonsense", nil)); got != "" {
		t.Errorf("an id that can be none gives %q", got)
	}
	// The first is sent back and in again, and has waited shortest then.
	femi.must("POST", "/api/v1/stories/"+id(0)+"/return", map[string]any{"note": "who speaks?"})
	author.must("POST", "/api/v1/stories/"+id(0)+"/submit", nil)
	first := femi.must("GET", "/api/v1/stories?order=longest&stage=waiting&limit=3", nil)
	second := femi.must("GET", "/api/v1/stories?order=longest&stage=waiting&limit=3&cursor="+first["next_cursor"].(string), nil)
	if got := listed(first) + " | " + listed(second); got != "1 2 3 | 0" || second["next_cursor"] != "" {
		t.Errorf("who waited longest comes as %q, want 1 2 3 | 0", got)
	}
	if status, _ := femi.ask("GET", "/api/v1/stories?order=sideways", nil); status != http.StatusUnprocessableEntity {
		t.Errorf("an order that is none = %d", status)
	}
}
