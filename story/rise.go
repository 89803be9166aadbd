package story

import "time"

// Call is what the clock asks for while a story waits.
type Call string

const (
	CallNothing Call = ""
	CallRemind  Call = "remind" // those who decide here are told that it has waited for the limit
	CallRise    Call = "rise"   // it goes to the next office by itself
)

// leastNotice is how long an office has at least between a reminder and a rise,
// counted on days that it works: after a long time in which the clock stood
// still, both would be due at once.
const leastNotice = 24 * time.Hour

// LateSince is the wait that has just reached the limit at now: a story is late
// where it has waited since then or for longer, so that a list of late stories
// is one comparison for each of them. Nothing is late where there is no limit,
// or before a pause has ended.
func (c Calendar) LateSince(now time.Time) (since time.Time, ok bool) {
	return c.waitOf(c.Limit, now)
}

// waitOf is since when somebody has waited whose wait, counted on days that the
// office works, has just reached a length at now. It counts back as many days as
// the length has, and not every day of a wait of years.
func (c Calendar) waitOf(length time.Duration, now time.Time) (since time.Time, ok bool) {
	if length <= 0 {
		return time.Time{}, false
	}
	for left := length; ; {
		in := now.Add(-1).In(c.Zone) // on the day that ends at now, or during which now is
		if in.Format(time.DateOnly) < c.PausedUntil {
			return time.Time{}, false
		}
		begins := time.Date(in.Year(), in.Month(), in.Day(), 0, 0, 0, 0, c.Zone)
		if c.Works(in) {
			worked := now.Sub(begins)
			if worked >= left {
				return now.Add(-left), true
			}
			left -= worked
		}
		now = begins
	}
}

// hasWaited tells whether the time between since and now on days that the office
// works comes to the length.
func (c Calendar) hasWaited(since, now time.Time, length time.Duration) bool {
	at, ok := c.waitOf(length, now)
	return ok && !since.After(at)
}

// Call tells what is due for a story that has waited since, and of which
// people were reminded then (zero = not yet). Nothing is due on a day on which
// the office does not work.
func (c Calendar) Call(since, reminded, now time.Time) Call {
	if c.Limit == 0 || !c.Works(now) || !c.hasWaited(since, now, c.Limit) {
		return CallNothing
	}
	switch {
	case reminded.IsZero():
		return CallRemind
	case c.hasWaited(since, now, 2*c.Limit) && c.hasWaited(reminded, now, min(leastNotice, c.Limit)):
		return CallRise
	}
	return CallNothing
}

// Day is the day that t falls on at the office, as yyyy-mm-dd.
func (c Calendar) Day(t time.Time) string { return t.In(c.Zone).Format(time.DateOnly) }

// CallsADay is how many reminders an office gets in a day, and how many
// stories rise to it: twenty, or a tenth of the stories that wait, where that
// is more. Twenty are a day's work; a tenth, so that no heap is there for good.
func CallsADay(waiting int) int { return max(20, waiting/10) }

// Tick does what the clock asks for, and tells what that was and at which
// office: it is then saved only if that office still has room for it today.
// reminded is when people were reminded of this wait, zero = not yet. At the
// top a story has nowhere to rise to.
func (d *Dossier) Tick(reminded, now time.Time) (Call, Office) {
	if d.Story.Stage != Waiting || len(d.Above) == 0 {
		return CallNothing, Office{}
	}
	switch call := CalendarOf(d.Above).Call(d.Story.Since, reminded, now); call {
	case CallRemind:
		d.Tell(StoryOverdue, Actor{}, "", now)
		return call, d.Above[0]
	case CallRise:
		if to := d.awake(now); to != nil {
			if err := d.move(Scope{}, VerbRise, Waiting, to, "", false, now); err == nil {
				return call, *to
			}
		}
	}
	return CallNothing, Office{}
}

// awake is the next open office above that works these days, for a story would
// only wait on at one that is paused; where all are, it is the next one.
func (d *Dossier) awake(now time.Time) *Office {
	for i := 1; i < len(d.Above); i++ {
		if c := CalendarOf(d.Above[i:]); !d.Above[i].Closed && c.Day(now) >= c.PausedUntil {
			return &d.Above[i]
		}
	}
	return d.next()
}

// Overdue is a story for which the clock may have something to do.
type Overdue struct {
	Story    StoryID
	At       OfficeID
	Since    time.Time
	Reminded time.Time // zero = not yet
}

// Rises tells whether it is the turn of its rise, and not of a reminder: for
// each an office has room of its own in a day.
func (o Overdue) Rises() bool { return !o.Reminded.IsZero() }
