package worker_test

import (
	"context"
	"fmt"
	"io"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"fieldstory/storage/postgres"
	"fieldstory/story"
	"fieldstory/worker"
)

// spied notes which turns are given, in order, and lets the test see each
// before it begins.
type spied struct {
	*postgres.DB
	mu    sync.Mutex
	given []story.Turn
	see   func(story.Turn) // may be nil
}

func (s *spied) ClaimTurn(ctx context.Context, worker string, lease time.Duration, choose func([]story.Pending) int) (story.Turn, bool, error) {
	t, ok, err := s.DB.ClaimTurn(ctx, worker, lease, choose)
	if ok {
		s.mu.Lock()
		s.given = append(s.given, t)
		s.mu.Unlock()
		if s.see != nil {
			s.see(t)
		}
	}
	return t, ok, err
}

// names are the turns given so far, as the clips were called.
func (s *spied) names(of map[story.ClipID]string) (all []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, t := range s.given {
		name := of[t.Clip.ID]
		if t.Due != story.DueOpening {
			name += "+"
		}
		all = append(all, name)
	}
	return all
}

// TestManyClipsOfOneOfficeMakeNoOtherWait sends thirty clips from one office,
// and one from another while the first of those is worked on: it can be
// watched before the second of them is begun.
func TestManyClipsOfOneOfficeMakeNoOtherWait(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	clip := film(t, "1")
	other := h.addStory("hq.other")
	names := map[story.ClipID]string{}
	for i := range 30 {
		names[h.receive(clip)] = fmt.Sprint("a", i+1)
	}
	arrived := make(chan story.ClipID, 1)
	var once sync.Once
	rows := &spied{DB: h.db, see: func(story.Turn) {
		once.Do(func() { arrived <- h.receiveFor(other, clip) })
	}}
	cfg := h.config()
	cfg.Jobs = 1
	// Every nudge in the queue is for the first office.
	for id := range names {
		if err := h.queue.Nudge(t.Context(), story.RenderClip{Clip: id, Attempt: 1}); err != nil {
			t.Fatal(err)
		}
	}
	h.work(cfg, rows, h.store, h.queue)
	late := <-arrived
	names[late] = "b1"
	h.await(late, "ready", is(story.Ready))
	given := rows.names(names)
	if want := []string{"a1", "b1", "a2", "b1+"}; len(given) < 4 || !slices.Equal(given[:4], want) {
		t.Errorf("turns %v, want %v first", given, want)
	}
}

// held keeps every ladder in work until it may go on.
type held struct {
	worker.Tools
	goOn chan struct{}
}

func (h held) Ladder(ctx context.Context, dir, file string, f *story.Facts, st story.Stretch, progress func(float64), grow story.Grow) (story.Made, error) {
	select {
	case <-h.goOn:
	case <-ctx.Done():
		return story.Made{}, context.Cause(ctx)
	}
	return h.Tools.Ladder(ctx, dir, file, f, st, progress, grow)
}

// TestFirstClipIsOpenedBesideAllThatIsInWork: while a ladder takes the only place,
// somebody else's first clip becomes watchable, and its ladder waits, as their second
// clip does.
func TestFirstClipIsOpenedBesideAllThatIsInWork(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	tools := held{h.tools, make(chan struct{})}
	h.tools = tools
	other := h.addStory("hq.other")
	names := map[story.ClipID]string{h.receive(film(t, "1")): "a1"}
	making := make(chan struct{})
	made := sync.OnceFunc(func() { close(making) })
	rows := &spied{DB: h.db, see: func(t story.Turn) {
		if t.Due == story.DueLadder && names[t.Clip.ID] == "a1" {
			made()
		}
	}}
	cfg := h.config()
	cfg.Jobs, cfg.Door = 1, true
	h.work(cfg, rows, h.store, h.queue)
	<-making
	first := h.receiveFor(other, film(t, "1"))
	names[first] = "b1"
	h.await(first, "watchable", func(c story.Clip) bool { return c.Watchable && c.Sprites != nil })
	second := h.receiveFor(other, film(t, "1"))
	names[second] = "b2"
	close(tools.goOn)
	h.await(second, "ready", is(story.Ready))
	if got, want := rows.names(names), []string{"a1", "a1+", "b1", "b2", "b1+", "b2+"}; !slices.Equal(got, want) {
		t.Errorf("turns %v, want %v", got, want)
	}
}

// TestClipsAreOpenedWhileOthersAreMadeAnew: what is made anew takes the only place, and
// what somebody sends meanwhile becomes watchable, their second clip too.
func TestClipsAreOpenedWhileOthersAreMadeAnew(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	tools := held{h.tools, make(chan struct{}, 1)}
	h.tools = tools
	names := map[story.ClipID]string{}
	making := make(chan struct{})
	rows := &spied{DB: h.db, see: func(t story.Turn) {
		if t.Clip.Anew {
			close(making)
		}
	}}
	cfg := h.config()
	cfg.Jobs, cfg.Door = 1, true
	h.work(cfg, rows, h.store, h.queue)
	old := h.receive(film(t, "1"))
	names[old] = "old"
	tools.goOn <- struct{}{}
	h.await(old, "ready", is(story.Ready))
	if err := h.db.RemakeClip(t.Context(), old); err != nil {
		t.Fatal(err)
	}
	<-making
	first, second := h.receive(film(t, "1")), h.receive(film(t, "1"))
	names[first], names[second] = "1", "2"
	for _, id := range []story.ClipID{first, second} {
		h.await(id, "watchable", func(c story.Clip) bool { return c.Watchable && c.Sprites != nil })
	}
	close(tools.goOn)
	h.await(second, "ready", is(story.Ready))
	if got, want := rows.names(names), []string{"old", "old+", "old+", "1", "2", "1+", "2+"}; !slices.Equal(got, want) {
		t.Errorf("turns %v, want %v", got, want)
	}
}

// TestClipsAreOpenedBeforeLaddersAreMade: what a person sent can all be watched
// before any of it is complete, and each is read from the store once.
func TestClipsAreOpenedBeforeLaddersAreMade(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	names := map[story.ClipID]string{}
	var last story.ClipID
	for i := range 3 {
		last = h.receive(film(t, "1"))
		names[last] = fmt.Sprint(i + 1)
	}
	rows, store := &spied{DB: h.db}, &reads{Store: h.store}
	cfg := h.config()
	cfg.Jobs = 1
	h.work(cfg, rows, store, h.queue)
	h.await(last, "ready", is(story.Ready))
	if got, want := rows.names(names), []string{"1", "2", "3", "1+", "2+", "3+"}; !slices.Equal(got, want) {
		t.Errorf("turns %v, want %v", got, want)
	}
	if got, want := store.n.Load(), int64(3); got != want {
		t.Errorf("%d reads from the store, want %d", got, want)
	}
}

// reads counts what is read from the store.
type reads struct {
	worker.Store
	n atomic.Int64
}

func (r *reads) GetRange(ctx context.Context, name story.ObjectName, offset, length int64) (io.ReadCloser, error) {
	r.n.Add(1)
	return r.Store.GetRange(ctx, name, offset, length)
}

// TestTwoWorkersServeTwoOffices: of two that choose at the same moment, the
// second knows whom the first has served.
func TestTwoWorkersServeTwoOffices(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	other := h.addStory("hq.other")
	names := map[story.ClipID]string{}
	for i := range 5 {
		names[h.receive([]byte("x"))] = fmt.Sprint("a", i+1)
	}
	names[h.receiveFor(other, []byte("x"))] = "b1"
	rows := &spied{DB: h.db}
	var both sync.WaitGroup
	for i := range 2 {
		both.Go(func() {
			if _, ok, err := rows.ClaimTurn(t.Context(), fmt.Sprint("worker", i), time.Minute, story.NextTurn); err != nil || !ok {
				t.Error(ok, err)
			}
		})
	}
	both.Wait()
	got := rows.names(names)
	slices.Sort(got)
	if want := []string{"a1", "b1"}; !slices.Equal(got, want) {
		t.Errorf("the two were given %v, want %v", got, want)
	}
}
