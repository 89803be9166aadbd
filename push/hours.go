package push

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// span is a time of day, in minutes since midnight. It may cross midnight.
type span struct{ from, to int }

func (s span) has(t time.Time) bool {
	h, m, _ := t.Clock()
	at := h*60 + m
	if s.from < s.to {
		return at >= s.from && at < s.to
	}
	return at >= s.from || at < s.to
}

func (s span) String() string {
	return fmt.Sprintf("%02d:%02d-%02d:%02d", s.from/60, s.from%60, s.to/60, s.to%60)
}

func parseSpan(text string) (s span, err error) {
	from, to, ok := strings.Cut(strings.TrimSpace(text), "-")
	if !ok {
		return s, fmt.Errorf("“%s” is no span of time; write it like 22:00-06:00", text)
	}
	for _, end := range []struct {
		text string
		at   *int
	}{{from, &s.from}, {to, &s.to}} {
		t, err := time.Parse("15:04", strings.TrimSpace(end.text))
		switch {
		case strings.TrimSpace(end.text) == "24:00" && end.at == &s.to:
		case err != nil:
			return s, fmt.Errorf("“%s” is no time of day; write it like 22:00", strings.TrimSpace(end.text))
		default:
			*end.at = t.Hour()*60 + t.Minute()
		}
	}
	if s.from == s.to {
		return s, fmt.Errorf("“%s” begins when it ends; leave it away to send at any time", text)
	}
	return s, nil
}

// Window is the times of day in which footage may be sent, in local time. The
// zero Window is always open.
type Window struct{ spans []span }

// UnmarshalText reads 22:00-06:00, or several with commas between.
func (w *Window) UnmarshalText(text []byte) error {
	w.spans = nil
	for part := range strings.SplitSeq(string(text), ",") {
		s, err := parseSpan(part)
		if err != nil {
			return err
		}
		w.spans = append(w.spans, s)
	}
	return nil
}

func (w Window) String() string {
	var words []string
	for _, s := range w.spans {
		words = append(words, s.String())
	}
	return strings.Join(words, ",")
}

// Open tells whether footage may be sent at t.
func (w Window) Open(t time.Time) bool {
	for _, s := range w.spans {
		if s.has(t) {
			return true
		}
	}
	return len(w.spans) == 0
}

// Opens is when it opens next after t; t itself while it is open. Days are
// counted by the calendar, so a change to summer time moves nothing.
func (w Window) Opens(t time.Time) (next time.Time) {
	if w.Open(t) {
		return t
	}
	y, m, d := t.Date()
	for day := range 3 {
		for _, s := range w.spans {
			at := time.Date(y, m, d+day, s.from/60, s.from%60, 0, 0, t.Location())
			if at.After(t) && (next.IsZero() || at.Before(next)) {
				next = at
			}
		}
	}
	return next
}

// Rates is how fast footage may be sent, by time of day, for all files
// together. The zero Rates is no limit.
type Rates struct {
	at   []timed
	rest int64 // at all other times, bytes per second, 0 = no limit
}

type timed struct {
	span
	rate int64
}

// UnmarshalText reads 300k, or 08:00-18:00=30k,300k: the rate for a time of
// day, and one without a time for the rest of it. k, M and G are thousands of
// bytes per second; off is no limit.
func (r *Rates) UnmarshalText(text []byte) error {
	*r = Rates{}
	for part := range strings.SplitSeq(string(text), ",") {
		when, rate, timedRate := strings.Cut(strings.TrimSpace(part), "=")
		if !timedRate {
			rate = when
		}
		n, err := parseRate(rate)
		if err != nil {
			return err
		}
		if !timedRate {
			r.rest = n
			continue
		}
		s, err := parseSpan(when)
		if err != nil {
			return err
		}
		r.at = append(r.at, timed{s, n})
	}
	return nil
}

func parseRate(text string) (int64, error) {
	word := strings.ToLower(strings.TrimSpace(text))
	if word == "off" {
		return 0, nil
	}
	word = strings.TrimSuffix(strings.TrimSuffix(word, "/s"), "b")
	times := 1.0
	for unit, n := range map[string]float64{"k": 1e3, "m": 1e6, "g": 1e9} {
		if rest, ok := strings.CutSuffix(word, unit); ok {
			word, times = rest, n
		}
	}
	n, err := strconv.ParseFloat(strings.TrimSpace(word), 64)
	switch {
	case err != nil || n < 0 || n > 1e9:
		return 0, fmt.Errorf("“%s” is no speed; write it like 300k, 1.5M or off", text)
	case n*times < 1000:
		return 0, fmt.Errorf("“%s” is below 1k, too slow to send footage; to send nothing at some hours use --window", text)
	}
	return int64(n * times), nil
}

// At is the limit at t in bytes per second, 0 = none. The first time of day
// that fits counts.
func (r Rates) At(t time.Time) int64 {
	for _, a := range r.at {
		if a.has(t) {
			return a.rate
		}
	}
	return r.rest
}
