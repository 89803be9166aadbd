package api_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"fieldstory/auth"
	"fieldstory/story"
)

// Somebody who lost everything but a sheet of codes comes in with one of them,
// once, and is told; new codes take the place of the old ones.
func TestRecoveryCodes(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	amina := h.withPassword(t, "amina@example.org", words)
	if have := amina.must("GET", "/api/v1/recovery-codes", nil); have["left"] != 0.0 || have["made_at"] != nil {
		t.Errorf("before any were made she has %v", have)
	}
	make := func() (codes []string) {
		for _, c := range amina.must("POST", "/api/v1/recovery-codes", nil)["codes"].([]any) {
			codes = append(codes, c.(string))
		}
		return codes
	}
	codes := make()
	if len(codes) != story.RecoveryCodes || len(codes[0]) != story.CodeLength+2 {
		t.Fatalf("the codes are %v", codes)
	}
	use := func(b *person, email, code string) (int, any) {
		status, body := b.ask("POST", "/api/v1/session/code", map[string]any{"email": email, "code": code})
		return status, body["code"]
	}
	found := h.nobody(t)
	if status, code := use(found, " Amina@example.org", strings.ToLower(strings.ReplaceAll(codes[3], "-", " "))); status != 204 {
		t.Fatalf("a code = %d %v", status, code)
	}
	if list := found.must("GET", "/api/v1/sessions", nil)["items"].([]any); list[0].(map[string]any)["by"] != "code" {
		t.Errorf("she came in by %v", list[0])
	}
	found.must("PATCH", "/api/v1/me", map[string]any{"password": "another four random words"}) // the old one is lost
	for _, wrong := range [][2]string{{"amina@example.org", codes[3]}, {"nobody@example.org", codes[4]}, {"amina@example.org", "AAAAA-AAAAA-AAAAA"}, {"amina@example.org", ""}} {
		if status, code := use(h.nobody(t), wrong[0], wrong[1]); status != 401 || code != "sign_in_code" {
			t.Errorf("%v = %d %v", wrong, status, code)
		}
	}
	if have := found.must("GET", "/api/v1/recovery-codes", nil); have["left"] != 9.0 {
		t.Errorf("after one was used she has %v", have)
	}
	if list := found.must("GET", "/api/v1/notices", nil)["items"].([]any); len(list) != 1 || list[0].(map[string]any)["what"] != "account.code_used" {
		t.Errorf("she was told %v", list)
	}
	root := h.person(t, "chief", story.Admin, "hq")
	for _, what := range []string{"recovery.made", "recovery.used"} {
		if list := root.must("GET", "/api/v1/audit?what="+what, nil)["items"].([]any); len(list) != 1 {
			t.Errorf("the log tells of %s %v", what, list)
		}
	}
	amina = found
	again := make()
	if status, _ := use(h.nobody(t), "amina@example.org", codes[5]); status != 401 {
		t.Errorf("one of the old codes = %d", status)
	}

	id := found.must("GET", "/api/v1/me", nil)["id"].(string)
	root.must("POST", "/api/v1/members/"+id+"/suspend", nil)
	if status, _ := use(found, "amina@example.org", again[0]); status != 401 {
		t.Errorf("a code of somebody suspended = %d", status)
	}
	root.must("POST", "/api/v1/members/"+id+"/restore", nil)

	// Guessing at codes is guessing at the account.
	thief := h.nobody(t)
	status := 401
	for i := 0; status == 401 && i < 2*story.GuessesStranger; i++ {
		status, _, _ = thief.raw("POST", "/api/v1/session/code", map[string]any{"email": "amina@example.org", "code": "A"}, map[string]string{"X-Forwarded-For": fmt.Sprintf("192.0.2.%d", i)})
	}
	if status != 429 {
		t.Errorf("guessing on = %d", status)
	}
}

// A session that was left open makes nobody another key.
func TestOnlyFreshSessionsArm(t *testing.T) {
	t.Parallel()
	now := time.Now()
	h := newHouse(t, func(c *auth.Config) { c.Now = func() time.Time { return now } })
	amina := h.withPassword(t, "amina@example.org", words)
	now = now.Add(time.Hour + time.Second)
	if status, body := amina.ask("POST", "/api/v1/recovery-codes", nil); status != 403 || body["code"] != "sign_in_again" {
		t.Errorf("codes after an hour = %d %v", status, body)
	}
	amina.must("POST", "/api/v1/session", map[string]any{"email": "amina@example.org", "password": words})
	amina.must("POST", "/api/v1/recovery-codes", nil)
}
