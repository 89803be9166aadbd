package worker_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fieldstory/story"
)

// foreign makes a clip that no browser plays as it is.
func foreign(t testing.TB, seconds string) []byte {
	t.Helper()
	return film(t, seconds, "-c:v", "mpeg4", "-q:v", "4", "-s", "1280x720")
}

// liveOf loads what is made of a clip's ladder so far.
func (h *house) liveOf(id story.ClipID) []story.LiveRung {
	h.t.Helper()
	list, err := h.db.LiveRungs(context.Background(), id, "")
	if err != nil {
		h.t.Fatal(err)
	}
	return list
}

// toLive leaves out the making: another takes over where it has come further.
func toLive(_ story.LiveID, part string) string { return part }

// TestLadderIsWatchableWhileItIsMade follows the playlists of a long clip from
// its first segment to the whole ladder.
func TestLadderIsWatchableWhileItIsMade(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	id := h.receive(foreign(t, "12"))
	cfg := h.config()
	began := time.Now()
	h.work(cfg, h.db, h.store, h.queue)

	first := h.await(id, "watchable", func(c story.Clip) bool { return c.Watchable })
	t.Logf("watchable after %v", time.Since(began))
	if first.State != story.Rendering || len(first.Renditions) != 0 || !first.Growing() {
		t.Errorf("watchable in state %s with %d complete renditions, want rendering and none", first.State, len(first.Renditions))
	}
	var names []string
	for _, r := range h.liveOf(id) {
		names = append(names, r.Name)
	}
	// Sound alone may come with the next segments.
	if got, want := strings.Join(names, " "), "720p 480p 360p 240p"; !strings.HasPrefix(got, want) {
		t.Errorf("live rungs %q, want %q", got, want)
	}

	// Playlists only grow.
	last := map[string]string{}
	grew := 0
	look := func() {
		for _, r := range h.liveOf(id) {
			now := story.EventPlaylist(r, toLive)
			if !strings.HasPrefix(now, last[r.Name]) {
				t.Errorf("%s does not go on from what was there:\n%s\nwas:\n%s", r.Name, now, last[r.Name])
			}
			if strings.Contains(now, "ENDLIST") || !strings.Contains(now, "EVENT") {
				t.Errorf("%s has an end already:\n%s", r.Name, now)
			}
			if now != last[r.Name] {
				grew++
			}
			last[r.Name] = now
		}
	}
	h.await(id, "ready", func(c story.Clip) bool { look(); return c.State == story.Ready })
	t.Logf("ready after %v; playlists grew %d times", time.Since(began), grew)
	if grew < 10 {
		t.Errorf("five playlists grew %d times altogether, want twice each at least", grew)
	}

	// Every listed segment decodes, and is the final one's bytes.
	c := h.look(id)
	for _, r := range h.liveOf(id) {
		i := slices.IndexFunc(c.Renditions, func(x story.Rendition) bool { return x.Name == r.Name })
		if i < 0 {
			t.Fatalf("%s was live and is not complete", r.Name)
		}
		whole := c.Renditions[i]
		if whole.Codecs != r.Codecs || whole.Width != r.Width || whole.Height != r.Height || whole.FrameRate != r.FrameRate {
			t.Errorf("%s was offered as %+v and became %+v", r.Name, r.Rendition, whole)
		}
		if got, want := len(r.Parts), len(whole.Index.Segments); got != want {
			t.Errorf("%s has %d live segments, %d when complete", r.Name, got, want)
			continue
		}
		object := h.object(whole.Object(id))
		all := h.object(story.LiveObject(r.Run, r.Name, "", story.LiveInit))
		for n, part := range r.Parts {
			final := whole.Index.Segments[n]
			b := h.object(story.LiveObject(r.Run, r.Name, "", story.LivePartName(n)))
			if !bytes.Equal(b, object[final.Offset:final.Offset+final.Length]) || part.Duration != final.Duration || part.Bytes != int64(len(b)) {
				t.Errorf("%s, segment %d: %d bytes for %v s live; %d bytes for %v s when complete", r.Name, n, len(b), part.Duration, final.Length, final.Duration)
			}
			all = append(all, b...)
		}
		if got, want := frames(t, all), frames(t, object); got != want || got == 0 {
			t.Errorf("%s decodes to %d packets live, %d when complete", r.Name, got, want)
		}
	}
}

// TestBeginningStandsInForTheLadder: what is watched first is made small, and whoever
// chooses a rung that is not made yet is shown that, until it is.
func TestBeginningStandsInForTheLadder(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	id := h.receive(foreign(t, "12"))
	h.work(h.config(), h.db, h.store, h.queue)
	c := h.await(id, "watchable", func(c story.Clip) bool { return c.Watchable })
	var top, small story.LiveRung
	for _, r := range h.liveOf(id) {
		switch r.Name {
		case "720p":
			top = r
		case "480p":
			small = r
		}
	}
	if c.State != story.Rendering || len(top.Parts) == 0 || top.Width != 1280 || top.Height != 720 || top.Codecs != "avc1.64001f,mp4a.40.2" {
		t.Fatalf("%s, offered at first: %+v", c.State, top)
	}
	if top.Run != small.Run || len(top.Parts) != len(small.Parts) || top.Parts[0] != small.Parts[0] {
		t.Errorf("720p is offered as %+v, 480p as %+v", top, small)
	}
	var shown []byte
	for n := -1; n < len(top.Parts); n++ {
		part := story.LivePartName(n)
		if n < 0 {
			part = story.LiveInit
		}
		name, err := h.db.LivePart(t.Context(), id, top.Run, "720p", n)
		if want := story.LiveObject(top.Run, "480p", "", part); err != nil || name != want {
			t.Fatalf("%s of 720p lies at %s, %v; want %s", part, name, err, want)
		}
		shown = append(shown, h.object(name)...)
	}
	if got, want := frames(t, shown), 25+50*(len(top.Parts)-1); got != want {
		t.Errorf("%d pictures decode of %d segments, want %d", got, len(top.Parts), want)
	}
	h.await(id, "ready", is(story.Ready))
	for _, r := range h.liveOf(id) {
		if r.Run == top.Run {
			t.Errorf("%s was never made further than its beginning", r.Name)
		}
	}
}

// frames counts the frames that decode of a file's first stream, and wants no
// error on the way.
func frames(t testing.TB, content []byte) (n int) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "all.mp4")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("ffprobe", "-v", "error", "-select_streams", "0", "-count_frames", "-show_entries", "stream=nb_read_frames", "-of", "csv=p=0", path).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if _, err := fmt.Sscan(strings.TrimSpace(string(out)), &n); err != nil || strings.Count(strings.TrimSpace(string(out)), "\n") > 0 {
		t.Errorf("ffprobe says %q", out)
	}
	return n
}

// TestKilledWorkersSegmentsStayUntilTheNextHasCaughtUp ends a worker while its
// ladder is watched: the playlist stands still and never shrinks.
func TestKilledWorkersSegmentsStayUntilTheNextHasCaughtUp(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	id := h.receive(foreign(t, "10"))
	victim := &dying{DB: h.db}
	cfg := h.config()
	cfg.Name = "victim"
	stop := h.work(cfg, victim, h.store, noQueue{})
	h.await(id, "watchable", func(c story.Clip) bool { return c.Watchable })
	victim.dead.Store(true)
	stop()
	before := h.liveOf(id)
	if c := h.look(id); !c.Growing() || len(before) == 0 {
		t.Fatalf("killed in the middle, the clip is %s with %d live rungs", c.State, len(before))
	}

	h.work(h.config(), h.db, h.store, h.queue)
	seen := map[string]int{}
	for _, r := range before {
		seen[r.Name] = len(r.Parts)
	}
	taken := false
	h.await(id, "ready", func(c story.Clip) bool {
		for _, r := range h.liveOf(id) {
			if len(r.Parts) < seen[r.Name] && c.State != story.Ready {
				t.Errorf("%s shrank from %d segments to %d", r.Name, seen[r.Name], len(r.Parts))
			}
			seen[r.Name] = len(r.Parts)
			taken = taken || r.Run != before[0].Run
		}
		return c.State == story.Ready
	})
	if !taken {
		t.Error("the second making never took over")
	}
}

// TestLiveSegmentsAreRemoved wants nothing left of a making once its time is
// over, its objects included, and everything kept until then.
func TestLiveSegmentsAreRemoved(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	id := h.receive(foreign(t, "4"))
	stop := h.work(h.config(), h.db, h.store, h.queue)
	h.await(id, "ready", is(story.Ready))
	stop()
	rungs := h.liveOf(id)
	if len(rungs) == 0 {
		t.Fatal("nothing is kept for those who still watch")
	}
	if got := len(h.object(story.LiveObject(rungs[0].Run, rungs[0].Name, "", story.LivePartName(0)))); got == 0 {
		t.Error("a kept segment is empty")
	}

	cfg := h.config()
	cfg.LiveKept = 0
	h.work(cfg, h.db, h.store, h.queue)
	// Another clip's end comes after the look that a worker begins with.
	other := h.receive(film(t, "1"))
	h.await(other, "ready", is(story.Ready))
	if left := h.liveOf(id); len(left) != 0 {
		t.Errorf("still there: %+v", left)
	}
	for _, part := range []string{story.LiveInit, story.LivePartName(0)} {
		if r, err := h.store.Get(t.Context(), story.LiveObject(rungs[0].Run, rungs[0].Name, "", part)); err == nil {
			r.Close()
			t.Errorf("%s is still stored", part)
		}
	}
}
