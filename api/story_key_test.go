package api_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"

	"fieldstory/story"
)

// A card whose answer was lost is sent again, by a phone that cannot know
// whether it arrived: it makes one story.
func TestOneStoryOfAKey(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	amina := h.person(t, "amina", story.Contributor, "field")
	other := h.person(t, "omar", story.Contributor, "field")
	add := func(p *person, key, title string) (int, string) {
		t.Helper()
		status, _, raw := p.raw("POST", "/api/v1/stories", map[string]any{"title": title}, map[string]string{"Idempotency-Key": key})
		_, id, _ := strings.Cut(string(raw), `"id":"`)
		return status, id[:min(len(id), 36)]
	}

	var wg sync.WaitGroup
	var status [8]int
	var id [8]string
	for i := range status {
		wg.Go(func() { status[i], id[i] = add(amina, "8f14e45f", "A well for Kalo") })
	}
	wg.Wait()
	made := 0
	for i := range status {
		if status[i] == http.StatusCreated {
			made++
		} else if status[i] != http.StatusOK {
			t.Errorf("asking again = %d, want 200", status[i])
		}
		if id[i] != id[0] {
			t.Errorf("one key made the stories %s and %s", id[0], id[i])
		}
	}
	if made != 1 {
		t.Errorf("%d of %d requests with one key made a story, want 1", made, len(status))
	}

	at := "/api/v1/stories/" + id[0]
	amina.must("PATCH", at, map[string]any{"title": "A better title"})
	if add(amina, "8f14e45f", "A well for Kalo"); amina.must("GET", at, nil)["title"] != "A better title" {
		t.Error("a creation that was asked for again took back what was written since")
	}
	if list := amina.must("GET", "/api/v1/stories?mine=true", nil)["items"].([]any); len(list) != 1 {
		t.Errorf("there are %d stories, want 1", len(list))
	}
	if trail := amina.must("GET", at+"/trail", nil)["items"].([]any); len(trail) != 1 {
		t.Errorf("the trail has %d steps, want the creation alone", len(trail))
	}

	if status, theirs := add(other, "8f14e45f", "Another"); status != http.StatusCreated || theirs == id[0] {
		t.Errorf("somebody else's creation under the same key = %d %s, want a story of their own", status, theirs)
	}
	if status, _ := add(amina, "another key", "No"); status != http.StatusUnprocessableEntity {
		t.Errorf("a key with a space = %d, want 422", status)
	}
	if status, second := add(amina, "", "A second"); status != http.StatusCreated || second == id[0] {
		t.Errorf("without a key = %d %s, want a new story", status, second)
	}
}
