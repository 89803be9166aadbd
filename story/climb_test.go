package story_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"fieldstory/story"
)

var now = time.Date(2026, 3, 9, 12, 0, 0, 0, time.UTC)

// tree is headquarters → region → country → field team, and a second country.
type tree struct{ hq, region, country, field, other story.Office }

func newTree() tree {
	var t tree
	var above *story.Office
	for _, o := range []struct {
		at    *story.Office
		id    story.OfficeID
		below *story.Office
	}{{&t.hq, "hq", nil}, {&t.region, "region", &t.hq}, {&t.country, "country", &t.region}, {&t.field, "field", &t.country}, {&t.other, "other", &t.region}} {
		above = o.below
		*o.at = story.Office{ID: o.id, Name: string(o.id), Path: story.Path(story.PathLabel(o.id))}
		if above != nil {
			o.at.Parent, o.at.Path = above.ID, above.Path+"."+o.at.Path
		}
	}
	return t
}

func (t tree) above(id story.OfficeID) []story.Office {
	all := []story.Office{t.field, t.country, t.region, t.hq}
	return all[slices.IndexFunc(all, func(o story.Office) bool { return o.ID == id }):]
}

func scope(id story.MemberID, role story.Role, at ...story.Office) story.Scope {
	s := story.Scope{Member: id, Name: string(id)}
	for _, o := range at {
		s.Grants = append(s.Grants, story.Grant{Office: o.ID, Path: o.Path, Name: o.Name, Role: role})
	}
	return s
}

// dossier is a story of amina's in the field office at any stage, standing at the country office.
func dossier(t tree, stage story.Stage) *story.Dossier {
	return &story.Dossier{
		Story: story.Story{ID: "s", Title: "A well", Stage: stage, Risk: story.RiskLow, Author: story.Actor{ID: "amina"},
			Office: t.field.ID, OfficePath: t.field.Path, OfficeName: t.field.Name,
			StandsAt: t.country.ID, StandsPath: t.country.Path, StandsName: t.country.Name},
		Above: t.above("country"),
		Clips: []story.ClipBrief{{ID: "c", State: story.Ready, Watchable: true}},
	}
}

// Every verb from every stage by everyone: the whole machine on one page.
func TestVerbs(t *testing.T) {
	t.Parallel()
	tr := newTree()
	author := scope("amina", story.Contributor, tr.field)
	editor := scope("ed", story.Editor, tr.country)
	publisher := scope("pub", story.Publisher, tr.country)
	admin := scope("root", story.Admin, tr.hq)
	above := scope("boss", story.Editor, tr.hq)
	beside := scope("beside", story.Editor, tr.other)
	everyone := map[string]story.Scope{"author": author, "editor": editor, "publisher": publisher, "admin": admin, "above": above, "beside": beside, "nobody": {}}

	type line struct {
		from []story.Stage
		by   []string
		to   story.Stage
	}
	rules := map[story.Verb]line{
		story.VerbSubmit:   {[]story.Stage{story.Draft, story.Returned}, []string{"author", "admin"}, story.Waiting},
		story.VerbRaise:    {[]story.Stage{story.Waiting, story.Kept}, []string{"editor", "admin", "above"}, story.Waiting},
		story.VerbPull:     {[]story.Stage{story.Waiting, story.Kept, story.Declined}, []string{"above", "admin"}, story.Waiting},
		story.VerbReturn:   {[]story.Stage{story.Waiting}, []string{"editor", "admin", "above"}, story.Returned},
		story.VerbKeep:     {[]story.Stage{story.Waiting}, []string{"editor", "admin", "above"}, story.Kept},
		story.VerbDecline:  {[]story.Stage{story.Waiting}, []string{"editor", "admin", "above"}, story.Declined},
		story.VerbClear:    {[]story.Stage{story.Waiting, story.Kept}, []string{"publisher", "admin"}, story.Cleared},
		story.VerbWithdraw: {[]story.Stage{story.Draft, story.Waiting, story.Returned, story.Kept, story.Declined, story.Cleared}, []string{"publisher", "admin"}, story.Withdrawn},
	}
	for verb, rule := range rules {
		for _, from := range story.Stages() {
			for name, who := range everyone {
				d := dossier(tr, from)
				before := d.Story
				err := d.Decide(who, verb, "because", now)
				// A draft is nobody's business but its author's and an administrator's;
				// whoever does not see it may still hold the role, and storage never loads it for them.
				want := slices.Contains(rule.from, from) && slices.Contains(rule.by, name)
				if got := err == nil; got != want {
					t.Errorf("%s %s from %s: error %v, want allowed = %v", name, verb, from, err, want)
					continue
				}
				if err != nil {
					if d.Story.Stage != before.Stage || d.Story.StandsAt != before.StandsAt || len(d.Steps) != 0 {
						t.Errorf("%s %s from %s was refused and changed the story", name, verb, from)
					}
					if name == "beside" && !errors.Is(err, story.NotFound()) {
						t.Errorf("%s %s from %s = %v, want not found", name, verb, from, err)
					}
					continue
				}
				if d.Story.Stage != rule.to {
					t.Errorf("%s %s from %s leads to %s, want %s", name, verb, from, d.Story.Stage, rule.to)
				}
				if len(d.Steps) != 1 || d.Steps[0].Verb != verb || d.Steps[0].FromStage != from || d.Steps[0].Note != "because" {
					t.Errorf("%s %s from %s left the steps %+v", name, verb, from, d.Steps)
				}
			}
		}
	}
}

func TestWhereVerbsLead(t *testing.T) {
	t.Parallel()
	tr := newTree()
	for _, c := range []struct {
		verb story.Verb
		who  story.Scope
		want story.OfficeID
	}{
		{story.VerbRaise, scope("ed", story.Editor, tr.country), "region"},
		{story.VerbRaise, scope("boss", story.Editor, tr.hq), "region"},
		{story.VerbPull, scope("boss", story.Editor, tr.hq), "hq"},
		{story.VerbPull, scope("both", story.Editor, tr.hq, tr.region), "region"},
		{story.VerbKeep, scope("ed", story.Editor, tr.country), "country"},
	} {
		d := dossier(tr, story.Waiting)
		if err := d.Decide(c.who, c.verb, "", now); err != nil {
			t.Errorf("%s by %s: %v", c.verb, c.who.Member, err)
		}
		if got := d.Story.StandsAt; got != c.want {
			t.Errorf("%s by %s leads to %s, want %s", c.verb, c.who.Member, got, c.want)
		}
	}
	top := dossier(tr, story.Waiting)
	top.Story.StandsAt, top.Story.StandsPath, top.Above = tr.hq.ID, tr.hq.Path, tr.above("hq")
	if err := top.Raise(scope("boss", story.Editor, tr.hq), "", now); !errors.Is(err, story.Conflict("at_top", "")) {
		t.Errorf("raising from the top = %v, want at_top", err)
	}
}

func TestReasonsAreOwed(t *testing.T) {
	t.Parallel()
	tr := newTree()
	for _, v := range []story.Verb{story.VerbReturn, story.VerbDecline} {
		d := dossier(tr, story.Waiting)
		err := d.Decide(scope("ed", story.Editor, tr.country), v, "  ", now)
		if !errors.Is(err, story.Invalid("note_missing", "")) || d.Story.Stage != story.Waiting {
			t.Errorf("%s without a reason = %v at stage %s, want note_missing and still waiting", v, err, d.Story.Stage)
		}
	}
}

func TestPublishOnceAndWithdraw(t *testing.T) {
	t.Parallel()
	tr := newTree()
	pub := scope("pub", story.Publisher, tr.country)
	d := dossier(tr, story.Cleared)
	first, err := d.Publish(pub, "", now)
	if err != nil {
		t.Fatal(err)
	}
	again, err := d.Publish(pub, "", now)
	if err != nil || again.Slug != first.Slug || len(d.Publications) != 1 {
		t.Errorf("publishing twice gives %q then %q (%v), want the same page", first.Slug, again.Slug, err)
	}
	if err := d.Withdraw(pub, "she asked", now); err != nil {
		t.Fatal(err)
	}
	if d.Publications[0].Open() {
		t.Error("a publication is open after withdrawal")
	}
	if _, err := d.Publish(pub, "", now); err == nil {
		t.Error("a withdrawn story could be published")
	}
	blind := dossier(tr, story.Cleared)
	blind.Clips = nil
	if _, err := blind.Publish(pub, "", now); !errors.Is(err, story.Conflict("not_watchable", "")) {
		t.Errorf("publishing without a clip = %v, want not_watchable", err)
	}
	blind.Clips = []story.ClipBrief{{ID: "c", State: story.Rendering, Watchable: true, Growing: true}}
	if _, err := blind.Publish(pub, "", now); !errors.Is(err, story.Conflict("still_made", "")) {
		t.Errorf("publishing while the only clip is made = %v, want still_made", err)
	}
	blind.Clips = append(blind.Clips, story.ClipBrief{ID: "d", State: story.Ready, Watchable: true})
	if _, err := blind.Publish(pub, "", now); err != nil {
		t.Errorf("publishing with one clip complete = %v", err)
	}
}

func TestGate(t *testing.T) {
	t.Parallel()
	yes := story.Consent{State: story.ConsentGiven, Form: story.FormVerbal, Use: story.UsePublic}
	given := story.Person{Name: "Musa", Mode: story.OnePerson, Own: yes}
	with := func(change func(*story.Person)) []story.Person { p := given; change(&p); return []story.Person{p} }
	for name, c := range map[string]struct {
		people  []story.Person
		risk    story.Risk
		removed []story.Pillar
		never   bool
		want    []string
	}{
		"nobody on record":    {nil, story.RiskLow, nil, false, nil},
		"given":               {[]story.Person{given}, story.RiskLow, nil, false, nil},
		"unknown":             {with(func(p *story.Person) { p.Own.State = story.ConsentUnknown }), story.RiskLow, nil, false, []string{"consent_unknown"}},
		"no state at all":     {with(func(p *story.Person) { p.Own.State = "" }), story.RiskLow, nil, false, []string{"consent_unknown"}},
		"refused":             {with(func(p *story.Person) { p.Own.State = story.ConsentRefused }), story.RiskLow, nil, false, []string{"consent_refused"}},
		"withdrawn":           {with(func(p *story.Person) { p.Own.State = story.ConsentWithdrawn }), story.RiskLow, nil, false, []string{"consent_withdrawn"}},
		"internal only":       {with(func(p *story.Person) { p.Own.Use = story.UseInternal }), story.RiskLow, nil, false, []string{"consent_internal"}},
		"child alone":         {with(func(p *story.Person) { p.Child = true }), story.RiskLow, nil, false, []string{"consent_guardian"}},
		"child with guardian": {with(func(p *story.Person) { p.Child, p.Guardian = true, yes }), story.RiskLow, nil, false, nil},
		"child, aunt refused": {with(func(p *story.Person) { p.Child, p.Guardian.State = true, story.ConsentRefused }), story.RiskLow, nil, false, []string{"consent_refused"}},
		"aunt without child":  {with(func(p *story.Person) { p.Child, p.Guardian, p.Own.State = true, yes, story.ConsentUnknown }), story.RiskLow, nil, false, []string{"consent_unknown"}},
		"aunt's has ended": {with(func(p *story.Person) {
			p.Child, p.Guardian, p.Guardian.Expires = true, yes, "2026-03-08"
		}), story.RiskLow, nil, false, []string{"consent_expired"}},
		"crowd that was told":     {with(func(p *story.Person) { p.Mode, p.Own.Form = story.ACrowd, story.FormNotice }), story.RiskLow, nil, false, nil},
		"crowd that was not told": {with(func(p *story.Person) { p.Mode, p.Own.State = story.ACrowd, story.ConsentUnknown }), story.RiskLow, nil, false, []string{"consent_unknown"}},
		"crowd, high risk":        {with(func(p *story.Person) { p.Mode = story.ACrowd }), story.RiskHigh, []story.Pillar{story.PillarName, story.PillarPlace}, false, []string{"crowd_risk"}},
		"crowd without faces":     {with(func(p *story.Person) { p.Mode = story.ACrowd }), story.RiskHigh, []story.Pillar{story.PillarName, story.PillarFace}, false, nil},
		"children in a crowd":     {with(func(p *story.Person) { p.Mode, p.Child = story.ACrowd, true }), story.RiskLow, nil, false, []string{"crowd_children"}},
		"expired yesterday":       {with(func(p *story.Person) { p.Own.Expires = "2026-03-08" }), story.RiskLow, nil, false, []string{"consent_expired"}},
		"ends today":              {with(func(p *story.Person) { p.Own.Expires = "2026-03-09" }), story.RiskLow, nil, false, nil},
		"high risk, one gone":     {nil, story.RiskHigh, []story.Pillar{story.PillarFace}, false, []string{"risk"}},
		"high risk, two gone":     {nil, story.RiskHigh, []story.Pillar{story.PillarFace, story.PillarName}, false, nil},
		"do not publish":          {nil, story.RiskLow, nil, true, []string{"do_not_publish"}},
		"everything at once":      {with(func(p *story.Person) { p.Own.State = story.ConsentRefused }), story.RiskSome, nil, true, []string{"do_not_publish", "risk", "consent_refused"}},
	} {
		tr := newTree()
		d := dossier(tr, story.Waiting)
		d.People, d.Story.Risk, d.Story.Removed, d.Story.DoNotPublish = c.people, c.risk, c.removed, c.never
		var got []string
		for _, p := range d.Gate(now) {
			got = append(got, p.Code)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: gate = %v, want %v", name, got, c.want)
		}
		if err := d.Clear(scope("root", story.Admin, tr.hq), "", now); (err == nil) != (len(c.want) == 0) {
			t.Errorf("%s: clearing = %v, want it to follow the gate", name, err)
		}
	}
}

func TestDoNotPublishIsLiftedByAdminsOnly(t *testing.T) {
	t.Parallel()
	tr := newTree()
	d := dossier(tr, story.Waiting)
	d.Story.DoNotPublish = true
	lift := false
	if err := d.Edit(scope("ed", story.Editor, tr.country), story.Card{DoNotPublish: &lift}, now); err == nil || !d.Story.DoNotPublish {
		t.Error("an editor lifted “do not publish”")
	}
	if err := d.Edit(scope("root", story.Admin, tr.hq), story.Card{DoNotPublish: &lift}, now); err != nil || d.Story.DoNotPublish {
		t.Errorf("an administrator could not lift “do not publish”: %v", err)
	}
}

// What a page offers is what the rules allow.
func TestMayFollowsTheRules(t *testing.T) {
	t.Parallel()
	tr := newTree()
	got := dossier(tr, story.Waiting).May(scope("ed", story.Editor, tr.country), now)
	if want := []story.Verb{story.VerbRaise, story.VerbReturn, story.VerbKeep, story.VerbDecline}; !slices.Equal(got, want) {
		t.Errorf("an editor may %v, want %v", got, want)
	}
	d := dossier(tr, story.Cleared)
	pub := scope("pub", story.Publisher, tr.hq)
	if got, want := d.May(pub, now), []story.Verb{story.VerbPublish, story.VerbWithdraw}; !slices.Equal(got, want) {
		t.Errorf("a publisher may %v, want %v", got, want)
	}
	if len(d.Publications) != 0 || len(d.Steps) != 0 {
		t.Error("asking what may be done did something")
	}
}

// Only who takes a story past an office passes it over.
func TestWhatIsPassedOver(t *testing.T) {
	t.Parallel()
	tr := newTree()
	for _, c := range []struct {
		verb story.Verb
		from story.Stage
		who  story.Scope
		want []story.OfficeID
	}{
		{story.VerbSubmit, story.Draft, scope("amina", story.Contributor, tr.field), nil},
		{story.VerbRaise, story.Waiting, scope("ed", story.Editor, tr.country), nil},
		{story.VerbKeep, story.Waiting, scope("ed", story.Editor, tr.country), nil},
		{story.VerbPull, story.Waiting, scope("boss", story.Editor, tr.hq), []story.OfficeID{"region"}},
		{story.VerbPull, story.Waiting, scope("rita", story.Editor, tr.region), nil},
	} {
		d := dossier(tr, c.from)
		if err := d.Decide(c.who, c.verb, "", now); err != nil {
			t.Fatalf("%s: %v", c.verb, err)
		}
		var got []story.OfficeID
		for _, o := range d.Steps[0].Skipped {
			got = append(got, o.ID)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s by %s passes over %v, want %v", c.verb, c.who.Member, got, c.want)
		}
	}
}
