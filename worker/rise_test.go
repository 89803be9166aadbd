package worker_test

import (
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"time"

	"fieldstory/e2e/parts"
	"fieldstory/storage/postgres"
	"fieldstory/story"
	"fieldstory/worker"
)

// climb is headquarters → region → country, a limit of three days at the
// country and of five at headquarters, and an author with waiting stories.
type climb struct {
	db     *postgres.DB
	root   story.Scope
	office map[string]story.Office
}

func newClimb(t *testing.T, now time.Time, stories int) *climb {
	t.Helper()
	c := &climb{db: parts.Database(t), office: map[string]story.Office{}}
	var above *story.Office
	for _, name := range []string{"hq", "region", "country"} {
		o, err := story.NewOffice(c.root, above, name, "Level", now)
		if err != nil {
			t.Fatal(err)
		}
		switch name {
		case "hq":
			o.ReviewLimit = 5 * 24 * time.Hour
		case "country":
			o.ReviewLimit = 3 * 24 * time.Hour
		}
		if o, err = c.db.AddOffice(t.Context(), o); err != nil {
			t.Fatal(err)
		}
		c.office[name] = o
		if above == nil {
			m, err := story.NewMember("root", "root@example.org", now)
			if err != nil {
				t.Fatal(err)
			}
			if m, err = c.db.Enrol(t.Context(), m, []story.Grant{{Office: o.ID, Path: o.Path, Role: story.Admin}}); err != nil {
				t.Fatal(err)
			}
			if c.root, err = c.db.Scope(t.Context(), m.ID); err != nil {
				t.Fatal(err)
			}
		}
		above = &o
	}
	m, err := story.NewMember("amina", "amina@example.org", now)
	if err != nil {
		t.Fatal(err)
	}
	at := c.office["country"]
	if m, err = c.db.Enrol(t.Context(), m, []story.Grant{{Office: at.ID, Path: at.Path, Role: story.Editor}}); err != nil {
		t.Fatal(err)
	}
	amina, err := c.db.Scope(t.Context(), m.ID)
	if err != nil {
		t.Fatal(err)
	}
	for i := range stories {
		title, then := fmt.Sprintf("Story %d", i), now.Add(time.Duration(i)*time.Second)
		d, err := story.NewStory(amina, at, story.Card{Title: &title}, then)
		if err != nil {
			t.Fatal(err)
		}
		if err := d.Submit(amina, "", then); err != nil {
			t.Fatal(err)
		}
		if _, err := c.db.AddStory(t.Context(), d); err != nil {
			t.Fatal(err)
		}
	}
	return c
}

// race has two keepers look at the same moment.
func (c *climb) race(t *testing.T, now time.Time) {
	t.Helper()
	var both sync.WaitGroup
	for range 2 {
		both.Go(func() {
			k := &worker.Keeper{Rows: c.db, Log: slog.New(slog.NewTextHandler(t.Output(), nil)), Now: func() time.Time { return now }}
			if err := k.Look(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	both.Wait()
}

func (c *climb) count(t *testing.T, sql string, args ...any) (n int) {
	t.Helper()
	if err := c.db.Pool().QueryRow(t.Context(), sql, args...).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

const (
	reminded = `SELECT count(*) FROM notices WHERE what = 'story.overdue'`
	risen    = `SELECT count(*) FROM steps WHERE verb = 'rise'`
	waiting  = `SELECT count(*) FROM stories WHERE stage = 'waiting' AND stands_at = $1`
)

// A reminder at the limit, a rise at twice the limit, each once, with two
// keepers that race and months that pass.
func TestRise(t *testing.T) {
	t.Parallel()
	monday := time.Date(2026, 3, 9, 9, 0, 0, 0, time.UTC)
	c := newClimb(t, monday, 3)
	for _, day := range []struct{ day, reminded, risen int }{
		{2, 0, 0}, {4, 3, 0}, {5, 3, 0}, {7, 3, 3}, {8, 3, 3}, // at the region, by headquarters' limit, from here
		{13, 6, 3}, {16, 6, 3}, {18, 6, 6}, {24, 9, 6}, {90, 9, 6}, {180, 9, 6}, // at the top, for good
	} {
		c.race(t, monday.AddDate(0, 0, day.day))
		if got := c.count(t, reminded); got != day.reminded {
			t.Errorf("after %d days there were %d reminders, want %d", day.day, got, day.reminded)
		}
		if got := c.count(t, risen); got != day.risen {
			t.Errorf("after %d days %d had risen, want %d", day.day, got, day.risen)
		}
	}
	if got := c.count(t, waiting, c.office["hq"].ID); got != 3 {
		t.Errorf("%d stories wait at the top, want 3", got)
	}
	if got := c.count(t, `SELECT count(*) FROM notices n JOIN told t ON t.notice = n.id WHERE n.what IN ('story.risen', 'story.overdue') AND n.by IS NULL`); got != 3+3*2+3*2+6*2 {
		t.Errorf("%d were told, want the author and whoever decides there, who are one at the country", got)
	}
}

// A clock that stood still for a month wakes gently: reminders first, so many a
// day and no more, the oldest first, and in the end all of them.
func TestRiseAfterDowntime(t *testing.T) {
	t.Parallel()
	monday := time.Date(2026, 3, 9, 9, 0, 0, 0, time.UTC)
	c := newClimb(t, monday, 50)
	back := monday.AddDate(0, 0, 30)
	for i, want := range []struct{ reminded, risen int }{{20, 0}, {40, 20}, {50, 40}, {50, 50}} {
		for range 2 { // and however often it looks that day
			c.race(t, back.AddDate(0, 0, i))
		}
		if got := c.count(t, reminded); got != want.reminded {
			t.Errorf("on day %d there were %d reminders, want %d", i, got, want.reminded)
		}
		if got := c.count(t, risen); got != want.risen {
			t.Errorf("on day %d %d had risen, want %d", i, got, want.risen)
		}
		if got := c.count(t, `SELECT count(*) FROM reminders r JOIN stories s ON s.id = r.story WHERE EXISTS (
			SELECT FROM stories o WHERE o.created_at < s.created_at AND NOT EXISTS (SELECT FROM reminders WHERE story = o.id))`); got != 0 {
			t.Errorf("on day %d %d were reminded of before an older one", i, got)
		}
	}
}

// Stories that fail, and be it more than one look takes up, hold up none of those
// that wait behind them at the same office; and once they can be reminded of, they
// are, as many as an office is told of in a day.
func TestRisePassesByWhatFails(t *testing.T) {
	t.Parallel()
	monday := time.Date(2026, 3, 9, 9, 0, 0, 0, time.UTC)
	c := newClimb(t, monday, 3)
	// A thousand and one that have waited longer, and that no statement may change.
	c.run(t, `INSERT INTO stories (id, title, author, office, stands_at, stage, since, captured_at, created_at, updated_at)
		SELECT gen_random_uuid(), 'Stuck', author, office, stands_at, stage, since - interval '1 day', captured_at, created_at, updated_at
		FROM stories, generate_series(1, 1001) WHERE title = 'Story 0'`)
	c.run(t, `CREATE FUNCTION stuck() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'this row is stuck'; END $$`)
	c.run(t, `CREATE TRIGGER stuck BEFORE UPDATE ON stories FOR EACH ROW WHEN (OLD.title = 'Stuck') EXECUTE FUNCTION stuck()`)
	now := monday.AddDate(0, 0, 4)
	k := &worker.Keeper{Rows: c.db, Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return now }}
	look := func(fails bool, sql string) int {
		t.Helper()
		if err := k.Look(t.Context()); (err != nil) != fails {
			t.Fatalf("the look ended with %v", err)
		}
		return c.count(t, sql)
	}
	for i, want := range []int{0, 0, 3, 3} {
		if got := look(true, reminded); got != want {
			t.Errorf("after look %d there were %d reminders, want %d", i+1, got, want)
		}
	}
	// The others were reminded of, and rise past those that still cannot be.
	now = monday.AddDate(0, 0, 7)
	for range 3 {
		look(true, risen)
	}
	if got := c.count(t, risen); got != 3 {
		t.Errorf("%d have risen past those that are stuck, want 3", got)
	}
	c.run(t, `DROP TRIGGER stuck ON stories`)
	look(false, reminded)
	if got := look(false, reminded); got != 3+100 {
		t.Errorf("once they can be reminded of there were %d reminders, want the hundred of a day and 3", got)
	}
}
