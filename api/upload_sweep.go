package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"sync"
	"time"

	"fieldstory/story"
)

// Run sweeps and reads back what arrived, until ctx ends.
func (up *Uploads) Run(ctx context.Context) {
	var both sync.WaitGroup
	defer both.Wait()
	both.Go(func() { up.every(ctx, nil, up.Tidy) })
	both.Go(func() { up.every(ctx, up.kicked, up.VerifyAll) })
}

func (up *Uploads) every(ctx context.Context, kicked <-chan struct{}, do func(context.Context) error) {
	tick := time.NewTicker(up.Sweep)
	defer tick.Stop()
	for {
		if err := do(ctx); err != nil && ctx.Err() == nil {
			up.Log.ErrorContext(ctx, "sweeping uploads failed; it is tried again", "cause", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-kicked:
		case <-tick.C:
		}
	}
}

func (up *Uploads) kick() {
	select {
	case up.kicked <- struct{}{}:
	default: // it will look anyway
	}
}

// Tidy shows how far uploads came, folds the counts of what offices keep,
// finishes uploads that have everything but were left by a process that died,
// and frees those whose time is over. The clock calls it; any number of
// processes may, and twice is harmless.
func (up *Uploads) Tidy(ctx context.Context) error {
	errs := []error{up.Rows.ShowUploads(ctx), up.Rows.FoldRoom(ctx)}
	owed, err := up.Rows.OwedUploads(ctx, 20)
	errs = append(errs, err)
	for _, id := range owed {
		if err := up.joinHeld(ctx, id); !errors.Is(err, story.StillJoining()) {
			errs = append(errs, err)
		}
	}
	ended, err := up.Rows.EndedUploads(ctx, 50)
	errs = append(errs, err)
	for i := range ended {
		errs = append(errs, up.free(ctx, &ended[i]))
	}
	return errors.Join(errs...)
}

// VerifyAll reads back every original that was not yet: only then does its
// receipt say that the card may be wiped.
func (up *Uploads) VerifyAll(ctx context.Context) error {
	for {
		id, receipt, ok, err := up.Rows.ClaimUnverified(ctx)
		if err != nil || !ok {
			return err
		}
		if err := up.verify(ctx, id, receipt); err != nil {
			return err
		}
	}
}

func (up *Uploads) verify(ctx context.Context, id story.ClipID, want story.Receipt) (err error) {
	defer story.Wrap(&err, "verify(%s)", id)
	// Settled first: what is read back then comes from where it stays.
	if err := up.Settle(ctx, story.OriginalObject(id)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return errors.Join(err, up.Rows.ReleaseUnverified(context.WithoutCancel(ctx), id, 30*time.Second))
	}
	var got string
	var n int64
	behindOthers(func() { got, n, err = up.readBack(ctx, story.OriginalObject(id)) })
	switch {
	case err != nil && !errors.Is(err, story.NotFound()):
		return errors.Join(err, up.Rows.ReleaseUnverified(context.WithoutCancel(ctx), id, 30*time.Second))
	case err != nil || got != want.SHA256 || n != want.Bytes:
		up.Log.ErrorContext(ctx, "a stored original does not agree with what arrived", "clip", id, "bytes", n, "sha256", got, "cause", err)
		return up.Rows.Unverified(ctx, id, story.StoredDiffers())
	}
	return up.Rows.Verified(ctx, id)
}

func (up *Uploads) readBack(ctx context.Context, name story.ObjectName) (sum string, n int64, err error) {
	r, err := up.Bytes.Get(ctx, name)
	if err != nil {
		return "", 0, err
	}
	defer r.Close()
	h := sha256.New()
	n, err = io.CopyBuffer(h, r, make([]byte, blockSize))
	return hex.EncodeToString(h.Sum(nil)), n, err
}
