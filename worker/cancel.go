package worker

import (
	"context"
	"errors"
	"time"

	"fieldstory/story"
)

// errCancelled ends the work on a clip that somebody stopped.
var errCancelled = errors.New("somebody stopped the work on this clip")

// inHand notes that a turn of a clip is in hand, so that it can be ended at
// once; done forgets it.
func (r *running) inHand(ctx context.Context, clip story.ClipID) (_ context.Context, done func()) {
	ctx, cancel := context.WithCancelCause(ctx)
	mine := &hand{cancel}
	r.mu.Lock()
	r.hands[mine] = clip
	r.mu.Unlock()
	return ctx, func() {
		r.mu.Lock()
		delete(r.hands, mine)
		r.mu.Unlock()
		cancel(nil)
	}
}

// hand holds one turn.
type hand struct{ stop context.CancelCauseFunc }

// hear listens for clips that are stopped. What is missed while the line is
// broken is found out with the next renewal of the lease.
func (r *running) hear(ctx context.Context) {
	for ctx.Err() == nil {
		err := r.rows.Listen(ctx, func() {}, func(e story.Event) {
			if e.State != story.Cancelled {
				return
			}
			r.mu.Lock()
			for held, clip := range r.hands {
				if clip == e.Clip {
					held.stop(errCancelled)
				}
			}
			r.mu.Unlock()
			r.shelf.drop(story.OriginalObject(e.Clip))
		})
		if err != nil && ctx.Err() == nil {
			r.log.WarnContext(ctx, "cannot hear of clips that are stopped", "error", err)
		}
		timer := time.NewTimer(r.cfg.Sweep)
		select {
		case <-ctx.Done():
		case <-timer.C:
		}
		timer.Stop()
	}
}
