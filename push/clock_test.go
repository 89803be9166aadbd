package push_test

import (
	"bytes"
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"fieldstory/push"
)

// clock is a time of day that passes only as push waits.
type clock struct {
	mu     sync.Mutex
	at     time.Time
	waited time.Duration
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

// wait lets the time pass at once; what other processes do must be waited for.
func (c *clock) wait(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	c.at, c.waited = c.at.Add(d), c.waited+d
	c.mu.Unlock()
	if d >= 10*time.Second {
		return ctx.Err() // for the hour, not for anybody
	}
	t := time.NewTimer(min(d, 5*time.Millisecond))
	defer t.Stop()
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-t.C:
		return nil
	}
}

func (c *clock) into(conf *push.Config) {
	conf.Now, conf.Wait, conf.Verify = c.now, c.wait, 24*time.Hour
}

func TestBWLimit(t *testing.T) {
	t.Parallel()
	f, dir := newFar(t), t.TempDir()
	write(t, dir, "a.mp4", 150_000)
	write(t, dir, "b.mp4", 250_000)
	c := &clock{at: time.Date(2026, 3, 4, 7, 59, 59, 0, time.Local)}
	conf := f.conf(t, &bytes.Buffer{})
	c.into(&conf)
	// A second at 200 kB, the rest at 50.
	if err := conf.Rates.UnmarshalText([]byte("08:00-18:00=50k,200k")); err != nil {
		t.Fatal(err)
	}
	before := c.now()
	sum, err := push.Run(t.Context(), conf, []string{dir})
	if err != nil || !sum.Safe() {
		t.Fatalf("Run = %v, %+v", err, sum)
	}
	// No more can be said: what waits for the server moves this clock too.
	if took := c.now().Sub(before); took < 4*time.Second {
		t.Errorf("400 kB took %s by the clock, want 5 s at least", took)
	}
}

func TestWindowIsWaitedFor(t *testing.T) {
	t.Parallel()
	f := newFar(t)
	path, _ := write(t, t.TempDir(), "a.mp4", 90_000)
	c := &clock{at: time.Date(2026, 3, 4, 20, 15, 0, 0, time.Local)}
	var out bytes.Buffer
	conf := f.conf(t, &out)
	c.into(&conf)
	if err := conf.Window.UnmarshalText([]byte("22:00-22:01")); err != nil {
		t.Fatal(err)
	}
	// At 1 kB a second the minute holds two thirds of it; the rest goes a day later.
	if err := conf.Rates.UnmarshalText([]byte("1k")); err != nil {
		t.Fatal(err)
	}
	sum, err := push.Run(t.Context(), conf, []string{path})
	if err != nil || !sum.Safe() {
		t.Fatalf("Run = %v, %+v\n%s", err, sum, &out)
	}
	for _, want := range []string{"waiting until 22:00, for 1h45m0s", "waiting until 22:00 tomorrow, for 23h59m0s"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is missing in:\n%s", want, &out)
		}
	}
	if day := c.now().Day(); day != 5 && day != 6 {
		t.Errorf("it is the %dth, want the 5th", day)
	}
}
