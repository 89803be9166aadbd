package push

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Clock is by how much the camera's clock was wrong: what is added to every
// time it wrote. The zero value changes nothing.
type Clock struct{ Shift time.Duration }

// UnmarshalText reads how wrong the clock was: "+1h30m" where it was slow, "-7h"
// where it was fast, days as "+12d3h"; or what it said and what it was then,
// "2019-01-01T00:03=2026-11-20T09:15".
func (c *Clock) UnmarshalText(text []byte) error {
	s := strings.TrimSpace(string(text))
	if said, was, ok := strings.Cut(s, "="); ok {
		from, err := clockTime(said)
		if err != nil {
			return err
		}
		to, err := clockTime(was)
		c.Shift = to.Sub(from)
		return err
	}
	if s == "" || s[0] != '+' && s[0] != '-' {
		return fmt.Errorf("“%s” does not say which way the clock was wrong; write +1h30m where it was slow, -1h30m where it was fast, or 2019-01-01T00:03=2026-11-20T09:15", s)
	}
	rest, days := s[1:], 0
	if d, after, ok := strings.Cut(rest, "d"); ok {
		n, err := strconv.Atoi(d)
		if err != nil || n < 0 || n > 36500 {
			return fmt.Errorf("“%s” is no number of days", d)
		}
		days, rest = n, after
	}
	var shift time.Duration
	if rest != "" {
		var err error
		if shift, err = time.ParseDuration(rest); err != nil || shift < 0 || shift%time.Second != 0 {
			return fmt.Errorf("“%s” is no time; write it like 1h30m or 12d3h, in whole seconds", rest)
		}
	}
	if shift += time.Duration(days) * 24 * time.Hour; s[0] == '-' {
		shift = -shift
	}
	c.Shift = shift
	return nil
}

// clockTime reads a date and time as one reads it off a camera. Both sides of
// the sign are read in the same zone, so that none needs to be known.
func clockTime(text string) (time.Time, error) {
	for _, form := range []string{"2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04:05", "2006-01-02 15:04"} {
		if at, err := time.Parse(form, strings.TrimSpace(text)); err == nil {
			return at, nil
		}
	}
	return time.Time{}, fmt.Errorf("“%s” is no date and time; write it like 2026-11-20T09:15", text)
}

// correct moves when takes were filmed.
func (c Clock) correct(takes []*take) {
	for _, t := range takes {
		t.captured = t.captured.Add(c.Shift)
	}
}
