package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"time"

	"fieldstory/auth"
	"fieldstory/storage/postgres"
	"fieldstory/story"
)

// firstMember is who administers an organisation that has just begun.
type firstMember struct {
	AdminEmail string `name:"admin-email" env:"FIELDSTORY_ADMIN_EMAIL" default:"admin@localhost" placeholder:"ADDRESS" help:"The administrator made on the first start."`
}

func (f firstMember) check(m *mistakes) {
	if _, err := story.ParseEmail(f.AdminEmail); err != nil {
		m.add("FIELDSTORY_ADMIN_EMAIL (--admin-email) is %q; it should look like name@example.org.", f.AdminEmail)
	}
}

// starterOffices are the four levels that an organisation begins with; all of
// them can be renamed, and more added, in the web app.
var starterOffices = []struct{ name, level string }{
	{"Headquarters", "Headquarters"},
	{"Region", "Region"},
	{"Country office", "Country office"},
	{"Field team", "Field team"},
}

// settle makes the administrator and the first offices where nobody set this
// up yet, and tells how to sign in. Running it again changes nothing and
// answers false.
func (f firstMember) settle(p *process, db *postgres.DB, door *auth.Door, public string) (made bool, err error) {
	n, err := db.CountMembers(p.ctx)
	if err != nil || n > 0 {
		return false, err
	}
	root, err := makeStarterOffices(p.ctx, db)
	if err != nil {
		return false, err
	}
	email, err := story.ParseEmail(f.AdminEmail)
	if err != nil {
		return false, err
	}
	now := time.Now()
	m, err := db.Enrol(p.ctx, story.Member{ID: story.NewID[story.MemberID](now), Email: email, Name: "Administrator", CreatedAt: now},
		[]story.Grant{{Office: root.ID, Path: root.Path, Name: root.Name, Role: story.Admin}})
	if err != nil {
		return false, err
	}
	link, err := signInLink(p.ctx, door, m.ID, public)
	if err != nil {
		return false, err
	}
	fmt.Fprintf(p.stdout, "The administrator is %s. Sign in once, within 24 hours, with this link:\n  %s\nThere choose a password. Another link comes from: fieldstory link --email %s\n", email, link, email)
	return true, nil
}

// makeStarterOffices makes what is missing, level by level: it may have been
// interrupted before.
func makeStarterOffices(ctx context.Context, db *postgres.DB) (root story.Office, err error) {
	root, err = db.Root(ctx)
	if err == nil {
		return root, nil // begun before; whoever signs in adds what is missing
	}
	if !errors.Is(err, story.NotFound()) {
		return root, err
	}
	all := story.Scope{}
	var parent *story.Office
	for _, o := range starterOffices {
		made, err := story.NewOffice(all, parent, o.name, o.level, time.Now())
		if err != nil {
			return root, err
		}
		if made, err = db.AddOffice(ctx, made); err != nil {
			return root, err
		}
		if parent == nil {
			root = made
			all.Grants = []story.Grant{{Office: root.ID, Path: root.Path, Role: story.Admin}}
		}
		parent = &made
	}
	return root, nil
}

// signInLink makes a one-time link that works for a day.
func signInLink(ctx context.Context, door *auth.Door, id story.MemberID, public string) (string, error) {
	secret, err := door.NewLink(ctx, id, linkLifetime)
	return public + "/sign-in/" + secret, err
}

// public is the address that people use: the one that was set, or the one that
// is listened on, which on 0.0.0.0 is every name of this machine.
func (w webSettings) public(listening string) string {
	if w.PublicURL != "" {
		return strings.TrimRight(w.PublicURL, "/")
	}
	host, port, err := net.SplitHostPort(listening)
	if err != nil {
		return "http://" + listening
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	return "http://" + net.JoinHostPort(host, port)
}
