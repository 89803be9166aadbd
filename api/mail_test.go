package api_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"fieldstory/story"
)

// People choose when mail comes, and end it from the mail itself: by the button
// of a page in their language, or by the one request of a mail program.
func TestMail(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	amina := h.person(t, "amina", story.Contributor, "field")
	if m := amina.must("GET", "/api/v1/me/mail", nil); m["mode"] != "mixed" || m["sent"] != false || m["hour"] != 6.0 || m["time_zone"] != "UTC" {
		t.Errorf("at first mail is %v", m)
	}
	if err := h.db.SendsMail(t.Context(), h.db.Now()); err != nil {
		t.Fatal(err)
	}
	if m := amina.must("PATCH", "/api/v1/me/mail", map[string]any{"mode": "daily"}); m["mode"] != "daily" || m["sent"] != true {
		t.Errorf("what was chosen is %v", m)
	}
	if status, p := amina.ask("PATCH", "/api/v1/me/mail", map[string]any{"mode": "weekly"}); status != http.StatusUnprocessableEntity || p["code"] != "mail_mode" {
		t.Errorf("a mode that is none = %d %v", status, p)
	}

	// The hour is meant where they work.
	if _, err := h.db.Pool().Exec(t.Context(), `UPDATE offices SET timezone = CASE slug WHEN 'hq' THEN 'Europe/Paris' WHEN 'country' THEN 'Africa/Nairobi' ELSE timezone END`); err != nil {
		t.Fatal(err)
	}
	if m := amina.must("PATCH", "/api/v1/me/mail", map[string]any{"hour": 18}); m["mode"] != "daily" || m["hour"] != 18.0 || m["time_zone"] != "Africa/Nairobi" {
		t.Errorf("what was chosen is %v", m)
	}
	for _, hour := range []int{-1, 24} {
		if status, p := amina.ask("PATCH", "/api/v1/me/mail", map[string]any{"hour": hour}); status != http.StatusUnprocessableEntity || p["code"] != "mail_hour" {
			t.Errorf("at %d o'clock = %d %v", hour, status, p)
		}
	}

	secret, link := story.NewSecret()
	if _, err := h.db.Pool().Exec(t.Context(), `INSERT INTO unsubscribe_links (hash, member, created_at) VALUES ($1, $2, now())`, link, amina.id); err != nil {
		t.Fatal(err)
	}
	if _, err := h.db.Pool().Exec(t.Context(), `UPDATE members SET language = 'fr' WHERE id = $1`, amina.id); err != nil {
		t.Fatal(err)
	}
	mode := func() any { return amina.must("GET", "/api/v1/me/mail", nil)["mode"] }
	if status, page := h.page(t, "GET", "/unsubscribe/"+secret, ""); status != http.StatusOK || !strings.Contains(page, `lang="fr"`) || !strings.Contains(page, "<button") || mode() != "daily" {
		t.Errorf("looking at the link = %d, mail %v\n%s", status, mode(), page)
	}
	for range 2 {
		if status, page := h.page(t, "POST", "/unsubscribe/"+secret, "List-Unsubscribe=One-Click"); status != http.StatusOK || strings.Contains(page, "<button") || mode() != "off" {
			t.Errorf("using it = %d, mail %v\n%s", status, mode(), page)
		}
	}
	for _, method := range []string{"GET", "POST"} {
		if status, page := h.page(t, method, "/unsubscribe/"+secret[1:], ""); status != http.StatusNotFound || !strings.Contains(page, "This link is not complete") {
			t.Errorf("%s of a link that is none = %d\n%s", method, status, page)
		}
	}
}

// page asks as a browser, or a mail program, that nobody has signed in with.
func (h *house) page(t *testing.T, method, path, form string) (status int, body string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, h.url+path, strings.NewReader(form))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	b, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(b)
}
