package worker

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"math"
	"os"
	"slices"
	"sync"
	"time"

	"fieldstory/story"
)

// ladder makes the ladder of a clip that can be watched already, or has it made
// in pieces.
func (j *job) ladder(ctx context.Context) (next story.Due, err error) {
	if j.Clip.Facts == nil {
		return "", errors.New("a clip that was never opened")
	}
	if j.Piece != nil {
		return story.DuePieces, nil // another try has come so far
	}
	if cut := j.cut(false); cut != nil {
		if err := j.listen(ctx); err != nil {
			return "", err
		}
		_, err := j.rows.CutClip(ctx, j.Lease, story.NewID[story.LiveID](j.cfg.Now()), cut, j.Clip.Facts.Audio == nil, 0)
		return story.DuePieces, err
	}
	made, err := j.makeLadder(ctx, nil)
	if err != nil {
		return "", err
	}
	return "", j.tell(ctx, made.Rungs, [][]byte{made.Seen}, made.Heard)
}

// listen finds out how loud the clip is, for all who make some of it; whoever makes
// the whole finds that out beside the pictures.
func (j *job) listen(ctx context.Context) error {
	j.tools.Hear(ctx, j.dir.path, original, j.Clip.Facts)
	return j.rows.SaveFacts(ctx, j.Lease, j.Clip.Facts)
}

// cut tells the pieces that the clip's ladder is made in, nil = it is made in one.
// opening tells that the first is made while the clip is opened.
func (j *job) cut(opening bool) []story.Span {
	if j.Unbroken {
		return nil
	}
	first := 0
	if opening {
		first = story.OpeningSegments
	}
	return story.Cut(j.tools.Outline(j.Clip.Facts), j.cfg.Piece, first)
}

// makeLadder makes and stores every rung, publishing them on the way where
// somebody waits for that.
func (j *job) makeLadder(ctx context.Context, v *live) (story.Made, error) {
	made, err := j.tools.Ladder(ctx, j.dir.path, original, j.Clip.Facts, story.Stretch{Idle: j.Clip.Anew}, j.progress(ctx, j.Lease, j.log), v.grown())
	if err != nil {
		return made, err
	}
	return made, j.keep(ctx, made.Rungs...)
}

// tell saves what was noticed while the ladder was made, with the facts, and
// the peaks of the sound.
func (j *job) tell(ctx context.Context, rungs []story.Rendered, seen [][]byte, heard []byte) error {
	f := j.Clip.Facts
	shorter(f, rungs)
	findings, waveform := j.tools.Notice(f, seen, heard)
	f.Findings = findings
	if err := j.rows.SaveFacts(ctx, j.Lease, f); err != nil || len(waveform) == 0 {
		return err
	}
	if err := j.store.Put(ctx, story.WaveformObject(j.Clip.ID), story.WaveformType, int64(len(waveform)), bytes.NewReader(waveform)); err != nil {
		return err
	}
	return j.rows.SaveWaveform(ctx, j.Lease)
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

// sprites makes what is looked through, once.
func (j *job) sprites(ctx context.Context) error {
	if j.spread {
		return nil
	}
	j.spread = true
	if err := j.original.whole(ctx); err != nil {
		return err
	}
	path, sheet, err := j.tools.Sprites(ctx, j.dir.path, original, j.Clip.Facts)
	if err != nil {
		return j.orSkip(ctx, j.log, "sprites", err)
	}
	if err := j.putFile(ctx, story.SpritesObject(j.Clip.ID), "image/jpeg", path); err != nil {
		return err
	}
	return j.rows.SaveSprites(ctx, j.Lease, sheet)
}

// keep stores renditions and then says that they are there.
func (j *job) keep(ctx context.Context, list ...story.Rendered) error {
	making, err := j.newMaking(ctx)
	if err != nil {
		return err
	}
	var rows []story.Rendition
	for _, made := range list {
		made.Made = making
		if err := j.putRendered(ctx, made.Object(j.Clip.ID), made); err != nil {
			return err
		}
		rows = append(rows, made.Rendition)
	}
	return j.rows.SaveRenditions(ctx, j.Lease, rows)
}

// newMaking begins a making, whose objects are nobody else's.
func (j *job) newMaking(ctx context.Context) (story.MakingID, error) {
	id := story.NewID[story.MakingID](j.cfg.Now())
	return id, j.rows.BeginMaking(ctx, j.Lease, id)
}

// tidyMakings removes renditions that others have taken the place of, and what
// was stored of makings that came to nothing. Any number of workers may, and
// twice is harmless. Objects go first: the row is how they are found.
func (r *running) tidyMakings(ctx context.Context) {
	list, err := r.rows.EndedMakings(ctx, r.cfg.LiveKept, sweepLimit)
	for _, m := range list {
		gone := r.store.RemoveUnder(ctx, story.MakingFolder(m))
		if gone == nil {
			gone = r.rows.ForgetMaking(ctx, m.ID)
		}
		err = errors.Join(err, gone)
	}
	if err != nil && ctx.Err() == nil {
		r.log.WarnContext(ctx, "cannot remove renditions that have done their service", "error", err)
	}
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
		if l.Piece == 0 { // of pieces the rows make a whole
			share = 0.05 + 0.93*share
		}
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

// shorter corrects facts where the file promised more than it holds.
func shorter(f *story.Facts, rungs []story.Rendered) {
	if len(rungs) == 0 || rungs[0].Duration > f.Duration-math.Max(1, 0.03*f.Duration) {
		return
	}
	f.Duration = rungs[0].Duration
	if !slices.Contains(f.Notes, story.NoteTruncated) {
		f.Notes = append(f.Notes, story.NoteTruncated)
	}
}
