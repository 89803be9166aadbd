package api_test

import (
	"net/http"
	"strings"
	"testing"

	"fieldstory/story"
)

// last is the id of the newest step in a story's answer: what a page has seen.
func last(s map[string]any) any { return s["last"].(map[string]any)["id"] }

// Of two editors who decide at the same moment on the same page one wins; the
// other's story is not touched, and they are told what happened.
func TestTwoEditorsDecideAtOnce(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	author := h.person(t, "amina", story.Contributor, "field")
	editors := []*person{h.person(t, "Femi", story.Editor, "field"), h.person(t, "Chen", story.Editor, "country")}
	verbs := []string{"raise", "decline"}
	for range 5 {
		made := author.must("POST", "/api/v1/stories", map[string]any{"title": "A well for Kalo"})
		at := "/api/v1/stories/" + made["id"].(string)
		seen := last(author.must("POST", at+"/submit", nil))
		type answer struct {
			status int
			body   map[string]any
		}
		answers := []chan answer{make(chan answer, 1), make(chan answer, 1)}
		for i := range editors {
			go func() {
				status, body := editors[i].ask("POST", at+"/"+verbs[i], map[string]any{"note": "for a reason", "seen": seen})
				answers[i] <- answer{status, body}
			}()
		}
		first, second := <-answers[0], <-answers[1]
		winner, lost := 0, second
		if first.status != http.StatusOK {
			winner, lost = 1, first
		}
		if (first.status == http.StatusOK) == (second.status == http.StatusOK) {
			t.Fatalf("two decisions at once ended %v and %v, want one of them done", first, second)
		}
		step, _ := lost.body["step"].(map[string]any)
		if lost.status != http.StatusConflict || lost.body["code"] != "moved" || step == nil || step["verb"] != verbs[winner] ||
			!strings.HasPrefix(lost.body["detail"].(string), []string{"Femi raised this story to country on ", "Chen declined this story at field on "}[winner]) {
			t.Errorf("who came second is told %v, want what %s did", lost, []string{"Femi", "Chen"}[winner])
		}
		if n := len(author.must("GET", at+"/trail", nil)["items"].([]any)); n != 3 {
			t.Errorf("the trail has %d steps, want create, submit and one decision", n)
		}
	}
}

func TestUndoGivesTheStoryBack(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	author := h.person(t, "amina", story.Contributor, "field")
	femi := h.person(t, "femi", story.Editor, "field")
	chen := h.person(t, "chen", story.Editor, "country")
	made := author.must("POST", "/api/v1/stories", map[string]any{"title": "A well for Kalo"})
	at := "/api/v1/stories/" + made["id"].(string)
	sent := author.must("POST", at+"/submit", nil)
	raised := femi.must("POST", at+"/raise", nil)
	if status, p := chen.ask("POST", at+"/undo", nil); status != http.StatusConflict || p["code"] != "undo_other" {
		t.Errorf("undoing somebody else's step = %d %v", status, p)
	}
	back := femi.must("POST", at+"/undo", map[string]any{"seen": last(raised)})
	if back["stage"] != "waiting" || back["stands_at"] != string(h.office["field"].ID) || back["since"] != sent["since"] {
		t.Errorf("undone, it is %v at %v since %v, want waiting at the field office since %v", back["stage"], back["stands_at_name"], back["since"], sent["since"])
	}
	if status, p := femi.ask("POST", at+"/undo", nil); status != http.StatusConflict || p["code"] != "undo_never" {
		t.Errorf("undoing twice = %d %v", status, p)
	}
	steps := author.must("GET", at+"/trail", nil)["items"].([]any)
	undo := steps[len(steps)-1].(map[string]any)
	if undo["verb"] != "undo" || undo["undoes"] != last(raised) {
		t.Errorf("the author reads %v last, want that %v was taken back", undo, last(raised))
	}
	// Sent in by mistake, it is the author's own again.
	femi.must("POST", at+"/return", map[string]any{"note": "who speaks?"})
	author.must("POST", at+"/submit", nil)
	if mine := author.must("POST", at+"/undo", nil); mine["stage"] != "returned" || mine["may_edit"] != true {
		t.Errorf("the author took it back and it is %v", mine["stage"])
	}
}

// Declining ends a story where it stands and nowhere else.
func TestDeclinedIsFoundAndPulledFromAbove(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	author := h.person(t, "amina", story.Contributor, "field")
	femi := h.person(t, "femi", story.Editor, "field")
	hq := h.person(t, "hana", story.Editor, "hq")
	made := author.must("POST", "/api/v1/stories", map[string]any{"title": "A well for Kalo"})
	at := "/api/v1/stories/" + made["id"].(string)
	author.must("POST", at+"/submit", nil)
	femi.must("POST", at+"/decline", map[string]any{"note": "out of focus"})
	found := hq.must("GET", "/api/v1/stories?stage=declined&q=kalo&office="+string(h.office["hq"].ID), nil)["items"].([]any)
	if len(found) != 1 {
		t.Fatalf("headquarters finds %d declined stories, want the one", len(found))
	}
	pulled := hq.must("POST", at+"/pull", nil)
	if pulled["stands_at"] != string(h.office["hq"].ID) || pulled["stage"] != "waiting" {
		t.Errorf("pulled, it is %v at %v", pulled["stage"], pulled["stands_at_name"])
	}
	steps := author.must("GET", at+"/trail", nil)["items"].([]any)
	var past []string
	for _, o := range steps[len(steps)-1].(map[string]any)["skipped"].([]any) {
		past = append(past, o.(map[string]any)["name"].(string))
	}
	if strings.Join(past, " ") != "country region" {
		t.Errorf("pulled past %v, want the country office and the region to be named", past)
	}
}
