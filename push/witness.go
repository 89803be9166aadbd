package push

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	"fieldstory/story"
)

// witness waits for the server's word on what has arrived: that it is stored,
// that it was read back and is the same, and that it can be used. Meanwhile the
// lanes go on.
type witness struct {
	c      *courier
	mu     sync.Mutex
	open   []*job
	closed bool
	safe   bool          // all that is open was read back
	until  time.Time     // when to stop waiting, once closed
	news   chan struct{} // something to look at
	denied error         // the token is not accepted any more
}

func newWitness(c *courier) *witness { return &witness{c: c, news: make(chan struct{}, 1)} }

func (w *witness) hear(j *job) {
	w.mu.Lock()
	w.open, w.safe = append(w.open, j), false
	w.mu.Unlock()
	w.wake()
}

// close: no more will come.
func (w *witness) close() {
	w.mu.Lock()
	w.closed = true
	w.mu.Unlock()
	w.patience()
	w.wake()
}

func (w *witness) wake() {
	select {
	case w.news <- struct{}{}:
	default:
	}
}

// patience begins the wait anew: as long as the settings say, and for what
// is still to be read at 20 MB a second.
func (w *witness) patience() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.safe {
		w.until = w.c.conf.Now().Add(w.c.conf.Look)
		return
	}
	var size int64
	for _, j := range w.open {
		size += j.take.size()
	}
	w.until = w.c.conf.Now().Add(w.c.conf.Verify + time.Duration(size/20e6)*time.Second)
}

// run returns when everything is known, it was closed and waited long enough,
// or ctx ended.
func (w *witness) run(ctx context.Context) {
	const soon = 50 * time.Millisecond
	for pause := soon; ; {
		w.mu.Lock()
		open, closed, late := append([]*job{}, w.open...), w.closed, w.c.conf.Now().After(w.until)
		w.mu.Unlock()
		switch {
		case len(open) == 0 && closed:
			return
		case len(open) == 0:
			select {
			case <-w.news:
				pause = soon
				continue
			case <-ctx.Done():
				return
			}
		}
		left, news := w.look(ctx, open)
		if news {
			pause = soon
			w.patience()
		} else if closed && late || ctx.Err() != nil {
			w.giveUp()
			return
		}
		if left > 0 && w.c.conf.Wait(ctx, pause) != nil {
			w.giveUp()
			return
		}
		pause = min(2*pause, 3*time.Second)
	}
}

// look asks for the stories of what is open, and answers how much still is,
// and whether the server has got on with any of it.
func (w *witness) look(ctx context.Context, open []*job) (left int, news bool) {
	clips, asked := map[string]remoteClip{}, map[string]error{}
	var still []*job
	safe := true
	for _, j := range open {
		was := j.result.Safe
		id := j.result.Story
		if _, ok := asked[id]; !ok {
			var st remoteStory
			asked[id] = w.c.once(ctx, "GET", "/stories/"+id, nil, &st)
			for _, clip := range st.Clips {
				clips[clip.ID] = clip
			}
		}
		if err := asked[id]; err != nil {
			if refused, ok := errors.AsType[*refusal](err); ok && !errors.Is(err, errLater) {
				j.result.Detail = refused.detail
				if refused.status == http.StatusUnauthorized {
					w.denied = err
				}
				w.c.finish(j)
				continue
			}
			still, safe = append(still, j), safe && was
			continue
		}
		clip, ok := clips[j.result.Clip]
		if !ok || !w.judge(j, clip) {
			still, safe = append(still, j), safe && j.result.Safe
		}
		news = news || j.result.Safe != was
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	// What came meanwhile lies behind what was looked at.
	came := w.open[len(open):]
	w.open, w.safe = append(still, came...), safe && len(came) == 0
	return len(still), news || len(still) < len(open)
}

// judge reads the server's word, and tells whether it is the last.
func (w *witness) judge(j *job, clip remoteClip) bool {
	r, got, p := &j.result, clip.Receipt, clip.Problem
	switch {
	case got == nil && p == nil:
		return false
	case got == nil:
		r.Status, r.Detail = Refused, p.Detail
	case got.SHA256 != r.SHA256 || got.Bytes != r.Size:
		r.Status, r.Detail = Refused, "The server's receipt is not for this file. Do not wipe the card; send it again."
	case p != nil && p.Code == story.StoredDiffers().Code:
		r.Status, r.Detail = Refused, p.Detail
	case clip.refused():
		// It is there, whole, but nobody can watch it: its only use may be
		// what somebody can still save from the card.
		r.Status, r.Safe, r.Receipt, r.Detail = Refused, false, got, p.Detail
	default:
		if r.Receipt = got; r.Status == Pending {
			r.Status = Sent
		}
		if p != nil {
			r.Detail = p.Detail
		}
		if r.Safe = got.Verified; !r.Safe || !clip.looked() {
			return false
		}
	}
	if r.Status == Refused {
		w.c.memory.forget(j.key)
	}
	w.c.finish(j)
	return true
}

// giveUp leaves the rest unverified.
func (w *witness) giveUp() {
	w.mu.Lock()
	open := w.open
	w.open = nil
	w.mu.Unlock()
	for _, j := range open {
		if j.result.Status != Pending && !j.result.Safe {
			j.result.Detail = "The server has not read it back yet. Keep the card and run the same command again."
		}
		w.c.finish(j)
	}
}
