package story

import (
	"fmt"
	"slices"
	"time"
)

// weekHour is from when on an office is told of its week, on the first day of it
// that it works: before the day's work begins.
const weekHour = 6

const (
	aWeek = 7 * 24 * time.Hour
	// WeekMost is how far a digest of what came up looks back at most: what is
	// older is no news, and stands at the desk all the same.
	WeekMost = 5 * aWeek
)

// WeekSince is how far a digest looks back: to the last one, so that no day is
// left out between them however late a clock was, and none is told twice. last
// is when that was, zero = never.
func WeekSince(last, now time.Time) time.Time {
	if last.IsZero() {
		return now.Add(-aWeek)
	}
	if most := now.Add(-WeekMost); last.Before(most) {
		return most
	}
	return last
}

// Week is what came up to an office before it was told so: stories that were sent
// in there, raised or pulled to it, or rose by themselves.
type Week struct {
	Stories []Story // of those that the reader may see, the newest first, a few
	More    bool    // there are more than these
}

// WeekDue tells whether an office hears of its week now, and which week that is,
// as 2026-W48 (ISO 8601). A week without a working day is passed over, and after
// a time in which no clock ran only the week that it is gets told.
func (c Calendar) WeekDue(now time.Time) (week string, ok bool) {
	there := now.In(c.Zone)
	year, number := there.ISOWeek()
	return fmt.Sprintf("%04d-W%02d", year, number), c.Works(now) && there.Hour() >= weekHour
}

// NewWeek tells those who decide at an office of what came up to it. near are the
// grants there.
func NewWeek(office OfficeID, near []Near, now time.Time) Notice {
	n := Notice{ID: NewID[NoticeID](now), What: OfficeWeek, At: now, From: office, To: office}
	n.Named = append(at(ActCurate, office, near), at(ActPublish, office, near)...)
	slices.Sort(n.Named)
	n.Named = slices.Compact(n.Named) // an administrator may do both
	return n
}
