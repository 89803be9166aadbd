package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"
	"time"

	"fieldstory/auth"
	"fieldstory/storage/postgres"
	"fieldstory/story"
	"fieldstory/transcode"
)

// exampleOrganisation fills an empty data folder with people, offices and
// stories to try everything with. Filling it again adds only what is missing.
type exampleOrganisation struct {
	dir     string // the data folder
	scratch string // for footage that is being made
	at      string // where the server answers, e.g. http://127.0.0.1:8080
	rows    *postgres.DB
	door    *auth.Door
	media   *transcode.Transcoder
}

// exampleOffices is a tree of four levels, each office after its parent.
var exampleOffices = []struct{ name, level, parent string }{
	{"Headquarters", "Headquarters", ""},
	{"Eastern region", "Region", "Headquarters"},
	{"Western region", "Region", "Headquarters"},
	{"Marala country office", "Country office", "Eastern region"},
	{"Tessaline country office", "Country office", "Western region"},
	{"Lake Oruma field team", "Field team", "Marala country office"},
	{"Northern hills field team", "Field team", "Marala country office"},
	{"Port Sable field team", "Field team", "Tessaline country office"},
}

// exampleMembers has one member for each role, and an editor at each level.
var exampleMembers = []struct {
	name, email, language, office string
	role                          story.Role
}{
	{"Amina Diallo", "admin@example.org", "en", "Headquarters", story.Admin},
	{"Jonas Lind", "publisher@example.org", "en", "Headquarters", story.Publisher},
	{"Hana Sato", "viewer@example.org", "en", "Headquarters", story.Viewer},
	{"Leïla Haddad", "region@example.org", "fr", "Eastern region", story.Editor},
	{"Samuel Okoth", "country@example.org", "en", "Marala country office", story.Editor},
	{"Grace Achieng", "field@example.org", "en", "Lake Oruma field team", story.Contributor},
	{"يوسف منصور", "hills@example.org", "ar", "Northern hills field team", story.Contributor},
}

// fill makes what is missing and prints the sign-ins.
func (e exampleOrganisation) fill(p *process) error {
	password, begun, err := e.password(p.ctx)
	if err != nil {
		return err
	}
	if !begun {
		return errors.New("The example organisation needs a data folder of its own, and this one has members already. Leave --demo out, or name an empty folder with --data.")
	}
	offices, err := e.makeOffices(p.ctx)
	if err != nil {
		return err
	}
	if err := e.makeMembers(p.ctx, offices, password); err != nil {
		return err
	}
	if err := e.makeStories(p.ctx); err != nil {
		return err
	}
	fmt.Fprintln(p.stdout, "The example organisation: role, address, password, office, name.")
	table := tabwriter.NewWriter(p.stdout, 2, 0, 2, ' ', 0)
	for _, m := range exampleMembers {
		fmt.Fprintf(table, "  %s\t%s\t%s\t%s\t%s\n", m.role, m.email, password, m.office, m.name)
	}
	return table.Flush()
}

// password is the one for everybody in the example, made on the first start
// and kept with the other secrets; begun is false in a folder of others.
func (e exampleOrganisation) password(ctx context.Context) (password string, begun bool, err error) {
	file := filepath.Join(e.dir, "secrets", "example")
	if b, err := os.ReadFile(file); err == nil {
		return strings.TrimSpace(string(b)), true, nil
	}
	n, err := e.rows.CountMembers(ctx)
	if err != nil || n > 0 {
		return "", false, err
	}
	text := strings.ToLower(rand.Text())
	password = text[:4] + "-" + text[4:8] + "-" + text[8:12]
	return password, true, os.WriteFile(file, []byte(password+"\n"), 0o600)
}

func (e exampleOrganisation) makeOffices(ctx context.Context) (map[string]story.Office, error) {
	offices := map[string]story.Office{}
	who := story.Scope{}
	root, err := e.rows.Root(ctx)
	switch {
	case err == nil:
		who.Grants = []story.Grant{{Office: root.ID, Path: root.Path, Role: story.Admin}}
		there, _, err := e.rows.Offices(ctx, who, story.OfficeQuery{})
		if err != nil {
			return nil, err
		}
		for _, o := range there {
			offices[o.Name] = o.Office
		}
	case !errors.Is(err, story.NotFound()):
		return nil, err
	}
	for _, o := range exampleOffices {
		if _, ok := offices[o.name]; ok {
			continue
		}
		var parent *story.Office
		if o.parent != "" {
			above := offices[o.parent]
			parent = &above
		}
		made, err := story.NewOffice(who, parent, o.name, o.level, time.Now())
		if err != nil {
			return nil, err
		}
		if made, err = e.rows.AddOffice(ctx, made); err != nil {
			return nil, err
		}
		if parent == nil {
			who.Grants = []story.Grant{{Office: made.ID, Path: made.Path, Role: story.Admin}}
		}
		offices[o.name] = made
	}
	return offices, nil
}

func (e exampleOrganisation) makeMembers(ctx context.Context, offices map[string]story.Office, password string) error {
	for _, m := range exampleMembers {
		if _, err := e.rows.MemberByEmail(ctx, m.email); err == nil {
			continue
		} else if !errors.Is(err, story.NotFound()) {
			return err
		}
		at, now := offices[m.office], time.Now()
		made, err := e.rows.Enrol(ctx, story.Member{ID: story.NewID[story.MemberID](now), Email: m.email, Name: m.name, Language: m.language, CreatedAt: now},
			[]story.Grant{{Office: at.ID, Path: at.Path, Name: at.Name, Role: m.role}})
		if err != nil {
			return err
		}
		if err := e.door.GivePassword(ctx, made, password); err != nil {
			return err
		}
	}
	return nil
}
