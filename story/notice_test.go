package story_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fieldstory/story"
)

// Who is told of each step of a climb: the author always, whoever has to do
// something next, and nobody of what they did themselves.
func TestWhoIsTold(t *testing.T) {
	t.Parallel()
	tr := newTree()
	near := []story.Near{
		{"ed", "country", story.Editor}, {"pub", "country", story.Publisher}, {"watcher", "country", story.Viewer},
		{"boss", "hq", story.Editor}, {"root", "hq", story.Admin}, {"regional", "region", story.Editor},
	}
	for _, c := range []struct {
		verb   story.Verb
		stage  story.Stage
		by     story.Scope
		near   []story.Near
		before []story.MemberID
		want   []story.MemberID
	}{
		{story.VerbRaise, story.Waiting, scope("ed", story.Editor, tr.country), near, nil, []story.MemberID{"amina", "regional"}},
		{story.VerbRaise, story.Waiting, scope("ed", story.Editor, tr.country), near[:5], nil, []story.MemberID{"amina", "boss", "root"}},
		{story.VerbPull, story.Waiting, scope("boss", story.Editor, tr.hq), near, nil, []story.MemberID{"amina", "ed", "regional", "root"}},
		{story.VerbReturn, story.Waiting, scope("ed", story.Editor, tr.country), near, []story.MemberID{"femi"}, []story.MemberID{"amina"}},
		{story.VerbDecline, story.Waiting, scope("ed", story.Editor, tr.country), near, []story.MemberID{"femi", "ed", "amina"}, []story.MemberID{"amina", "femi"}},
		{story.VerbClear, story.Waiting, scope("root", story.Admin, tr.hq), near, []story.MemberID{"femi"}, []story.MemberID{"amina", "femi", "pub"}},
		{story.VerbSubmit, story.Draft, scope("amina", story.Contributor, tr.field), near, nil, []story.MemberID{"ed"}},
	} {
		d := dossier(tr, c.stage)
		if err := d.Decide(c.by, c.verb, "because", now); err != nil {
			t.Fatalf("%s: %v", c.verb, err)
		}
		if len(d.Notices) != 1 {
			t.Fatalf("%s gave %d notices, want 1", c.verb, len(d.Notices))
		}
		n := d.Notices[0]
		if got := d.Addressees(n, c.near, c.before); !slices.Equal(got, c.want) {
			t.Errorf("of %s by %s are told %v, want %v", n.What, c.by.Name, got, c.want)
		}
		if n.Step != d.Steps[0].ID || n.Note != "because" {
			t.Errorf("%s: the notice has step %q and note %q", c.verb, n.Step, n.Note)
		}
	}
}

// A notice can name people besides, and is never for whoever caused it.
func TestNamedAreTold(t *testing.T) {
	t.Parallel()
	d := dossier(newTree(), story.Waiting)
	d.Tell("comment.made", story.Actor{ID: "ed"}, "look at this", now, "omar", "ed", "omar")
	if got, want := d.Addressees(d.Notices[0], nil, nil), []story.MemberID{"omar"}; !slices.Equal(got, want) {
		t.Errorf("told are %v, want %v", got, want)
	}
}

// The page for people has the table that the program goes by.
func TestTellingsAreOnTheirPage(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile(filepath.Join("..", "docs", "notices.md"))
	if err != nil {
		t.Fatal(err)
	}
	lines := 0
	for _, line := range story.Tellings() {
		var whom []string
		for _, a := range line.Whom {
			whom = append(whom, string(a))
		}
		outside := map[bool]string{true: "yes", false: "no"}[line.Outside]
		if row := fmt.Sprintf("\n| `%s` | %s | %s |\n", line.What, strings.Join(whom, ", "), outside); !strings.Contains(string(page), row) {
			t.Errorf("docs/notices.md lacks the line %s", row)
		}
		lines++
	}
	if n := strings.Count(string(page), "\n| `"); n != lines {
		t.Errorf("docs/notices.md has %d lines, the table has %d", n, lines)
	}
}

func TestTellingsAreOneLineEach(t *testing.T) {
	t.Parallel()
	seen := map[story.Happening]bool{}
	for _, line := range story.Tellings() {
		if seen[line.What] || len(line.Whom) == 0 {
			t.Errorf("%s has two lines, or nobody is told", line.What)
		}
		seen[line.What] = true
		if line.What != story.StorySubmitted && line.What[:6] == "story." && !slices.Contains(line.Whom, story.ToAuthor) {
			t.Errorf("the author does not learn of %s", line.What)
		}
	}
}
