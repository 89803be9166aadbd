package story_test

import (
	"testing"
	"time"

	"fieldstory/story"
)

// A wait grows on the days that the office works, as they are there.
func TestWaited(t *testing.T) {
	t.Parallel()
	c := story.CalendarOf([]story.Office{{Timezone: "Africa/Nairobi", OwnCalendar: true,
		DaysOff: []time.Weekday{time.Saturday, time.Sunday}, Holidays: []string{"2026-03-10"}}})
	monday := time.Date(2026, 3, 9, 9, 0, 0, 0, time.UTC) // noon in Nairobi
	for _, line := range []struct {
		since, now time.Time
		want       time.Duration
	}{
		{monday, monday, 0},
		{monday, monday.Add(-time.Hour), 0},
		{monday, monday.Add(time.Hour), time.Hour},
		{monday, monday.AddDate(0, 0, 1), 12 * time.Hour},                      // the rest of Monday; Tuesday is a holiday
		{monday, monday.AddDate(0, 0, 7), 4 * 24 * time.Hour},                  // half of each Monday, Wednesday to Friday
		{monday.AddDate(0, 0, -2), monday, 12 * time.Hour},                     // from Saturday on
		{monday.AddDate(0, 0, -28), monday, 20*24*time.Hour + 0*time.Hour},     // four weeks
		{monday.AddDate(0, 0, -1), monday.AddDate(0, 0, -1).Add(1e9), 0},       // a Sunday
		{monday.Add(-13 * time.Hour), monday.Add(-11 * time.Hour), 1 * 3600e9}, // Monday begins in Nairobi
	} {
		if got := waited(c, line.since, line.now); got != line.want {
			t.Errorf("from %s to %s it waited %s, want %s", line.since, line.now, got, line.want)
		}
	}
	paused := story.CalendarOf([]story.Office{{PausedUntil: "2026-03-12"}})
	if got := waited(paused, monday, monday.AddDate(0, 0, 4)); got != 33*time.Hour {
		t.Errorf("with a pause it waited %s, want 33h", got)
	}
}

// waited is how much of the time between since and now fell on days on which the
// office works, counted day by day: what the rules have to agree with.
func waited(c story.Calendar, since, now time.Time) (waited time.Duration) {
	for since.Before(now) {
		there := since.In(c.Zone)
		next := time.Date(there.Year(), there.Month(), there.Day()+1, 0, 0, 0, 0, c.Zone)
		if next.After(now) {
			next = now
		}
		if c.Works(since) {
			waited += next.Sub(since)
		}
		since = next
	}
	return waited
}

// What a list calls late is what a reminder calls late, to the nanosecond, on
// every kind of calendar.
func TestLateSince(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 3, 14, 37, 12, 5, time.UTC) // after the clocks went back in New York
	for _, o := range []story.Office{
		{ReviewLimit: 72 * time.Hour},
		{ReviewLimit: time.Minute, Timezone: "Africa/Nairobi"},
		{ReviewLimit: 48 * time.Hour, Timezone: "America/New_York", OwnCalendar: true, DaysOff: []time.Weekday{time.Saturday, time.Sunday}},
		{ReviewLimit: 40 * time.Hour, Timezone: "Asia/Beirut", OwnCalendar: true, DaysOff: []time.Weekday{time.Tuesday}, Holidays: []string{"2026-11-02", "2026-10-30"}},
		{ReviewLimit: 24 * time.Hour, PausedUntil: "2026-11-02"},
		{ReviewLimit: 366 * 24 * time.Hour, OwnCalendar: true, DaysOff: []time.Weekday{0, 1, 2, 3, 4, 5}},
	} {
		c := story.CalendarOf([]story.Office{o})
		at, ok := c.LateSince(now)
		if !ok {
			t.Fatalf("nothing is ever late at %+v", o)
		}
		if waited(c, at, now) < c.Limit || waited(c, at.Add(1), now) >= c.Limit {
			t.Errorf("at %+v what waits since %s is late, which has waited %s; a nanosecond less %s", o, at, waited(c, at, now), waited(c, at.Add(1), now))
		}
	}
	for _, o := range []story.Office{{}, {ReviewLimit: 72 * time.Hour, PausedUntil: "2026-11-02"}, {ReviewLimit: time.Hour, PausedUntil: "2026-12-01"}} {
		if at, ok := story.CalendarOf([]story.Office{o}).LateSince(now); ok {
			t.Errorf("at %+v what waits since %s is late", o, at)
		}
	}
}

// A reminder at the limit, a rise at twice the limit, nothing on a day off, and
// never a rise without a working day after the reminder.
func TestCall(t *testing.T) {
	t.Parallel()
	c := story.CalendarOf([]story.Office{{ReviewLimit: 72 * time.Hour, OwnCalendar: true, DaysOff: []time.Weekday{time.Friday}}})
	monday := time.Date(2026, 3, 9, 9, 0, 0, 0, time.UTC)
	day := func(n int) time.Time { return monday.AddDate(0, 0, n) }
	for _, line := range []struct {
		reminded, now time.Time
		want          story.Call
	}{
		{time.Time{}, day(3).Add(-1), story.CallNothing},
		{time.Time{}, day(3), story.CallRemind},
		{time.Time{}, day(4), story.CallNothing}, // Friday
		{time.Time{}, day(58), story.CallRemind},
		{day(3), day(7).Add(-1), story.CallNothing},
		{day(3), day(7), story.CallRise},
		{day(58), day(58).Add(time.Hour), story.CallNothing},
		{day(58), day(59), story.CallRise},
	} {
		if got := c.Call(monday, line.reminded, line.now); got != line.want {
			t.Errorf("reminded %s, on %s the clock asks %q, want %q", line.reminded, line.now, got, line.want)
		}
	}
	c.Limit = 0
	if got := c.Call(monday, time.Time{}, day(300)); got != story.CallNothing {
		t.Errorf("with no limit the clock asks %q", got)
	}
}

// A story rises past offices that are closed or paused, the author and all
// who had it or get it are told, and the top is the end.
func TestTick(t *testing.T) {
	t.Parallel()
	tr := newTree()
	made := func() *story.Dossier {
		d := dossier(tr, story.Waiting)
		d.Story.Since = now
		d.Above[0].ReviewLimit = 48 * time.Hour
		return d
	}
	at := now.AddDate(0, 0, 5)
	for _, line := range []struct {
		name    string
		change  func(d *story.Dossier)
		call    story.Call
		at      story.OfficeID
		skipped int
	}{
		{"next", func(d *story.Dossier) {}, story.CallRise, "region", 0},
		{"closed", func(d *story.Dossier) { d.Above[1].Closed = true }, story.CallRise, "hq", 1},
		{"paused", func(d *story.Dossier) { d.Above[1].PausedUntil = "2026-06-01" }, story.CallRise, "hq", 1},
		{"all paused", func(d *story.Dossier) { d.Above[1].PausedUntil, d.Above[2].PausedUntil = "2026-06-01", "2026-06-01" }, story.CallRise, "region", 0},
		{"own pause", func(d *story.Dossier) { d.Above[0].PausedUntil = "2026-06-01" }, story.CallNothing, "", 0},
		{"kept", func(d *story.Dossier) { d.Story.Stage = story.Kept }, story.CallNothing, "", 0},
		{"top", func(d *story.Dossier) { d.Above[2].ReviewLimit, d.Above = time.Hour, d.Above[2:] }, story.CallNothing, "", 0},
	} {
		d := made()
		line.change(d)
		call, office := d.Tick(now.AddDate(0, 0, 2), at)
		if call != line.call || office.ID != line.at {
			t.Errorf("%s: the clock did %q at %q, want %q at %q", line.name, call, office.ID, line.call, line.at)
		}
		if call != story.CallRise {
			continue
		}
		st := d.Steps[0]
		if st.Verb != story.VerbRise || st.By.ID != "" || st.ToOffice != line.at || len(st.Skipped) != line.skipped || !d.Story.Since.Equal(at) || d.Notices[0].What != story.StoryRisen {
			t.Errorf("%s: the step is %+v, the notices are %+v", line.name, st, d.Notices)
		}
	}
	d := made()
	if call, office := d.Tick(time.Time{}, at); call != story.CallRemind || office.ID != "country" || len(d.Steps) != 0 || d.Notices[0].What != story.StoryOverdue {
		t.Errorf("without a reminder the clock did %q at %q: %+v", call, office.ID, d.Notices)
	}
}
