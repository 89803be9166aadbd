package worker

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"fieldstory/story"
)

// RemoverRows says what is due to be removed for good.
type RemoverRows interface {
	TrashDue(ctx context.Context, now time.Time, after story.RemovalPlace, limit int) ([]story.RemovalPlace, error)
	BeginRemoval(ctx context.Context, id story.TrashID, now time.Time, limit int) (clips []story.ClipID, ok bool, err error)
	FinishRemoval(ctx context.Context, id story.TrashID, gone []story.ClipID, now time.Time) error
}

// RemoverStore is where the objects of clips lie.
type RemoverStore interface {
	Remove(ctx context.Context, name story.ObjectName) error
	RemoveUnder(ctx context.Context, prefix string) error
}

// Remover empties the trash of what has lain there for as long as was said. It
// goes clip by clip: a row goes when its objects are gone, for it is how they
// are found; so it may be killed at any moment and goes on from there. Any
// number of processes may run one.
type Remover struct {
	Rows  RemoverRows
	Store RemoverStore
	Log   *slog.Logger
	Now   func() time.Time
	Pause time.Duration // between two looks, 0 = 1 minute: what is due was said by the day

	// Where the next look goes on with more than one look takes up: what cannot go
	// holds up nothing behind it.
	last story.RemovalPlace
}

const (
	removeLimit      = 50 // stories and clips at one look
	removeClipsLimit = 20 // clips between two transactions
)

// Run looks again and again until ctx ends. What fails is logged and tried with
// the next look.
func (r *Remover) Run(ctx context.Context) error {
	pause := r.Pause
	if pause == 0 {
		pause = time.Minute
	}
	tick := time.NewTicker(pause)
	defer tick.Stop()
	for {
		if err := r.Look(ctx); err != nil && ctx.Err() == nil {
			r.Log.WarnContext(ctx, "the trash could not be emptied; it is tried again", "cause", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// Look removes once what is due now. One that cannot be removed hinders no other.
func (r *Remover) Look(ctx context.Context) error {
	list, err := r.Rows.TrashDue(ctx, r.Now(), r.last, removeLimit)
	r.last = story.RemovalPlace{}
	if len(list) == removeLimit {
		r.last = list[removeLimit-1]
	}
	for _, due := range list {
		fault := r.remove(ctx, due.ID)
		if errors.Is(fault, story.NotFound()) {
			continue // somebody else was quicker
		}
		if err = errors.Join(err, fault); ctx.Err() != nil {
			return err
		}
	}
	return err
}

func (r *Remover) remove(ctx context.Context, id story.TrashID) error {
	for {
		clips, ok, err := r.Rows.BeginRemoval(ctx, id, r.Now(), removeClipsLimit)
		if err != nil || !ok {
			return err
		}
		for _, c := range clips {
			if err := r.objects(ctx, c); err != nil {
				return err
			}
		}
		if err := r.Rows.FinishRemoval(ctx, id, clips, r.Now()); err != nil {
			return err
		}
		if len(clips) < removeClipsLimit {
			r.Log.InfoContext(ctx, "removed for good", "trash", id, "clips", len(clips))
			return nil
		}
	}
}

// objects removes what is stored of a clip. What makings and small copies left
// has rows of its own, by which the workers find it.
func (r *Remover) objects(ctx context.Context, c story.ClipID) error {
	for _, name := range []story.ObjectName{story.OriginalObject(c), story.PosterObject(c), story.SpritesObject(c), story.WaveformObject(c)} {
		if err := r.Store.Remove(ctx, name); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return r.Store.RemoveUnder(ctx, story.ClipFolder(c))
}
