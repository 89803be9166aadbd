package worker_test

import (
	"context"
	"slices"
	"testing"

	"fieldstory/story"
	"fieldstory/worker"
)

// TestClipIsMadeAnewBehindEverythingElse: an older ladder is watched until the
// new one is whole, at whose addresses nothing was before; new clips come
// first; what is superseded goes in the end.
func TestClipIsMadeAnewBehindEverythingElse(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	old := h.receive(film(t, "8"))
	cfg := h.config()
	cfg.Jobs, cfg.Piece = 1, 2
	stop := h.work(cfg, h.db, h.store, noQueue{})
	before := h.await(old, "ready", is(story.Ready))
	stop()

	if n, err := h.db.RemakeClips(t.Context(), []string{"hq"}); err != nil || n != 1 {
		t.Fatalf("%d clips are to be made anew, %v", n, err)
	}
	if err := h.db.RemakeClip(t.Context(), old); err != nil {
		t.Errorf("asked for twice: %v", err)
	}
	fresh := h.receive(film(t, "1"))
	names := map[story.ClipID]string{old: "old", fresh: "new"}
	watched := func(c story.Clip) {
		if c.State != story.Ready || !c.Watchable || c.Progress != 1 || len(c.Renditions) != len(before.Renditions) {
			t.Errorf("while it is made anew the clip is %s, watchable %v, %d renditions", c.State, c.Watchable, len(c.Renditions))
		}
	}
	rows := &spied{DB: h.db, see: func(story.Turn) { watched(h.look(old)) }}
	stop = h.work(cfg, rows, h.store, noQueue{})
	after := h.await(old, "made anew", func(c story.Clip) bool { watched(c); return !c.Anew })
	stop()
	if got, want := rows.names(names), []string{"new", "new+", "old+", "old+", "old+", "old+"}; !slices.Equal(got, want) {
		t.Errorf("turns %q, want %q", got, want)
	}
	for i, r := range after.Renditions {
		was := before.Renditions[i]
		if same := r.Made == was.Made; same != (r.Kind == story.KindSource) || r.Name != was.Name {
			t.Errorf("%s was of making %s and is %s of %s", was.Name, was.Made, r.Name, r.Made)
		}
		if got := len(h.object(was.Object(old))); int64(got) != was.Bytes {
			t.Errorf("who still watches the older %s finds %d bytes of %d", was.Name, got, was.Bytes)
		}
		if got := len(h.object(r.Object(old))); int64(got) != r.Bytes {
			t.Errorf("%s is stored with %d bytes of %d", r.Name, got, r.Bytes)
		}
	}

	cfg.LiveKept = 0
	h.work(cfg, h.db, h.store, noQueue{})
	last := h.receive(film(t, "1"))
	h.await(last, "ready", is(story.Ready)) // by then the first look is over
	if r, err := h.store.Get(t.Context(), before.Renditions[0].Object(old)); err == nil {
		r.Close()
		t.Error("what is superseded is still stored")
	}
	h.object(after.Renditions[0].Object(old))
}

// faulty is a tool that cannot make this ladder.
type faulty struct{ worker.Tools }

func (faulty) Ladder(context.Context, string, string, *story.Facts, story.Stretch, func(float64), story.Grow) (story.Made, error) {
	return story.Made{}, story.Refuse(story.FaultFile, "broken", "This file cannot be read to its end.")
}

// TestFailureToMakeAnewLeavesTheClip: what goes wrong then costs the clip
// nothing that it has.
func TestFailureToMakeAnewLeavesTheClip(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	id := h.receive(film(t, "1"))
	stop := h.work(h.config(), h.db, h.store, noQueue{})
	before := h.await(id, "ready", is(story.Ready))
	stop()
	if err := h.db.RemakeClip(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	h.tools = faulty{h.tools}
	h.work(h.config(), h.db, h.store, noQueue{})
	c := h.await(id, "given up", func(c story.Clip) bool { return !c.Anew })
	if c.State != story.Ready || c.Problem != nil || !slices.EqualFunc(c.Renditions, before.Renditions, func(a, b story.Rendition) bool { return a.Name == b.Name && a.Made == b.Made }) {
		t.Errorf("the clip is %+v", c)
	}
}
