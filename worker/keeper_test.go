package worker_test

import (
	"log/slog"
	"testing"
	"time"

	"fieldstory/e2e/parts"
	"fieldstory/story"
	"fieldstory/worker"
)

// A consent that has ended closes its story by itself, once, and what happened
// is in a log that is whole.
func TestKeeper(t *testing.T) {
	t.Parallel()
	db := parts.Database(t)
	now := time.Now()
	office, err := story.NewOffice(story.Scope{}, nil, "hq", "Headquarters", now)
	if err != nil {
		t.Fatal(err)
	}
	if office, err = db.AddOffice(t.Context(), office); err != nil {
		t.Fatal(err)
	}
	m, err := story.NewMember("root", "root@example.org", now)
	if err != nil {
		t.Fatal(err)
	}
	if m, err = db.Enrol(t.Context(), m, []story.Grant{{Office: office.ID, Path: office.Path, Role: story.Admin}}); err != nil {
		t.Fatal(err)
	}
	root, err := db.Scope(t.Context(), m.ID)
	if err != nil {
		t.Fatal(err)
	}
	title := "A well"
	d, err := story.NewStory(root, office, story.Card{Title: &title}, now)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.AddStory(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	id := d.Story.ID
	tomorrow := now.UTC().AddDate(0, 0, 1).Format(time.DateOnly)
	err = db.ChangeStory(t.Context(), root, id, func(d *story.Dossier) error {
		yes := story.Consent{State: story.ConsentGiven, Form: story.FormVerbal, Use: story.UsePublic, Expires: tomorrow}
		if _, err := d.AddPerson(root, story.Person{Name: "Ines", Own: yes}, now); err != nil {
			return err
		}
		if err := d.Submit(root, "", now); err != nil {
			return err
		}
		return d.Clear(root, "", now)
	})
	if err != nil {
		t.Fatal(err)
	}
	clock := now
	k := &worker.Keeper{Rows: db, Log: slog.New(slog.NewTextHandler(t.Output(), nil)), Now: func() time.Time { return clock }}
	for _, c := range []struct {
		days  int
		stage story.Stage
	}{{0, story.Cleared}, {1, story.Cleared}, {3, story.Waiting}, {60, story.Waiting}} {
		clock = now.AddDate(0, 0, c.days)
		if err := k.Look(t.Context()); err != nil {
			t.Fatal(err)
		}
		s, err := db.Story(t.Context(), root, id)
		if err != nil || s.Story.Stage != c.stage {
			t.Errorf("after %d days the story is %s (%v), want %s", c.days, s.Story.Stage, err, c.stage)
		}
	}
	trail, err := db.Trail(t.Context(), root, id)
	if err != nil || len(trail) != 4 || trail[3].Verb != story.VerbLapse || trail[3].By.ID != "" {
		t.Errorf("the trail is %+v (%v), want it to end with one lapse by the clock", trail, err)
	}
	r, err := db.CheckAudit(t.Context())
	if err != nil || r.Broken != "" || r.Unsealed != 0 || r.Entries == 0 {
		t.Errorf("the log is %+v (%v), want it whole and sealed", r, err)
	}
}
