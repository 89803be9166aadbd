package story_test

import (
	"errors"
	"testing"

	"fieldstory/story"
)

// Who may have an original, by role and place, restricted or not.
func TestWhoMayHaveAnOriginal(t *testing.T) {
	t.Parallel()
	tr := newTree()
	for name, c := range map[string]struct {
		who              story.Scope
		open, restricted bool
	}{
		"its author":                   {scope("amina", story.Contributor, tr.field), true, false},
		"an author who is a custodian": {scope("amina", story.Custodian, tr.field), true, true},
		"a viewer":                     {scope("v", story.Viewer, tr.hq), false, false},
		"an editor":                    {scope("ed", story.Editor, tr.country), true, false},
		"a publisher":                  {scope("pub", story.Publisher, tr.country), true, false},
		"an administrator of all":      {scope("root", story.Admin, tr.hq), true, false},
		"a custodian where it is from": {scope("cus", story.Custodian, tr.field), true, true},
		"a custodian where it stands":  {scope("cus", story.Custodian, tr.country), true, true},
		"a custodian above":            {scope("cus", story.Custodian, tr.hq), true, true},
		"a custodian beside":           {scope("cus", story.Custodian, tr.other), false, false},
		"somebody without a role":      {scope("none", story.Viewer), false, false},
	} {
		st := dossier(tr, story.Waiting).Story
		if got := c.who.MayHaveOriginal(&st); got != c.open {
			t.Errorf("%s may have an original: %v, want %v", name, got, c.open)
		}
		st.Restricted = true
		if got := c.who.MayHaveOriginal(&st); got != c.restricted {
			t.Errorf("%s may have a restricted original: %v, want %v", name, got, c.restricted)
		}
		if c.who.MayKnowDevice(&st) != c.restricted {
			t.Errorf("%s may know place and serial number of a restricted clip: %v, want %v", name, !c.restricted, c.restricted)
		}
	}
	draft := dossier(tr, story.Draft).Story
	if scope("cus", story.Custodian, tr.hq).MayHaveOriginal(&draft) {
		t.Error("a custodian has the original of somebody's draft")
	}
}

// Restricting is for many, lifting for few, and high risk for nobody to undo.
func TestWhoRestricts(t *testing.T) {
	t.Parallel()
	tr := newTree()
	for name, c := range map[string]struct {
		who       story.Scope
		set, lift string // code of the refusal, "" = done
	}{
		"its author, while it is elsewhere": {scope("amina", story.Contributor, tr.field), "forbidden", "restricted_lift"},
		"a viewer":                          {scope("v", story.Viewer, tr.country), "forbidden", "restricted_lift"},
		"an editor":                         {scope("ed", story.Editor, tr.country), "", "restricted_lift"},
		"an editor below":                   {scope("ed", story.Editor, tr.field), "forbidden", "restricted_lift"},
		"a publisher":                       {scope("pub", story.Publisher, tr.region), "", "restricted_lift"},
		"an administrator":                  {scope("root", story.Admin, tr.hq), "", ""},
		"a custodian":                       {scope("cus", story.Custodian, tr.country), "", ""},
		"a custodian below":                 {scope("cus", story.Custodian, tr.field), "forbidden", "restricted_lift"},
		"a stranger":                        {scope("z", story.Admin, tr.other), "not_found", "not_found"},
	} {
		for _, on := range []bool{true, false} {
			d, want := dossier(tr, story.Waiting), map[bool]string{true: c.set, false: c.lift}[on]
			d.Story.Restricted = !on
			offered := d.MayRestrict(c.who)
			err := d.Edit(c.who, story.Card{Restricted: &on}, now)
			code := ""
			if p, ok := errors.AsType[*story.Problem](err); ok {
				code = p.Code
			}
			if code != want || offered != (want == "") || d.Story.Restricted != (on == (want == "")) {
				t.Errorf("%s says restricted %v: %v, offered %v, restricted now %v; want %q", name, on, err, offered, d.Story.Restricted, want)
			}
			if wrote := len(d.Entries); wrote != map[bool]int{true: 1, false: 0}[want == ""] {
				t.Errorf("%s says restricted %v: %d entries for the log", name, on, wrote)
			}
		}
	}

	// Somebody who may only restrict changes nothing else along with it.
	d, on, title := dossier(tr, story.Waiting), true, "Another"
	if err := d.Edit(scope("pub", story.Publisher, tr.country), story.Card{Restricted: &on, Title: &title}, now); err == nil || d.Story.Restricted || d.Story.Title == title {
		t.Errorf("a publisher changed the title with the restriction: %v", err)
	}
}

func TestHighRiskRestricts(t *testing.T) {
	t.Parallel()
	tr := newTree()
	editor, root, custodian := scope("ed", story.Editor, tr.country), scope("root", story.Admin, tr.hq), scope("cus", story.Custodian, tr.hq)
	high, low, off := story.RiskHigh, story.RiskLow, false
	d := dossier(tr, story.Waiting)
	if err := d.Edit(editor, story.Card{Risk: &high}, now); err != nil || !d.Story.Restricted {
		t.Fatalf("high risk: restricted = %v, %v", d.Story.Restricted, err)
	}
	for _, who := range []story.Scope{root, custodian} {
		if p, ok := errors.AsType[*story.Problem](d.Edit(who, story.Card{Restricted: &off}, now)); !ok || p.Code != "restricted_risk" || d.MayRestrict(who) {
			t.Errorf("%s lifts what high risk restricts: %v, offered %v", who.Name, p, d.MayRestrict(who))
		}
	}
	// Lowering the risk is no way around.
	if err := d.Edit(editor, story.Card{Risk: &low}, now); err != nil || !d.Story.Restricted || editor.MayHaveOriginal(&d.Story) {
		t.Errorf("after the risk was lowered: restricted = %v, the editor has the original: %v, %v", d.Story.Restricted, editor.MayHaveOriginal(&d.Story), err)
	}
	if err := d.Edit(custodian, story.Card{Restricted: &off}, now); err != nil || d.Story.Restricted || !editor.MayHaveOriginal(&d.Story) {
		t.Errorf("a custodian could not lift it then: %v", err)
	}
	if err := d.Edit(root, story.Card{Risk: &high, Restricted: &off}, now); err == nil {
		t.Error("high risk was taken together with open originals")
	}

	made, err := story.NewStory(scope("amina", story.Contributor, tr.field), tr.field, story.Card{Title: new("A well"), Risk: &high}, now)
	if err != nil || !made.Story.Restricted {
		t.Errorf("a new story of high risk: %+v, %v", made, err)
	}
}

// The source's own pictures are kept with the original; what is encoded is not.
func TestWhoWatchesWhat(t *testing.T) {
	t.Parallel()
	tr := newTree()
	st := dossier(tr, story.Waiting).Story
	list := []story.Rendition{{Name: "720p", Kind: story.KindLadder}, {Name: "audio", Kind: story.KindAudio}, {Name: story.SourceName, Kind: story.KindSource}}
	editor := scope("ed", story.Editor, tr.country)
	if got := editor.Watches(&st, list); len(got) != 3 {
		t.Errorf("an editor watches %v", got)
	}
	st.Restricted = true
	if got := editor.Watches(&st, list); len(got) != 2 || len(list) != 3 || list[2].Kind != story.KindSource {
		t.Errorf("an editor watches %v of what is restricted", got)
	}
	if got := scope("cus", story.Custodian, tr.country).Watches(&st, list); len(got) != 3 {
		t.Errorf("a custodian watches %v of what is restricted", got)
	}
	sheet := story.Sheet{Dossier: story.Dossier{Story: st}, Footage: []story.Clip{{ID: "c", Renditions: list[2:]}, {ID: "d", Renditions: list}}}
	if p := sheet.Public(story.Publication{Slug: "x"}); len(p.Videos) != 1 || p.Videos[0].Clip != "d" || p.Videos[0].Rendition.Kind != story.KindLadder {
		t.Errorf("the public has %+v of what is restricted", p.Videos)
	}
}
