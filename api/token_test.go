package api_test

import (
	"testing"

	"fieldstory/story"
)

// People see their own tokens and end them; a token that was ended lets nobody in.
func TestTokens(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	amina := h.person(t, "amina", story.Contributor, "field")
	omar := h.person(t, "omar", story.Contributor, "field")
	lost, err := h.door.NewToken(t.Context(), amina.id, "lost phone")
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
