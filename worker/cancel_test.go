package worker_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fieldstory/story"
)

// toolsIn lists the processes whose folder lies below dir.
func toolsIn(t testing.TB, dir string) (all []string) {
	t.Helper()
	procs, err := filepath.Glob("/proc/[0-9]*")
	if err != nil {
		t.Fatal(err)
	}
	for _, proc := range procs {
		if cwd, _ := os.Readlink(filepath.Join(proc, "cwd")); strings.HasPrefix(cwd, dir+"/") {
			all = append(all, proc)
		}
	}
	return all
}

// TestCancelledClipLeavesNothingBehind stops a clip while its ladder is made and
// watched: the tools end within a second, and neither folders, objects nor rows
// are left; started again, it becomes ready.
func TestCancelledClipLeavesNothingBehind(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	id := h.receive(foreign(t, "12"))
	cfg := h.config()
	h.work(cfg, h.db, h.store, h.queue)
	h.await(id, "watchable", func(c story.Clip) bool { return c.Watchable && c.State == story.Rendering })
	if len(toolsIn(t, cfg.Scratch)) == 0 {
		t.Fatal("no tool runs while the ladder is made")
	}
	run := h.liveOf(id)[0].Run
	who := story.Scope{Member: h.author()}
	change := func(do func(*story.Clip, story.Scope, *story.Story) (bool, error)) story.Clip {
		c, err := h.db.ChangeClip(t.Context(), who, id, func(c *story.Clip, s *story.Story) (bool, error) { return do(c, who, s) })
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	if c := change((*story.Clip).Cancel); c.State != story.Cancelled || c.Watchable || c.Growing() {
		t.Errorf("cancelled, the clip is %s, watchable %v", c.State, c.Watchable)
	}
	began := time.Now()
	gone := func(what string, within time.Duration, is func() bool) {
		t.Helper()
		tick := time.NewTicker(20 * time.Millisecond)
		defer tick.Stop()
		for !is() {
			if time.Since(began) > within {
				t.Fatalf("%s still there %v after it was cancelled", what, time.Since(began))
			}
			<-tick.C
		}
	}
	gone("tools", time.Second, func() bool { return len(toolsIn(t, cfg.Scratch)) == 0 })
	gone("folders", 10*time.Second, func() bool {
		left, _ := filepath.Glob(filepath.Join(cfg.Scratch, "*", "*"))
		return len(left) == 0
	})
	gone("segments", 20*time.Second, func() bool {
		r, err := h.store.Get(context.Background(), story.LiveObject(run, "720p", "", story.LivePartName(0)))
		if err == nil {
			r.Close()
		}
		return err != nil
	})
	gone("rows", 20*time.Second, func() bool {
		var n int
		if err := h.db.Pool().QueryRow(context.Background(), `SELECT (SELECT count(*) FROM live_runs) + (SELECT count(*) FROM live_parts)`).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n == 0
	})
	if c := h.look(id); c.State != story.Cancelled || len(h.object(story.OriginalObject(id))) == 0 {
		t.Errorf("after a while the clip is %s", c.State)
	}
	if c := change((*story.Clip).Start); c.State != story.Received {
		t.Errorf("started again, the clip is %s", c.State)
	}
	if c := h.await(id, "ready", is(story.Ready)); c.Attempt != 1 {
		t.Errorf("it took %d attempts", c.Attempt)
	}
}
