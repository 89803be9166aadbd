package s3

import (
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"sync"
	"time"
)

// body is what one attempt sends: an io.Reader that can be taken away.
type body = io.Reader

// attempt runs one request, again after errors that pass by themselves, and
// returns a [story.Problem] when it gives up. src is the request's body, nil
// for none; it is sent again only if it is an io.Seeker.
//
// minio-go's own retries are switched off: they hand the same reader to a
// second request while the transport of the first may still be reading it.
// Here every attempt reads through a lease that is taken back when it ends, so
// the caller may reuse its buffers the moment this returns.
func (b *Bucket) attempt(ctx context.Context, src io.Reader, do func(context.Context, body) error) error {
	var start int64
	seeker, again := src.(io.Seeker)
	if src == nil {
		again = true
	} else if again {
		var err error
		if start, err = seeker.Seek(0, io.SeekCurrent); err != nil {
			return err
		}
	}
	for n := 1; ; n++ {
		err := b.once(ctx, src, do)
		if err == nil || !again || n >= b.conf.Attempts || ctx.Err() != nil || !passes(err) {
			return asProblem(err)
		}
		if !pause(ctx, n) {
			return asProblem(err)
		}
		if src != nil {
			if _, err := seeker.Seek(start, io.SeekStart); err != nil {
				return err
			}
		}
	}
}

// once runs one attempt and cancels it when nothing moves for the time of Stall.
func (b *Bucket) once(ctx context.Context, src io.Reader, do func(context.Context, body) error) (err error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	defer func() { err = orStalled(ctx, err) }()
	stalled := time.AfterFunc(b.conf.Stall, func() { cancel(errStalled) })
	defer stalled.Stop()
	if src == nil {
		return do(ctx, nil)
	}
	l := &lease{src: src, moved: func() { stalled.Reset(b.conf.Stall) }}
	defer l.end()
	return do(ctx, l)
}

// orStalled names the reason of an error when it was our own clock: the
// transport only says "context canceled", as if the caller had gone.
func orStalled(ctx context.Context, err error) error {
	if err != nil && context.Cause(ctx) == errStalled {
		return errors.Join(errStalled, err)
	}
	return err
}

// pause waits before try n+1: 100 ms, doubled each time up to 2 s, half of it
// random so that fifty uploads do not come back in step. False = cancelled.
func pause(ctx context.Context, n int) bool {
	d := min(100*time.Millisecond<<(n-1), 2*time.Second)
	t := time.NewTimer(d/2 + rand.N(d/2))
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}

// lease lends a reader to one request. After end no Read reaches the source,
// whatever goroutine of the transport still holds it.
type lease struct {
	mu    sync.Mutex
	src   io.Reader
	moved func()
}

func (l *lease) Read(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.src == nil {
		return 0, io.ErrClosedPipe
	}
	l.moved()
	return l.src.Read(p)
}

func (l *lease) end() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.src = nil
}
