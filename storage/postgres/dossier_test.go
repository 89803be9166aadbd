package postgres_test

import (
	"errors"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"fieldstory/story"
)

// waiting makes stories that wait at an office.
func (o organisation) waiting(t *testing.T, who story.Scope, at story.Office, n int) (ids []story.StoryID) {
	t.Helper()
	for range n {
		d, err := story.NewStory(who, at, story.Card{Title: ptr("A well")}, now)
		if err != nil {
			t.Fatal(err)
		}
		if err := d.Submit(who, "", now); err != nil {
			t.Fatal(err)
		}
		if _, err := o.db.AddStory(t.Context(), d); err != nil {
			t.Fatal(err)
		}
		ids = append(ids, d.Story.ID)
	}
	return ids
}

// Two editors who take the same stories from both ends do not wait for each
// other for ever, and each story is decided on once.
func TestTwoDecideOnManyAtOnce(t *testing.T) {
	t.Parallel()
	o := newOrganisation(t, 3, rand.New(rand.NewPCG(3, 4)))
	root := o.member(t, "root", at(o.offices[0], story.Admin))
	ids := o.waiting(t, root, o.offices[2], 60)
	backwards := slices.Clone(ids)
	slices.Reverse(backwards)
	var wg sync.WaitGroup
	done := make([]int, 2)
	for i, c := range []struct {
		verb story.Verb
		ids  []story.StoryID
	}{{story.VerbKeep, ids}, {story.VerbDecline, backwards}} {
		wg.Go(func() {
			for part := range slices.Chunk(c.ids, 20) {
				refused, err := o.db.ChangeStories(t.Context(), root, part, func(d *story.Dossier) error { return d.Decide(root, c.verb, "no", now) })
				if err != nil {
					t.Error(err)
				}
				for _, err := range refused {
					if !errors.Is(err, story.Conflict("stage", "")) {
						t.Errorf("refused with %v", err)
					}
				}
				done[i] += len(part) - len(refused)
			}
		})
	}
	wg.Wait()
	if done[0]+done[1] != len(ids) {
		t.Errorf("%d were kept and %d declined, of %d", done[0], done[1], len(ids))
	}
}

// What is refused is not saved, and what breaks saves nothing.
func TestManyAreSavedOrRefused(t *testing.T) {
	t.Parallel()
	o := newOrganisation(t, 3, rand.New(rand.NewPCG(3, 4)))
	root := o.member(t, "root", at(o.offices[0], story.Admin))
	ids := o.waiting(t, root, o.offices[2], 200)
	began := time.Now()
	refused, err := o.db.ChangeStories(t.Context(), root, ids, func(d *story.Dossier) error {
		if d.Story.ID == ids[7] {
			d.Story.Title = "changed and then refused"
			return story.Conflict("no", "No.")
		}
		return d.Decide(root, story.VerbRaise, "up", now)
	})
	if err != nil || len(refused) != 1 || refused[ids[7]] == nil {
		t.Fatalf("200 decisions: %v, refused %v", err, refused)
	}
	t.Logf("200 decisions took %v", time.Since(began))
	for i, want := range map[int]story.Stage{7: story.Waiting, 8: story.Waiting} {
		s, err := o.db.Story(t.Context(), root, ids[i])
		if err != nil || s.Story.Stage != want || s.Story.Title != "A well" || (s.Last.Verb == story.VerbRaise) != (i == 8) {
			t.Errorf("story %d is %q, %s after %s (%v)", i, s.Story.Title, s.Story.Stage, s.Last.Verb, err)
		}
	}
	broken := errors.New("broken")
	_, err = o.db.ChangeStories(t.Context(), root, ids[:9], func(d *story.Dossier) error {
		if d.Story.ID == ids[8] {
			return broken
		}
		return d.Decide(root, story.VerbKeep, "", now)
	})
	if !errors.Is(err, broken) {
		t.Errorf("a change that breaks answers %v", err)
	}
	if s, err := o.db.Story(t.Context(), root, ids[0]); err != nil || s.Story.Stage != story.Waiting {
		t.Errorf("a change that broke left the story %s (%v)", s.Story.Stage, err)
	}
}
