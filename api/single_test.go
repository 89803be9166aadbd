package api_test

import (
	"fmt"
	"net/url"
	"sort"
	"strings"
	"testing"
	"time"

	"fieldstory/auth"
	"fieldstory/story"
)

// grantsOf says where somebody may do what, from their own page.
func (p *person) grants() string {
	var out []string
	for _, g := range p.must("GET", "/api/v1/me", nil)["grants"].([]any) {
		g := g.(map[string]any)
		out = append(out, fmt.Sprint(g["office_name"], ":", g["role"]))
	}
	sort.Strings(out)
	return strings.Join(out, " ")
}

// Somebody unknown comes in by single sign-on with what their groups give; what
// the groups say later holds from then on, and what was given by hand stays.
func TestSingleSignOn(t *testing.T) {
	t.Parallel()
	p := newProvider(t)
	h := newHouse(t, p.with)
	root := h.person(t, "root", story.Admin, "hq")
	if ways := h.nobody(t).must("GET", "/api/v1/session", nil); ways["single"] != "Staff login" {
		t.Errorf("the door offers %v", ways)
	}
	for group, at := range map[string][2]string{"editors": {"field", "editor"}, "watchers": {"region", "viewer"}} {
		root.must("POST", "/api/v1/group-roles", map[string]any{"group": group, "office": h.office[at[0]].ID, "role": at[1]})
	}

	p.is("subject-1", "Amina@Example.org", "editors", "of no use here")
	amina := h.nobody(t)
	if to := amina.single("/stories?x=1"); to != "/stories?x=1" {
		t.Fatalf("it leads to %q", to)
	}
	me := amina.must("GET", "/api/v1/me", nil)
	if me["email"] != "amina@example.org" || me["name"] != "Amina Yusuf" || amina.grants() != "field:editor" {
		t.Errorf("they are %v", me)
	}
	id := me["id"].(string)
	if list := amina.must("GET", "/api/v1/sessions", nil)["items"].([]any); list[0].(map[string]any)["by"] != "single" {
		t.Errorf("they came in by %v", list)
	}

	root.must("PUT", "/api/v1/members/"+id+"/roles/"+string(h.office["country"].ID), map[string]any{"roles": []string{"contributor"}})
	p.is("subject-1", "amina.married@example.org", "watchers")
	again := h.nobody(t)
	again.single("/")
	if me := again.must("GET", "/api/v1/me", nil); me["id"] != id {
		t.Errorf("the same subject is somebody else: %v", me)
	}
	if got := again.grants(); got != "country:contributor region:viewer" {
		t.Errorf("after the groups changed they may %s", got)
	}
	p.later = true // the groups are told by userinfo
	again.single("/")
	if got := again.grants(); got != "country:contributor region:viewer" {
		t.Errorf("asked by userinfo they may %s", got)
	}
	var told []string
	for _, e := range root.must("GET", "/api/v1/audit?subject="+id, nil)["items"].([]any) {
		told = append(told, fmt.Sprint(e.(map[string]any)["what"]))
	}
	sort.Strings(told)
	if got, want := strings.Join(told, " "), "member.grants member.groups member.groups member.groups member.joined"; got != want {
		t.Errorf("the log tells %s, want %s", got, want)
	}

	root.must("POST", "/api/v1/members/"+id+"/suspend", nil)
	if to := h.nobody(t).single("/"); to != "/sign-in?problem=single_suspended" {
		t.Errorf("a suspended person is led to %q", to)
	}
}

// What a group does begins and ends at once for whoever is in it, and is shown
// and changed by those who administer the office.
func TestGroupRoles(t *testing.T) {
	t.Parallel()
	p := newProvider(t)
	h := newHouse(t, p.with)
	root, region := h.person(t, "root", story.Admin, "hq"), h.person(t, "region", story.Admin, "region")
	p.is("1", "amina@example.org", "team", "chiefs")
	amina := h.nobody(t)
	amina.single("/")
	add := func(by *person, group, office, role string) string {
		return by.must("POST", "/api/v1/group-roles", map[string]any{"group": group, "office": h.office[office].ID, "role": role})["id"].(string)
	}
	team, chiefs := add(region, "team", "field", "editor"), add(root, "chiefs", "hq", "admin")
	if again := add(region, " team ", "field", "editor"); again != team {
		t.Errorf("the same again is another: %s, %s", again, team)
	}
	if got := amina.grants(); got != "field:editor hq:admin" {
		t.Errorf("groups give %s at once", got)
	}
	if list := region.must("GET", "/api/v1/group-roles", nil)["items"].([]any); len(list) != 1 {
		t.Errorf("the region's administrator sees %v", list)
	}
	if status, _ := region.ask("DELETE", "/api/v1/group-roles/"+chiefs, nil); status != 404 {
		t.Errorf("ending what is above = %d", status)
	}
	region.must("DELETE", "/api/v1/group-roles/"+team, nil)
	if got := amina.grants(); got != "hq:admin" {
		t.Errorf("after one ended, groups give %s", got)
	}
	if status, body := root.ask("POST", "/api/v1/group-roles", map[string]any{"group": " ", "office": h.office["hq"].ID, "role": "viewer"}); status != 422 || body["code"] != "group_name" {
		t.Errorf("a group without a name = %d %v", status, body)
	}
	// Groups never take away the last administrator of the whole.
	root.must("POST", "/api/v1/members/"+string(region.id)+"/suspend", nil)
	if _, err := h.db.Pool().Exec(t.Context(), `DELETE FROM grants WHERE member = $1`, root.id); err != nil {
		t.Fatal(err)
	}
	p.is("1", "amina@example.org")
	amina.single("/")
	if got := amina.grants(); got != "hq:admin" {
		t.Errorf("the last administrator may %q", got)
	}
}

// An account that was there is joined by a verified address, and by nobody else
// after that; an administrator can part them.
func TestSingleSignOnJoins(t *testing.T) {
	t.Parallel()
	p := newProvider(t)
	h := newHouse(t, p.with)
	root := h.person(t, "root", story.Admin, "hq")
	luis := h.person(t, "luis", story.Editor, "country")
	p.is("1", "luis@example.org")
	for _, wrong := range []any{false, nil, "no"} {
		p.person["email_verified"] = wrong
		if to := h.nobody(t).single("/"); to != "/sign-in?problem=single_unverified" {
			t.Errorf("an address with email_verified %v leads to %q", wrong, to)
		}
	}
	p.is("1", "luis@example.org")
	his := h.nobody(t)
	his.single("/")
	if me := his.must("GET", "/api/v1/me", nil); me["id"] != string(luis.id) || his.grants() != "country:editor" {
		t.Errorf("he is %v", me)
	}
	p.is("2", "luis@example.org")
	if to := h.nobody(t).single("/"); to != "/sign-in?problem=single_other" {
		t.Errorf("another person with his address is led to %q", to)
	}
	root.must("POST", "/api/v1/members/"+string(luis.id)+"/untie", nil)
	if to := h.nobody(t).single("/"); to != "/" {
		t.Errorf("after they were parted it leads to %q", to)
	}
}

// Whatever does not belong to the sign-in that this browser began is refused.
func TestSingleSignOnRefuses(t *testing.T) {
	t.Parallel()
	p := newProvider(t)
	h := newHouse(t, p.with)
	p.is("1", "amina@example.org")
	in := func(b *person) bool { status, _ := b.ask("GET", "/api/v1/me", nil); return status == 200 }
	change := func(back string, key, value string) string {
		u, err := url.Parse(back)
		if err != nil {
			t.Fatal(err)
		}
		q := u.Query()
		q.Set(key, value)
		u.RawQuery = q.Encode()
		return u.String()
	}
	for name, c := range map[string]struct {
		want  string
		wrong func(map[string]any)
		back  func(string) string
	}{
		"wrong nonce":      {"single_refused", func(c map[string]any) { c["nonce"] = "another" }, nil},
		"no nonce":         {"single_refused", func(c map[string]any) { delete(c, "nonce") }, nil},
		"wrong audience":   {"single_refused", func(c map[string]any) { c["aud"] = "somebody else" }, nil},
		"wrong issuer":     {"single_refused", func(c map[string]any) { c["iss"] = "https://evil.example" }, nil},
		"expired":          {"single_refused", func(c map[string]any) { c["exp"] = time.Now().Add(-time.Minute).Unix() }, nil},
		"another answered": {"single_refused", nil, func(b string) string { return change(b, "iss", "https://evil.example") }},
		"nobody answered":  {"single_refused", nil, func(b string) string { return change(b, "iss", "") }},
		"it said no":       {"single_refused", nil, func(b string) string { return change(b, "error", "access_denied") }},
		"wrong code":       {"single_refused", nil, func(b string) string { return change(b, "code", "guessed") }},
		"wrong state":      {"single_state", nil, func(b string) string { return change(b, "state", "guessed") }},
		"no state":         {"single_state", nil, func(b string) string { return change(b, "state", "") }},
	} {
		p.wrong = c.wrong
		b := h.nobody(t)
		back := b.there("/stories")
		if c.back != nil {
			back = c.back(back)
		}
		if to := b.comes(back); !strings.HasPrefix(to, "/sign-in?") || !strings.Contains(to, "problem="+c.want) || in(b) {
			t.Errorf("%s: leads to %q, signed in: %v", name, to, in(b))
		}
	}
	p.wrong = nil

	b := h.nobody(t)
	back := b.there("/")
	if to := h.nobody(t).comes(back); to != "/sign-in?problem=single_state" {
		t.Errorf("in another browser: %q", to)
	}
	if to := b.comes(back); to != "/" || !in(b) {
		t.Errorf("in the browser that began: %q", to)
	}
	if to := b.comes(back); to != "/sign-in?problem=single_state" {
		t.Errorf("the same again: %q", to)
	}
	for _, evil := range []string{"https://evil.example", "//evil.example", `/\evil.example`, "/\t/evil.example"} {
		if to := h.nobody(t).single(evil); to != "/" {
			t.Errorf("asked to go on to %q it leads to %q", evil, to)
		}
	}
}

// Where there is none it is not offered, where it is away people are told, and
// begun in vain too often it has to wait.
func TestSingleSignOnAway(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	if ways := h.nobody(t).must("GET", "/api/v1/session", nil); ways["single"] != "" {
		t.Errorf("without a provider the door offers %v", ways)
	}
	if to := h.nobody(t).comes("/sign-in/single"); to != "/sign-in?problem=not_found" {
		t.Errorf("without a provider: %q", to)
	}
	p := newProvider(t)
	p.Close()
	away := newHouse(t, p.with)
	if to := away.nobody(t).comes("/sign-in/single?next=/stories"); to != "/sign-in?next=%2Fstories&problem=single_away" {
		t.Errorf("with one that is away: %q", to)
	}
	now := time.Now()
	up := newProvider(t)
	up.is("1", "amina@example.org")
	h = newHouse(t, up.with, func(c *auth.Config) { c.Now = func() time.Time { return now } })
	late := h.nobody(t)
	back := late.there("/")
	now = now.Add(story.SingleLasts + time.Second)
	if to := late.comes(back); to != "/sign-in?problem=single_state" {
		t.Errorf("after %v: %q", story.SingleLasts, to)
	}
	for range story.GuessesNetwork {
		h.nobody(t).raw("GET", "/sign-in/single", nil, nil)
	}
	if to := h.nobody(t).comes("/sign-in/single"); to != "/sign-in?problem=too_many" {
		t.Errorf("begun once too often: %q", to)
	}
}
