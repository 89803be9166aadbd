package story

import (
	"slices"
	"time"
)

const (
	// endingDays is how long before its last day people are told that a consent
	// ends: time to find somebody who may live far away, and to ask again.
	endingDays = 30
	// endingTogether is for how many days more a notice speaks: the people in a
	// story often agreed on days that follow each other.
	endingTogether = 7
)

// Ending tells the author and publishers of a public story, in one notice, that
// consents in it end within a month, and lists these. told are those of which
// they were told before: of each once. One that was renewed is on record no
// longer, and one that has ended closed the story, see [Dossier.Uphold].
func (d *Dossier) Ending(told []ConsentID, now time.Time) (list []ConsentID) {
	if d.Story.Trashed || !slices.ContainsFunc(d.Publications, func(p Publication) bool { return d.Shows(p, now) }) {
		return nil
	}
	there := now.In(CalendarOf(d.Above).Zone) // days are counted where the story stands
	day := func(days int) string { return there.AddDate(0, 0, days).Format(time.DateOnly) }
	due := false
	for _, p := range d.People {
		for _, c := range p.counted() {
			if c.State != ConsentGiven || c.Expires == "" || c.Expires > day(endingDays+endingTogether) || slices.Contains(told, c.ID) {
				continue
			}
			list = append(list, c.ID)
			due = due || c.Expires <= day(endingDays)
		}
	}
	if !due {
		return nil
	}
	d.Tell(ConsentEnding, Actor{}, "", now)
	return list
}

// counted are the answers that a publication rests on, as [Person.blocks] asks
// for them.
func (p Person) counted() []Consent {
	if p.Child && p.Mode != ACrowd {
		return []Consent{p.Own, p.Guardian}
	}
	return []Consent{p.Own}
}
