package push

import (
	"context"
	"sync"
	"time"
)

// throttle keeps all connections together below the rates. It asks the clock
// before every piece, so a rate that changes at eight holds from eight on.
type throttle struct {
	rates Rates
	now   func() time.Time
	wait  func(context.Context, time.Duration) error

	mu   sync.Mutex
	next time.Time // when the bytes let through so far have had their time
}

// piece is how many bytes to let through at once, of up to n: an eighth of a
// second's worth, so that a slow link is slow evenly.
func (t *throttle) piece(n int) int {
	rate := t.rates.At(t.now())
	if rate == 0 {
		return n
	}
	return min(n, max(512, int(min(rate/8, 1<<20))))
}

// pass waits until n bytes may go.
func (t *throttle) pass(ctx context.Context, n int) error {
	now := t.now()
	rate := t.rates.At(now)
	if rate == 0 {
		return nil
	}
	t.mu.Lock()
	if t.next.Before(now) {
		t.next = now
	}
	due := t.next.Sub(now)
	t.next = t.next.Add(time.Duration(float64(n) / float64(rate) * float64(time.Second)))
	t.mu.Unlock()
	if due <= 0 {
		return nil
	}
	return t.wait(ctx, due)
}

// sleep is how the program waits, outside of tests.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-timer.C:
		return nil
	}
}

// awaitWindow returns when footage may be sent; told hears once until when it
// waits. It looks at the clock again and again, for a timer stands still while
// a laptop sleeps.
func awaitWindow(ctx context.Context, c Config, told func(until time.Time)) error {
	for first := true; ; first = false {
		now := c.Now()
		if c.Window.Open(now) {
			return nil
		}
		until := c.Window.Opens(now)
		if first {
			told(until)
		}
		if err := c.Wait(ctx, min(until.Sub(now), 30*time.Second)); err != nil {
			return err
		}
	}
}
