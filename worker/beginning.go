package worker

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"time"

	"fieldstory/story"
)

// beginning is that of a clip whose ladder nobody should wait for: it is watched before
// the whole is here and looked over, or while what takes long is made.
type beginning struct {
	*job
	file   string // of the folder that it lies in
	facts  *story.Facts
	ends   bool   // the clip ends where the file does
	whole  bool   // all of the original is here
	live   *live  // what is made of it alone; nil = nothing
	cancel func() // ends that
	done   chan struct{}
}

const (
	// earlyMargin is how much further than they are shown pictures and sound are read.
	earlyMargin = 2
	// beginningFile holds the first seconds of an original.
	beginningFile = "beginning"
	// beginningMost is how many bytes they are at most.
	beginningMost = 512 << 20
	// heldAtMost is how long the rest of an original waits for its beginning to be
	// watchable: it may be the store that is slow.
	heldAtMost = 15 * time.Second
)

// beginning waits for as much of a large original as an opening needs, and finds out what
// that is. nil = all of it is here: it came so soon that nothing is gained, or no less
// would do.
func (j *job) beginning(ctx context.Context) (*beginning, error) {
	b, err := j.begun(ctx)
	switch {
	case err != nil && (ctx.Err() != nil || story.AsProblem(err).Fault != story.FaultFile):
		return nil, err
	case err != nil:
		// What is missing may be what is wrong with it.
		j.log.InfoContext(ctx, "the beginning of the clip would not do; all of it is waited for", "error", err)
	case b != nil:
		j.log.DebugContext(ctx, "the beginning is opened first", "file", b.file, "after", j.cfg.Now().Sub(j.original.began))
		return b, nil
	}
	return nil, j.rest(ctx)
}

// rest waits for all of an original whose beginning would not do.
func (j *job) rest(ctx context.Context) error {
	j.original.hold(false)
	return j.original.whole(ctx)
}

func (j *job) begun(ctx context.Context) (*beginning, error) {
	if !j.original.large() || len(j.Clip.Renditions) > 0 || j.Piece != nil {
		return nil, nil
	}
	j.original.hold(true)
	e, slow := j.excerpt(ctx)
	if !slow {
		awaited := []story.ByteRange{{Length: arrivesAtOnce}}
		if e != nil {
			awaited = e.Parts
		}
		for _, of := range awaited {
			if err := j.original.reach(ctx, of); err != nil {
				return nil, err
			}
		}
		if j.original.soon(ctx) {
			return nil, nil
		}
	}
	b := &beginning{job: j, file: beginningFile}
	var err error
	if e != nil {
		b.ends = e.Whole
		b.facts, err = j.excerpted(ctx, e)
	} else {
		b.facts, err = j.firstBytes(ctx)
	}
	return b, err
}

// excerpt is of as many seconds as are made early, or as few as there is room for.
func (j *job) excerpt(ctx context.Context) (e *story.Excerpt, slow bool) {
	r, seconds := j.original.reader(ctx), float64(story.EarlySeconds+earlyMargin)
	e, slow = j.tools.Beginning(r, j.Clip.Size, seconds)
	if e != nil && e.Size() > beginningMost {
		e, slow = j.tools.Beginning(r, j.Clip.Size, seconds*beginningMost/float64(e.Size()))
	}
	return e, slow
}

// excerpted makes the file of an excerpt, as soon as its bytes are here.
func (j *job) excerpted(ctx context.Context, e *story.Excerpt) (*story.Facts, error) {
	if err := os.WriteFile(filepath.Join(j.dir.path, beginningFile), e.Head, 0o600); err != nil {
		return nil, err
	}
	for _, of := range e.Parts {
		if err := j.original.reach(ctx, of); err != nil {
			return nil, err
		}
		if err := j.copyBeginning(of); err != nil {
			return nil, err
		}
	}
	return j.tools.Inspect(ctx, j.dir.path, beginningFile, j.cfg.Now())
}

// firstBytes takes the first bytes of an original that has no index, as many as enough
// seconds have.
func (j *job) firstBytes(ctx context.Context) (*story.Facts, error) {
	few := story.ByteRange{Length: fetchRange}
	if err := j.original.reach(ctx, few); err != nil {
		return nil, err
	}
	j.original.ask(story.ByteRange{Offset: few.Length, Length: arrivesAtOnce - few.Length}) // while these are looked over
	if err := j.copyBeginning(few); err != nil {
		return nil, err
	}
	f, err := j.tools.InspectBeginning(ctx, j.dir.path, beginningFile, j.cfg.Now())
	if err != nil {
		return nil, err
	}
	// A fifth more, for what follows may weigh more.
	enough := int64(1.2 * (story.EarlySeconds + earlyMargin) / max(f.Duration, 0.1) * float64(few.Length))
	more := story.ByteRange{Offset: few.Length, Length: min(enough, beginningMost, j.Clip.Size) - few.Length}
	if more.Length <= 0 {
		return f, nil
	}
	if err := j.original.reach(ctx, more); err != nil {
		return nil, err
	}
	f.Duration *= float64(few.Length+more.Length) / float64(few.Length)
	return f, j.copyBeginning(more)
}

// copyBeginning adds some of what has come to the file of the beginning.
func (j *job) copyBeginning(of story.ByteRange) error {
	to, err := os.OpenFile(filepath.Join(j.dir.path, beginningFile), os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer to.Close()
	if _, err := to.Seek(0, io.SeekEnd); err != nil {
		return err
	}
	from, err := os.Open(filepath.Join(j.dir.path, original))
	if err != nil {
		return err
	}
	defer from.Close()
	if _, err := from.Seek(of.Offset, io.SeekStart); err != nil {
		return err
	}
	_, err = io.CopyN(to, from, of.Length)
	return errors.Join(err, to.Close())
}

// begin makes the beginning alone, and its poster of it, beside what else there is to do: how
// loud a clip is, and with streams how long, only the whole tells. What is wrong with
// it the whole will tell too.
func (b *beginning) begin(ctx context.Context) {
	ctx, b.cancel = context.WithCancel(ctx)
	b.live, b.glimpsed, b.done = b.newLive(b.Clip, b.Lease), make(chan struct{}), make(chan struct{})
	early := b.facts.Early(b.ends)
	if !b.whole {
		b.holdRest(ctx, b.live)
	}
	made := make(chan struct{})
	go func() {
		defer close(b.done)
		err := together(ctx,
			func(ctx context.Context) error {
				defer close(made)
				defer b.live.start() // also where nothing was published
				_, err := b.tools.Ladder(ctx, b.dir.path, b.file, b.facts, story.Stretch{Early: early}, nil, b.live.take)
				return err
			},
			func(ctx context.Context) error { return b.glimpse(ctx, made) },
		)
		if err != nil && ctx.Err() == nil {
			b.log.InfoContext(ctx, "the beginning of the clip cannot be watched before the whole", "error", err)
		}
	}()
}

// glimpse takes for the clip's poster what its beginning shows, as soon as that is worth
// it. Where nothing comes of it the poster is made as others are.
func (b *beginning) glimpse(ctx context.Context, made <-chan struct{}) error {
	defer close(b.glimpsed)
	<-b.live.started
	path, telling := b.tools.Glimpsed(b.dir.path)
	if !telling {
		<-made
		path, _ = b.tools.Glimpsed(b.dir.path)
	}
	if path == "" || ctx.Err() != nil {
		return nil
	}
	return b.keepPoster(ctx, path)
}

// holdRest has the rest of the original wait until something can be watched.
func (j *job) holdRest(ctx context.Context, v *live) {
	go func() {
		defer j.original.hold(false)
		select {
		case <-v.started:
		case <-time.After(heldAtMost):
		case <-ctx.Done():
		}
	}()
}

// stop ends what is made of the beginning alone.
func (b *beginning) stop() {
	if b != nil && b.live != nil {
		b.cancel()
		<-b.done
	}
}

// end is stop; where the clip came to nothing it removes what was published.
func (b *beginning) end(ctx context.Context, err error) {
	b.stop()
	if err != nil && b != nil && b.live != nil {
		b.live.end(ctx)
	}
}
