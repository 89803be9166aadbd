package worker_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"fieldstory/story"
	"fieldstory/worker"
)

// patient finishes the first piece only when somebody else has begun another.
type patient struct {
	*spied
	others <-chan struct{}
}

func (p *patient) FinishPiece(ctx context.Context, l story.Lease, made story.Made) error {
	if l.Piece == 1 {
		select {
		case <-p.others:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return p.spied.FinishPiece(ctx, l, made)
}

// killedInPiece dies when the first segments of a piece are to be said.
type killedInPiece struct {
	*dying
	killed chan struct{}
	once   sync.Once
}

func (k *killedInPiece) SaveLive(ctx context.Context, l story.Lease, run story.LiveID, by string, list []story.Grown) error {
	k.dead.Store(true)
	k.once.Do(func() { close(k.killed) })
	return k.dying.SaveLive(ctx, l, run, by, list)
}

// TestLongClipIsMadeInPieces gives a clip that is watched to two workers and
// kills one of them: that costs its piece and no other, the playlist only
// grows, and what is joined has every picture and the whole sound.
func TestLongClipIsMadeInPieces(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	id := h.receive(film(t, "13", "-c:v", "mpeg4", "-q:v", "4"))
	victim := &killedInPiece{dying: &dying{DB: h.db}, killed: make(chan struct{})}
	rows := &patient{spied: &spied{DB: h.db}, others: victim.killed}
	cfg := h.config()
	cfg.Jobs, cfg.Piece = 1, 2
	h.work(cfg, rows, h.store, noQueue{})
	h.await(id, "watchable", func(c story.Clip) bool { return c.Watchable })
	other := h.config()
	other.Jobs, other.Piece = 1, 2
	stop := h.work(other, victim, h.store, noQueue{})
	<-victim.killed
	stop()

	last := map[string]string{}
	c := h.await(id, "ready", func(c story.Clip) bool {
		for _, r := range h.liveOf(id) {
			now := story.EventPlaylist(r, toLive)
			if !strings.HasPrefix(now, last[r.Name]) {
				t.Errorf("%s does not go on from what was there:\n%s\nwas:\n%s", r.Name, now, last[r.Name])
			}
			last[r.Name] = now
		}
		return c.State == story.Ready
	})
	var turns []string
	for _, g := range rows.given {
		turns = append(turns, fmt.Sprint(g.Due, " ", g.Lease.Piece, " try ", g.Lease.Attempt))
	}
	if want := []string{"opening 0 try 1", "pieces 3 try 1", "pieces 2 try 2", "joining 0 try 1"}; !slices.Equal(turns, want) {
		t.Errorf("turns %q, want %q", turns, want)
	}
	if c.Attempt != 1 || !c.HasWaveform || c.Sprites == nil || c.Facts.Duration < 12.9 {
		t.Errorf("ready, the clip is %+v", c)
	}
	var names []string
	for _, r := range c.Renditions {
		names = append(names, r.Name)
		object := h.object(r.Object(id))
		if len(r.Index.Segments) != 7 || int64(len(object)) != r.Bytes {
			t.Errorf("%s has %d segments, %d bytes of %d", r.Name, len(r.Index.Segments), len(object), r.Bytes)
		}
		want := 13 * 25
		if r.Kind == story.KindAudio {
			want = 13 * 48000 / 1024
		}
		if got := frames(t, object); got < want || got > want+1 {
			t.Errorf("%s decodes to %d frames, want %d", r.Name, got, want)
		}
		if got := len(strings.Split(last[r.Name], "#EXTINF")) - 1; got < 6 {
			t.Errorf("%s was watched as far as segment %d", r.Name, got)
		}
	}
	if got, want := strings.Join(names, " "), "360p 240p audio"; got != want {
		t.Errorf("renditions %q, want %q", got, want)
	}
	if seen := h.count(`SELECT count(*) FROM pieces`); seen != 0 {
		t.Errorf("%d rows of pieces are left", seen)
	}
}

// breaking is a tool that cannot do pieces of this clip.
type breaking struct{ worker.Tools }

func (b breaking) Ladder(ctx context.Context, dir, file string, f *story.Facts, st story.Stretch, progress func(float64), grow story.Grow) (story.Made, error) {
	if st.First > 0 {
		return story.Made{}, story.Refuse(story.FaultFile, "broken", "This file cannot be read to its end.")
	}
	return b.Tools.Ladder(ctx, dir, file, f, st, progress, grow)
}

// TestWhatCannotBeCutIsMadeInOne: a clip that browsers play is cut for its
// ladder; where a piece of it cannot be made, the clip is not refused for it.
func TestWhatCannotBeCutIsMadeInOne(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.tools = breaking{h.tools}
	id := h.receive(film(t, "8"))
	rows := &spied{DB: h.db}
	cfg := h.config()
	cfg.Jobs, cfg.Piece = 1, 2
	h.work(cfg, rows, h.store, noQueue{})
	c := h.await(id, "ready", is(story.Ready))
	var turns []string
	for _, g := range rows.given {
		turns = append(turns, fmt.Sprint(g.Due, " ", g.Lease.Piece))
	}
	if want := []string{"opening 0", "ladder 0", "pieces 1", "pieces 2", "ladder 0"}; !slices.Equal(turns, want) {
		t.Errorf("turns %q, want %q", turns, want)
	}
	if len(c.Renditions) != 4 || len(c.Facts.Findings) > 2 {
		t.Errorf("made in one, the clip is %+v", c)
	}
}

// TestLongClipYieldsBetweenPieces: a clip of another office comes in while a
// long one is made, and is opened before the next piece.
func TestLongClipYieldsBetweenPieces(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	other := h.addStory("hq.other")
	names := map[story.ClipID]string{h.receive(film(t, "8")): "long"}
	short := film(t, "1")
	var once sync.Once
	late := make(chan story.ClipID, 1)
	rows := &spied{DB: h.db, see: func(g story.Turn) {
		if g.Lease.Piece == 1 {
			once.Do(func() { late <- h.receiveFor(other, short) })
		}
	}}
	cfg := h.config()
	cfg.Jobs, cfg.Piece = 1, 2
	h.work(cfg, rows, h.store, noQueue{})
	id := <-late
	names[id] = "short"
	h.await(id, "ready", is(story.Ready))
	got := rows.names(names)
	if want := []string{"long", "long+", "long+", "short", "long+", "short+"}; len(got) < 6 || !slices.Equal(got[:6], want) {
		t.Errorf("turns %q, want %q first", got, want)
	}
}
