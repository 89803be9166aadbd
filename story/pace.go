package story

import (
	"math"
	"time"
)

// Pace is how fast the work on a clip goes, measured as it goes. The zero
// value has seen nothing yet.
type Pace struct {
	Share float64   // done when it was last told, 0 to 1
	At    time.Time // when that was, zero = never
	Speed float64   // share a second, smoothed; 0 = not known
}

const (
	// paceMemory is how long what was seen counts, roughly. Shorter follows
	// every scene of the footage, longer forgets too late that others joined in.
	paceMemory = 20 * time.Second
	// pacePause is a silence after which the clock starts anew: the clip waited
	// for its turn, and waiting is no measure of work.
	pacePause = 30 * time.Second
	// longestLeft bounds what is worth saying.
	longestLeft = 48 * time.Hour
)

// Saw notes how much is done by now.
func (p *Pace) Saw(share float64, now time.Time) {
	gap, gained := now.Sub(p.At), share-p.Share
	switch {
	case p.At.IsZero() || gap > pacePause || gained < 0:
		p.Share, p.At = share, now
		if gained < 0 {
			p.Speed = 0
		}
		return
	case gap <= 0:
		return
	}
	seen := gained / gap.Seconds()
	if p.Speed == 0 {
		p.Speed = seen
	} else {
		p.Speed += (seen - p.Speed) * (1 - math.Exp(-gap.Seconds()/paceMemory.Seconds()))
	}
	p.Share, p.At = share, now
}

// Left is how long the rest will take, false where nobody can tell: too little
// was seen, or nobody works on it now.
func (p Pace) Left(now time.Time) (time.Duration, bool) {
	if p.Speed <= 0 || p.At.IsZero() || now.Sub(p.At) > pacePause {
		return 0, false
	}
	seconds := (1-p.Share)/p.Speed - now.Sub(p.At).Seconds()
	if seconds > longestLeft.Seconds() {
		return 0, false
	}
	return time.Duration(max(0, seconds) * float64(time.Second)).Round(time.Second), true
}
