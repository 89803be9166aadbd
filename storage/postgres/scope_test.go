package postgres_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"fieldstory/e2e/parts"
	"fieldstory/storage/postgres"
	"fieldstory/story"
)

var now = time.Date(2026, 3, 9, 12, 0, 0, 0, time.UTC)

// organisation is a tree of offices with members.
type organisation struct {
	db      *postgres.DB
	offices []story.Office
}

func newOrganisation(t *testing.T, offices int, rnd *rand.Rand) organisation {
	t.Helper()
	o := organisation{db: parts.Database(t)}
	root := story.Scope{Grants: []story.Grant{{Role: story.Admin}}}
	for i := range offices {
		var parent *story.Office
		if i > 0 {
			parent = &o.offices[rnd.IntN(i)]
			root.Grants[0].Path = o.offices[0].Path
		}
		made, err := story.NewOffice(root, parent, fmt.Sprint("Office ", i), "Level", now)
		if err != nil {
			t.Fatal(err)
		}
		if made, err = o.db.AddOffice(t.Context(), made); err != nil {
			t.Fatal(err)
		}
		o.offices = append(o.offices, made)
	}
	return o
}

func (o organisation) member(t *testing.T, name string, grants ...story.Grant) story.Scope {
	t.Helper()
	m, err := story.NewMember(name, name+"@example.org", now)
	if err != nil {
		t.Fatal(err)
	}
	if m, err = o.db.Enrol(t.Context(), m, grants); err != nil {
		t.Fatal(err)
	}
	who, err := o.db.Scope(t.Context(), m.ID)
	if err != nil {
		t.Fatal(err)
	}
	return who
}

func at(o story.Office, r story.Role) story.Grant {
	return story.Grant{Office: o.ID, Path: o.Path, Role: r}
}

// SQL and Go say the same of who sees what, over offices, roles and stages at random.
func TestSeenIsSees(t *testing.T) {
	t.Parallel()
	rnd := rand.New(rand.NewPCG(1, 2))
	o := newOrganisation(t, 12, rnd)
	everywhere := o.member(t, "root", at(o.offices[0], story.Admin))
	var people []story.Scope
	for i := range 12 {
		var grants []story.Grant
		for range rnd.IntN(3) {
			grants = append(grants, at(o.offices[rnd.IntN(12)], story.Roles()[rnd.IntN(len(story.Roles()))]))
		}
		people = append(people, o.member(t, fmt.Sprint("member", i), grants...))
	}
	people = append(people, everywhere, story.Scope{})
	for i := range 40 {
		author := people[rnd.IntN(12)]
		from, stands := o.offices[rnd.IntN(12)], o.offices[rnd.IntN(12)]
		d := &story.Dossier{Story: story.Story{ID: story.NewID[story.StoryID](now), Title: fmt.Sprint("Story ", i), Risk: story.RiskLow,
			Author: author.Actor(), Office: from.ID, OfficePath: from.Path, StandsAt: stands.ID, StandsPath: stands.Path,
			Stage: story.Stages()[rnd.IntN(7)], CreatedAt: now, UpdatedAt: now}}
		if _, err := o.db.AddStory(t.Context(), d); err != nil {
			t.Fatal(err)
		}
		for _, who := range people {
			want := who.Sees(&d.Story)
			_, err := o.db.Story(t.Context(), who, d.Story.ID)
			if got := err == nil; got != want || err != nil && !errors.Is(err, story.NotFound()) {
				t.Errorf("%s with %v sees the %s story of %s standing at %s: SQL says %v (%v), Go says %v", who.Name, who.Grants, d.Story.Stage, from.Name, stands.Name, got, err, want)
			}
			heard := who.Hears(story.Event{Author: author.Member, OfficePath: from.Path, StandsPath: stands.Path, Stage: d.Story.Stage})
			if heard != want {
				t.Errorf("%s hears of the story: %v, sees it: %v", who.Name, heard, want)
			}
		}
		if d.Story.Stage == story.Cleared {
			continue
		}
		thrown := story.NewID[story.TrashID](now)
		if _, err := o.db.Pool().Exec(t.Context(), `WITH s AS (UPDATE stories SET trashed = true WHERE id = $1 RETURNING id)
			INSERT INTO trash (id, story, at, ends_at) SELECT $2, id, now(), now() FROM s`, d.Story.ID, thrown); err != nil {
			t.Fatal(err)
		}
		d.Story.Trashed = true
		for _, who := range people {
			if _, err := o.db.Story(t.Context(), who, d.Story.ID); !errors.Is(err, story.NotFound()) || who.Sees(&d.Story) {
				t.Errorf("%s sees a story in the trash (%v), or Go says so: %v", who.Name, err, who.Sees(&d.Story))
			}
			_, err := o.db.TrashLine(t.Context(), who, thrown)
			if got, want := err == nil, who.SeesTrash(&d.Story); got != want {
				t.Errorf("%s with %v sees a %s story of %s standing at %s in the trash: SQL says %v (%v), Go says %v", who.Name, who.Grants, d.Story.Stage, from.Name, stands.Name, got, err, want)
			}
		}
	}
}

// Two editors decide at the same moment: one wins, the other is told.
func TestTwoDecideAtOnce(t *testing.T) {
	t.Parallel()
	o := newOrganisation(t, 3, rand.New(rand.NewPCG(3, 4)))
	root := o.member(t, "root", at(o.offices[0], story.Admin))
	d, err := story.NewStory(root, o.offices[2], story.Card{Title: ptr("A well")}, now)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Submit(root, "", now); err != nil {
		t.Fatal(err)
	}
	if _, err := o.db.AddStory(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	results := make(chan error, 2)
	for _, v := range []story.Verb{story.VerbDecline, story.VerbKeep} {
		go func() {
			results <- o.db.ChangeStory(t.Context(), root, d.Story.ID, func(d *story.Dossier) error { return d.Decide(root, v, "no", now) })
		}()
	}
	a, b := <-results, <-results
	if (a == nil) == (b == nil) {
		t.Fatalf("two decisions at once ended %v and %v, want one of them refused", a, b)
	}
	if lost := errors.Join(a, b); !errors.Is(lost, story.Conflict("stage", "")) {
		t.Errorf("the second decision was refused with %v, want the stage it found", lost)
	}
	steps, err := o.db.Trail(t.Context(), root, d.Story.ID)
	if err != nil || len(steps) != 3 {
		t.Errorf("the trail has %d steps (%v), want create, submit and one decision", len(steps), err)
	}
}

// Pages follow one another without a gap or a double, the newest first.
func TestPages(t *testing.T) {
	t.Parallel()
	o := newOrganisation(t, 2, rand.New(rand.NewPCG(5, 6)))
	root := o.member(t, "root", at(o.offices[0], story.Admin))
	for i := range 7 {
		d, err := story.NewStory(root, o.offices[1], story.Card{Title: ptr(fmt.Sprint("Brunnen ", i)), Text: ptr("in Ägypten")}, now.Add(time.Duration(i/2)*time.Minute))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := o.db.AddStory(t.Context(), d); err != nil {
			t.Fatal(err)
		}
	}
	q := story.Query{Limit: 3, Words: "ägyp brun", Office: o.offices[0].ID}
	seen := map[story.StoryID]bool{}
	last := now.Add(time.Hour)
	for pages := 1; ; pages++ {
		list, more, err := o.db.Stories(t.Context(), root, q)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range list {
			if seen[s.Story.ID] || s.Story.CapturedAt.After(last) {
				t.Errorf("story %s came twice or out of order", s.Story.Title)
			}
			seen[s.Story.ID], last = true, s.Story.CapturedAt
			q.After = q.CursorOf(&s.Story)
		}
		if !more {
			if pages != 3 {
				t.Errorf("%d pages, want 3", pages)
			}
			break
		}
	}
	if len(seen) != 7 {
		t.Errorf("%d stories found, want 7", len(seen))
	}
	none, _, err := o.db.Stories(t.Context(), root, story.Query{Words: `'); DROP TABLE stories; -- & | ! :*`})
	if err != nil || len(none) != 0 {
		t.Errorf("hostile search words found %d stories (%v)", len(none), err)
	}
}

func TestTrailIsAppendOnly(t *testing.T) {
	t.Parallel()
	db := parts.Database(t)
	for _, sql := range []string{`UPDATE steps SET note = 'x'`, `DELETE FROM steps`, `TRUNCATE steps`} {
		if _, err := db.Pool().Exec(t.Context(), sql); err == nil {
			t.Errorf("%s was carried out", sql)
		}
	}
}

func TestSchemaFromANewerProgram(t *testing.T) {
	t.Parallel()
	db := parts.Database(t)
	if err := db.CheckSchema(t.Context()); err != nil {
		t.Fatalf("a fresh schema is refused: %v", err)
	}
	if _, err := db.Pool().Exec(t.Context(), `INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, true)`); err != nil {
		t.Fatal(err)
	}
	if err := db.CheckSchema(t.Context()); !errors.Is(err, story.Refuse("", "schema_new", "")) {
		t.Errorf("a newer schema is met with %v", err)
	}
	if _, err := db.Migrate(t.Context()); !errors.Is(err, story.Refuse("", "schema_new", "")) {
		t.Errorf("migrating a newer schema is met with %v", err)
	}
}

func TestSchemaFromAnOlderProgram(t *testing.T) {
	t.Parallel()
	db, err := postgres.Open(t.Context(), parts.EmptyDatabase(t))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.CheckSchema(t.Context()); !errors.Is(err, story.Refuse("", "schema_old", "")) {
		t.Errorf("an empty database is met with %v", err)
	}
}

func ptr[T any](v T) *T { return &v }
