package api_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"fieldstory/story"
)

// scene is a story with a clip, somebody filmed, and somebody of the office.
func (h *house) scene(t *testing.T, writer *person, restricted bool) map[string]string {
	t.Helper()
	at, now := h.office["country"], time.Now()
	who := story.Scope{Member: writer.id, Name: "author", Grants: []story.Grant{{Office: at.ID, Path: at.Path, Role: story.Contributor}}}
	title := "A well"
	d, err := story.NewStory(who, at, story.Card{Title: &title}, now)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Submit(who, "", now); err != nil {
		t.Fatal(err)
	}
	if _, err := h.db.AddStory(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	if _, err := h.db.Pool().Exec(t.Context(), `UPDATE stories SET restricted = $2 WHERE id = $1`, d.Story.ID, restricted); err != nil {
		t.Fatal(err)
	}
	clip := h.clip(t, d.Story.ID, "0123456789")
	m := h.person(t, "m"+string(clip), story.Viewer, "country")
	filmed := story.NewID[story.PersonID](now)
	if _, err := h.db.Pool().Exec(t.Context(), `
		WITH p AS (INSERT INTO people (id, name, office, added_by) VALUES ($1, 'Ines', $3, $4) RETURNING id),
		c AS (INSERT INTO consents (id, person, side, state, form, use, recorded_at, recorded_by)
			SELECT gen_random_uuid(), id, 'own', 'given', 'written', 'public', now(), $4 FROM p)
		INSERT INTO story_people (story, person, added_at) SELECT $2, id, now() FROM p`, filmed, d.Story.ID, at.ID, writer.id); err != nil {
		t.Fatal(err)
	}
	if _, err := h.db.Pool().Exec(t.Context(), `UPDATE people SET own = (SELECT id FROM consents WHERE person = $1) WHERE id = $1`, filmed); err != nil {
		t.Fatal(err)
	}
	var token string
	if err := h.db.Pool().QueryRow(t.Context(), `SELECT id FROM api_tokens WHERE member = $1`, m.id).Scan(&token); err != nil {
		t.Fatal(err)
	}
	group, err := h.db.AddGroupRole(t.Context(), story.Scope{}, story.GroupRole{ID: story.NewID[string](now), Group: string(clip), At: story.Grant{Office: at.ID, Role: story.Viewer}, CreatedAt: now})
	if err != nil {
		t.Fatal(err)
	}
	hook, delivery := story.NewID[string](now), story.NewID[string](now)
	if _, err := h.db.Pool().Exec(t.Context(), `
		WITH w AS (INSERT INTO webhooks (id, office, url, secret, created_at, created_by, stopped) VALUES ($1, $2, 'https://example.org/', 'whsec_', now(), $3, true) RETURNING id)
		INSERT INTO deliveries (id, webhook, notice, story, what, at, due_at) SELECT $4, w.id, $4, $5, 'story.submitted', now(), now() FROM w`,
		hook, at.ID, writer.id, delivery, d.Story.ID); err != nil {
		t.Fatal(err)
	}
	thrown, trashed := h.thrown(t, who, at)
	return map[string]string{"{thrown}": thrown, "{trashed}": trashed, "{group}": group.ID, "{webhook}": hook, "{delivery}": delivery, "{token}": token, "{story}": string(d.Story.ID), "{clip}": string(clip), "{member}": string(m.id), "{person}": string(filmed),
		"{office}": string(at.ID), "{beside}": string(h.office["other"].ID)}
}

// thrown is a story that an administrator put into the trash.
func (h *house) thrown(t *testing.T, author story.Scope, at story.Office) (id, trashed string) {
	t.Helper()
	now, title := time.Now(), "Twice"
	d, err := story.NewStory(author, at, story.Card{Title: &title}, now)
	if err == nil {
		err = d.Submit(author, "", now)
	}
	if err == nil {
		_, err = h.db.AddStory(t.Context(), d)
	}
	if err != nil {
		t.Fatal(err)
	}
	root := h.office["hq"]
	admin := story.Scope{Member: h.person(t, "t"+string(d.Story.ID), story.Admin, "hq").id, Grants: []story.Grant{{Office: root.ID, Path: root.Path, Role: story.Admin}}}
	err = h.db.ChangeStory(t.Context(), admin, d.Story.ID, func(d *story.Dossier) error {
		thrown, err := d.Trash(admin, "Twice the same.", now)
		trashed = string(thrown.ID)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return string(d.Story.ID), trashed
}

// nowhere are ids of things that were never there.
func nowhere(scene map[string]string) map[string]string {
	out := map[string]string{}
	for word := range scene {
		out[word] = story.NewID[string](time.Now())
	}
	return out
}

// try sends a row and gives the answer, without the ids that were asked for.
func (h *house) try(t *testing.T, p *person, r row, scene map[string]string) (int, string) {
	t.Helper()
	send, body := r.send, r.body
	for word, id := range scene {
		send, body = strings.ReplaceAll(send, word, id), strings.ReplaceAll(body, word, id)
	}
	method, path, _ := strings.Cut(send, " ")
	if body == "" && (method == "POST" || method == "PUT" || method == "PATCH") && strings.HasPrefix(path, "/api/") {
		body = "{}"
	}
	var in io.Reader
	if body != "" {
		in = strings.NewReader(body)
	}
	req, err := http.NewRequestWithContext(t.Context(), method, h.url+path, in)
	if err != nil {
		t.Fatal(err)
	}
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	if p.token != "" {
		req.Header.Set("Authorization", "Bearer "+p.token)
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.Header.Get("Content-Type") == "text/event-stream" {
		return resp.StatusCode, ""
	}
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	said := string(b)
	for _, id := range scene {
		said = strings.ReplaceAll(said, id, "")
	}
	return resp.StatusCode, fmt.Sprint(resp.Header.Get("Content-Type"), " ", said)
}
