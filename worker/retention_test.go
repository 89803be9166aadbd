package worker_test

import (
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"testing"
	"time"

	"fieldstory/story"
	"fieldstory/worker"
)

// retain has headquarters set rules that hold at once.
func (c *climb) retain(t *testing.T, r story.Retention, set time.Time) {
	t.Helper()
	_, err := c.db.ChangePolicy(t.Context(), func(root story.Office, p *story.Policy) (story.Entry, error) {
		p.Retain(r, set)
		return story.NewEntry(story.DeedPolicyChanged, c.root, "", set), nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (c *climb) run(t *testing.T, sql string, args ...any) {
	t.Helper()
	if _, err := c.db.Pool().Exec(t.Context(), sql, args...); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
}

// stories are the ids by title, those in the trash alone or all of them.
func (c *climb) stories(t *testing.T, where string) map[string]story.StoryID {
	t.Helper()
	rows, err := c.db.Pool().Query(t.Context(), `SELECT title, id::text FROM stories WHERE `+where)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	found := map[string]story.StoryID{}
	for rows.Next() {
		var title string
		var id story.StoryID
		if err := rows.Scan(&title, &id); err != nil {
			t.Fatal(err)
		}
		found[title] = id
	}
	return found
}

const anywhere = `true`

// What a preview shows, what the rule says of each story by itself, and what two
// keepers take are the same, to the microsecond.
func TestRetentionIsOneRule(t *testing.T) {
	t.Parallel()
	now := time.Date(2027, 3, 31, 9, 0, 0, 0, time.UTC)
	edge := time.Date(2026, 3, 31, 9, 0, 0, 0, time.UTC)
	clip := func(state string, created, received time.Time) string {
		return fmt.Sprintf(`INSERT INTO clips (id, story, filename, state, size, sha256, received_at, watchable, created_at, updated_at)
			SELECT gen_random_uuid(), id, 'a.mp4', '%s', 10, repeat('0', 64), '%s', true, '%s', now() FROM stories WHERE title = $1`,
			state, received.Format(time.RFC3339Nano), created.Format(time.RFC3339Nano))
	}
	stage := func(s story.Stage) string { return fmt.Sprintf(`UPDATE stories SET stage = '%s' WHERE title = $1`, s) }
	later := edge.Add(time.Microsecond)
	at := func(column string, when time.Time) string {
		return fmt.Sprintf(`UPDATE stories SET %s = '%s' WHERE title = $1`, column, when.Format(time.RFC3339Nano))
	}
	writes := func(table string) string {
		return fmt.Sprintf(`INSERT INTO %s (id, story, by, at, text) SELECT gen_random_uuid(), id, author, '%s', 'Look.' FROM stories WHERE title = $1`, table, later.Format(time.RFC3339Nano))
	}
	cases := []struct {
		name string
		sql  string
		want bool
	}{
		{"a draft", "", true},
		{"returned", stage(story.Returned), true},
		{"declined", stage(story.Declined), true},
		{"kept", stage(story.Kept), true},
		{"withdrawn", stage(story.Withdrawn), true},
		{"waits", stage(story.Waiting), false},
		{"cleared", stage(story.Cleared), false},
		{"moved since", at("since", later), false},
		{"changed since", at("updated_at", later), false},
		{"with an old clip", clip("ready", edge, edge), true},
		{"with a new clip", clip("ready", later, edge), false},
		{"with a clip that arrived since", clip("ready", edge, later), false},
		{"with a clip that arrives", clip("receiving", edge, edge), false},
		{"spoken of", writes("comments"), false},
		{"noted", writes("internal_notes"), false},
		{"public", `INSERT INTO publications (id, story, slug, published_at, published_by) SELECT gen_random_uuid(), id, 'abcdefgh', now(), author FROM stories WHERE title = $1`, false},
		{"with consent recorded since", fmt.Sprintf(`WITH p AS (INSERT INTO people (id, name, office, added_by, created_at) SELECT gen_random_uuid(), 'Ines', office, author, now() FROM stories WHERE title = $1 RETURNING id),
			i AS (INSERT INTO story_people (story, person, added_at) SELECT s.id, p.id, now() FROM stories s, p WHERE title = $1)
			INSERT INTO consents (id, person, side, state, recorded_at) SELECT gen_random_uuid(), p.id, 'own', 'unknown', '%s' FROM p`, later.Format(time.RFC3339Nano)), false},
	}
	c := newClimb(t, edge.AddDate(-1, 0, 0), len(cases))
	c.run(t, `UPDATE stories SET stage = 'draft', since = $1, updated_at = $1`, edge)
	var want []string
	for i, one := range cases {
		title := fmt.Sprintf("Story %d", i)
		if one.sql != "" {
			c.run(t, one.sql, title)
		}
		c.run(t, `UPDATE stories SET title = $2 WHERE title = $1`, title, one.name)
		if one.want {
			want = append(want, one.name)
		}
	}
	slices.Sort(want)
	rules := story.Retention{Draft: 12, Returned: 12, Declined: 12, Kept: 12, Withdrawn: 12}
	c.retain(t, rules, now.Add(-story.RetentionNotice))

	var shown []string
	var place story.RetentionPlace
	for more := true; more; {
		look, err := c.db.Retention(t.Context(), rules, now, place, 2)
		if err != nil {
			t.Fatal(err)
		}
		if look.Stories() != len(want) || look.Classes[0].Stories != 2 || look.Classes[0].Clips != 1 || look.Classes[0].Bytes != 10 || look.Classes[3].Stories != 1 {
			t.Errorf("the classes are %+v, want %d stories in all, two drafts with a clip of ten bytes", look.Classes, len(want))
		}
		for _, r := range look.List {
			shown = append(shown, r.Of.Title)
			place = story.RetentionPlace{Touched: r.Touched, ID: r.Of.ID}
		}
		more = look.More
	}
	slices.Sort(shown)
	if !slices.Equal(shown, want) {
		t.Errorf("the preview shows\n%q, want\n%q", shown, want)
	}

	c.race(t, now.Add(-time.Microsecond))
	if early := c.stories(t, `trashed`); len(early) > 0 {
		t.Errorf("before its notice was over it took %v", early)
	}
	c.race(t, now)
	if gone := slices.Sorted(maps.Keys(c.stories(t, `trashed`))); !slices.Equal(gone, want) {
		t.Errorf("the keepers took\n%q, want\n%q", gone, want)
	}
	for name, sql := range map[string]string{
		"steps of the clock":    `SELECT count(*) FROM steps WHERE verb = 'trash' AND by IS NULL`,
		"lines of the trash":    `SELECT count(*) FROM trash WHERE by IS NULL`,
		"authors told":          `SELECT count(*) FROM notices n JOIN told t ON t.notice = n.id WHERE n.what = 'story.retired'`,
		"entries with the rule": `SELECT count(*) FROM audit WHERE what = 'story.trashed' AND details ->> 'months' = '12'`,
		"counted against a day": `SELECT coalesce(sum(taken), 0) FROM retention_days`,
		"kept for thirty days":  `SELECT count(*) FROM trash WHERE ends_at = at + interval '30 days'`,
	} {
		if got := c.count(t, sql); got != len(want) {
			t.Errorf("%d %s, want %d", got, name, len(want))
		}
	}

	// The rule alone, asked of every story, without the query that lists them.
	for title, id := range c.stories(t, anywhere) {
		if done, _, err := c.db.RetireStory(t.Context(), id, 100, now); err != nil || done {
			t.Errorf("%s: the rule takes what the query left out (%v)", title, err)
		}
	}

	// Brought back, its months begin anew.
	back := c.stories(t, `trashed`)["kept"]
	lines, _, err := c.db.Trash(t.Context(), c.root, "", 50)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(lines, func(l story.TrashLine) bool { return l.Story == back })
	err = c.db.ChangeTrash(t.Context(), c.root, lines[i].ID, func(d *story.Dossier, l story.Trashed) error { return d.Restore(c.root, l, now) })
	if err != nil {
		t.Fatal(err)
	}
	for months, there := range map[int]bool{1: true, 11: true, 13: false} {
		then := now.AddDate(0, months, 0)
		look, err := c.db.Retention(t.Context(), rules, then, story.RetentionPlace{}, 50)
		if err != nil {
			t.Fatal(err)
		}
		if shown := slices.ContainsFunc(look.List, func(r story.Retirable) bool { return r.Of.ID == back }); shown == there {
			t.Errorf("%d months after it was brought back it is due: %v", months, shown)
		}
	}
}

// After a long time in which the clock stood still, or with a first rule, a
// heap goes in portions, however many keepers there are, and then all of it.
func TestRetentionGoesInPortions(t *testing.T) {
	t.Parallel()
	now := time.Date(2027, 3, 31, 9, 0, 0, 0, time.UTC)
	c := newClimb(t, now.AddDate(-2, 0, 0), 230)
	c.run(t, `UPDATE stories SET stage = 'declined', since = $1, updated_at = $1`, now.AddDate(-2, 0, 0))
	c.retain(t, story.Retention{Declined: 12}, now.AddDate(0, -1, 0))
	for day, want := range []int{100, 200, 230, 230} {
		for range 2 {
			c.race(t, now.AddDate(0, 0, day))
			if got := len(c.stories(t, `trashed`)); got != want {
				t.Fatalf("on day %d %d stories have gone, want %d", day, got, want)
			}
		}
	}
}

// Stories that cannot go, and be it more than one look takes up, hold up none of
// those that came to lie after them; once they can go, they do.
func TestRetentionPassesByWhatFails(t *testing.T) {
	t.Parallel()
	now := time.Date(2027, 3, 31, 9, 0, 0, 0, time.UTC)
	c := newClimb(t, now.AddDate(-2, 0, 0), 3)
	c.run(t, `UPDATE stories SET stage = 'declined', since = $1, updated_at = $1`, now.AddDate(-2, 0, 0))
	// A thousand and one that have lain longer, and that no statement may change.
	c.run(t, `INSERT INTO stories (id, title, author, office, stands_at, stage, since, captured_at, created_at, updated_at)
		SELECT gen_random_uuid(), 'Stuck', author, office, stands_at, stage, since - interval '1 day', captured_at, created_at, updated_at - interval '1 day'
		FROM stories, generate_series(1, 1001) WHERE title = 'Story 0'`)
	c.run(t, `CREATE FUNCTION stuck() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'this row is stuck'; END $$`)
	c.run(t, `CREATE TRIGGER stuck BEFORE UPDATE ON stories FOR EACH ROW WHEN (OLD.title = 'Stuck') EXECUTE FUNCTION stuck()`)
	c.retain(t, story.Retention{Declined: 12}, now.AddDate(0, -1, 0))
	k := &worker.Keeper{Rows: c.db, Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return now }}
	look := func(fails bool) int {
		t.Helper()
		if err := k.Look(t.Context()); (err != nil) != fails {
			t.Fatalf("the look ended with %v", err)
		}
		return c.count(t, `SELECT count(*) FROM stories WHERE trashed`)
	}
	for i, want := range []int{0, 0, 3, 3} {
		if got := look(true); got != want {
			t.Errorf("after look %d %d have gone, want %d", i+1, got, want)
		}
	}
	c.run(t, `DROP TRIGGER stuck ON stories`)
	look(false)
	if got := look(false); got != 100 {
		t.Errorf("once they can go %d have gone in all, want the hundred of a day", got)
	}
}
