package api_test

import (
	"testing"
	"time"

	"fieldstory/story"
)

// People see their own tokens and end them; a token that was ended lets nobody in.
func TestTokens(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	amina := h.person(t, "amina", story.Contributor, "field")
	omar := h.person(t, "omar", story.Contributor, "field")
	lost, err := h.door.NewToken(t.Context(), amina.id, story.Token{ID: story.NewID[string](time.Now()), Name: "lost phone", Reach: story.Unlimited, CreatedAt: time.Now()})
	if err != nil {
		t.Fatal(err)
	}
	thief := &person{t: t, h: h, token: lost, http: amina.http}
	thief.must("GET", "/api/v1/me", nil)
	list := amina.must("GET", "/api/v1/tokens", nil)["items"].([]any)
	first := list[0].(map[string]any)
	if len(list) != 2 || first["name"] != "lost phone" || first["last_used"] == nil || first["hash"] != nil {
		t.Fatalf("the tokens are %v", list)
	}
	at := "/api/v1/tokens/" + first["id"].(string)
	if status, _ := omar.ask("DELETE", at, nil); status != 404 {
		t.Errorf("ending somebody else's token = %d", status)
	}
	amina.must("DELETE", at, nil)
	if status, _ := thief.ask("GET", "/api/v1/me", nil); status != 401 {
		t.Errorf("a token that was ended = %d", status)
	}
	if list := amina.must("GET", "/api/v1/tokens", nil)["items"].([]any); len(list) != 1 {
		t.Errorf("afterwards the tokens are %v", list)
	}
}

// Tokens do no more than they were made for, and none makes another.
func TestTokenReach(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	editor := h.person(t, "femi", story.Editor, "country")
	made := h.person(t, "amina", story.Contributor, "field").must("POST", "/api/v1/stories", map[string]any{"title": "A well"})["id"].(string)
	amina := h.withPassword(t, "ines@example.org", words)

	with := func(owner story.MemberID, reach story.TokenReach, lifetime time.Duration) *person {
		token, err := story.NewToken("a script", reach, lifetime, time.Now())
		if err != nil {
			t.Fatal(err)
		}
		secret, err := h.door.NewToken(t.Context(), owner, token)
		if err != nil {
			t.Fatal(err)
		}
		p := *editor
		p.token = secret
		return &p
	}
	h.db.Pool().Exec(t.Context(), `UPDATE stories SET stage = 'waiting' WHERE id = $1`, made)
	reader, sender := with(editor.id, story.ReadOnly, 0), with(editor.id, story.SendOnly, time.Hour)
	for _, c := range []struct {
		who          *person
		method, path string
		body         any
		want         int
	}{
		{reader, "GET", "/api/v1/stories/" + made, nil, 200},
		{reader, "PATCH", "/api/v1/stories/" + made, map[string]any{"place": "Kalo"}, 403},
		{reader, "POST", "/api/v1/stories", map[string]any{"title": "x"}, 403},
		{sender, "POST", "/api/v1/stories", map[string]any{"title": "x"}, 201},
		{sender, "GET", "/api/v1/stories/" + made, nil, 404},
		{sender, "POST", "/api/v1/tokens", map[string]any{"name": "x", "reach": "all"}, 403},
		{editor, "POST", "/api/v1/tokens", map[string]any{"name": "x", "reach": "all"}, 403},
		{editor, "PATCH", "/api/v1/me", map[string]any{"password": words}, 403},
	} {
		if status, p := c.who.ask(c.method, c.path, c.body); status != c.want {
			t.Errorf("%s %s = %d %v, want %d", c.method, c.path, status, p, c.want)
		}
	}
	out := amina.must("POST", "/api/v1/tokens", map[string]any{"name": "for push", "reach": "send", "days": 1})
	push := *editor
	push.token = out["token"].(string)
	push.must("POST", "/api/v1/stories", map[string]any{"title": "by a script"})
	if _, err := h.db.Pool().Exec(t.Context(), `UPDATE api_tokens SET expires_at = now() - interval '1 second' WHERE id = $1`, out["id"]); err != nil {
		t.Fatal(err)
	}
	if status, _ := push.ask("GET", "/api/v1/me", nil); status != 401 {
		t.Errorf("an expired token = %d", status)
	}
}
