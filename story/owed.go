package story

import "time"

// Owed is what is on its way out, by mail or to webhooks, and does not get there.
type Owed struct {
	Waiting int       // all that is owed, be it due or not
	Failing int       // of that, what was tried and could not be sent
	Late    int       // of that, what was due for longer than [LateAfter] and nobody tried
	Since   time.Time // when the oldest of what fails or is late happened
	Trouble string    // why the last attempt of the newest failure failed
	GivenUp int       // in the last week
}

// LateAfter is how long nobody takes who is there to send.
const LateAfter = 5 * time.Minute

// Ill tells whether somebody has to look.
func (o Owed) Ill() bool { return o.Failing+o.Late+o.GivenUp > 0 }
