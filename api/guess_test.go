package api_test

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"fieldstory/story"
)

// withPassword invites somebody who sets a password, and gives the browser that
// they did it in, signed in.
func (h *house) withPassword(t *testing.T, email, password string) *person {
	t.Helper()
	admin := h.person(t, "root-"+strings.Split(email, "@")[0], story.Admin, "hq")
	made := admin.must("POST", "/api/v1/members", map[string]any{"name": "Somebody Else", "email": email, "office": h.office["field"].ID, "role": "contributor"})
	p := h.nobody(t)
	if status, _, _ := p.raw("POST", strings.TrimPrefix(made["link"].(string), h.url), nil, nil); status != http.StatusSeeOther {
		t.Fatalf("spending the link = %d", status)
	}
	p.must("PATCH", "/api/v1/me", map[string]any{"password": password})
	return p
}

// from tries to sign in from an address.
func (p *person) from(address, email, password string) (status int, header http.Header, code string) {
	p.t.Helper()
	status, header, raw := p.raw("POST", "/api/v1/session", map[string]any{"email": email, "password": password}, map[string]string{"X-Forwarded-For": address})
	if i := strings.Index(string(raw), `"code":"`); i >= 0 {
		code, _, _ = strings.Cut(string(raw[i+8:]), `"`)
	}
	return status, header, code
}

const words = "four random words here"

// Whoever guesses at somebody's password from many addresses is stopped, and so
// is everybody whom that account does not know; its owner's own browser is not,
// and a sign-in link always works.
func TestGuessingShutsOutTheGuesser(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	amina := h.withPassword(t, "amina@example.org", words)
	amina.must("DELETE", "/api/v1/session", nil)

	for _, email := range []string{"amina@example.org", "nobody@example.org"} {
		for i := range story.GuessesStranger {
			if status, _, code := h.nobody(t).from(fmt.Sprintf("192.0.2.%d", i), email, "not that one"); status != 401 || code != "sign_in" {
				t.Fatalf("guess %d at %s = %d %s", i, email, status, code)
			}
		}
		status, header, code := h.nobody(t).from("192.0.2.200", email, words)
		if after, err := strconv.Atoi(header.Get("Retry-After")); status != 429 || code != "too_many" || err != nil || after < 1 || after > int(story.GuessWindow/time.Second) {
			t.Errorf("one guess too many at %s = %d %s, Retry-After %q", email, status, code, header.Get("Retry-After"))
		}
	}
	if status, _, code := amina.from("192.0.2.201", " Amina@example.org", words); status != 204 {
		t.Errorf("the owner's own browser = %d %s", status, code)
	}
	root := h.person(t, "chief", story.Admin, "hq")
	link := root.must("POST", "/api/v1/members/"+amina.must("GET", "/api/v1/me", nil)["id"].(string)+"/link", nil)
	if status, _, _ := h.nobody(t).raw("POST", strings.TrimPrefix(link["link"].(string), h.url), nil, nil); status != http.StatusSeeOther {
		t.Errorf("a sign-in link = %d", status)
	}
}

// One address that tries many accounts is stopped, whatever it writes before its
// own address; others are not.
func TestGuessingFromOneAddress(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	thief := h.nobody(t)
	for i := range story.GuessesNetwork {
		if status, _, _ := thief.from(fmt.Sprintf("203.0.113.%d, 198.51.100.7", i), fmt.Sprintf("p%d@example.org", i), words); status != 401 {
			t.Fatalf("guess %d = %d", i, status)
		}
	}
	if status, _, _ := thief.from("203.0.113.250, 198.51.100.7", "other@example.org", words); status != 429 {
		t.Errorf("one guess too many from an address = %d", status)
	}
	if status, _, _ := h.nobody(t).from("198.51.100.8", "other@example.org", words); status != 401 {
		t.Errorf("the address beside = %d", status)
	}
}

// What was counted is forgotten in time.
func TestGuessesAreForgotten(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	key := []byte("a key")
	for want := 1; want <= 3; want++ {
		if n, _, err := h.db.Guess(t.Context(), key); err != nil || n != want {
			t.Fatalf("attempt %d counted as %d (%v)", want, n, err)
		}
	}
	h.db.Now = func() time.Time { return time.Now().Add(story.GuessWindow + time.Second) }
	if n, _, err := h.db.Guess(t.Context(), key); err != nil || n != 1 {
		t.Errorf("after %v an attempt counts as %d (%v)", story.GuessWindow, n, err)
	}
}
