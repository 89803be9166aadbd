package worker

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"fieldstory/story"
)

// lookForProxies begins to work on small copies that were sent ahead of their
// clips, if nobody does. They have a place of their own beside the jobs: each
// takes a second or two, and an editor waits for it who should not wait for
// somebody's hour of footage first. No nudge comes for them: next to the
// minutes in which one arrives, the time until the next look is nothing.
func (r *running) lookForProxies(ctx context.Context) {
	select {
	case r.proxying <- struct{}{}:
	default:
		return
	}
	r.direct.Go(func() {
		defer func() { <-r.proxying }()
		for ctx.Err() == nil {
			p, ok, err := r.rows.ClaimProxy(ctx, r.cfg.Name, r.cfg.Lease)
			if err != nil && ctx.Err() == nil {
				r.log.WarnContext(ctx, "cannot look for small copies", "error", err)
			}
			if err != nil || !ok {
				return
			}
			r.proxy(ctx, p)
		}
	})
}

// proxy makes one small copy watchable. Whatever goes wrong with it, the clip
// goes on as if there had been none.
func (r *running) proxy(ctx context.Context, p story.Proxy) {
	log := r.log.With("clip", p.Clip, "proxy", p.ID, "attempt", p.Attempt)
	name := r.cfg.Name
	renew := func(ctx context.Context) error { return r.rows.KeepProxy(ctx, p, name, r.cfg.Lease) }
	err := r.underLease(ctx, renew, log, func(ctx context.Context) error {
		if p.Attempt > story.MaxAttempts {
			return errors.New("every attempt was lost")
		}
		made, err := r.doProxy(ctx, p, log)
		if err != nil {
			return err
		}
		return r.rows.SavePreview(ctx, p, name, made)
	})
	fault := story.AsProblem(err).Fault
	switch {
	case err == nil:
		log.InfoContext(ctx, "a small copy can be watched")
	case errors.Is(err, errLeaseLost):
		log.InfoContext(ctx, "a small copy is wanted no longer, or made by somebody else")
	case ctx.Err() != nil:
		r.insist(ctx, log, func(ctx context.Context) error { return r.rows.HandBackProxy(ctx, p, name, 0, false) })
	case fault == story.FaultDependency:
		log.WarnContext(ctx, "a dependency is away; trying again later", "error", err)
		r.insist(ctx, log, func(ctx context.Context) error { return r.rows.HandBackProxy(ctx, p, name, r.cfg.Retry, false) })
	case fault == story.FaultFile || p.Attempt >= story.MaxAttempts:
		log.WarnContext(ctx, "dropping a small copy that nothing can be made of", "error", err)
		r.insist(ctx, log, func(ctx context.Context) error { return r.rows.DropProxy(ctx, p, name) })
	default:
		log.ErrorContext(ctx, "could not show a small copy", "error", err)
		r.insist(ctx, log, func(ctx context.Context) error { return r.rows.HandBackProxy(ctx, p, name, r.cfg.Retry, true) })
	}
}

// doProxy makes and stores what is shown of a small copy: itself without its
// metadata where browsers can play it, else its best rung; and its pictures.
func (r *running) doProxy(ctx context.Context, p story.Proxy, log *slog.Logger) (made story.Preview, err error) {
	dir, err := r.scratch.folder()
	if err != nil {
		return made, err
	}
	defer dir.remove()
	defer func() {
		if err != nil && dir.full() {
			err = errScratchFull.Because(err)
		}
	}()
	if err := r.fetch(ctx, story.ProxyObject(p.ID, story.ProxySent), p.Size, dir); err != nil {
		return made, err
	}
	begun := r.tools.Ahead(ctx, dir.path, original)
	if begun != nil {
		defer begun.Stop()
	}
	f, err := r.tools.Inspect(ctx, dir.path, original, r.cfg.Now())
	if err != nil {
		return made, err
	}
	watch, err := r.watchable(ctx, dir, f, p.Size, begun, log)
	if err != nil {
		return made, err
	}
	made = story.Preview{Width: watch.Width, Height: watch.Height, FrameRate: watch.FrameRate,
		Bandwidth: watch.Bandwidth, Bytes: watch.Bytes, Duration: watch.Duration}
	if err := r.putRendered(ctx, story.ProxyObject(p.ID, story.ProxyWatch), watch); err != nil {
		return made, err
	}
	if path, err := r.tools.Poster(ctx, dir.path, original, f); err == nil {
		if err := r.putFile(ctx, story.ProxyObject(p.ID, story.ProxyPoster), "image/jpeg", path); err != nil {
			return made, err
		}
		made.HasPoster = true
	} else if err := r.orSkip(ctx, log, "poster", err); err != nil {
		return made, err
	}
	if path, sheet, err := r.tools.Sprites(ctx, dir.path, original, f); err == nil {
		if err := r.putFile(ctx, story.ProxyObject(p.ID, story.ProxySprites), "image/jpeg", path); err != nil {
			return made, err
		}
		made.Sprites = &sheet
	} else if err := r.orSkip(ctx, log, "sprites", err); err != nil {
		return made, err
	}
	return made, nil
}

// watchable copies what browsers can play and encodes what they cannot.
func (r *running) watchable(ctx context.Context, dir *folder, f *story.Facts, size int64, begun story.Ahead, log *slog.Logger) (story.Rendered, error) {
	if ready, _ := f.WebReady(); ready {
		copied, err := r.tools.Remux(ctx, dir.path, original, f, size, begun)
		if err == nil || story.AsProblem(err).Fault != story.FaultFile {
			return copied, err
		}
		log.WarnContext(ctx, "a small copy cannot be copied, so it is encoded", "error", err)
	}
	made, err := r.tools.Ladder(ctx, dir.path, original, f, story.Stretch{}, nil, nil)
	for _, rung := range made.Rungs {
		if rung.Kind == story.KindLadder {
			return rung, err
		}
	}
	return story.Rendered{}, errors.Join(err, errors.New("a ladder without a rung"))
}

// tidyProxies removes small copies whose original can be watched by now, or
// whose clip is gone. Any number of workers may, and twice is harmless.
func (r *running) tidyProxies(ctx context.Context) {
	list, err := r.rows.EndedProxies(ctx, sweepLimit)
	for _, id := range list {
		err = errors.Join(err, r.forgetProxy(ctx, id))
	}
	if err != nil && ctx.Err() == nil {
		r.log.WarnContext(ctx, "cannot remove small copies that have done their service", "error", err)
	}
}

// forgetProxy removes the objects first: the row is how they are found.
func (r *running) forgetProxy(ctx context.Context, id story.ProxyID) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	if err := r.store.RemoveUnder(ctx, story.ProxyFolder(id)); err != nil {
		return err
	}
	return r.rows.ForgetProxy(ctx, id)
}
