package story_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"fieldstory/story"
)

// Who may take back what, until when, and what is left of it.
func TestUndo(t *testing.T) {
	t.Parallel()
	tr := newTree()
	author := scope("amina", story.Contributor, tr.field)
	editor := scope("ed", story.Editor, tr.country)
	colleague := scope("eve", story.Editor, tr.country)
	publisher := scope("pub", story.Publisher, tr.country)
	above := scope("boss", story.Editor, tr.region)
	gone := scope("ed", story.Viewer, tr.hq) // the editor, whose role was taken away meanwhile
	admin := scope("root", story.Admin, tr.hq)
	entered := now.Add(-72 * time.Hour)

	for name, c := range map[string]struct {
		from  story.Stage
		verb  story.Verb
		by    story.Scope
		later func(*story.Dossier) error // what happens in between
		undo  story.Scope
		after time.Duration
		want  string // the code of the problem, "" = it is undone
	}{
		"submit":                  {story.Draft, story.VerbSubmit, author, nil, author, time.Minute, ""},
		"resubmit":                {story.Returned, story.VerbSubmit, author, nil, author, time.Minute, ""},
		"raise":                   {story.Waiting, story.VerbRaise, editor, nil, editor, time.Minute, ""},
		"raise, from kept":        {story.Kept, story.VerbRaise, editor, nil, editor, time.Minute, ""},
		"pull":                    {story.Declined, story.VerbPull, above, nil, above, time.Minute, ""},
		"return":                  {story.Waiting, story.VerbReturn, editor, nil, editor, time.Minute, ""},
		"keep":                    {story.Waiting, story.VerbKeep, editor, nil, editor, time.Minute, ""},
		"decline":                 {story.Waiting, story.VerbDecline, editor, nil, editor, time.Minute, ""},
		"clear":                   {story.Kept, story.VerbClear, publisher, nil, publisher, time.Minute, ""},
		"to the last moment":      {story.Waiting, story.VerbKeep, editor, nil, editor, story.UndoFor, ""},
		"a moment too late":       {story.Waiting, story.VerbKeep, editor, nil, editor, story.UndoFor + time.Second, "undo_late"},
		"withdraw":                {story.Waiting, story.VerbWithdraw, publisher, nil, publisher, time.Minute, "undo_never"},
		"withdraw, by an admin":   {story.Waiting, story.VerbWithdraw, admin, nil, admin, time.Minute, "undo_never"},
		"somebody else's":         {story.Waiting, story.VerbKeep, editor, nil, colleague, time.Minute, "undo_other"},
		"by nobody":               {story.Waiting, story.VerbKeep, editor, nil, story.Scope{}, time.Minute, "not_found"},
		"by the office above":     {story.Waiting, story.VerbRaise, editor, nil, above, time.Minute, "undo_other"},
		"by one without the role": {story.Waiting, story.VerbRaise, editor, nil, gone, time.Minute, "forbidden"},
		"after publishing": {story.Waiting, story.VerbClear, publisher, func(d *story.Dossier) error {
			_, err := d.Publish(publisher, "", now)
			return err
		}, publisher, time.Minute, "undo_never"},
		"after somebody acted": {story.Waiting, story.VerbRaise, editor, func(d *story.Dossier) error {
			return d.Decide(above, story.VerbKeep, "", now)
		}, editor, time.Minute, "undo_other"},
		"twice": {story.Waiting, story.VerbKeep, editor, func(d *story.Dossier) error {
			return d.Undo(editor, "", now)
		}, editor, time.Minute, "undo_never"},
		"into a closed office": {story.Waiting, story.VerbRaise, editor, func(d *story.Dossier) error {
			d.Before.Closed = true
			return nil
		}, editor, time.Minute, "undo_closed"},
	} {
		d := dossier(tr, c.from)
		d.Story.Since = entered
		was := d.Story
		if err := d.Decide(c.by, c.verb, "because", now); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		took := d.Last.ID
		if c.later != nil {
			if err := c.later(d); err != nil {
				t.Errorf("%s: in between: %v", name, err)
			}
		}
		offered := false
		for _, v := range d.May(c.undo, now.Add(c.after)) {
			offered = offered || v == story.VerbUndo
		}
		if offered != (c.want == "") {
			t.Errorf("%s: undo is offered: %v", name, offered)
		}
		steps := len(d.Steps)
		stands := d.Story
		err := d.Decide(c.undo, story.VerbUndo, "", now.Add(c.after))
		if c.want != "" {
			if got := story.AsProblem(err).Code; err == nil || got != c.want {
				t.Errorf("%s: undo answers %v, want %s", name, err, c.want)
			}
			if len(d.Steps) != steps || d.Story.Stage != stands.Stage || d.Story.StandsAt != stands.StandsAt {
				t.Errorf("%s: a refused undo changed the story", name)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if s := d.Story; s.Stage != was.Stage || s.StandsAt != was.StandsAt || s.StandsPath != was.StandsPath || s.StandsName != was.StandsName || !s.Since.Equal(entered) {
			t.Errorf("%s: undone, it is %s at %s since %s; it was %s at %s since %s", name, s.Stage, s.StandsAt, s.Since, was.Stage, was.StandsAt, entered)
		}
		if last := d.Steps[len(d.Steps)-1]; last.Verb != story.VerbUndo || last.Undoes != took || last.ToStage != was.Stage || len(d.Steps) != steps+1 {
			t.Errorf("%s: the trail ends with %+v", name, last)
		}
	}
}

// A returned story goes back to the office that returned it, wherever it came from.
func TestResubmitGoesBackToWhoAsked(t *testing.T) {
	t.Parallel()
	tr := newTree()
	d := dossier(tr, story.Waiting)
	if err := d.Decide(scope("ed", story.Editor, tr.country), story.VerbReturn, "who speaks?", now); err != nil {
		t.Fatal(err)
	}
	if err := d.Submit(scope("amina", story.Contributor, tr.field), "the nurse", now); err != nil || d.Story.StandsAt != tr.country.ID {
		t.Errorf("sent in again it waits at %s (%v), want the country office that asked", d.Story.StandsAt, err)
	}
}

// A pull names the offices it passed over; a raise passes closed ones by.
func TestOfficesPassedOver(t *testing.T) {
	t.Parallel()
	tr := newTree()
	d := dossier(tr, story.Waiting)
	if err := d.Pull(scope("boss", story.Editor, tr.hq), "", now); err != nil {
		t.Fatal(err)
	}
	if s := d.Steps[0].Skipped; len(s) != 1 || s[0].ID != tr.region.ID {
		t.Errorf("pulled from the country office to headquarters past %v, want the region", s)
	}
	d = dossier(tr, story.Waiting)
	d.Above[1].Closed = true
	if err := d.Raise(scope("ed", story.Editor, tr.country), "", now); err != nil || d.Story.StandsAt != tr.hq.ID || len(d.Steps[0].Skipped) != 1 {
		t.Errorf("raised below a closed region it stands at %s past %v (%v), want headquarters past the region", d.Story.StandsAt, d.Steps, err)
	}
}

// Whoever decides on an old page is told what happened, by whom and when.
func TestOldPage(t *testing.T) {
	t.Parallel()
	tr := newTree()
	ed := scope("Eva", story.Editor, tr.country)
	d := dossier(tr, story.Waiting)
	d.Last.ID = "seen"
	if err := d.Unmoved(ed, "seen"); err != nil {
		t.Errorf("a fresh page is refused: %v", err)
	}
	if err := d.Decide(ed, story.VerbRaise, "", now); err != nil {
		t.Fatal(err)
	}
	const told = "Eva raised this story to region on 9 March 2026 at 12:00 UTC."
	for name, err := range map[string]error{
		"on the page of before": d.Unmoved(scope("Carl", story.Editor, tr.country), "seen"),
		"one may no longer":     d.Decide(scope("Carl", story.Editor, tr.country), story.VerbDecline, "no", now),
		"it fits no longer":     d.Decide(scope("boss", story.Editor, tr.hq), story.VerbSubmit, "", now),
	} {
		p := story.AsProblem(err)
		if name == "it fits no longer" { // only the author sends in
			if p.Code != "forbidden" {
				t.Errorf("%s: %v", name, err)
			}
		}
		if !strings.Contains(p.Detail, told) || p.Step == nil || p.Step.By.ID != "Eva" {
			t.Errorf("%s: the answer is %q with step %+v, want it to say %q", name, p.Detail, p.Step, told)
		}
	}
	if p := story.AsProblem(d.Unmoved(ed, "seen")); p.Code != "moved" || !strings.HasPrefix(p.Detail, "You raised this story to region") {
		t.Errorf("she who raised it is told %q", p.Detail)
	}
	if err := d.Unmoved(scope("beside", story.Editor, tr.other), "seen"); !errors.Is(err, story.NotFound()) {
		t.Errorf("a stranger's old page answers %v", err)
	}
	d = dossier(tr, story.Waiting)
	if err := d.Decide(ed, story.VerbKeep, "", now); err != nil {
		t.Fatal(err)
	}
	p := story.AsProblem(d.Decide(scope("Carl", story.Editor, tr.country), story.VerbDecline, "no", now))
	if want := "Eva kept this story at country on 9 March 2026 at 12:00 UTC. The story is kept at country now, so it cannot be declined."; p.Code != "stage" || p.Detail != want {
		t.Errorf("declining what was kept answers %s %q, want %q", p.Code, p.Detail, want)
	}
}
