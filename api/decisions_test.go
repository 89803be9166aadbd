package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"fieldstory/story"
)

// submitted makes stories that wait at their author's office.
func submitted(author *person, n int) (list []map[string]any) {
	for i := range n {
		made := author.must("POST", "/api/v1/stories", map[string]any{"title": fmt.Sprint("Story ", i)})
		list = append(list, author.must("POST", "/api/v1/stories/"+made["id"].(string)+"/submit", nil))
	}
	return list
}

// decide takes one decision on many stories, upon what was seen.
func (p *person) decide(verb, note string, list ...map[string]any) map[string]any {
	var on []map[string]any
	for _, s := range list {
		on = append(on, map[string]any{"id": s["id"], "seen": last(s)})
	}
	return p.must("POST", "/api/v1/decisions", map[string]any{"verb": verb, "note": note, "stories": on})
}

// One decision on many stories answers for each; what is refused hinders no other.
func TestDecideOnMany(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.office["beside"] = h.beside(t, "country", "beside")
	author, other := h.person(t, "amina", story.Contributor, "field"), h.person(t, "omar", story.Contributor, "beside")
	femi, chen := h.person(t, "femi", story.Editor, "field"), h.person(t, "chen", story.Editor, "country")
	list := submitted(author, 4)
	strange := submitted(other, 1)[0]
	at := func(s map[string]any) string { return "/api/v1/stories/" + s["id"].(string) }
	chen.must("POST", at(list[1])+"/keep", nil)                                            // a colleague was quicker
	list[2] = chen.must("POST", at(list[2])+"/decline", map[string]any{"note": "blurred"}) // and this one cannot be raised
	absent := map[string]any{"id": string(story.NewID[story.StoryID](h.db.Now())), "last": map[string]any{"id": ""}}
	nonsense := map[string]any{"id": "'; DROP TABLE stories", "last": map[string]any{"id": ""}}

	out := femi.decide("raise", "for the region", list[0], list[1], list[2], list[3], list[0], strange, absent, nonsense)
	var got []string
	for _, item := range out["items"].([]any) {
		o := item.(map[string]any)
		line := fmt.Sprint(o["done"], " ", o["stage"], " ", o["stands_at_name"])
		if p, ok := o["problem"].(map[string]any); ok {
			line += " " + p["code"].(string)
		}
		got = append(got, line)
	}
	want := []string{"true waiting country", "false kept field moved", "false declined field stage", "true waiting country",
		"false   not_found", "false   not_found", "false   not_found"}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("raising many answers\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if out["done"] != 2.0 {
		t.Errorf("%v were done, want 2", out["done"])
	}
	if p := out["items"].([]any)[1].(map[string]any)["problem"].(map[string]any); !strings.HasPrefix(p["detail"].(string), "chen kept this story at field") {
		t.Errorf("who was slower is told %q", p["detail"])
	}
	steps := author.must("GET", at(list[3])+"/trail", nil)["items"].([]any)
	if s := steps[len(steps)-1].(map[string]any); s["verb"] != "raise" || s["note"] != "for the region" || len(steps) != 3 {
		t.Errorf("the trail ends with %v", s)
	}

	// All of it taken back at once.
	var raised []map[string]any
	for _, i := range []int{0, 3} {
		raised = append(raised, author.must("GET", at(list[i]), nil))
	}
	back := femi.decide("undo", "", raised...)
	if back["done"] != 2.0 || author.must("GET", at(list[3]), nil)["stands_at_name"] != "field" {
		t.Errorf("undoing both answers %v", back)
	}

	for name, body := range map[string]map[string]any{
		"clearing":         {"verb": "clear", "stories": []map[string]any{{"id": list[0]["id"]}}},
		"nothing at all":   {"verb": "keep", "stories": []map[string]any{}},
		"more than we say": {"verb": "keep", "stories": make([]map[string]any, 201)},
	} {
		if status, p := femi.ask("POST", "/api/v1/decisions", body); status != http.StatusUnprocessableEntity {
			t.Errorf("%s = %d %v", name, status, p)
		}
	}
	fresh := author.must("GET", at(list[0]), nil)
	if out := femi.decide("decline", "", fresh); out["done"] != 0.0 || out["items"].([]any)[0].(map[string]any)["problem"].(map[string]any)["code"] != "note_missing" {
		t.Errorf("declining many without a reason answers %v", out)
	}
}
