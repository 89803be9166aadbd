package story

import "time"

// Work is where the work on a clip stands: who has it, until when, and how
// often it was lost. The row says what is owed; a queue only hurries it.
type Work struct {
	State      ClipState
	Due        Due
	Attempt    int // 1 = the first
	Worker     string
	LeaseUntil time.Time // zero = nobody works on it
	NotBefore  time.Time // after a fault of ours; zero = at once
	Anew       bool      // a clip that is ready is made anew, and stays ready
}

// owed tells whether workers owe something.
func (w *Work) owed() bool { return w.State.Owed() || w.Anew && w.State == Ready }

// Lease is a worker's right to write to a clip. It ends when it is not
// renewed; what is written under an ended one is refused.
type Lease struct {
	Clip    ClipID
	Piece   int // whose work it is, from 1; 0 = the clip's
	Worker  string
	Attempt int
}

// errWorkLost is what people are told when a clip has cost every attempt.
var errWorkLost = Refuse(FaultUs, "work_lost", "We could not finish this clip, and it is our fault, not the file's. The original is safe; your administrator can start it again.")

// Reclaim takes the work back from a worker that was not heard of in time.
// That costs an attempt. It tells whether anything changed, and gives the
// problem the clip fails with when no attempt is left.
func (w *Work) Reclaim(now time.Time) (changed bool, failed *Problem) {
	if !w.owed() || w.LeaseUntil.IsZero() || now.Before(w.LeaseUntil) {
		return false, nil
	}
	return true, w.cost(now)
}

// Begin gives the work to a worker; false when there is nothing to do now.
// Call it after [Work.Reclaim].
func (w *Work) Begin(worker string, now time.Time, lease time.Duration) bool {
	if !w.owed() || !w.LeaseUntil.IsZero() || now.Before(w.NotBefore) {
		return false
	}
	w.Worker, w.LeaseUntil, w.NotBefore = worker, now.Add(lease), time.Time{}
	switch {
	case w.State == Ready:
	case w.Due == DueOpening:
		w.State = Inspecting
	default:
		w.State = Rendering
	}
	return true
}

// HandBack ends a worker's lease before its work is done, to be tried again no
// earlier than after pause. A stop or a dependency that is away costs nothing;
// counts = true costs an attempt, for a fault that is our own.
func (w *Work) HandBack(now time.Time, pause time.Duration, counts bool) (failed *Problem) {
	if counts {
		failed = w.cost(now)
	}
	w.Worker, w.LeaseUntil = "", time.Time{}
	if pause > 0 {
		w.NotBefore = now.Add(pause)
	}
	return failed
}

func (w *Work) cost(now time.Time) *Problem {
	w.Worker, w.LeaseUntil = "", time.Time{}
	if w.Attempt >= MaxAttempts && w.State == Ready {
		w.Anew, w.Attempt = false, 1 // it keeps what it has
		return nil
	}
	if w.Attempt >= MaxAttempts {
		w.State = Failed
		return errWorkLost
	}
	w.Attempt++
	return nil
}
