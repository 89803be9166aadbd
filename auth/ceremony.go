package auth

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"fieldstory/story"
)

// binderCookie holds the secret that ties ceremonies to the browser that began
// them. It is no part of the session: a page begins one by itself, and over a
// slow link the answer to that may come after the one that signed somebody in,
// which a cookie of an empty session would undo.
func (d *Door) binderCookie() string {
	if d.Secure {
		return "__Host-fieldstory-ceremony"
	}
	return "fieldstory-ceremony"
}

// begin keeps what the second half of a ceremony needs. It is found again, once,
// by id and in the browser that began.
func (d *Door) begin(ctx context.Context, kind, id string, what any, lasts time.Duration) error {
	data, err := json.Marshal(what)
	if err != nil {
		return err
	}
	v := visitOf(ctx)
	secret := v.binder
	if len(secret) != textLength {
		secret = newText()
		http.SetCookie(v.w, &http.Cookie{Name: d.binderCookie(), Value: secret, Path: "/", HttpOnly: true, Secure: d.Secure, SameSite: http.SameSiteLaxMode})
	}
	return d.Rows.AddCeremony(ctx, hashOf(secret+" "+kind+" "+id), data, d.Now().Add(lasts))
}

// finish gives what begin kept. NotFound for what was not begun in this
// browser, was finished already, or took too long.
func (d *Door) finish(ctx context.Context, kind, id string, what any) error {
	secret := visitOf(ctx).binder
	if secret == "" || id == "" {
		return story.NotFound()
	}
	data, err := d.Rows.TakeCeremony(ctx, hashOf(secret+" "+kind+" "+id), d.Now())
	if err != nil {
		return err
	}
	return json.Unmarshal(data, what)
}
