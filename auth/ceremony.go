package auth

import (
	"context"
	"encoding/json"
	"time"

	"fieldstory/story"
)

// binder is the session's key for the secret that ties ceremonies to it.
const binder = "binder"

// begin keeps what the second half of a ceremony needs. It is found again, once,
// by id and in the browser that began.
func (d *Door) begin(ctx context.Context, kind, id string, what any, lasts time.Duration) error {
	data, err := json.Marshal(what)
	if err != nil {
		return err
	}
	secret := d.sessions.GetString(ctx, binder)
	if secret == "" {
		secret = newText()
		if !d.sessions.Exists(ctx, signIn) {
			d.sessions.SetDeadline(ctx, d.Now().Add(time.Hour)) // a month is for who comes in
		}
		d.sessions.Put(ctx, binder, secret)
	}
	return d.Rows.AddCeremony(ctx, hashOf(secret+" "+kind+" "+id), data, d.Now().Add(lasts))
}

// finish gives what begin kept. NotFound for what was not begun in this
// browser, was finished already, or took too long.
func (d *Door) finish(ctx context.Context, kind, id string, what any) error {
	secret := d.sessions.GetString(ctx, binder)
	if secret == "" || id == "" {
		return story.NotFound()
	}
	data, err := d.Rows.TakeCeremony(ctx, hashOf(secret+" "+kind+" "+id), d.Now())
	if err != nil {
		return err
	}
	return json.Unmarshal(data, what)
}
