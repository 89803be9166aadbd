package story

import (
	"fmt"
	"strings"
	"testing"
)

// Only a path of our own is gone on to.
func TestReturnPath(t *testing.T) {
	for asked, want := range map[string]string{
		"/stories/1?tab=clips#end":      "/stories/1?tab=clips#end",
		"":                              "/",
		"stories":                       "/",
		"//evil.example":                "/",
		`/\evil.example`:                "/",
		"/\t/evil.example":              "/",
		"/\n/evil.example":              "/",
		"https://evil.example":          "/",
		"javascript:alert(1)":           "/",
		"/" + strings.Repeat("a", 2000): "/",
	} {
		if got := ReturnPath(asked); got != want {
			t.Errorf("ReturnPath(%q) = %q, want %q", asked, got, want)
		}
	}
}

// Roles by groups become exactly what the groups say, but for the last
// administrator of the whole.
func TestRegroup(t *testing.T) {
	root, field := Grant{Office: "hq", Path: "a", Role: Admin}, Grant{Office: "field", Path: "a.b", Role: Editor}
	for _, c := range []struct {
		held, said   []Grant
		alone        bool
		ended, begun string
	}{
		{nil, []Grant{field}, false, "", "field:editor"},
		{[]Grant{field}, []Grant{field}, false, "", ""},
		{[]Grant{field, root}, nil, false, "field:editor hq:admin", ""},
		{[]Grant{field, root}, nil, true, "field:editor", ""},
		{[]Grant{field}, []Grant{root}, false, "field:editor", "hq:admin"},
	} {
		words := func(list []Grant) string {
			var out []string
			for _, g := range list {
				out = append(out, fmt.Sprintf("%s:%s", g.Office, g.Role))
			}
			return strings.Join(out, " ")
		}
		ended, begun := Regroup(c.held, c.said, c.alone)
		if words(ended) != c.ended || words(begun) != c.begun {
			t.Errorf("Regroup(%v, %v, %v) ends %q and begins %q, want %q and %q", c.held, c.said, c.alone, words(ended), words(begun), c.ended, c.begun)
		}
	}
}

// What single sign-on says is tidied, and refused where the address is nobody's.
func TestIdentity(t *testing.T) {
	i := Identity{Issuer: "x", Subject: "1", Email: "Amina@Example.org", Verified: true, Groups: []string{"b", "", "a", "b", strings.Repeat("x", 201)}}
	if err := i.Check(); err != nil || i.Email != "amina@example.org" || i.Name != "amina" || fmt.Sprint(i.Groups) != "[a b]" {
		t.Errorf("%+v (%v)", i, err)
	}
	for _, bad := range []Identity{{Subject: "1", Email: "a@example.org"}, {Subject: "1", Verified: true}, {Email: "a@example.org", Verified: true}, {Subject: strings.Repeat("x", 256), Email: "a@example.org", Verified: true}} {
		if err := bad.Check(); err == nil {
			t.Errorf("%+v was taken", bad)
		}
	}
}
