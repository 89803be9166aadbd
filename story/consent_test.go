package story_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"fieldstory/story"
)

var yes = story.Consent{State: story.ConsentGiven, Form: story.FormVerbal, Use: story.UsePublic}

// shown is a story that is public, with Musa in it, and a publisher.
func shown(t *testing.T) (*story.Dossier, story.Scope, tree) {
	t.Helper()
	tr := newTree()
	pub := scope("pub", story.Publisher, tr.country)
	d := dossier(tr, story.Waiting)
	if _, err := d.AddPerson(pub, story.Person{Name: "Musa", Own: yes}, now); err != nil {
		t.Fatal(err)
	}
	if err := d.Clear(pub, "", now); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Publish(pub, "", now); err != nil {
		t.Fatal(err)
	}
	d.Steps, d.Notices, d.Entries = nil, nil, nil
	return d, pub, tr
}

func verbs(d *story.Dossier) (list []string) {
	for _, s := range d.Steps {
		list = append(list, string(s.Verb))
	}
	return list
}

// Withdrawing means two things; both reach every story, and say so.
func TestWithdrawal(t *testing.T) {
	t.Parallel()
	later := now.Add(time.Hour)
	for name, c := range map[string]struct {
		reach    story.Reach
		open     bool
		stage    story.Stage
		verb     string
		happened story.Happening
	}{
		"everything":  {story.ReachAll, false, story.Waiting, "recall", story.ConsentRecalled},
		"from now on": {story.ReachFuture, true, story.Cleared, "retract", story.ConsentRetracted},
	} {
		d, pub, tr := shown(t)
		draft := dossier(tr, story.Waiting)
		draft.People = slices.Clone(d.People)
		f := &story.Filmed{Person: d.People[0], Stories: []*story.Dossier{d, draft}}
		if err := f.Withdraw(story.Scope{}, c.reach, later); err != nil {
			t.Fatal(err)
		}
		if got := d.Publications[0].Open(); got != c.open || d.Story.Stage != c.stage {
			t.Errorf("%s: the publication is open: %v at stage %s, want %v at %s", name, got, d.Story.Stage, c.open, c.stage)
		}
		if d.Shows(d.Publications[0], later) != c.open {
			t.Errorf("%s: what is shown differs from what is open", name)
		}
		for _, one := range []*story.Dossier{d, draft} {
			if got := verbs(one); !slices.Equal(got, []string{c.verb}) || one.Steps[0].By.ID != "" {
				t.Errorf("%s: the trail has %v", name, got)
			}
			if len(one.Notices) != 1 || one.Notices[0].What != c.happened {
				t.Errorf("%s: told is %v", name, one.Notices)
			}
			if gate := one.Gate(later); len(gate) != 1 || gate[0].Code != "consent_withdrawn" || gate[0].About != "Musa" {
				t.Errorf("%s: the gate says %v", name, gate)
			}
		}
		if len(f.Entries) != 1 || f.Entries[0].Details["own_reach"] != string(c.reach) {
			t.Errorf("%s: logged is %v", name, f.Entries)
		}
		if err := f.Withdraw(story.Scope{}, c.reach, later); err != nil || len(d.Steps) != 1 || len(f.Entries) != 1 {
			t.Errorf("%s: withdrawing twice does it twice (%v)", name, err)
		}
		if c.open { // from now on can become everything
			if err := f.Withdraw(story.Scope{}, story.ReachAll, later.Add(time.Hour)); err != nil || d.Publications[0].Open() {
				t.Errorf("everything after “from now on” leaves it open (%v)", err)
			}
			if err := f.Withdraw(story.Scope{}, story.ReachFuture, later.Add(time.Hour)); err != nil || f.Person.Own.Reach != story.ReachAll {
				t.Errorf("“from now on” after everything weakened it to %s (%v)", f.Person.Own.Reach, err)
			}
		}
		if _, err := d.Publish(pub, "", later); err == nil && !c.open {
			t.Errorf("%s: it could be published again", name)
		}
	}
}

// A story that was published after “from now on” is not what was public before.
func TestFromNowOnStopsWhatComesAfter(t *testing.T) {
	t.Parallel()
	d, _, _ := shown(t)
	f := &story.Filmed{Person: d.People[0], Stories: []*story.Dossier{d}}
	if err := f.Withdraw(story.Scope{}, story.ReachFuture, now.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	p := d.Publications[0]
	p.PublishedAt = now.Add(2 * time.Hour)
	if d.Shows(p, now.Add(3*time.Hour)) {
		t.Error("a publication from after the withdrawal is shown")
	}
}

// Whoever has to do with a story may pass a withdrawal on; strangers find nothing.
func TestWhoMayWithdraw(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		who func(tree) story.Scope
		ok  bool
	}{
		"the author, long after":   {func(tr tree) story.Scope { return scope("amina", story.Contributor, tr.field) }, true},
		"an editor above":          {func(tr tree) story.Scope { return scope("boss", story.Editor, tr.hq) }, true},
		"a publisher":              {func(tr tree) story.Scope { return scope("pub", story.Publisher, tr.country) }, true},
		"a viewer":                 {func(tr tree) story.Scope { return scope("vera", story.Viewer, tr.hq) }, false},
		"another contributor":      {func(tr tree) story.Scope { return scope("omar", story.Contributor, tr.field) }, false},
		"an editor of a neighbour": {func(tr tree) story.Scope { return scope("else", story.Editor, tr.other) }, false},
	} {
		d, _, tr := shown(t)
		f := &story.Filmed{Person: d.People[0], Stories: []*story.Dossier{d}}
		err := f.Withdraw(c.who(tr), story.ReachAll, now)
		if (err == nil) != c.ok || err != nil && !errors.Is(err, story.NotFound()) {
			t.Errorf("%s withdraws: %v, want it to succeed: %v", name, err, c.ok)
		}
		if d.Publications[0].Open() == c.ok {
			t.Errorf("%s: the publication does not follow", name)
		}
	}
}

// What changes about a public story closes it, the moment it is changed.
func TestTheGateHolds(t *testing.T) {
	t.Parallel()
	high, never := story.RiskHigh, true
	for name, change := range map[string]func(*story.Dossier, story.Scope) error{
		"the risk is high after all": func(d *story.Dossier, who story.Scope) error { return d.Edit(who, story.Card{Risk: &high}, now) },
		"do not publish": func(d *story.Dossier, who story.Scope) error {
			return d.Edit(who, story.Card{DoNotPublish: &never}, now)
		},
		"somebody else was in it": func(d *story.Dossier, who story.Scope) error {
			_, err := d.AddPerson(who, story.Person{Name: "A boy"}, now)
			return err
		},
		"it was a misunderstanding": func(d *story.Dossier, who story.Scope) error {
			f := &story.Filmed{Person: d.People[0], Stories: []*story.Dossier{d}}
			return f.Change(who, story.Person{Name: "Musa", Own: story.Consent{State: story.ConsentRefused}}, now)
		},
	} {
		d, _, tr := shown(t)
		if err := change(d, scope("root", story.Admin, tr.hq)); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if d.Publications[0].Open() || d.Story.Stage != story.Waiting || !slices.Equal(verbs(d), []string{"lapse"}) {
			t.Errorf("%s: open %v, stage %s, trail %v; want it closed and back on the desk", name, d.Publications[0].Open(), d.Story.Stage, verbs(d))
		}
	}
	d, _, tr := shown(t)
	title := "A well in Kalo"
	if err := d.Edit(scope("root", story.Admin, tr.hq), story.Card{Title: &title}, now); err != nil || !d.Publications[0].Open() || len(d.Steps) != 0 {
		t.Errorf("a better title closed the story (%v)", err)
	}
}

// A consent that has ended closes the story on the day after its last.
func TestConsentEnds(t *testing.T) {
	t.Parallel()
	d, _, _ := shown(t)
	d.People[0].Own.Expires = "2026-03-10"
	for day, open := range map[time.Duration]bool{0: true, 24 * time.Hour: true, 48 * time.Hour: false} {
		if got := d.Shows(d.Publications[0], now.Add(day)); got != open {
			t.Errorf("%v later it is shown: %v, want %v", day, got, open)
		}
	}
	d.Uphold(now.Add(24 * time.Hour))
	if len(d.Steps) != 0 || !d.Publications[0].Open() {
		t.Error("the clock closed it on its last day")
	}
	d.Uphold(now.Add(48 * time.Hour))
	d.Uphold(now.Add(48 * time.Hour))
	if d.Publications[0].Open() || d.Story.Stage != story.Waiting || !slices.Equal(verbs(d), []string{"lapse"}) {
		t.Errorf("after its last day: open %v, stage %s, trail %v", d.Publications[0].Open(), d.Story.Stage, verbs(d))
	}
}

// A withdrawal is never held up by an office that has closed: the story comes to
// wait at the next one that is open.
func TestWithdrawalWhereTheOfficeHasClosed(t *testing.T) {
	t.Parallel()
	d, _, tr := shown(t)
	d.Above[0].Closed = true
	f := &story.Filmed{Person: d.People[0], Stories: []*story.Dossier{d}}
	if err := f.Withdraw(story.Scope{}, story.ReachAll, now); err != nil {
		t.Fatal(err)
	}
	if d.Publications[0].Open() || d.Story.Stage != story.Waiting || d.Story.StandsAt != tr.region.ID {
		t.Errorf("open %v, %s at %s; want it closed and waiting at the region", d.Publications[0].Open(), d.Story.Stage, d.Story.StandsAt)
	}
}

// Leaving somebody out who said no opens the gate, so it is said how.
func TestLeavingOutWhoSaidNo(t *testing.T) {
	t.Parallel()
	tr := newTree()
	ed := scope("ed", story.Editor, tr.country)
	d := dossier(tr, story.Waiting)
	for _, p := range []story.Person{{Name: "Musa", Own: story.Consent{State: story.ConsentRefused}}, {Name: "Ines"}} {
		if _, err := d.AddPerson(ed, p, now); err != nil {
			t.Fatal(err)
		}
	}
	if err := d.RemovePerson(ed, d.People[0].ID, " ", now); !errors.Is(err, story.Invalid("reason_missing", "")) || len(d.People) != 2 {
		t.Errorf("without a reason = %v", err)
	}
	if err := d.RemovePerson(ed, d.People[0].ID, "cut out", now); err != nil || !slices.Equal(verbs(d), []string{"omit"}) || d.Steps[0].Note != "cut out" {
		t.Errorf("with a reason = %v, trail %v", err, verbs(d))
	}
	if err := d.RemovePerson(ed, d.People[0].ID, "", now); err != nil || len(d.People) != 0 {
		t.Errorf("somebody whom nobody asked = %v", err)
	}
}

// Names of people filmed are for those who may know who is in a story.
func TestGateNamesNobodyToViewers(t *testing.T) {
	t.Parallel()
	tr := newTree()
	d := dossier(tr, story.Waiting)
	d.People = []story.Person{{Name: "Musa"}}
	for name, c := range map[string]struct {
		who   story.Scope
		names bool
	}{
		"viewer": {scope("vera", story.Viewer, tr.hq), false}, "editor": {scope("ed", story.Editor, tr.country), true},
		"author": {scope("amina", story.Contributor, tr.field), true}, "publisher": {scope("pub", story.Publisher, tr.hq), true},
	} {
		gate := d.GateFor(c.who, now)
		if len(gate) != 1 || gate[0].Code != "consent_unknown" || strings.Contains(gate[0].Detail, "Musa") != c.names || (gate[0].About != "") != c.names {
			t.Errorf("%s reads %v", name, gate)
		}
	}
}

func TestConsentThatWouldNotHold(t *testing.T) {
	t.Parallel()
	tr := newTree()
	ed := scope("ed", story.Editor, tr.country)
	with := func(change func(*story.Person)) story.Person {
		p := story.Person{Name: "Musa", Own: yes}
		change(&p)
		return p
	}
	for code, p := range map[string]story.Person{
		"person_name":      with(func(p *story.Person) { p.Name = " " }),
		"person_mode":      with(func(p *story.Person) { p.Mode = "army" }),
		"consent_form":     with(func(p *story.Person) { p.Own.Form = story.FormNotice }), // signs are for crowds
		"consent_use":      with(func(p *story.Person) { p.Own.Use = "everything" }),
		"consent_state":    with(func(p *story.Person) { p.Own.State = "perhaps" }),
		"consent_reach":    with(func(p *story.Person) { p.Own = story.Consent{State: story.ConsentWithdrawn, Reach: "some"} }),
		"consent_expires":  with(func(p *story.Person) { p.Own.Expires = "2031-02-30" }),
		"consent_given_on": with(func(p *story.Person) { p.Own.GivenOn = "2026-03-11" }),
		"consent_who":      with(func(p *story.Person) { p.Child, p.Guardian = true, yes }), // by whom?
	} {
		if _, err := dossier(tr, story.Waiting).AddPerson(ed, p, now); !errors.Is(err, story.Invalid(code, "")) {
			t.Errorf("want %s, got %v", code, err)
		}
	}
}

func TestWordings(t *testing.T) {
	t.Parallel()
	tr := newTree()
	root, ed := scope("root", story.Admin, tr.hq), scope("ed", story.Admin, tr.country)
	var there []story.Wording
	add := func(who story.Scope, name string, version int, language, text string) (story.Wording, error) {
		w, err := story.NewWording(who, tr.hq, there, name, version, language, text, now)
		if err == nil {
			there = append(there, w)
		}
		return w, err
	}
	first, err := add(root, "General", 0, "en", "  I agree.\n")
	if err != nil || first.Version != 1 || first.Text != "  I agree.\n" {
		t.Fatalf("the first is %+v (%v)", first, err)
	}
	if w, err := add(root, "General", 1, "fr", "J’accepte."); err != nil || w.Version != 1 {
		t.Errorf("another language is version %d (%v)", w.Version, err)
	}
	if _, err := add(root, "General", 1, "en", "I agree!"); !errors.Is(err, story.Conflict("wording_there", "")) {
		t.Errorf("changing a text = %v", err)
	}
	if _, err := add(root, "General", 3, "en", "x"); !errors.Is(err, story.Invalid("wording_version", "")) {
		t.Errorf("skipping a version = %v", err)
	}
	if w, err := add(root, "General", 0, "en", "I agree!"); err != nil || w.Version != 2 {
		t.Errorf("a better text is version %d (%v)", w.Version, err)
	}
	if w, err := add(root, "Children", 0, "en", "x"); err != nil || w.Version != 1 {
		t.Errorf("another name begins at %d (%v)", w.Version, err)
	}
	if _, err := add(ed, "General", 0, "en", "x"); err == nil {
		t.Error("an administrator of a country office added a wording for everybody")
	}
}

func TestExpiryByPolicy(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		months      int
		given, want string
	}{{0, "2026-01-31", ""}, {60, "2026-01-31", "2031-01-31"}, {12, "", "2027-03-09"}, {1, "not a day", "2026-04-09"}} {
		if got := (story.Policy{ConsentMonths: c.months}).Expiry(c.given, now); got != c.want {
			t.Errorf("%d months from %q end %q, want %q", c.months, c.given, got, c.want)
		}
	}
}

func TestEvidenceType(t *testing.T) {
	t.Parallel()
	for head, want := range map[string]string{
		"\xff\xd8\xff\xe0\x00\x10JFIF": "image/jpeg", "%PDF-1.7": "application/pdf", "\x00\x00\x00\x18ftypheic": "image/heic",
		"\x00\x00\x00\x20ftypM4A ": "audio/mp4", "\x00\x00\x00\x14ftypqt  ": "video/quicktime", "\x00\x00\x00\x18ftypmp42": "video/mp4", "\x00\x00\x00\x18ftyp3gp4": "video/mp4",
		"OggS\x00\x02": "audio/ogg", "RIFF\x24\x00\x00\x00WAVEfmt ": "audio/wav", "RIFF\x24\x00\x00\x00WEBPVP8 ": "image/webp", "#!AMR\n": "audio/amr",
		"ID3\x04": "audio/mpeg", "\xff\xfb\x90\x44": "audio/mpeg", "\xff\xf1\x50\x80": "audio/aac", "\x1a\x45\xdf\xa3\x01": "video/webm",
		"<!doctype html>": "", "#!/bin/sh": "", "PK\x03\x04": "", "MZ\x90\x00": "", "": "", "<svg xmlns=": "", "\xff\xfe<\x00": "",
	} {
		if got := story.EvidenceType([]byte(head)); got != want {
			t.Errorf("%q is taken for %q, want %q", head, got, want)
		}
	}
}

func TestPlaces(t *testing.T) {
	t.Parallel()
	d, pub, tr := shown(t)
	p, err := d.AddPlace(pub, d.Publications[0].ID, " https://video.example/x ", "", now)
	if err != nil || p.Name != "https://video.example/x" || p.State != story.PlaceThere {
		t.Fatalf("added %+v (%v)", p, err)
	}
	if _, err := d.AddPlace(scope("amina", story.Contributor, tr.field), d.Publications[0].ID, "x", "", now); err == nil {
		t.Error("the author keeps the list")
	}
	if err := d.Withdraw(pub, "", now); err != nil {
		t.Fatal(err)
	}
	if err := d.MarkPlace(pub, d.Publications[0].ID, p.ID, story.PlaceAsked, "by mail", now); err != nil || d.Publications[0].Places[0].State != story.PlaceAsked {
		t.Errorf("marking a place of a withdrawn story = %v", err)
	}
	if err := d.MarkPlace(pub, d.Publications[0].ID, "x", story.PlaceGone, "", now); !errors.Is(err, story.NotFound()) {
		t.Errorf("a place that is not there = %v", err)
	}
}
