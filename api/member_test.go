package api_test

import (
	"fmt"
	"strings"
	"testing"

	"fieldstory/story"
)

// People are found, given roles and have them taken, kept out and let in
// again, by those who may.
func TestMembers(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	root := h.person(t, "root", story.Admin, "hq")
	region := h.person(t, "Régine", story.Admin, "region")
	amina := h.person(t, "amina", story.Contributor, "field")
	h.person(t, "boss", story.Viewer, "hq")
	find := func(p *person, query string) string {
		return fmt.Sprint(names(p.must("GET", "/api/v1/members"+query, nil)["items"]))
	}
	field := string(h.office["field"].ID)
	for query, want := range map[string]string{"": "[amina boss Régine root]", "?q=regine": "[Régine]", "?q=AMINA@example": "[amina]", "?role=viewer": "[boss]", "?office=" + field: "[amina]", "?limit=1": "[amina]"} {
		if got := find(root, query); got != want {
			t.Errorf("people%s are %s, want %s", query, got, want)
		}
	}
	if got := find(region, ""); got != "[amina Régine]" {
		t.Errorf("the region's administrator sees %s", got)
	}
	if got := find(amina, ""); got != "[]" {
		t.Errorf("a contributor sees %s", got)
	}
	page := root.must("GET", "/api/v1/members?limit=3", nil)
	if got := find(root, "?limit=3&cursor="+page["next_cursor"].(string)); got != "[root]" {
		t.Errorf("the second page is %s", got)
	}

	at := "/api/v1/members/" + string(amina.id)
	roles := func(p *person) (out string) {
		for _, g := range p.must("GET", "/api/v1/me", nil)["grants"].([]any) {
			g := g.(map[string]any)
			out += fmt.Sprint(g["office_name"], ":", g["role"], " ")
		}
		return out
	}
	region.must("PUT", at+"/roles/"+field, map[string]any{"roles": []string{"editor", "viewer"}})
	region.must("PUT", at+"/roles/"+string(h.office["country"].ID), map[string]any{"roles": []string{"publisher"}})
	if got := roles(amina); got != "country:publisher field:editor field:viewer " {
		t.Errorf("after the change the roles are %s", got)
	}
	hq := string(h.office["hq"].ID)
	for _, c := range []struct {
		who          *person
		method, path string
		body         any
		want         int
		code         string
	}{
		{region, "PUT", at + "/roles/" + hq, map[string]any{"roles": []string{"admin"}}, 403, "forbidden"},
		{amina, "PUT", at + "/roles/" + field, map[string]any{"roles": []string{"admin"}}, 404, "not_found"},
		{region, "PUT", "/api/v1/members/" + string(root.id) + "/roles/" + field, map[string]any{"roles": []string{"viewer"}}, 404, "not_found"},
		{region, "POST", "/api/v1/members/" + string(root.id) + "/suspend", nil, 404, "not_found"},
		{region, "POST", "/api/v1/members/" + string(root.id) + "/link", nil, 404, "not_found"},
		{root, "PUT", "/api/v1/members/" + string(root.id) + "/roles/" + hq, map[string]any{"roles": []string{}}, 409, "last_admin"},
		{root, "POST", "/api/v1/members/" + string(root.id) + "/suspend", nil, 409, "suspend_self"},
		{root, "PUT", at + "/roles/" + field, map[string]any{"roles": []string{"king"}}, 422, "role"},
	} {
		if status, p := c.who.ask(c.method, c.path, c.body); status != c.want || p["code"] != c.code {
			t.Errorf("%s %s = %d %v, want %d %s", c.method, c.path, status, p, c.want, c.code)
		}
	}

	// Whoever holds a role elsewhere too belongs to no single administrator.
	root.must("PUT", at+"/roles/"+hq, map[string]any{"roles": []string{"viewer"}})
	for _, verb := range []string{"/suspend", "/link"} {
		if status, p := region.ask("POST", at+verb, nil); status != 403 {
			t.Errorf("%s by the administrator of one of two offices = %d %v", verb, status, p)
		}
	}
	if got := region.must("GET", at, nil); got["may_hold"] != false || len(got["grants"].([]any)) != 3 {
		t.Errorf("the region's administrator sees %v", got)
	}
	root.must("PUT", at+"/roles/"+hq, map[string]any{"roles": []string{}})

	region.must("POST", at+"/suspend", nil)
	if status, _ := amina.ask("GET", "/api/v1/me", nil); status != 401 {
		t.Errorf("a suspended person's token = %d", status)
	}
	if status, p := region.ask("POST", at+"/link", nil); status != 409 || p["code"] != "suspended" {
		t.Errorf("a link for a suspended person = %d %v", status, p)
	}
	region.must("POST", at+"/restore", nil)
	amina.must("GET", "/api/v1/me", nil)

	link := region.must("POST", at+"/link", nil)["link"].(string)
	phone := h.nobody(t)
	phone.raw("POST", strings.TrimPrefix(link, h.url), nil, nil)
	if me := phone.must("GET", "/api/v1/me", nil); me["email"] != "amina@example.org" {
		t.Errorf("the new link let in %v", me)
	}
}

// Whoever knows an address can give its owner a role, and does not gain their
// account by it: an author's stories from elsewhere would come with it.
func TestARoleGainsNoAccount(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.office["other"] = h.beside(t, "region", "other")
	root, omar := h.person(t, "root", story.Admin, "hq"), h.person(t, "omar", story.Admin, "other")
	amina := h.person(t, "amina", story.Contributor, "field")
	amina.must("POST", "/api/v1/stories", map[string]any{"title": "What only she knows"})
	root.must("PUT", "/api/v1/members/"+string(amina.id)+"/roles/"+string(h.office["field"].ID), map[string]any{"roles": []string{}})

	omar.must("POST", "/api/v1/members", map[string]any{"name": "Amina", "email": "amina@example.org", "office": h.office["other"].ID, "role": "viewer"})
	at := "/api/v1/members/" + string(amina.id)
	if me := omar.must("GET", at, nil); me["may_hold"] != false {
		t.Errorf("the account is offered to whoever gave a role: %v", me)
	}
	for _, verb := range []string{"/link", "/suspend", "/untie"} {
		if status, out := omar.ask("POST", at+verb, nil); status != 403 {
			t.Errorf("%s = %d %v, want 403", verb, status, out)
		}
	}
	if status, out := root.ask("POST", at+"/link", nil); status != 200 {
		t.Errorf("headquarters makes a link = %d %v", status, out)
	}
}
