package story

import (
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // offices have time zones, and a small container may know none
)

// Calendar is when an office works, with everything filled in that it leaves
// to the offices above it. The clock counts on it: a wait grows only on days
// that the office works.
type Calendar struct {
	Zone        *time.Location
	Limit       time.Duration // a reminder comes after this wait; 0 = none
	DaysOff     []time.Weekday
	Holidays    []string // yyyy-mm-dd
	PausedUntil string   // yyyy-mm-dd, the first day it works again; "" = it is not paused
}

// CalendarOf finds the calendar that holds at an office. above begins with the
// office itself and ends with headquarters, as in [Dossier]. A pause is an
// office's own: the offices below it go on.
func CalendarOf(above []Office) Calendar {
	c := Calendar{Zone: time.UTC}
	zoned, ruled := false, false
	for i := range above {
		o := &above[i]
		if i == 0 {
			c.PausedUntil = o.PausedUntil
		}
		if !zoned && o.Timezone != "" {
			if zone, err := time.LoadLocation(o.Timezone); err == nil {
				c.Zone, zoned = zone, true
			}
		}
		if c.Limit == 0 {
			c.Limit = o.ReviewLimit
		}
		if !ruled && o.OwnCalendar {
			c.DaysOff, c.Holidays, ruled = o.DaysOff, o.Holidays, true
		}
	}
	return c
}

// Works tells whether the office works on the day that t falls on there.
func (c Calendar) Works(t time.Time) bool {
	there := t.In(c.Zone)
	day := there.Format(time.DateOnly)
	return day >= c.PausedUntil && !slices.Contains(c.DaysOff, there.Weekday()) && !slices.Contains(c.Holidays, day)
}

// maxPause and maxLimit keep an office from putting its stories away for good.
const (
	maxPause = 366 * 24 * time.Hour
	maxLimit = 366 * 24 * time.Hour
)

// checkCalendar refuses a calendar that the clock could not count on, and puts
// its lists in order.
func (o *Office) checkCalendar(now time.Time) error {
	if _, err := time.LoadLocation(o.Timezone); err != nil || o.Timezone == "Local" {
		return Invalid("timezone", "“%s” is not a time zone. Write it as region and city, for example Africa/Nairobi.", o.Timezone)
	}
	if o.ReviewLimit < 0 || o.ReviewLimit > maxLimit {
		return Invalid("review_limit", "A story can wait up to 366 days before a reminder; leave it empty to have it as the office above does.")
	}
	if !o.OwnCalendar {
		o.DaysOff, o.Holidays = nil, nil
	}
	slices.Sort(o.DaysOff)
	o.DaysOff = slices.Compact(o.DaysOff)
	for _, d := range o.DaysOff {
		if d < time.Sunday || d > time.Saturday {
			return Invalid("days_off", "Days off are days of the week.")
		}
	}
	if len(o.DaysOff) > 6 {
		return Invalid("days_off", "An office works at least one day of the week. To close it for a while, pause it.")
	}
	slices.Sort(o.Holidays)
	o.Holidays = slices.Compact(o.Holidays)
	if len(o.Holidays) > 400 {
		return Invalid("holidays", "There is room for 400 holidays. Leave out those that have passed.")
	}
	for _, h := range o.Holidays {
		if _, err := time.Parse(time.DateOnly, h); err != nil {
			return Invalid("holidays", "“%s” is not a day. Write holidays as year-month-day, for example 2026-12-25.", h)
		}
	}
	if o.PausedUntil == "" {
		return nil
	}
	until, err := time.Parse(time.DateOnly, o.PausedUntil)
	if err != nil {
		return Invalid("paused_until", "Write the day on which work begins again as year-month-day, for example 2027-01-04.")
	}
	if until.Sub(now) > maxPause {
		return Invalid("paused_until", "An office can be paused for a year at most. To end it for good, close it.")
	}
	return nil
}

// checkLanguages refuses what cannot be a language tag, and keeps the order in
// which they were given: the first is preferred.
func (o *Office) checkLanguages() error {
	if len(o.Languages) > 20 {
		return Invalid("office_languages", "Choose at most 20 languages.")
	}
	var list []string
	for _, l := range o.Languages {
		if l = strings.TrimSpace(l); l == "" || slices.Contains(list, l) {
			continue
		}
		if !languageTag(l) {
			return Invalid("office_languages", "“%s” is not a language. Write its code, for example en, fr, ar or sw.", l)
		}
		list = append(list, l)
	}
	o.Languages = list
	return nil
}

// languageTag tells whether s has the shape of a BCP 47 tag (RFC 5646, section
// 2.1): a language of two or three letters, and subtags behind it.
func languageTag(s string) bool {
	if len(s) > 35 {
		return false
	}
	for i, part := range strings.Split(s, "-") {
		if len(part) < 1 || len(part) > 8 || i == 0 && (len(part) < 2 || len(part) > 3) {
			return false
		}
		for _, c := range []byte(part) {
			letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
			if !letter && (i == 0 || c < '0' || c > '9') {
				return false
			}
		}
	}
	return true
}
