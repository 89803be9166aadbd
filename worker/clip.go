package worker

import (
	"context"
	"log/slog"
	"math"
	"os"
	"slices"
	"sync"
	"time"

	"fieldstory/story"
)

// original is the name of every original in its scratch folder: what people
// call their files reaches no tool.
const original = "original"

// doClip makes everything a clip owes, what is wanted soonest first: a poster,
// something to watch, sprites, the ladder. Each is saved when it is stored.
func (r *running) doClip(ctx context.Context, c story.Clip, l story.Lease, log *slog.Logger) (err error) {
	dir, err := r.scratch.folder()
	if err != nil {
		return err
	}
	defer dir.remove()
	defer func() {
		// Tools that run out of disk look like tools that choke on a file.
		if err != nil && dir.full() {
			err = errScratchFull.Because(err)
		}
	}()
	if err := r.fetch(ctx, story.OriginalObject(c.ID), c.Size, dir); err != nil {
		return err
	}
	f, err := r.tools.Inspect(ctx, dir.path, original, r.cfg.Now())
	if err != nil {
		return err
	}
	if err := r.rows.SaveFacts(ctx, l, f); err != nil {
		return err
	}
	rungs, err := r.show(ctx, c, l, dir, f, log)
	if err != nil {
		return err
	}
	if err := r.keep(ctx, c, l, rungs...); err != nil {
		return err
	}
	if shorter(f, rungs) {
		if err := r.rows.SaveFacts(ctx, l, f); err != nil {
			return err
		}
	}
	return r.rows.FinishClip(ctx, l)
}

// show makes the pictures and the ladder, in the order in which people wait:
// first something to watch, then the pictures, then the rest.
func (r *running) show(ctx context.Context, c story.Clip, l story.Lease, dir *folder, f *story.Facts, log *slog.Logger) (rungs []story.Rendered, err error) {
	ladder := func(ctx context.Context, v *live) error {
		made, err := r.tools.Ladder(ctx, dir.path, original, f, story.Stretch{}, r.progress(ctx, l, log), v.grown())
		rungs = made.Rungs
		return err
	}
	sprites := func(ctx context.Context) error { return r.sprites(ctx, c, l, dir, f, log) }
	pictures := func(ctx context.Context) error {
		if err := r.poster(ctx, c, l, dir, f, log); err != nil {
			return err
		}
		return sprites(ctx)
	}
	watchable := len(c.Renditions) > 0
	if ready, why := f.WebReady(); ready {
		// Side by side, for both are short and both are waited for.
		err = together(ctx,
			func(ctx context.Context) error { return r.poster(ctx, c, l, dir, f, log) },
			func(ctx context.Context) error {
				made, err := r.source(ctx, c, l, dir, f, log)
				watchable = watchable || made
				return err
			},
		)
		if err != nil {
			return nil, err
		}
		pictures = sprites
	} else {
		log.DebugContext(ctx, "not playable as it is", "why", why)
	}
	if watchable {
		if err := pictures(ctx); err != nil {
			return nil, err
		}
		r.tools.Hear(ctx, dir.path, original, f)
		if err := r.rows.SaveFacts(ctx, l, f); err != nil {
			return nil, err
		}
		return rungs, ladder(ctx, nil)
	}
	v := r.newLive(c, l)
	err = together(ctx,
		func(ctx context.Context) error {
			defer v.start() // also where nothing was published
			return ladder(ctx, v)
		},
		func(ctx context.Context) error {
			select {
			case <-v.started:
				return pictures(ctx)
			case <-ctx.Done():
				return context.Cause(ctx)
			}
		},
	)
	return rungs, err
}

// orSkip lets the clip live without something that is only a convenience: a
// file's fault in making it is noted and passed over.
func (r *running) orSkip(ctx context.Context, log *slog.Logger, what string, err error) error {
	if err != nil && story.AsProblem(err).Fault == story.FaultFile {
		log.WarnContext(ctx, "going on without it", "what", what, "error", err)
		return nil
	}
	return err
}

// source makes the clip watchable by a copy; false where that did not work out.
func (r *running) source(ctx context.Context, c story.Clip, l story.Lease, dir *folder, f *story.Facts, log *slog.Logger) (bool, error) {
	source, err := r.tools.Remux(ctx, dir.path, original, f, c.Size)
	if err != nil {
		return false, r.orSkip(ctx, log, "remux", err)
	}
	return true, r.keep(ctx, c, l, source)
}

// together does two things at once and waits for both. The first that fails
// ends the other, and its error is given. A panic in either comes out as an
// error of ours.
func together(ctx context.Context, one, two func(context.Context) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var both sync.WaitGroup
	var once sync.Once
	var first error
	for _, do := range []func(context.Context) error{one, two} {
		both.Go(func() {
			var err error
			defer func() {
				if p := recover(); p != nil {
					err = panicked(p)
				}
				if err != nil {
					once.Do(func() { first = err; cancel(err) })
				}
			}()
			err = do(ctx)
		})
	}
	both.Wait()
	return first
}

func (r *running) poster(ctx context.Context, c story.Clip, l story.Lease, dir *folder, f *story.Facts, log *slog.Logger) error {
	path, err := r.tools.Poster(ctx, dir.path, original, f)
	if err != nil {
		return r.orSkip(ctx, log, "poster", err)
	}
	if err := r.putFile(ctx, story.PosterObject(c.ID), "image/jpeg", path); err != nil {
		return err
	}
	return r.rows.SavePoster(ctx, l)
}

func (r *running) sprites(ctx context.Context, c story.Clip, l story.Lease, dir *folder, f *story.Facts, log *slog.Logger) error {
	path, sheet, err := r.tools.Sprites(ctx, dir.path, original, f)
	if err != nil {
		return r.orSkip(ctx, log, "sprites", err)
	}
	if err := r.putFile(ctx, story.SpritesObject(c.ID), "image/jpeg", path); err != nil {
		return err
	}
	return r.rows.SaveSprites(ctx, l, sheet)
}

// keep stores renditions and then says that they are there.
func (r *running) keep(ctx context.Context, c story.Clip, l story.Lease, list ...story.Rendered) error {
	var rows []story.Rendition
	for _, made := range list {
		if err := r.putRendered(ctx, story.RenditionObject(c.ID, made.Name), made); err != nil {
			return err
		}
		rows = append(rows, made.Rendition)
	}
	return r.rows.SaveRenditions(ctx, l, rows)
}

func (r *running) putRendered(ctx context.Context, name story.ObjectName, made story.Rendered) error {
	object, err := made.Open()
	if err != nil {
		return err
	}
	defer object.Close()
	return r.store.Put(ctx, name, "video/mp4", made.Bytes, object)
}

func (r *running) putFile(ctx context.Context, name story.ObjectName, contentType, path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	return r.store.Put(ctx, name, contentType, info.Size(), file)
}

// progress writes to the row at most once a second, and never makes the tools
// wait for it.
func (r *running) progress(ctx context.Context, l story.Lease, log *slog.Logger) func(float64) {
	var mu sync.Mutex
	var last time.Time
	var shown float64
	return func(share float64) {
		share = 0.05 + 0.93*share
		mu.Lock()
		due := time.Since(last) >= time.Second && share > shown
		if due {
			last, shown = time.Now(), share
		}
		mu.Unlock()
		if !due {
			return
		}
		go func() {
			if err := r.rows.SaveProgress(ctx, l, share); err != nil && ctx.Err() == nil {
				log.DebugContext(ctx, "could not save progress", "error", err)
			}
		}()
	}
}

// shorter corrects facts where the file promised more than it holds, and tells
// whether it did.
func shorter(f *story.Facts, rungs []story.Rendered) bool {
	if len(rungs) == 0 || rungs[0].Duration > f.Duration-math.Max(1, 0.03*f.Duration) {
		return false
	}
	f.Duration = rungs[0].Duration
	if !slices.Contains(f.Notes, story.NoteTruncated) {
		f.Notes = append(f.Notes, story.NoteTruncated)
	}
	return true
}
