package api_test

import (
	"net/http"
	"strings"
	"testing"

	"fieldstory/story"
)

// People write to each other about a story, down to a moment of a clip, and
// those they mention are told.
func TestComments(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	author := h.person(t, "amina", story.Contributor, "field")
	editor := h.person(t, "femi", story.Editor, "field")
	above := h.person(t, "chen", story.Editor, "country")
	viewer := h.person(t, "vera", story.Viewer, "field")
	h.add(t, "other", "region")
	stranger := h.person(t, "omar", story.Editor, "other")
	made := author.must("POST", "/api/v1/stories", map[string]any{"title": "A well for Kalo"})
	at := "/api/v1/stories/" + made["id"].(string)
	clip := h.clip(t, made["id"], "0123456789")
	author.must("POST", at+"/submit", nil)

	c := editor.must("POST", at+"/comments", map[string]any{"text": " Who is this? ", "clip": clip, "seconds": 2.5, "mentions": []any{above.id, above.id, editor.id}})
	if c["text"] != "Who is this?" || c["seconds"] != 2.5 || c["clip"] != string(clip) || len(c["mentions"].([]any)) != 1 {
		t.Errorf("the comment is %v", c)
	}
	author.must("POST", at+"/comments", map[string]any{"text": "Ines, the engineer."})
	list := viewer.must("GET", at+"/comments", nil)
	items := list["items"].([]any)
	if len(items) != 2 || items[0].(map[string]any)["by"].(map[string]any)["name"] != "femi" || list["may_write"] != false {
		t.Errorf("a viewer reads %v", list)
	}
	page := author.must("GET", at+"/comments?limit=1", nil)
	if rest := author.must("GET", at+"/comments?limit=1&cursor="+page["next_cursor"].(string), nil); rest["items"].([]any)[0].(map[string]any)["text"] != "Ines, the engineer." || rest["next_cursor"] != "" {
		t.Errorf("the second page is %v", rest)
	}
	told := func(p *person) (list []string) {
		for _, n := range p.must("GET", "/api/v1/notices", nil)["items"].([]any) {
			list = append(list, n.(map[string]any)["what"].(string))
		}
		return list
	}
	for p, want := range map[*person]string{author: "comment.written", editor: "comment.written story.submitted", above: "comment.mentioned", viewer: ""} {
		if got := strings.Join(told(p), " "); got != want {
			t.Errorf("told is %q, want %q", got, want)
		}
	}
	for _, bad := range []map[string]any{
		{"text": ""}, {"text": strings.Repeat("x", 4001)}, {"text": "x", "clip": made["id"]}, {"text": "x", "seconds": 2}, {"text": "x", "clip": clip, "seconds": -1},
		{"text": "x", "mentions": []any{stranger.id}}, {"text": "x", "mentions": []any{made["id"]}}, {"text": "x", "mentions": []any{"omar"}},
	} {
		if status, p := author.ask("POST", at+"/comments", bad); status != http.StatusUnprocessableEntity || !strings.HasPrefix(p["code"].(string), "comment_") {
			t.Errorf("%v = %d %v", bad, status, p)
		}
	}
	readers := author.must("GET", at+"/comments/readers?q=E", nil)["items"].([]any)
	if len(readers) != 3 { // chen, femi, vera
		t.Errorf("with an e in their names %v can read it", readers)
	}
}

// Whoever made a story never meets an internal note about it: through no route,
// no event, no notice, and by no role they hold besides.
func TestInternalNotesStayInternal(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	author := h.person(t, "amina", story.Contributor, "country")
	h.person(t, "amina", story.Admin, "country") // who runs the office too
	viewer := h.person(t, "vera", story.Viewer, "country")
	editor := h.person(t, "femi", story.Editor, "country")
	boss := h.person(t, "chen", story.Editor, "region")
	scene := h.scene(t, author, false)
	at := "/api/v1/stories/" + scene["{story}"]
	const secret = "zz-the-minister-is-her-uncle"
	mine, theirs := author.stream(), boss.stream()
	n := editor.must("POST", at+"/internal-notes", map[string]any{"text": secret, "mentions": []any{boss.id}})
	author.must("PATCH", at, map[string]any{"text": "That is all."})

	for mine.Scan() && !strings.HasPrefix(mine.Text(), "event: story") {
		if strings.HasPrefix(mine.Text(), "event: ") && mine.Text() != "event: reload" {
			t.Errorf("the author's page hears %q", mine.Text())
		}
	}
	heard := false
	for theirs.Scan() && !strings.HasPrefix(theirs.Text(), "event: story") {
		heard = heard || theirs.Text() == "event: internal_note"
	}
	if !heard {
		t.Error("an editor's page never heard of the note")
	}
	for _, p := range []*person{author, viewer} {
		for key, r := range matrix {
			if !strings.HasPrefix(r.send, "GET ") {
				continue
			}
			if _, body := h.try(t, p, r, scene); strings.Contains(body, secret) {
				t.Errorf("%s shows an internal note to %s", key, p.id)
			}
		}
		if p.must("GET", at, nil)["reads_notes"] != false {
			t.Error("notes are promised to somebody they are not for")
		}
		if status, _ := p.ask("GET", at+"/internal-notes", nil); status != http.StatusForbidden {
			t.Errorf("internal notes = %d for somebody they are not for", status)
		}
		if status, _ := p.ask("POST", at+"/internal-notes", map[string]any{"text": "x"}); status != http.StatusForbidden {
			t.Errorf("writing an internal note = %d for somebody they are not for", status)
		}
		if status, _ := editor.ask("POST", at+"/internal-notes", map[string]any{"text": "x", "mentions": []any{p.id}}); status != http.StatusUnprocessableEntity {
			t.Errorf("mentioning somebody who cannot read it = %d", status)
		}
	}
	for _, r := range boss.must("GET", at+"/internal-notes/readers", nil)["items"].([]any) {
		if name := r.(map[string]any)["name"]; name == "amina" || name == "vera" {
			t.Errorf("%v is offered to be mentioned", name)
		}
	}
	if boss.must("GET", at, nil)["reads_notes"] != true {
		t.Error("those who decide are not told that there are notes")
	}
	if list := boss.must("GET", at+"/internal-notes", nil)["items"].([]any); len(list) != 1 || list[0].(map[string]any)["text"] != secret || list[0].(map[string]any)["id"] != n["id"] {
		t.Errorf("those who decide read %v", list)
	}
	told := boss.must("GET", "/api/v1/notices", nil)["items"].([]any)
	if len(told) == 0 || told[0].(map[string]any)["what"] != "note.mentioned" || told[0].(map[string]any)["note"] != "" {
		t.Errorf("who was mentioned was told %v", told)
	}
	// The rows give nothing either, whoever asks for them.
	who, err := h.db.Scope(t.Context(), author.id)
	if err != nil {
		t.Fatal(err)
	}
	if rows, _, err := h.db.InternalNotes(t.Context(), who, story.StoryID(scene["{story}"]), "", 10); err != nil || len(rows) != 0 {
		t.Errorf("the rows give the author %v (%v)", rows, err)
	}
}
