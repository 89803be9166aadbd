package main

import (
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"fieldstory/auth"
	"fieldstory/embedded"
	"fieldstory/storage/postgres"
	"fieldstory/story"
)

// linkLifetime is how long a sign-in link made by the operator can be used.
const linkLifetime = 24 * time.Hour

// tokenCmd prints an API token: the way in for scripts and `fieldstory push`.
type tokenCmd struct {
	rowsSettings `embed:""`
	Email        string `required:"" placeholder:"ADDRESS" help:"The member whose token it is."`
	Name         string `default:"command line" help:"What the token is for, to know it again."`
	Reach        string `enum:"read,send,all" default:"all" help:"How much of what the member may do: read changes nothing, send is what a contributor may, all is everything."`
	Days         int    `default:"0" help:"How long it lasts; 0 is without end."`
}

func (c tokenCmd) Run(p *process, log *slog.Logger) error {
	db, done, err := c.open(p.ctx, quieter(log))
	if err != nil {
		return err
	}
	defer done()
	member, err := memberNamed(p, db, c.Email)
	if err != nil {
		return err
	}
	t, err := story.NewToken(c.Name, story.TokenReach(c.Reach), time.Duration(c.Days)*24*time.Hour, time.Now())
	if err != nil {
		return err
	}
	token, err := door(db, false, auth.Single{}, log).NewToken(p.ctx, member.ID, t)
	if err != nil {
		return err
	}
	fmt.Fprintln(p.stdout, token)
	return nil
}

// linkCmd prints a sign-in link, for whoever lost theirs.
type linkCmd struct {
	rowsSettings `embed:""`
	webSettings  `embed:""`
	Email        string `required:"" placeholder:"ADDRESS" help:"The member whose link it is."`
}

func (c linkCmd) Run(p *process, log *slog.Logger) error {
	var m mistakes
	c.webSettings.check(&m)
	if err := m.err(); err != nil {
		return err
	}
	db, done, err := c.open(p.ctx, quieter(log))
	if err != nil {
		return err
	}
	defer done()
	member, err := memberNamed(p, db, c.Email)
	if err != nil {
		return err
	}
	link, err := signInLink(p.ctx, door(db, false, auth.Single{}, log), member.ID, c.reached())
	if err != nil {
		return err
	}
	fmt.Fprintln(p.stdout, link)
	return nil
}

// reached is the address that people use: the one that was set, or where the
// Fieldstory of the folder says that it serves, or would.
func (c linkCmd) reached() string {
	if dir, err := c.dir(); err == nil && c.PublicURL == "" && c.DatabaseURL == "" {
		if at, err := embedded.Attach(dir); err == nil && at.Web != "" {
			return at.Web
		}
	}
	return c.public(c.Addr)
}

func memberNamed(p *process, db *postgres.DB, email string) (story.Member, error) {
	address, err := story.ParseEmail(email)
	if err != nil {
		return story.Member{}, err
	}
	m, err := db.MemberByEmail(p.ctx, address)
	if errors.Is(err, story.NotFound()) {
		return m, fmt.Errorf("There is no member with the address %s.", address)
	}
	return m, err
}

// door joins the room of signing in to the rows.
func door(db *postgres.DB, secure bool, single auth.Single, log *slog.Logger) *auth.Door {
	return auth.New(auth.Config{Rows: db, Sessions: postgres.Sessions{DB: db}, Secure: secure, Single: single, Log: log, Now: time.Now})
}

// secure tells whether cookies are for https only.
func (w webSettings) secure() bool { return strings.HasPrefix(w.PublicURL, "https://") }
