package worker_test

import (
	"testing"
	"time"

	"fieldstory/story"
)

const weeks = `SELECT count(*) FROM notices WHERE what = 'office.week'`

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
	for _, look := range []struct {
		what string
		at   time.Time
		want int
	}{
		{"on Wednesday, a working day of a week in which something came", wednesday.Add(time.Hour), 1},
		{"on Monday, a day off", wednesday.AddDate(0, 0, 5), 1},
		{"on Tuesday before six in Nairobi", time.Date(2026, 3, 10, 2, 59, 0, 0, time.UTC), 1},
		{"on Tuesday at six in Nairobi", time.Date(2026, 3, 10, 3, 0, 0, 0, time.UTC), 2},
		{"on Wednesday again", wednesday.AddDate(0, 0, 7), 2},
		{"a month later, when nothing came", wednesday.AddDate(0, 0, 35), 2},
	} {
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
			if n.Week == nil || len(n.Week.Stories) != 10 || !n.Week.More || n.ToName != "country" {
				t.Errorf("%s is written of %+v at %s", m.To.Name, n.Week, n.ToName)
			}
			return
		}
	}
}
