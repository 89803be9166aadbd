package transcode

import (
	"context"
	"errors"
	"time"

	"fieldstory/story"
)

const (
	livePeek  = 40 * time.Millisecond // between two looks for the first segments
	livePause = time.Second           // between two later ones: what is gained by more is heard by nobody
)

// follow offers segments to grow as they close, until the returned function is
// called: with whole = true when ffmpeg has ended well, so that the last ones
// are offered too. What grow does not take is offered again. It is never called
// after that function has returned. Where a stretch turns out to have begun too
// late, stop is called, and the returned function says so.
func (l *loom) follow(ctx context.Context, stop context.CancelCauseFunc, grow story.Grow) (end func(whole bool) error) {
	ctx, cancel := context.WithCancel(ctx)
	last, done := make(chan struct{}), make(chan struct{})
	var result error
	go func() {
		defer close(done)
		defer l.close()
		begun := false
		ticker := time.NewTicker(livePeek)
		defer ticker.Stop()
		for ended := false; !ended; {
			select {
			case <-ctx.Done():
				return
			case <-last:
				if ended = true; grow == nil && l.st.All(l.plan.segments()) {
					return
				}
			case <-ticker.C:
				if grow == nil && l.span.First == 0 {
					continue
				}
			}
			told, err := l.tell(ctx, ended, begun, grow)
			begun = begun || told
			switch {
			case errors.Is(err, errLate), errors.Is(err, errOtherCoder):
				result = err
				stop(err)
				return
			case err != nil && ended:
				result = err
			case err != nil && ctx.Err() == nil:
				l.t.log.WarnContext(ctx, "could not publish what is made so far", "error", err)
			}
			if begun || err != nil {
				ticker.Reset(livePause)
			}
		}
	}()
	return func(whole bool) error {
		if whole {
			close(last)
		} else {
			cancel()
		}
		<-done
		cancel()
		return result
	}
}

// tell offers what closed, and tells whether it was taken. The first time every
// rung with pictures must have something: players choose among the rungs that
// were there when they came.
func (l *loom) tell(ctx context.Context, ended, begun bool, grow story.Grow) (bool, error) {
	if err := l.look(ended); err != nil || grow == nil {
		return false, err
	}
	var news []story.Grown
	var told []*growth
	for _, g := range l.rungs {
		grown, some := g.grown()
		if !some {
			if !begun && !ended && g.Kind == story.KindLadder {
				return false, nil
			}
			continue
		}
		news = append(news, grown)
		told = append(told, g)
	}
	if len(news) == 0 {
		return false, nil
	}
	taken, err := grow(ctx, news, ended)
	if err != nil || !taken {
		return false, err
	}
	for _, g := range told {
		g.taken()
	}
	return true, nil
}
