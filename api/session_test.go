package api_test

import (
	"bufio"
	"net/http"
	"strings"
	"testing"
	"time"

	"fieldstory/story"
)

// An administrator invites, the invited person signs in by the link once, sets
// a password, signs out and in again.
func TestInvitation(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	admin := h.person(t, "root", story.Admin, "hq")
	made := admin.must("POST", "/api/v1/members", map[string]any{"name": "Amina Yusuf", "email": "Amina@Example.org", "office": h.office["field"].ID, "role": "contributor"})
	link := strings.TrimPrefix(made["link"].(string), h.url)

	amina := h.nobody(t)
	if status, _, page := amina.raw("GET", link, nil, nil); status != 200 || !strings.Contains(string(page), "<form method=\"post\"") {
		t.Fatalf("opening the link = %d %s", status, page)
	}
	if status, _ := amina.ask("GET", "/api/v1/me", nil); status != 401 {
		t.Errorf("opening the link alone signed in: %d", status)
	}
	if status, header, _ := amina.raw("POST", link, nil, nil); status != http.StatusSeeOther || header.Get("Location") != "/" {
		t.Fatalf("spending the link = %d to %q", status, header.Get("Location"))
	}
	if me := amina.must("GET", "/api/v1/me", nil); me["email"] != "amina@example.org" {
		t.Errorf("signed in as %v", me)
	}
	if status, _, _ := h.nobody(t).raw("POST", link, nil, nil); status < 400 {
		t.Errorf("the link worked twice: %d", status)
	}
	amina.must("PATCH", "/api/v1/me", map[string]any{"password": "four random words here", "language": "ar"})
	amina.must("DELETE", "/api/v1/session", nil)
	if status, _ := amina.ask("GET", "/api/v1/me", nil); status != 401 {
		t.Errorf("still signed in after signing out: %d", status)
	}
	for _, wrong := range []map[string]any{{"email": "amina@example.org", "password": "not that"}, {"email": "nobody@example.org", "password": "four random words here"}} {
		if status, p := amina.ask("POST", "/api/v1/session", wrong); status != 401 || p["code"] != "sign_in" {
			t.Errorf("signing in with %v = %d %v", wrong, status, p)
		}
	}
	amina.must("POST", "/api/v1/session", map[string]any{"email": " amina@EXAMPLE.org", "password": "four random words here"})
	amina.must("GET", "/api/v1/me", nil)

	if status, p := amina.ask("POST", "/api/v1/members", map[string]any{"name": "x", "email": "x@example.org", "office": h.office["field"].ID, "role": "admin"}); status != 403 {
		t.Errorf("a contributor inviting = %d %v", status, p)
	}
	again := admin.must("POST", "/api/v1/members", map[string]any{"name": "Somebody", "email": "amina@example.org", "office": h.office["country"].ID, "role": "viewer"})
	if again["link"] != "" {
		t.Error("inviting somebody who has an account gave a link to become them")
	}
	cross, _, _ := amina.raw("POST", "/api/v1/stories", map[string]any{"title": "forged"}, map[string]string{"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"})
	if cross != http.StatusForbidden {
		t.Errorf("a cross-site request with the cookie = %d, want 403", cross)
	}
}

// Changes reach an open page at once, and only those who may hear of them.
func TestEvents(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	author := h.person(t, "amina", story.Contributor, "field")
	editor := h.person(t, "femi", story.Editor, "field")
	made := author.must("POST", "/api/v1/stories", map[string]any{"title": "A well"})
	secret := author.must("POST", "/api/v1/stories", map[string]any{"title": "A draft"})

	req, err := http.NewRequestWithContext(t.Context(), "GET", h.url+"/api/v1/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+editor.token)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	lines := bufio.NewScanner(resp.Body)
	lines.Scan() // the stream is open
	author.must("PATCH", "/api/v1/stories/"+secret["id"].(string), map[string]any{"text": "x"})
	author.must("POST", "/api/v1/stories/"+made["id"].(string)+"/submit", nil)
	deadline := time.AfterFunc(20*time.Second, func() { resp.Body.Close() })
	defer deadline.Stop()
	for lines.Scan() {
		if strings.Contains(lines.Text(), secret["id"].(string)) {
			t.Fatal("an editor hears of somebody's draft")
		}
		if strings.Contains(lines.Text(), made["id"].(string)) && strings.Contains(lines.Text(), `"stage":"waiting"`) {
			return
		}
	}
	t.Error("the editor's page never heard that a story was submitted")
}

func TestHealth(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for _, path := range []string{"/healthz", "/readyz"} {
		if status, _, body := h.nobody(t).raw("GET", path, nil, nil); status != 200 {
			t.Errorf("GET %s = %d %s", path, status, body)
		}
	}
	if status, p := h.nobody(t).ask("GET", "/api/v1/nothing", nil); status != 404 || p["code"] != "not_found" {
		t.Errorf("an unknown path = %d %v", status, p)
	}
}
