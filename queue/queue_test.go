package queue_test

import (
	"context"
	"encoding/json"
	"log/slog"
	"os"
	"testing"
	"time"

	"fieldstory/e2e/parts"
	"fieldstory/embedded"
	"fieldstory/queue"
	"fieldstory/story"
)

func TestMain(m *testing.M) {
	os.Exit(parts.Run(m, embedded.Config{WithoutPostgres: true, WithoutS3: true}))
}

func open(t testing.TB) *queue.Queue {
	t.Helper()
	cfg := queue.NewConfig()
	cfg.URL = parts.Addresses().RedisURL
	q, err := queue.Open(cfg, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { q.Close() })
	return q
}

// TestNudgeComesOnceWhileItWaits sends the same nudge three times and another
// attempt's, and hears each once; what comes after the work comes again.
func TestNudgeComesOnceWhileItWaits(t *testing.T) {
	q := open(t)
	if err := q.Ping(t.Context()); err != nil {
		t.Fatal(err)
	}
	clip := story.NewID[story.ClipID](time.Now())
	nudge := func(attempt int) {
		t.Helper()
		if err := q.Nudge(t.Context(), story.RenderClip{Clip: clip, Attempt: attempt}); err != nil {
			t.Fatal(err)
		}
	}
	for _, attempt := range []int{1, 1, 1, 2} {
		nudge(attempt)
	}
	heard := make(chan story.RenderClip, 10)
	ctx, cancel := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() {
		served <- q.Serve(ctx, 2, map[string]queue.Handler{
			story.RenderClip{}.Kind(): func(_ context.Context, payload []byte) {
				var j story.RenderClip
				if err := json.Unmarshal(payload, &j); err != nil {
					t.Error(err)
				}
				heard <- j
			},
		})
	}()
	got := map[int]int{}
	for range 2 {
		got[(<-heard).Attempt]++
	}
	if got[1] != 1 || got[2] != 1 {
		t.Errorf("heard attempts %v, want each once", got)
	}
	nudge(3)
	if j := <-heard; j.Attempt != 3 {
		t.Errorf("heard attempt %d after the others, want 3", j.Attempt)
	}
	cancel()
	if err := <-served; err != nil {
		t.Errorf("serving ended with %v", err)
	}
	if n := len(heard); n != 0 {
		t.Errorf("%d nudges more than were sent", n)
	}
}

// TestHandlersSeeTheEnd wants a job in hand to hear of the stop at once.
func TestHandlersSeeTheEnd(t *testing.T) {
	q := open(t)
	if err := q.Nudge(t.Context(), story.RenderClip{Clip: story.NewID[story.ClipID](time.Now()), Attempt: 1}); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	err := q.Serve(ctx, 1, map[string]queue.Handler{
		story.RenderClip{}.Kind(): func(ctx context.Context, _ []byte) {
			cancel()
			<-ctx.Done()
		},
	})
	if err != nil {
		t.Error(err)
	}
}

func TestRedisThatIsAwayIsAnErrorAndNotAHang(t *testing.T) {
	cfg := queue.NewConfig()
	cfg.URL = "redis://127.0.0.1:1/0"
	q, err := queue.Open(cfg, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer q.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	if err := q.Nudge(ctx, story.RenderClip{Clip: "c", Attempt: 1}); err == nil {
		t.Error("a nudge reached nobody")
	}
	if err := q.Serve(ctx, 1, nil); err != nil {
		t.Errorf("serving gave up with %v instead of waiting for Redis", err)
	}
}
