package e2e

import (
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
)

// demo is a server with the example organisation and the people in it.
type demo struct {
	*program
	dir    string
	people []*person
	levels map[string]string // office by its level's name
}

// shared is the server of all tests that leave it running.
var shared struct {
	once   sync.Once
	server *demo
}

func sharedDemo(t testing.TB) *demo {
	t.Helper()
	shared.once.Do(func() {
		dir := filepath.Join(workDir, "shared")
		// As many jobs as cores: a backlog of short clips is soonest done so. What
		// is looked at here is the same with the quickest preset, and on a rung of
		// either kind.
		p, err := launch([]string{"FIELDSTORY_WORKERS=2", "FIELDSTORY_PRESET=ultrafast", "FIELDSTORY_LADDER=720,240"}, "up", "--data", dir, "--addr", "127.0.0.1:0", "--demo")
		if err != nil {
			t.Error(err)
			return
		}
		p.awaitReady(t)
		shared.server = meet(t, p, dir)
	})
	if shared.server == nil {
		t.Fatal("the shared server did not start")
	}
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("the shared server said so far:\n%s", tailOf(shared.server.stderr.String()))
		}
	})
	return shared.server
}

func tailOf(s string) string {
	if len(s) > 6000 {
		return "…" + s[len(s)-6000:]
	}
	return s
}

var address = regexp.MustCompile(`[\w.+-]+@[\w-]+(?:\.[\w-]+)*`)

// meet reads the sign-ins that --demo printed and gets everybody a token.
func meet(t testing.TB, p *program, dir string) *demo {
	t.Helper()
	d := &demo{program: p, dir: dir}
	var seen []string
	for _, email := range address.FindAllString(p.stdout.String(), -1) {
		if slices.Contains(seen, email) {
			continue
		}
		seen = append(seen, email)
		d.people = append(d.people, newPerson(t, p.url, dir, email))
	}
	if len(d.people) < 4 {
		t.Fatalf("--demo printed %d sign-ins, want one for each role at least:\n%s", len(d.people), p.stdout)
	}
	return d
}

// newPerson gets a token as an operator would.
func newPerson(t testing.TB, url, dir, email string) *person {
	t.Helper()
	stdout, stderr, status := once(t, nil, "token", "--data", dir, "--email", email)
	if status != 0 {
		t.Fatalf("fieldstory token for %s ended with %d: %s", email, status, stderr)
	}
	return enter(t, url, strings.TrimSpace(stdout), email)
}

// enter asks who a token's holder is.
func enter(t testing.TB, url, token, email string) *person {
	t.Helper()
	p := &person{url: url, token: token, name: email}
	me := must[struct {
		Email  string `json:"email"`
		Grants []struct {
			Office     string `json:"office"`
			OfficeName string `json:"office_name"`
			Role       string `json:"role"`
		} `json:"grants"`
	}](t, p, "GET", "/api/v1/me", nil)
	if me.Email != email || len(me.Grants) == 0 {
		t.Fatalf("the token of %s is %+v's", email, me)
	}
	p.grant.Office, p.grant.OfficeName, p.grant.Role = me.Grants[0].Office, me.Grants[0].OfficeName, me.Grants[0].Role
	return p
}

// office is one of the tree, as the API lists it.
type office struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Level  string `json:"level"`
	Parent string `json:"parent"`
}

func (d *demo) offices(t testing.TB) map[string]office {
	t.Helper()
	list := must[struct {
		Items []office `json:"items"`
	}](t, d.by(t, "admin"), "GET", "/api/v1/offices", nil)
	byID := map[string]office{}
	for _, o := range list.Items {
		byID[o.ID] = o
	}
	return byID
}

// by is somebody with a role.
func (d *demo) by(t testing.TB, role string) *person {
	t.Helper()
	return d.allBy(t, role)[0]
}

// busy is one who sends much: of a person's clips all are opened before any is whole, and
// those who wait for one clip send it as somebody else.
func (d *demo) busy(t testing.TB, role string) *person {
	t.Helper()
	all := d.allBy(t, role)
	return all[len(all)-1]
}

func (d *demo) allBy(t testing.TB, role string) (all []*person) {
	t.Helper()
	for _, p := range d.people {
		if p.grant.Role == role {
			all = append(all, p)
		}
	}
	if len(all) == 0 {
		t.Fatalf("nobody in the example organisation is %s", role)
	}
	return all
}
