package api_test

import (
	"testing"
	"time"

	"fieldstory/story"
)

// People see where they are signed in and end it there, or everywhere else; a
// new password does so too.
func TestSignOutElsewhere(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	phone := h.withPassword(t, "amina@example.org", words)
	enter := func() *person {
		p := h.nobody(t)
		p.must("POST", "/api/v1/session", map[string]any{"email": "amina@example.org", "password": words})
		return p
	}
	out := func(p *person) bool { status, _ := p.ask("GET", "/api/v1/me", nil); return status == 401 }
	cafe, office := enter(), enter()

	list := phone.must("GET", "/api/v1/sessions", nil)["items"].([]any)
	if len(list) != 3 {
		t.Fatalf("signed in at %v", list)
	}
	var there, here string
	for _, v := range list {
		s := v.(map[string]any)
		switch {
		case s["this"] == true:
			here = s["by"].(string)
		case there == "":
			there = s["id"].(string)
		}
	}
	if here != "link" {
		t.Errorf("this one began by %q, want link", here)
	}
	stranger := h.withPassword(t, "omar@example.org", words)
	if status, _ := stranger.ask("DELETE", "/api/v1/sessions/"+there, nil); status != 404 {
		t.Errorf("ending somebody else's session = %d", status)
	}
	phone.must("DELETE", "/api/v1/sessions/"+there, nil)
	if out(cafe) == out(office) {
		t.Errorf("one of two was ended: café out %v, office out %v", out(cafe), out(office))
	}
	phone.must("DELETE", "/api/v1/sessions", nil)
	if !out(cafe) || !out(office) || out(phone) {
		t.Errorf("signed out elsewhere: café out %v, office out %v, here out %v", out(cafe), out(office), out(phone))
	}

	office = enter()
	if status, p := office.ask("PATCH", "/api/v1/me", map[string]any{"password": "another four random words"}); status != 403 || p["code"] != "old_password" {
		t.Errorf("a new password without the old one = %d %v", status, p)
	}
	if status, p := office.ask("PATCH", "/api/v1/me", map[string]any{"password": "another four random words", "current_password": "not that"}); status != 403 || p["code"] != "old_password" {
		t.Errorf("a new password with a wrong old one = %d %v", status, p)
	}
	office.must("PATCH", "/api/v1/me", map[string]any{"password": "another four random words", "current_password": words})
	if !out(phone) || out(office) {
		t.Errorf("after a new password: phone out %v, here out %v", out(phone), out(office))
	}
	if status, _ := h.nobody(t).ask("POST", "/api/v1/session", map[string]any{"email": "amina@example.org", "password": words}); status != 401 {
		t.Errorf("the old password = %d", status)
	}
}

// A link is for who forgot the password: within an hour of it a new one needs no
// old one, and later it does.
func TestNewPasswordByLink(t *testing.T) {
	now := time.Now()
	in := story.SignIn{By: "link", BeganAt: now.Add(-59 * time.Minute)}
	if err := story.MayChangePassword(in, false, now); err != nil {
		t.Error(err)
	}
	in.BeganAt = now.Add(-61 * time.Minute)
	if err := story.MayChangePassword(in, false, now); err == nil {
		t.Error("a link of an hour ago still stands for the password")
	}
	in.By, in.BeganAt = "password", now
	if err := story.MayChangePassword(in, false, now); err == nil {
		t.Error("a session by password stands for the password")
	}
}

// Passwords that everybody tries first are refused, and those made of what is
// known of their owner.
func TestPasswords(t *testing.T) {
	for password, fine := range map[string]bool{
		"four random words here": true,
		"كلمات عشوائية من أربع":  true,
		"short one":                 false,
		"password123456":            false,
		"Passw0rd!Passw0rd!":        false,
		"aaaaaaaaaaaaaaaa":          false,
		"amina.yusuf@2026":          false,
		"correct horse battery sta": true,
		"fieldstory2026!":           false,
		"123456789123456789":        false,
	} {
		if err := story.CheckPassword(password, "Amina Yusuf", "amina.yusuf@example.org"); (err == nil) != fine {
			t.Errorf("%q: %v", password, err)
		}
	}
}
