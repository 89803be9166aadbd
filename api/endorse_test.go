package api_test

import (
	"net/http"
	"testing"

	"fieldstory/story"
)

// Another office stands behind a story, in a sentence: its author and those who
// decide read it, nothing moves, nobody's decision is in the way of it, and
// whoever said it takes it back.
func TestEndorse(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	amina, omar := h.person(t, "amina", story.Contributor, "field"), h.person(t, "omar", story.Contributor, "field")
	femi, rita := h.person(t, "femi", story.Editor, "field"), h.person(t, "rita", story.Editor, "region")
	hana, vera := h.person(t, "hana", story.Admin, "hq"), h.person(t, "vera", story.Viewer, "region")
	before := submitted(amina, 1)[0]
	at := "/api/v1/stories/" + before["id"].(string)
	say := func(p *person, note string) (int, map[string]any) {
		return p.ask("POST", at+"/endorsements", map[string]any{"note": note})
	}

	for name, line := range map[string]struct {
		who  *person
		note string
		want int
	}{
		"its author": {amina, "Mine!", 403}, "an editor where it stands": {femi, "Good.", 403}, "a viewer": {vera, "Good.", 403},
		"a stranger": {omar, "Good.", 404}, "an editor without a word": {rita, "  ", 422},
	} {
		if status, out := say(line.who, line.note); status != line.want {
			t.Errorf("%s endorses = %d %v, want %d", name, status, out, line.want)
		}
	}
	if status, out := rita.ask("POST", at+"/endorsements", map[string]any{"note": "x", "office": h.office["country"].ID}); status != 403 {
		t.Errorf("in the name of an office of somebody else's = %d %v, want 403", status, out)
	}
	status, after := say(rita, "Our region has the same drought.")
	if status != http.StatusCreated {
		t.Fatalf("an editor above endorses = %d %v", status, after)
	}
	for _, key := range []string{"stage", "stands_at", "since", "updated_at"} {
		if after[key] != before[key] {
			t.Errorf("%s was %v and is %v: an endorsement moved the story", key, before[key], after[key])
		}
	}
	if last(after) != last(before) {
		t.Error("an endorsement became the last step, so that whoever has the page open cannot decide")
	}
	e := after["endorsements"].([]any)[0].(map[string]any)
	if e["office_name"] != "region" || e["note"] != "Our region has the same drought." || e["by"].(map[string]any)["name"] != "rita" || e["also"] != false || e["story"] != nil {
		t.Errorf("the endorsement reads %v", e)
	}
	if status, out := say(rita, "Again."); status != 409 || out["code"] != "endorsed" {
		t.Errorf("twice = %d %v, want 409 endorsed", status, out)
	}
	for name, p := range map[string]*person{"author": amina, "editor": femi} {
		if n := p.must("GET", "/api/v1/notices", nil)["items"].([]any)[0].(map[string]any); n["what"] != "story.endorsed" || n["note"] != "Our region has the same drought." {
			t.Errorf("the %s was told %v", name, n)
		}
	}
	if n := rita.must("GET", "/api/v1/notices", nil)["items"].([]any); len(n) != 0 {
		t.Errorf("whoever endorsed was told of it: %v", n)
	}
	if list := hana.must("GET", "/api/v1/audit?what=story.endorsed", nil)["items"].([]any); len(list) != 1 {
		t.Errorf("the audit log has %v", list)
	}

	// Decisions and their undoing reach past it.
	femi.must("POST", at+"/keep", map[string]any{"seen": last(before)})
	if status, out := say(hana, "So has headquarters."); status != 201 {
		t.Fatalf("of a kept story = %d %v", status, out)
	}
	back := femi.must("POST", at+"/undo", nil)
	if back["stage"] != "waiting" || len(back["endorsements"].([]any)) != 2 {
		t.Errorf("after an undo the story is %v with %v", back["stage"], back["endorsements"])
	}

	mine := at + "/endorsements/" + e["id"].(string)
	if status, out := femi.ask("DELETE", mine, nil); status != 403 {
		t.Errorf("somebody else takes it back = %d %v, want 403", status, out)
	}
	if status, out := omar.ask("DELETE", mine, nil); status != 404 {
		t.Errorf("a stranger takes it back = %d %v, want 404", status, out)
	}
	if left := rita.must("DELETE", mine, nil)["endorsements"].([]any); len(left) != 1 || left[0].(map[string]any)["office_name"] != "hq" {
		t.Errorf("when it was taken back there are %v", left)
	}
	if status, _ := rita.ask("DELETE", mine, nil); status != 404 {
		t.Errorf("taking it back twice = %d, want 404", status)
	}
	trail := amina.must("GET", at+"/trail", nil)["items"].([]any)
	if s := trail[len(trail)-1].(map[string]any); s["verb"] != "unendorse" || s["undoes"] != e["id"] || s["from_office"] != s["to_office"] {
		t.Errorf("the trail ends with %v", s)
	}
	if status, out := say(rita, "The drought is over; the story holds."); status != 201 {
		t.Errorf("endorsing anew = %d %v", status, out)
	}
	hana.must("POST", at+"/withdraw", nil)
	if status, out := say(h.person(t, "rob", story.Editor, "region"), "x"); status != 409 {
		t.Errorf("of a withdrawn story = %d %v, want 409", status, out)
	}
}

// A story that another office has too is named beside this one by somebody who
// has it, and shown by its office alone to those who do not see it.
func TestAlsoRaised(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.office["other"] = h.beside(t, "region", "other")
	amina, rita := h.person(t, "amina", story.Contributor, "field"), h.person(t, "rita", story.Editor, "region")
	omar, olga := h.person(t, "omar", story.Contributor, "other"), h.person(t, "olga", story.Editor, "other")
	vera := h.person(t, "vera", story.Viewer, "hq")
	list := submitted(amina, 2)
	here, same := list[0]["id"].(string), list[1]["id"].(string)
	twin := submitted(omar, 1)[0]["id"].(string)
	draft := omar.must("POST", "/api/v1/stories", map[string]any{"title": "Draft"})["id"].(string)
	name := func(p *person, other string) (int, map[string]any) {
		return p.ask("POST", "/api/v1/stories/"+here+"/endorsements", map[string]any{"story": other})
	}
	for what, line := range map[string]struct {
		who   *person
		other string
		want  int
	}{
		"who does not see this story": {olga, twin, 404}, "who does not see the other": {amina, twin, 404}, "a draft of somebody's": {rita, draft, 404},
		"who only looks on": {vera, twin, 403}, "a story of the same office": {rita, same, 409}, "the story itself": {rita, here, 409}, "nonsense": {rita, "nonsense", 404},
	} {
		if status, out := name(line.who, line.other); status != line.want {
			t.Errorf("%s = %d %v, want %d", what, status, out, line.want)
		}
	}
	status, after := name(rita, twin)
	if status != http.StatusCreated {
		t.Fatalf("an editor of both = %d %v", status, after)
	}
	if status, out := name(rita, twin); status != 409 || out["code"] != "also_known" {
		t.Errorf("twice = %d %v, want 409", status, out)
	}
	for _, line := range []struct {
		who  *person
		sees bool
	}{{rita, true}, {amina, false}} {
		e := line.who.must("GET", "/api/v1/stories/"+here, nil)["endorsements"].([]any)[0].(map[string]any)
		if e["also"] != true || e["office_name"] != "other" || (e["story"] != nil) != line.sees {
			t.Errorf("it reads %v, want the story itself shown: %v", e, line.sees)
		}
	}
	if n := amina.must("GET", "/api/v1/notices", nil)["items"].([]any)[0].(map[string]any); n["what"] != "story.also_raised" {
		t.Errorf("the author was told %v", n)
	}
	if got := after["stage"]; got != "waiting" {
		t.Errorf("the story is %v", got)
	}

	// Whoever opens the other story finds this one there, as far as they see it.
	for _, line := range []struct {
		who  *person
		want int
	}{{rita, 1}, {vera, 1}, {olga, 0}, {omar, 0}} {
		said := line.who.must("GET", "/api/v1/stories/"+twin, nil)["endorsements"].([]any)
		if len(said) != line.want {
			t.Errorf("at the other story somebody reads %v, want %d", said, line.want)
			continue
		}
		for _, e := range said {
			e := e.(map[string]any)
			if s, _ := e["story"].(map[string]any); e["also"] != true || e["office_name"] != "field" || s["id"] != here || e["said_of"] != here {
				t.Errorf("at the other story it reads %v", e)
			}
		}
	}
	if status, out := rita.ask("POST", "/api/v1/stories/"+twin+"/endorsements", map[string]any{"story": here}); status != 409 || out["code"] != "also_known" {
		t.Errorf("the other way round = %d %v, want 409", status, out)
	}
	word := after["endorsements"].([]any)[0].(map[string]any)
	rita.must("DELETE", "/api/v1/stories/"+word["said_of"].(string)+"/endorsements/"+word["id"].(string), nil)
	if said := rita.must("GET", "/api/v1/stories/"+twin, nil)["endorsements"].([]any); len(said) != 0 {
		t.Errorf("taken back, at the other story there is %v", said)
	}
}

// What could be named as the same story is a list of its own: every story in it
// is accepted, and none that is accepted is missing, however many newer ones there
// are that could not be named.
func TestAlsoCandidates(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.office["other"] = h.beside(t, "region", "other")
	amina, omar := h.person(t, "amina", story.Contributor, "field"), h.person(t, "omar", story.Contributor, "other")
	femi, rita, olga := h.person(t, "femi", story.Editor, "field"), h.person(t, "rita", story.Editor, "region"), h.person(t, "olga", story.Editor, "other")
	here := submitted(amina, 1)[0]["id"].(string)
	theirs := submitted(omar, 2)
	omar.must("POST", "/api/v1/stories", map[string]any{"title": "Draft"})
	hana := h.person(t, "hana", story.Admin, "hq")
	gone := submitted(omar, 1)[0]["id"].(string)
	hana.must("POST", "/api/v1/stories/"+gone+"/withdraw", nil)
	submitted(amina, 5)
	ask := func(p *person) (ids []string) {
		for _, s := range p.must("GET", "/api/v1/stories?twin_of="+here, nil)["items"].([]any) {
			ids = append(ids, s.(map[string]any)["id"].(string))
		}
		return ids
	}
	for name, line := range map[string]struct {
		who  *person
		want int
	}{"an editor of both": {rita, 2}, "an editor of the team": {femi, 0}, "its author": {amina, 0}} {
		if got := ask(line.who); len(got) != line.want {
			t.Errorf("%s could name %v, want %d", name, got, line.want)
		}
	}
	if status, _ := olga.ask("GET", "/api/v1/stories?twin_of="+here, nil); status != 404 {
		t.Errorf("of a story that one does not see = %d, want 404", status)
	}
	for _, id := range ask(rita) {
		rita.must("POST", "/api/v1/stories/"+here+"/endorsements", map[string]any{"story": id})
	}
	if left := ask(rita); len(left) != 0 {
		t.Errorf("named already, and offered again: %v", left)
	}
	if got, want := len(rita.must("GET", "/api/v1/stories/"+here, nil)["endorsements"].([]any)), len(theirs); got != want {
		t.Errorf("%d are named, want %d", got, want)
	}
}
