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
	file  string // of the folder that it lies in
	facts *story.Facts
	// indexed tells that the file says where its pictures are: facts are those of the
	// whole, and pictures of the beginning are those of the clip.
	indexed bool
	whole   bool   // all of the original is here
	live    *live  // what is made of it alone; nil = nothing
	cancel  func() // ends that
	done    chan struct{}
}

const (
	// earlyMargin is how much further than they are shown pictures and sound are read.
	earlyMargin = 2
	// beginningFile holds the first bytes of an original that has no index.
	beginningFile = "beginning"
	// beginningMost is how many they are at most.
	beginningMost = 256 << 20
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
	needed, slow := j.tools.Beginning(j.original.reader(ctx), j.Clip.Size, story.EarlySeconds+earlyMargin)
	b := &beginning{job: j, file: original, indexed: needed != nil}
	if !b.indexed {
		b.file, needed = beginningFile, []story.ByteRange{{Length: arrivesAtOnce}}
	}
	for _, of := range needed {
		if err := j.original.reach(ctx, of); err != nil {
			return nil, err
		}
	}
	if !slow && j.original.soon(ctx) {
		return nil, nil
	}
	var err error
	if b.indexed {
		b.facts, err = j.tools.Inspect(ctx, j.dir.path, original, j.cfg.Now())
	} else {
		b.facts, err = j.firstBytes(ctx)
	}
	return b, err
}

// firstBytes takes the first bytes of an original for a file of its own, as many as
// enough seconds have.
func (j *job) firstBytes(ctx context.Context) (*story.Facts, error) {
	const few = fetchRange
	if err := j.copyBeginning(0, few); err != nil {
		return nil, err
	}
	f, err := j.tools.InspectBeginning(ctx, j.dir.path, beginningFile, j.cfg.Now())
	if err != nil {
		return nil, err
	}
	// A fifth more, for what follows may weigh more.
	enough := int64(1.2 * (story.EarlySeconds + earlyMargin) / max(f.Duration, 0.1) * few)
	if enough = min(enough, beginningMost, j.Clip.Size); enough <= few {
		return f, nil
	}
	if err := j.original.reach(ctx, story.ByteRange{Length: enough}); err != nil {
		return nil, err
	}
	f.Duration *= float64(enough) / few
	return f, j.copyBeginning(few, enough)
}

// copyBeginning brings some of what has come into the file of the beginning.
func (j *job) copyBeginning(from, to int64) error {
	file, err := os.OpenFile(filepath.Join(j.dir.path, beginningFile), os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(io.NewOffsetWriter(file, from), io.NewSectionReader(j.original.file, from, to-from))
	return errors.Join(err, file.Close())
}

// begin makes the beginning alone, and its poster of it, beside what else there is to do: how
// loud a clip is, and with streams how long, only the whole tells. What is wrong with
// it the whole will tell too.
func (b *beginning) begin(ctx context.Context) {
	ctx, b.cancel = context.WithCancel(ctx)
	b.live, b.glimpsed, b.done = b.newLive(b.Clip, b.Lease), make(chan struct{}), make(chan struct{})
	early := b.facts.Early(b.whole || b.indexed)
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
