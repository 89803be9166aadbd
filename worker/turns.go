package worker

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"fieldstory/story"
)

// running is a worker with its scratch folder open.
type running struct {
	*Worker
	ctx     context.Context // of the worker: turns outlive the nudge they came from
	scratch *scratch
	shelf   *shelf
	direct  sync.WaitGroup // turns in hand
	mu      sync.Mutex
	hands   map[*hand]story.ClipID // ends the turns of a clip
	// remaking is how many turns in hand make something anew.
	remaking atomic.Int32
	// proxying is the one place for small copies; see [running.lookForProxies].
	proxying chan struct{}
}

// sweepLimit bounds what is tidied up in one look.
const sweepLimit = 200

// tidyEvery is how many looks pass between two at what may be removed: nobody
// waits for that.
const tidyEvery = 10

// sweep looks every second for turns that no nudge came for, or whose worker
// was lost. It is safe in any number of workers: each turn is given once.
func (r *running) sweep(ctx context.Context) {
	ticker := time.NewTicker(r.cfg.Sweep)
	defer ticker.Stop()
	for n := 0; ; n++ {
		r.look(ctx)
		r.lookForProxies(ctx)
		if n%tidyEvery == 0 {
			r.tidyLive(ctx)
			r.tidyProxies(ctx)
			r.tidyMakings(ctx)
			r.shelf.tidy()
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// look fills every free place with the turns that are next. Whose turn it is
// was never the nudge's to say, nor the queue's: [story.NextTurn] decides, over
// all that the rows hold.
func (r *running) look(ctx context.Context) {
	for r.fill(ctx, r.slots, story.NextTurn) {
	}
	if len(r.slots) == cap(r.slots) {
		r.fill(ctx, r.door, func(list []story.Pending) int { return story.NextBeside(list, r.remaking.Load() > 0) })
	}
}

// fill gives a free place the turn that choose picks, and those after it; false where
// no place is free, or nothing was picked.
func (r *running) fill(ctx context.Context, places chan struct{}, choose func([]story.Pending) int) bool {
	select {
	case places <- struct{}{}:
	default:
		return false
	}
	t, ok := r.claim(ctx, choose)
	if !ok {
		<-places
		return false
	}
	r.direct.Go(func() {
		defer func() { <-places }()
		for ok {
			r.turn(r.ctx, t)
			t, ok = r.claim(r.ctx, choose)
		}
	})
	return true
}

func (r *running) claim(ctx context.Context, choose func([]story.Pending) int) (story.Turn, bool) {
	if ctx.Err() != nil {
		return story.Turn{}, false
	}
	t, ok, err := r.rows.ClaimTurn(ctx, r.cfg.Name, r.cfg.Lease, choose)
	if err != nil && ctx.Err() == nil {
		r.log.WarnContext(ctx, "cannot look for owed work", "error", err)
	}
	return t, ok && err == nil
}

// nudged handles clip.render, which says that some clip waits. While every
// place is taken here it keeps the nudge, so that the next ones go to workers
// that are free.
func (r *running) nudged(ctx context.Context, payload []byte) {
	var job story.RenderClip
	if err := json.Unmarshal(payload, &job); err != nil || job.Clip == "" {
		r.log.ErrorContext(ctx, "a nudge that nobody understands", "error", err)
		return
	}
	r.look(ctx)
	select {
	case r.slots <- struct{}{}:
		<-r.slots
	case <-ctx.Done():
	}
}

// turn does what a turn is for, and says how it ended.
func (r *running) turn(ctx context.Context, t story.Turn) {
	l := t.Lease
	log := r.log.With("clip", l.Clip, "attempt", l.Attempt, "story", t.Clip.Story, "turn", t.Due)
	if l.Piece > 0 {
		log = log.With("piece", l.Piece)
	}
	began := r.cfg.Now()
	ctx, done := r.inHand(ctx, l.Clip)
	defer done()
	if t.Clip.Anew {
		r.remaking.Add(1)
		defer r.remaking.Add(-1)
	}
	var next story.Due
	renew := func(ctx context.Context) error { return r.rows.Heartbeat(ctx, l, r.cfg.Lease) }
	err := r.underLease(ctx, renew, log, func(ctx context.Context) (err error) {
		// It may have been stopped before anybody could be told that it is here.
		if err := renew(ctx); err != nil {
			return err
		}
		next, err = r.do(ctx, t, log)
		return err
	})
	log = log.With("took", r.cfg.Now().Sub(began))
	if errors.Is(context.Cause(ctx), errCancelled) {
		log.InfoContext(ctx, "stopped as somebody asked")
		r.shelf.drop(story.OriginalObject(l.Clip))
		return
	}
	if err == nil && next != "" {
		log.InfoContext(ctx, "done; the rest of the clip waits for its turn", "next", next)
		return
	}
	r.conclude(ctx, l, err, log)
}

// do does what a turn is for; it tells what the clip owes next, "" = nothing.
func (r *running) do(ctx context.Context, t story.Turn, log *slog.Logger) (next story.Due, err error) {
	dir, err := r.scratch.folder()
	if err != nil {
		return "", err
	}
	defer dir.remove()
	defer func() {
		// Tools that run out of disk look like tools that choke on a file.
		if err != nil && dir.full() {
			err = errScratchFull.Because(err)
		}
	}()
	j := &job{running: r, Turn: t, dir: dir, log: log}
	room := story.Room(t.Due, t.Clip.Size)
	if t.Due == story.DueJoin {
		err = dir.roomFor(room, r.shelf.weight(""))
	} else if j.original, err = r.arrive(ctx, story.OriginalObject(t.Clip.ID), t.Clip.Size, room, dir); err == nil {
		defer j.original.end()
		if t.Due != story.DueOpening {
			err = j.original.whole(ctx)
		}
	}
	if err != nil {
		return "", err
	}
	switch t.Due {
	case story.DueOpening:
		next, err = j.open(ctx)
	case story.DueLadder:
		next, err = j.ladder(ctx)
	case story.DuePieces:
		next, err = story.DuePieces, j.piece(ctx, *t.Piece, t.Lease)
	case story.DueJoin:
		err = j.join(ctx)
	default:
		err = errors.New("a turn that this worker does not know")
	}
	switch {
	case err != nil:
		return "", err
	case next == "":
		r.shelf.drop(story.OriginalObject(t.Clip.ID))
		return "", r.rows.FinishClip(ctx, t.Lease)
	}
	if err := r.shelf.keep(story.OriginalObject(t.Clip.ID), dir); err != nil {
		log.WarnContext(ctx, "cannot keep the original for the clip's next turn", "error", err)
	}
	if t.Due == story.DuePieces {
		return next, nil // it said so itself
	}
	return next, r.rows.HandOnClip(ctx, t.Lease, next)
}

// job is one turn with its folder.
type job struct {
	*running
	story.Turn
	dir      *folder
	original *arrival      // nil for what needs none
	posted   bool          // the poster is there
	spread   bool          // so are the sprites, or none could be made
	glimpsed chan struct{} // closed once there is one of the beginning, or none will be; nil = of what is there anyway
	log      *slog.Logger
}
