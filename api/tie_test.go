package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"fieldstory/auth"
	"fieldstory/story"
)

// Whoever came in by single sign-on, and whose groups give nothing, sees nothing.
// An administrator of everything finds them, reads why, and helps.
func TestWhoHoldsNoRole(t *testing.T) {
	t.Parallel()
	p := newProvider(t)
	h := newHouse(t, p.with)
	root, region := h.person(t, "root", story.Admin, "hq"), h.person(t, "region", story.Admin, "region")
	boss := h.person(t, "boss", story.Editor, "hq")
	p.is("1", "amina@example.org", "of no use here", "nor this")
	amina := h.nobody(t)
	amina.single("/")
	id := amina.must("GET", "/api/v1/me", nil)["id"].(string)
	at := "/api/v1/members/" + id
	list := func(by *person, query string) string {
		return fmt.Sprint(names(by.must("GET", "/api/v1/members"+query, nil)["items"]))
	}
	for _, c := range []struct {
		by          *person
		query, want string
	}{
		{root, "", "[Amina Yusuf boss region root]"}, {root, "?role=none", "[Amina Yusuf]"}, {root, "?q=yusuf", "[Amina Yusuf]"},
		{root, "?role=editor", "[boss]"}, {root, "?role=none&office=" + string(h.office["field"].ID), "[]"},
		{region, "", "[region]"}, {region, "?role=none", "[]"}, {region, "?q=yusuf", "[]"}, {boss, "", "[]"}, {boss, "?role=none", "[]"},
	} {
		if got := list(c.by, c.query); got != c.want {
			t.Errorf("people%s are %s, want %s", c.query, got, c.want)
		}
	}
	told := root.must("GET", at, nil)
	if ties := told["single"].([]any); told["may_hold"] != true || len(ties) != 1 || fmt.Sprint(ties[0].(map[string]any)["groups"]) != "[nor this of no use here]" {
		t.Errorf("headquarters is told %v", told)
	}
	for _, by := range []*person{region, boss, amina} {
		for _, c := range [][2]string{{"GET", ""}, {"POST", "/suspend"}, {"POST", "/link"}, {"POST", "/untie"}} {
			if status, _ := by.ask(c[0], at+c[1], nil); status != 404 {
				t.Errorf("%s %s by somebody who is not to know of them = %d", c[0], c[1], status)
			}
		}
	}
	root.must("POST", at+"/suspend", nil)
	root.must("POST", at+"/restore", nil)
	root.must("PUT", at+"/roles/"+string(h.office["field"].ID), map[string]any{"roles": []string{"editor"}})
	if got := list(region, ""); got != "[Amina Yusuf region]" {
		t.Errorf("with a role below it the region sees %s", got)
	}
	if told := region.must("GET", at, nil); len(told["single"].([]any)) != 1 {
		t.Errorf("who may hold the account is told %v", told)
	}
	// Whoever administers one of two offices is told no more than that.
	root.must("PUT", at+"/roles/"+string(h.office["hq"].ID), map[string]any{"roles": []string{"viewer"}})
	if told := region.must("GET", at, nil); told["single"] != nil {
		t.Errorf("who may not hold the account is told %v", told)
	}
	for _, office := range []string{"field", "hq"} {
		root.must("PUT", at+"/roles/"+string(h.office[office].ID), map[string]any{"roles": []string{}})
	}
	if got := list(root, "?role=none"); got != "[Amina Yusuf]" {
		t.Errorf("after their last role was taken headquarters sees %s", got)
	}
}

// Parted from single sign-on, an account loses what came of it: roles by groups
// and the sessions that began with it. What was given by hand stays.
func TestUntie(t *testing.T) {
	t.Parallel()
	p := newProvider(t)
	h := newHouse(t, p.with)
	root := h.person(t, "root", story.Admin, "hq")
	luis := h.person(t, "luis", story.Viewer, "country")
	root.must("POST", "/api/v1/group-roles", map[string]any{"group": "team", "office": h.office["field"].ID, "role": "editor"})
	p.is("1", "luis@example.org", "team")
	his := h.nobody(t)
	his.single("/")
	if got := his.grants(); got != "country:viewer field:editor" {
		t.Errorf("he holds %s", got)
	}
	at := "/api/v1/members/" + string(luis.id)
	for range 2 { // the second time there is nothing to part
		root.must("POST", at+"/untie", nil)
	}
	if status, _ := his.ask("GET", "/api/v1/me", nil); status != 401 {
		t.Errorf("the session by single sign-on goes on: %d", status)
	}
	if got := luis.grants(); got != "country:viewer" {
		t.Errorf("parted, he holds %s", got)
	}
	if told := root.must("GET", at, nil); len(told["single"].([]any)) != 0 {
		t.Errorf("parted, headquarters is told %v", told)
	}
	if list := root.must("GET", "/api/v1/audit?what=member.untied&subject="+string(luis.id), nil)["items"].([]any); len(list) != 1 {
		t.Errorf("the log tells %v", list)
	}
}

// People part their own account: in person, soon after they came in, and with
// another way in.
func TestUntieOneself(t *testing.T) {
	t.Parallel()
	p := newProvider(t)
	now := time.Now()
	h := newHouse(t, p.with, func(c *auth.Config) { c.Now = func() time.Time { return now } })
	root := h.person(t, "root", story.Admin, "hq")
	root.must("POST", "/api/v1/group-roles", map[string]any{"group": "team", "office": h.office["field"].ID, "role": "editor"})
	p.is("1", "amina@example.org", "team")
	amina, elsewhere := h.nobody(t), h.nobody(t)
	amina.single("/")
	elsewhere.single("/")
	own := func() (n int, other any) {
		got := amina.must("GET", "/api/v1/me/single", nil)
		return len(got["items"].([]any)), got["other_way"]
	}
	if n, other := own(); n != 1 || other != false {
		t.Errorf("she is known %d times, another way: %v", n, other)
	}
	if status, body := amina.ask("DELETE", "/api/v1/me/single", nil); status != 409 || body["code"] != "single_only_way" {
		t.Errorf("parting from the only way in = %d %v", status, body)
	}
	amina.must("POST", "/api/v1/recovery-codes", nil)
	now = now.Add(time.Hour + time.Second)
	p.wrong = func(c map[string]any) { c["exp"] = now.Add(time.Minute).Unix() } // it is later there too
	if status, body := amina.ask("DELETE", "/api/v1/me/single", nil); status != 403 || body["code"] != "sign_in_again" {
		t.Errorf("parting after an hour = %d %v", status, body)
	}
	amina.single("/")
	if n, other := own(); n != 1 || other != true {
		t.Errorf("with codes she is known %d times, another way: %v", n, other)
	}
	amina.must("DELETE", "/api/v1/me/single", nil)
	if n, _ := own(); n != 0 || amina.grants() != "" {
		t.Errorf("parted, she is known %d times and holds %s", n, amina.grants())
	}
	if status, _ := elsewhere.ask("GET", "/api/v1/me", nil); status != 401 {
		t.Errorf("another session by single sign-on goes on: %d", status)
	}
	again := h.nobody(t)
	again.single("/")
	if got := again.grants(); got != "field:editor" {
		t.Errorf("found again by her address she holds %s", got)
	}
}

// Before a group's role ends it is told who would lose it: not those who hold
// it by another group too, or by hand.
func TestWhoLosesAGroupsRole(t *testing.T) {
	t.Parallel()
	p := newProvider(t)
	h := newHouse(t, p.with)
	root, region := h.person(t, "root", story.Admin, "hq"), h.person(t, "region", story.Admin, "region")
	add := func(group, office string) string {
		return root.must("POST", "/api/v1/group-roles", map[string]any{"group": group, "office": h.office[office].ID, "role": "editor"})["id"].(string)
	}
	team := add("team", "field")
	add("chiefs", "field")
	above := add("team", "hq")
	for subject, groups := range map[string][]string{"ines": {"team"}, "bela": {"team", "elsewhere"}, "carl": {"team", "chiefs"}, "dora": {"chiefs"}} {
		p.is(subject, subject+"@example.org", groups...)
		p.person["name"] = subject
		h.nobody(t).single("/")
	}
	luis := h.person(t, "luis", story.Editor, "field")
	p.is("luis", "luis@example.org", "team")
	h.nobody(t).single("/")
	loss := region.must("GET", "/api/v1/group-roles/"+team+"/loss", nil)
	if got := fmt.Sprint(loss["count"], names(loss["first"])); got != "2 [bela ines]" {
		t.Errorf("who would lose it: %s", got)
	}
	for _, g := range root.must("GET", "/api/v1/group-roles", nil)["items"].([]any) {
		if g := g.(map[string]any); g["group"] == "team" && g["people"] != 4.0 {
			t.Errorf("in the group are %v", g)
		}
	}
	if status, _ := region.ask("GET", "/api/v1/group-roles/"+above+"/loss", nil); status != 404 {
		t.Errorf("of a role above = %d", status)
	}
	region.must("DELETE", "/api/v1/group-roles/"+team, nil)
	if got := luis.grants(); got != "field:editor hq:editor" {
		t.Errorf("who holds it by hand keeps %s", got)
	}
}

// What groups gave a token ends with it: parted from single sign-on, without the
// group's role, or suspended, its owner reaches no further by it than in person.
func TestTokensEndWithTheRole(t *testing.T) {
	t.Parallel()
	p := newProvider(t)
	h := newHouse(t, p.with)
	root, amina := h.person(t, "root", story.Admin, "hq"), h.person(t, "amina", story.Contributor, "field")
	of := submitted(amina, 1)[0]["id"].(string)
	luis := h.nobody(t)
	p.is("1", "luis@example.org", "team")
	luis.single("/")
	id := luis.must("GET", "/api/v1/me", nil)["id"].(string)
	script := luis.scripted()
	at := "/api/v1/members/" + id
	role := func() string {
		return root.must("POST", "/api/v1/group-roles", map[string]any{"group": "team", "office": h.office["field"].ID, "role": "editor"})["id"].(string)
	}
	sees := func(when string, want int) {
		t.Helper()
		if status, _ := script.ask("GET", "/api/v1/stories/"+of, nil); status != want {
			t.Errorf("%s the token = %d, want %d", when, status, want)
		}
	}
	group := role()
	sees("with the group's role", 200)
	root.must("DELETE", "/api/v1/group-roles/"+group, nil)
	sees("without the group's role", 404)
	role()
	sees("with it again", 200)
	root.must("POST", at+"/untie", nil)
	sees("parted from single sign-on", 404)
	luis.single("/")
	sees("found again", 200)
	root.must("POST", at+"/suspend", nil)
	sees("suspended", 401)
}

// scripted is somebody through a token that they made.
func (p *person) scripted() *person {
	p.t.Helper()
	token := p.must("POST", "/api/v1/tokens", map[string]any{"name": "a script", "reach": "all"})["token"].(string)
	return &person{t: p.t, h: p.h, token: token, http: http.DefaultClient}
}

// An address that was given to somebody else: they get the account, and nothing
// that the person before came in with opens it any more. Whoever is the same
// there keeps it all.
func TestAccountHandedOn(t *testing.T) {
	t.Parallel()
	p := newProvider(t)
	h := newHouse(t, p.with)
	root := h.person(t, "root", story.Admin, "hq")
	root.must("POST", "/api/v1/group-roles", map[string]any{"group": "team", "office": h.office["field"].ID, "role": "editor"})
	p.is("1", "press@example.org")
	before := h.nobody(t)
	before.single("/")
	id := before.must("GET", "/api/v1/me", nil)["id"].(string)
	script := before.scripted()
	codes := before.must("POST", "/api/v1/recovery-codes", nil)["codes"].([]any)
	elsewhere := h.nobody(t)
	elsewhere.must("POST", "/api/v1/session/code", map[string]any{"email": "press@example.org", "code": codes[0]})
	link := root.must("POST", "/api/v1/members/"+id+"/link", nil)["link"].(string)
	untie := func() { root.must("POST", "/api/v1/members/"+id+"/untie", nil) }

	untie()
	h.nobody(t).single("/") // the same person there
	for who, b := range map[string]*person{"the token": script, "a session by a code": elsewhere} {
		if status, _ := b.ask("GET", "/api/v1/me", nil); status != 200 {
			t.Errorf("%s of whoever is the same there = %d", who, status)
		}
	}

	untie()
	p.is("2", "press@example.org", "team")
	after := h.nobody(t)
	after.single("/")
	if me := after.must("GET", "/api/v1/me", nil); me["id"] != id || after.grants() != "field:editor" {
		t.Errorf("the next one is %v with %s", me, after.grants())
	}
	for who, b := range map[string]*person{"the token": script, "a session by a code": elsewhere} {
		if status, _ := b.ask("GET", "/api/v1/me", nil); status != 401 {
			t.Errorf("%s of the one before = %d, want 401", who, status)
		}
	}
	if status, _ := h.nobody(t).ask("POST", "/api/v1/session/code", map[string]any{"email": "press@example.org", "code": codes[1]}); status != 401 {
		t.Errorf("a recovery code of the one before = %d, want 401", status)
	}
	if status, _, _ := h.nobody(t).raw("POST", link[strings.Index(link, "/sign-in/"):], nil, nil); status != 422 {
		t.Errorf("a sign-in link of the one before = %d, want 422", status)
	}
	if list := root.must("GET", "/api/v1/audit?what=member.handed_on&subject="+id, nil)["items"].([]any); len(list) != 1 {
		t.Errorf("the log tells %v", list)
	}
}
