package worker_test

import (
	"strings"
	"testing"

	"fieldstory/story"
)

// TestClipWaitsForRoomInScratch bounds the folder so that one clip at a time
// fits: both become ready, and nothing is refused for it.
func TestClipWaitsForRoomInScratch(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	clip := film(t, "1")
	one, two := h.receive(clip), h.receive(clip)
	cfg := h.config()
	cfg.ScratchLimit = 5 * int64(len(clip))
	h.work(cfg, h.db, h.store, noQueue{})
	for _, id := range []story.ClipID{one, two} {
		if c := h.await(id, "ready", is(story.Ready)); c.Attempt != 1 {
			t.Errorf("waiting for room cost an attempt: %d", c.Attempt)
		}
	}
}

// TestClipThatNeverFitsWaitsWithASentence: more than is set aside altogether is
// the administrator's to put right, and then the clip goes on by itself.
func TestClipThatNeverFitsWaitsWithASentence(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	clip := film(t, "1")
	id := h.receive(clip)
	cfg := h.config()
	cfg.ScratchLimit = int64(len(clip))
	stop := h.work(cfg, h.db, h.store, noQueue{})
	c := h.await(id, "waiting", func(c story.Clip) bool { return c.Waits != nil })
	if !c.State.Owed() || c.Waits.Code != "scratch_small" || !strings.HasSuffix(c.Waits.Detail, ".") {
		t.Errorf("the clip is %s and waits because %+v", c.State, c.Waits)
	}
	if n, why, err := h.db.Waiting(t.Context()); n != 1 || why != c.Waits.Detail || err != nil {
		t.Errorf("%d clips wait because %q, %v", n, why, err)
	}
	stop()
	h.work(h.config(), h.db, h.store, noQueue{})
	if c := h.await(id, "ready", is(story.Ready)); c.Waits != nil {
		t.Errorf("ready, the clip still waits because %+v", c.Waits)
	}
}
