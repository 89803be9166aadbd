package story_test

import (
	"errors"
	"testing"

	"fieldstory/story"
)

// Somebody without any role is known to those who administer everything, and to
// nobody else.
func TestWhoKnowsOfAMember(t *testing.T) {
	t.Parallel()
	at := func(path story.Path, r story.Role) story.Scope {
		return story.Scope{Member: "m", Grants: []story.Grant{{Path: path, Role: r}}}
	}
	of := func(paths ...story.Path) (m story.Granted) {
		for _, p := range paths {
			m.Grants = append(m.Grants, story.Grant{Path: p, Role: story.Viewer})
		}
		return m
	}
	for name, c := range map[string]struct {
		who         story.Scope
		member      story.Granted
		knows, hold bool
	}{
		"everything, no role":         {at("hq", story.Admin), of(), true, true},
		"a region, no role":           {at("hq.west", story.Admin), of(), false, false},
		"no administrator, no role":   {at("hq", story.Editor), of(), false, false},
		"a region, below":             {at("hq.west", story.Admin), of("hq.west.a"), true, true},
		"a region, below and beside":  {at("hq.west", story.Admin), of("hq.west.a", "hq.east"), true, false},
		"a region, beside":            {at("hq.west", story.Admin), of("hq.east"), false, false},
		"no administrator, their own": {at("hq.west", story.Publisher), of("hq.west"), false, false},
	} {
		if got := c.who.Knows(c.member); got != c.knows {
			t.Errorf("%s: knows = %v, want %v", name, got, c.knows)
		}
		err := c.who.MayHold(c.member)
		if got := err == nil; got != c.hold {
			t.Errorf("%s: may hold = %v, want %v", name, err, c.hold)
		}
		if !c.knows && !errors.Is(err, story.NotFound()) {
			t.Errorf("%s: a stranger is told %v", name, err)
		}
	}
}

// Whoever has no other way in keeps the one they have.
func TestOnlyWayIn(t *testing.T) {
	t.Parallel()
	if err := (story.Ways{}).MayUntie(); story.AsProblem(err).Code != "single_only_way" {
		t.Errorf("without another way in: %v", err)
	}
	for _, w := range []story.Ways{{Password: true}, {Passkeys: 1}, {Codes: 1}} {
		if err := w.MayUntie(); err != nil {
			t.Errorf("%+v: %v", w, err)
		}
	}
}
