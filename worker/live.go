package worker

import (
	"bytes"
	"context"
	"errors"
	"io"
	"sync"
	"time"

	"fieldstory/story"
)

// live publishes a ladder while it is made: segments are stored, then said.
// Every attempt is a making of its own, with objects of its own, so that a
// worker given up for lost can write over nothing.
type live struct {
	*running
	clip    story.Clip
	lease   story.Lease
	run     story.LiveID
	by      string // the try, where several share a making; "" = this is the only one
	begun   bool
	started chan struct{} // closed once there is something to watch, or nothing will be
	start   func()        // closes it; may be called twice
}

func (r *running) newLive(c story.Clip, l story.Lease) *live {
	v := &live{running: r, clip: c, lease: l, run: story.NewID[story.LiveID](r.cfg.Now()), started: make(chan struct{})}
	v.start = sync.OnceFunc(func() { close(v.started) })
	return v
}

// grown is what the tools call as segments close, nil where nobody waits.
func (v *live) grown() story.Grow {
	if v == nil {
		return nil
	}
	return func(ctx context.Context, list []story.Grown, ended bool) (bool, error) {
		if ended && !v.begun {
			return false, nil // where nobody watches yet the whole is as near
		}
		return v.take(ctx, list, ended)
	}
}

// take publishes whatever is offered, see [story.Grow].
func (v *live) take(ctx context.Context, list []story.Grown, _ bool) (bool, error) {
	err := v.publish(ctx, list)
	return err == nil, err
}

func (v *live) publish(ctx context.Context, list []story.Grown) error {
	if !v.begun {
		if err := v.rows.BeginLive(ctx, v.lease, v.run); err != nil {
			return err
		}
		v.begun = true
	}
	// Rungs side by side: their first segments are waited for.
	errs := make([]error, len(list))
	var all sync.WaitGroup
	for i, g := range list {
		all.Go(func() { errs[i] = v.put(ctx, g) })
	}
	all.Wait()
	if err := errors.Join(errs...); err != nil {
		return err
	}
	if err := v.rows.SaveLive(ctx, v.lease, v.run, v.by, list); err != nil {
		return err
	}
	v.start()
	return nil
}

func (v *live) put(ctx context.Context, g story.Grown) error {
	if g.First == 0 {
		name := story.LiveObject(v.run, g.Name, v.by, story.LiveInit)
		if err := v.store.Put(ctx, name, "video/mp4", int64(len(g.Init)), bytes.NewReader(g.Init)); err != nil {
			return err
		}
	}
	for i, s := range g.Segments {
		name := story.LiveObject(v.run, g.Name, v.by, story.LivePartName(g.First+i))
		if err := v.store.Put(ctx, name, "video/mp4", s.Length, io.NewSectionReader(g.File, s.Offset, s.Length)); err != nil {
			return err
		}
	}
	return nil
}

// end removes what was published of a making that nobody wants any more. One
// that was lost stays for those who watch it.
func (v *live) end(ctx context.Context) {
	if !v.begun {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 20*time.Second)
	defer cancel()
	yes, err := v.rows.Abandoned(ctx, v.run)
	if err == nil && yes {
		err = v.forget(ctx, v.run)
	}
	if err != nil {
		v.log.WarnContext(ctx, "cannot remove yet what is no longer wanted", "error", err)
	}
}

// tidyLive removes what was published of ladders that are complete, or whose
// clip ended otherwise. Any number of workers may, and twice is harmless.
func (r *running) tidyLive(ctx context.Context) {
	runs, err := r.rows.EndedLive(ctx, r.cfg.LiveKept, sweepLimit)
	for _, run := range runs {
		err = errors.Join(err, r.forget(ctx, run))
	}
	if err != nil && ctx.Err() == nil {
		r.log.WarnContext(ctx, "cannot remove what is no longer watched", "error", err)
	}
}

// forget removes the objects first: the row is how they are found.
func (r *running) forget(ctx context.Context, run story.LiveID) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	if err := r.store.RemoveUnder(ctx, story.LiveFolder(run)); err != nil {
		return err
	}
	return r.rows.ForgetLive(ctx, run)
}
