package worker_test

import (
	"testing"
	"time"

	"fieldstory/story"
)

const weeks = `SELECT count(*) FROM notices WHERE what = 'office.week'`

// cameUp has the stories be sent in at a time.
func (c *climb) cameUp(t *testing.T, at time.Time) {
	t.Helper()
	c.run(t, `ALTER TABLE steps DISABLE TRIGGER USER`)
	c.run(t, `UPDATE steps SET at = $1 WHERE verb = 'submit'`, at)
}

// An office hears once of what came up in its week, on its first working day
// from six in the morning there, also where two keepers race and after a month
// in which none ran; a week in which nothing came is not told.
func TestWeekIsToldOnce(t *testing.T) {
	t.Parallel()
	wednesday := time.Date(2026, 3, 4, 9, 0, 0, 0, time.UTC)
	c := newClimb(t, wednesday, 2)
	if _, err := c.db.Pool().Exec(t.Context(), `UPDATE offices SET timezone = 'Africa/Nairobi', own_calendar = true, days_off = '{0,1}', review_limit = '0'`); err != nil {
		t.Fatal(err)
	}
	friday := wednesday.AddDate(0, 0, 2)
	for _, look := range []struct {
		what string
		at   time.Time
		want int
	}{
		{"on Wednesday, a working day of a week in which something came", wednesday.Add(time.Hour), 1},
		{"on Friday, when more comes", friday, 1},
		{"on Monday, a day off", wednesday.AddDate(0, 0, 5), 1},
		{"on Tuesday before six in Nairobi", time.Date(2026, 3, 10, 2, 59, 0, 0, time.UTC), 1},
		{"on Tuesday at six in Nairobi", time.Date(2026, 3, 10, 3, 0, 0, 0, time.UTC), 2},
		{"on Wednesday again", wednesday.AddDate(0, 0, 7), 2},
		{"a month later, when nothing came", wednesday.AddDate(0, 0, 35), 2},
	} {
		if look.at.Equal(friday) {
			c.cameUp(t, friday)
		}
		c.race(t, look.at)
		if got := c.count(t, weeks); got != look.want {
			t.Errorf("%s: %d weeks were told, want %d", look.what, got, look.want)
		}
	}
	if got := c.count(t, `SELECT count(*) FROM told t JOIN notices n ON n.id = t.notice JOIN members m ON m.id = t.member WHERE n.what = 'office.week' AND m.name = 'amina' AND n.to_office = $1`, c.office["country"].ID); got != 2 {
		t.Errorf("who decides there was told %d times, want 2", got)
	}
	if got := c.count(t, weeks+` AND to_office <> $1`, c.office["country"].ID); got != 0 {
		t.Errorf("%d offices to which nothing came were told", got)
	}
}

// After a worker was down over the day of the digest, the next one goes back to
// the one before, however long ago that was up to five weeks: nothing is left out
// between them, and nothing is told twice.
func TestWeekGoesBackToTheLast(t *testing.T) {
	t.Parallel()
	monday := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	c := newClimb(t, monday.Add(-time.Hour), 1)
	c.run(t, `UPDATE offices SET review_limit = '0'`)
	since := func() (at time.Time) {
		t.Helper()
		if err := c.db.Pool().QueryRow(t.Context(), `SELECT since FROM weeks ORDER BY at DESC LIMIT 1`).Scan(&at); err != nil {
			t.Fatal(err)
		}
		return at
	}
	for _, look := range []struct {
		what       string
		came, look int // days after the first Monday
		told       int
		since      int
	}{
		{"the first", -6, 0, 1, -7},
		{"three days late, of what came the day after the last", 1, 10, 2, 0},
		{"on the Monday after that", 11, 14, 3, 10},
		{"of what came before the last, which told of it", 9, 21, 3, 10},
		{"after three weeks without a worker", 15, 35, 4, 14},
		{"after two months without one, of what is two weeks old", 84, 98, 5, 98 - 35},
		{"after two months without one, of what is older than five weeks", 112, 154, 5, 98 - 35},
	} {
		c.cameUp(t, monday.AddDate(0, 0, look.came))
		c.race(t, monday.AddDate(0, 0, look.look))
		if got := c.count(t, weeks); got != look.told {
			t.Errorf("%s: %d weeks were told, want %d", look.what, got, look.told)
		}
		if got, want := since(), monday.AddDate(0, 0, look.since); !got.Equal(want) {
			t.Errorf("%s: it goes back to %v, want %v", look.what, got, want)
		}
	}
}

// What a mail about a week names is what the desk lists for it.
func TestWeekNamesWhatCameUp(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 4, 9, 0, 0, 0, time.UTC)
	c := newClimb(t, now, 12)
	if err := c.db.SendsMail(t.Context(), now); err != nil {
		t.Fatal(err)
	}
	c.race(t, now.Add(time.Hour))
	later := now.AddDate(0, 0, 2)
	for {
		m, ok, err := c.db.ClaimMail(t.Context(), later, later.Add(time.Minute), []byte(later.String()))
		if err != nil {
			t.Fatal(err)
		}
		if !ok {
			t.Fatal("nobody is written of a week")
		}
		for _, n := range m.Notices {
			if n.What != story.OfficeWeek {
				continue
			}
			if !n.Since.Equal(now.Add(time.Hour - 7*24*time.Hour)) {
				t.Errorf("%s is written of what came since %v, want for a week", m.To.Name, n.Since)
			}
			if n.Week == nil || len(n.Week.Stories) != 10 || !n.Week.More || n.ToName != "country" {
				t.Errorf("%s is written of %+v at %s", m.To.Name, n.Week, n.ToName)
			}
			return
		}
	}
}
