package worker_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"math/rand/v2"
	"slices"
	"sync/atomic"
	"testing"

	"fieldstory/story"
	"fieldstory/worker"
)

// brittle is a store whose connections break after so many bytes, now and then.
type brittle struct {
	worker.Store
	after  int64
	reads  atomic.Int64
	broken atomic.Int64
	bytes  atomic.Int64
}

func (b *brittle) GetRange(ctx context.Context, name story.ObjectName, offset, length int64) (io.ReadCloser, error) {
	body, err := b.Store.GetRange(ctx, name, offset, length)
	if err != nil {
		return nil, err
	}
	left := length
	if b.reads.Add(1)%3 != 0 {
		left = b.after
	}
	return &brittleBody{ReadCloser: body, of: b, left: left}, nil
}

type brittleBody struct {
	io.ReadCloser
	of   *brittle
	left int64
}

func (b *brittleBody) Read(p []byte) (int, error) {
	if b.left == 0 {
		b.of.broken.Add(1)
		return 0, errors.New("the connection broke")
	}
	n, err := b.ReadCloser.Read(p[:min(int64(len(p)), b.left)])
	b.left -= int64(n)
	b.of.bytes.Add(int64(n))
	return n, err
}

// TestOriginalComesOverABrittleLine: a large original comes in ranges, and where a
// connection breaks nothing that came is read again.
func TestOriginalComesOverABrittleLine(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	content := film(t, "1")
	const size = 70 << 20
	padding := make([]byte, size-len(content)) // a box that everybody skips
	binary.BigEndian.PutUint32(padding, uint32(len(padding)))
	copy(padding[4:], "free")
	store := &brittle{Store: h.store, after: 3 << 20}
	id := h.receive(append(content, padding...))
	h.work(h.config(), h.db, store, h.queue)
	if c := h.await(id, "ready", is(story.Ready)); c.Attempt != 1 {
		t.Errorf("it took %d attempts", c.Attempt)
	}
	if store.broken.Load() < 3 {
		t.Errorf("%d connections broke, which proves nothing", store.broken.Load())
	}
	if got := store.bytes.Load(); got != size {
		t.Errorf("%d bytes were read of an original of %d", got, size)
	}
}

// TestOriginalThatIsNotWhole waits for what is missing of it, and says so.
func TestOriginalThatIsNotWhole(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	content := film(t, "1")
	id := h.receive(content)
	half := content[:len(content)/2]
	if err := h.store.Put(t.Context(), story.OriginalObject(id), "", int64(len(half)), bytes.NewReader(half)); err != nil {
		t.Fatal(err)
	}
	h.work(h.config(), h.db, h.store, h.queue)
	c := h.await(id, "waiting", func(c story.Clip) bool {
		return c.Waits != nil || c.State != story.Received && c.State != story.Inspecting
	})
	if c.Waits == nil || c.Waits.Code != "original_incomplete" {
		t.Fatalf("it is %s and waits for %v", c.State, c.Waits)
	}
	if err := h.store.Put(t.Context(), story.OriginalObject(id), "", int64(len(content)), bytes.NewReader(content)); err != nil {
		t.Fatal(err)
	}
	h.await(id, "ready", is(story.Ready))
}

// gated is a store that gives the middle of an object only once it may.
type gated struct {
	worker.Store
	from, to int64 // what is held back
	open     chan struct{}
	held     atomic.Int64 // reads that waited
}

func (g *gated) GetRange(ctx context.Context, name story.ObjectName, offset, length int64) (io.ReadCloser, error) {
	if offset+length > g.from && offset < g.to {
		g.held.Add(1)
		select {
		case <-g.open:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	return g.Store.GetRange(ctx, name, offset, length)
}

// TestBeginningIsWatchedBeforeTheRestIsHere: of a large original that comes slowly the
// first segments are watchable, and its poster is there, when little more than they has
// come; with the rest it becomes what it would have become at once.
func TestBeginningIsWatchedBeforeTheRestIsHere(t *testing.T) {
	t.Parallel()
	// They weigh 2 MB a second.
	heavy := []string{"-vf", "noise=c0s=20:c0f=t+u", "-b:v", "16M", "-minrate", "16M", "-maxrate", "16M", "-bufsize", "2M"}
	for name, more := range map[string][]string{
		"index":  {"-c:v", "mpeg4"},
		"stream": {"-c:v", "mpeg4", "-c:a", "mp2", "-f", "mpegts"},
		"copied": {"-x264-params", "nal-hrd=cbr"}, // browsers play it
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t)
			content := film(t, "40", slices.Concat(heavy, more)...)
			if len(content) < 64<<20 {
				t.Fatalf("%d bytes are too few", len(content))
			}
			store := &gated{Store: h.store, from: 48 << 20, to: int64(len(content)) - 10<<20, open: make(chan struct{})}
			id := h.receive(content)
			cfg := h.config()
			cfg.Piece = 10
			h.work(cfg, h.db, store, h.queue)
			h.await(id, "watchable", func(c story.Clip) bool { return c.Watchable && c.HasPoster })
			runs := map[story.LiveID]bool{}
			for _, r := range h.liveOf(id) {
				runs[r.Run] = true
				if r.Kind == story.KindLadder && len(r.Parts) == 0 {
					t.Errorf("nothing is to be watched of %s", r.Name)
				}
			}
			close(store.open)
			c := h.await(id, "ready", is(story.Ready))
			if store.held.Load() == 0 {
				t.Error("nothing was held back, which proves nothing")
			}
			if c.Attempt != 1 || c.Sprites == nil || !c.HasWaveform {
				t.Errorf("attempt %d, sprites %v, waveform %v", c.Attempt, c.Sprites, c.HasWaveform)
			}
			for _, r := range c.Renditions {
				if r.Kind == story.KindLadder && (r.Duration < 39.9 || r.Duration > 40.1) {
					t.Errorf("%s lasts %.2f s", r.Name, r.Duration)
				}
			}
			for _, r := range h.liveOf(id) {
				if runs[r.Run] {
					t.Errorf("%s is still watched as it was begun", r.Name)
				}
			}
			if c.Facts.Audio.Loudness == 0 {
				t.Error("how loud the clip is was not kept")
			}
		})
	}
}

// TestBeginningThatIsNoFootage is refused at once, however large the file.
func TestBeginningThatIsNoFootage(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	noise := make([]byte, 66<<20)
	if _, err := rand.NewChaCha8([32]byte{1}).Read(noise); err != nil {
		t.Fatal(err)
	}
	id := h.receive(noise)
	h.work(h.config(), h.db, h.store, h.queue)
	c := h.await(id, "refused", func(c story.Clip) bool { return c.Problem != nil || c.State == story.Ready })
	if c.State != story.Refused || c.Problem == nil || c.Problem.Code != "unreadable" || c.Attempt != 1 {
		t.Errorf("%s after %d attempts, for %+v", c.State, c.Attempt, c.Problem)
	}
}
