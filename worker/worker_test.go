package worker_test

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"fieldstory/storage/postgres"
	"fieldstory/story"
	"fieldstory/worker"
)

func TestNudgedClipBecomesReady(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	content := film(t, "4")
	h.work(h.config(), h.db, h.store, h.queue)
	began := time.Now()
	id := h.receive(content)
	if err := h.queue.Nudge(t.Context(), story.RenderClip{Clip: id, Attempt: 1}); err != nil {
		t.Fatal(err)
	}
	h.await(id, "watchable", func(c story.Clip) bool { return c.Watchable })
	t.Logf("watchable after %v", time.Since(began))
	c := h.await(id, "ready", is(story.Ready))
	t.Logf("ready after %v", time.Since(began))

	if !c.HasPoster || c.Sprites == nil || c.Progress != 1 || c.Facts == nil || c.Facts.Width != 640 {
		t.Errorf("ready clip lacks something: %+v", c)
	}
	if b := h.object(story.WaveformObject(id)); !c.HasWaveform || len(b) < 20+2*4*20 {
		t.Errorf("waveform %v, %d bytes; want twenty peaks a second", c.HasWaveform, len(b))
	}
	var names []string
	for _, r := range c.Renditions {
		names = append(names, r.Name)
		if got, want := int64(len(h.object(r.Object(id)))), r.Bytes; got != want {
			t.Errorf("%s is stored with %d bytes, the row says %d", r.Name, got, want)
		}
	}
	if got, want := strings.Join(names, " "), "360p 240p audio source"; got != want {
		t.Errorf("renditions %q, want %q", got, want)
	}
	for _, name := range []story.ObjectName{story.PosterObject(id), story.SpritesObject(id)} {
		if b := h.object(name); !strings.HasPrefix(string(b), "\xff\xd8\xff") {
			t.Errorf("%s is no JPEG", name)
		}
	}
	master := story.MasterPlaylist(c.Renditions, nil, func(name string) string { return name + ".m3u8" })
	if strings.Contains(master, "source") || strings.Count(master, "#EXT-X-STREAM-INF") != 3 {
		t.Errorf("master playlist:\n%s", master)
	}
}

// TestSweepHealsLostNudges empties Redis between upload and work.
func TestSweepHealsLostNudges(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	id := h.receive(film(t, "1"))
	if err := h.queue.Nudge(t.Context(), story.RenderClip{Clip: id, Attempt: 1}); err != nil {
		t.Fatal(err)
	}
	opt, err := redis.ParseURL(h.redis)
	if err != nil {
		t.Fatal(err)
	}
	client := redis.NewClient(opt)
	defer client.Close()
	if n, err := client.DBSize(t.Context()).Result(); err != nil || n == 0 {
		t.Fatalf("the nudge is not in Redis: %d keys, %v", n, err)
	}
	if err := client.FlushDB(t.Context()).Err(); err != nil {
		t.Fatal(err)
	}

	h.work(h.config(), h.db, h.store, h.queue)
	h.await(id, "ready", is(story.Ready))
}

// noQueue is a Redis that is gone for good.
type noQueue struct{}

func (noQueue) Nudge(context.Context, story.Job) error { return errors.New("connection refused") }
func (noQueue) Serve(ctx context.Context, _ int, _ map[string]func(context.Context, []byte)) error {
	<-ctx.Done()
	return nil
}

func TestWorkGoesOnWithoutTheQueue(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	one, two := h.receive(film(t, "1")), h.receive(film(t, "1"))
	h.work(h.config(), h.db, h.store, noQueue{})
	h.await(one, "ready", is(story.Ready))
	h.await(two, "ready", is(story.Ready))
}

// dying is a worker's hold on the database that tears when told to, as a
// killed process's does: nothing is handed back, nothing is heard any more.
type dying struct {
	*postgres.DB
	dead atomic.Bool
}

var errDead = errors.New("killed")

func (d *dying) SaveProgress(ctx context.Context, l story.Lease, p float64) error {
	if d.dead.Load() {
		return errDead
	}
	return d.DB.SaveProgress(ctx, l, p)
}

func (d *dying) Heartbeat(ctx context.Context, l story.Lease, lease time.Duration) error {
	if d.dead.Load() {
		return errDead
	}
	return d.DB.Heartbeat(ctx, l, lease)
}

func (d *dying) SaveLive(ctx context.Context, l story.Lease, run story.LiveID, by string, list []story.Grown) error {
	if d.dead.Load() {
		return errDead
	}
	return d.DB.SaveLive(ctx, l, run, by, list)
}

func (d *dying) FinishPiece(ctx context.Context, l story.Lease, made story.Made) error {
	if d.dead.Load() {
		return errDead
	}
	return d.DB.FinishPiece(ctx, l, made)
}

func (d *dying) HandBackClip(ctx context.Context, l story.Lease, pause time.Duration, counts bool, cause error) error {
	if d.dead.Load() {
		return errDead
	}
	return d.DB.HandBackClip(ctx, l, pause, counts, cause)
}

func (d *dying) ClaimTurn(ctx context.Context, worker string, lease time.Duration, choose func([]story.Pending) int) (story.Turn, bool, error) {
	if d.dead.Load() {
		return story.Turn{}, false, errDead
	}
	return d.DB.ClaimTurn(ctx, worker, lease, choose)
}

// TestKilledWorkerLosesItsClipToAnother ends a worker in the middle of ffmpeg
// without a word; another takes the clip over and finishes it.
func TestKilledWorkerLosesItsClipToAnother(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	id := h.receive(film(t, "10", "-s", "1280x720"))
	victim := &dying{DB: h.db}
	cfg := h.config()
	cfg.Name = "victim"
	stop := h.work(cfg, victim, h.store, noQueue{})
	h.await(id, "encoding", func(c story.Clip) bool { return c.State == story.Rendering && c.Progress > 0.05 })
	victim.dead.Store(true)
	stop()
	if c := h.look(id); c.State != story.Rendering {
		t.Fatalf("the killed worker left the clip %s", c.State)
	}
	h.work(h.config(), h.db, h.store, h.queue)
	c := h.await(id, "ready", is(story.Ready))
	if got, want := c.Attempt, 2; got != want {
		t.Errorf("finished in attempt %d, want %d", got, want)
	}
}

// TestStoppedWorkerHandsBackAtOnce cancels a worker in the middle of ffmpeg.
func TestStoppedWorkerHandsBackAtOnce(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	id := h.receive(film(t, "10", "-s", "1280x720"))
	cfg := h.config()
	stop := h.work(cfg, h.db, h.store, noQueue{})
	h.await(id, "encoding", func(c story.Clip) bool { return c.State == story.Rendering && c.Progress > 0.05 })
	began := time.Now()
	stop()
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("stopping took %v", took)
	}
	turn, ok, err := h.db.ClaimTurn(t.Context(), "another", time.Minute, func([]story.Pending) int { return 0 })
	if err != nil || !ok || turn.Clip.ID != id || turn.Lease.Attempt != 1 {
		t.Errorf("owed after a stop: %+v, %v; want the clip, in its first attempt", turn, err)
	}
	left, err := filepath.Glob(filepath.Join(cfg.Scratch, "*"))
	if err != nil || len(left) != 0 {
		t.Errorf("left in the scratch folder: %v, %v", left, err)
	}
}

func TestRunningTwiceIsHarmless(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	id := h.receive(film(t, "1"))
	first, second := h.config(), h.config()
	h.work(first, h.db, h.store, h.queue)
	h.work(second, h.db, h.store, h.queue)
	for range 5 {
		if err := h.queue.Nudge(t.Context(), story.RenderClip{Clip: id, Attempt: 1}); err != nil {
			t.Fatal(err)
		}
	}
	c := h.await(id, "ready", is(story.Ready))
	if c.Attempt != 1 {
		t.Errorf("took %d attempts", c.Attempt)
	}
	// Once more, from the beginning, over everything that is there.
	_, err := h.db.Pool().Exec(t.Context(), `UPDATE clips SET state = 'received', progress = 0 WHERE id = $1`, id)
	if err != nil {
		t.Fatal(err)
	}
	again := h.await(id, "ready again", is(story.Ready))
	if got, want := len(again.Renditions), len(c.Renditions); got != want {
		t.Errorf("%d renditions after the second run, want %d", got, want)
	}
}

// counting counts how often an original is read.
type counting struct {
	worker.Tools
	inspected atomic.Int64
}

func (c *counting) Inspect(ctx context.Context, dir, file string, now time.Time) (*story.Facts, error) {
	c.inspected.Add(1)
	return c.Tools.Inspect(ctx, dir, file, now)
}

func TestBrokenFileIsRefusedOnce(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	tools := &counting{Tools: h.tools}
	h.tools = tools
	broken := h.receive([]byte("this is not a video, whatever it is called\n"))
	film := h.receive(film(t, "1"))
	cfg := h.config()
	cfg.Jobs = 1
	h.work(cfg, h.db, h.store, h.queue)
	c := h.await(broken, "refused", is(story.Refused))
	if c.Problem == nil || c.Problem.Code != "not_video" || !strings.HasSuffix(c.Problem.Detail, ".") {
		t.Errorf("problem %+v, want not_video with a sentence", c.Problem)
	}
	// By the time the other clip is done several sweeps have passed by.
	h.await(film, "ready", is(story.Ready))
	if got, want := tools.inspected.Load(), int64(2); got != want {
		t.Errorf("inspected %d times, want %d: a refusal is said once", got, want)
	}
}

// awayStore is a store that cannot be reached for the first few times.
type awayStore struct {
	worker.Store
	left atomic.Int64
}

func (a *awayStore) Put(ctx context.Context, name story.ObjectName, contentType string, size int64, r io.Reader) error {
	if a.left.Add(-1) >= 0 {
		return story.Refuse(story.FaultDependency, "store_away", "The store is away.")
	}
	return a.Store.Put(ctx, name, contentType, size, r)
}

func TestStoreThatIsAwayCostsNoAttempt(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	store := &awayStore{Store: h.store}
	store.left.Store(5)
	id := h.receive(film(t, "1"))
	h.work(h.config(), h.db, store, h.queue)
	c := h.await(id, "ready", is(story.Ready))
	if got, want := c.Attempt, 1; got != want {
		t.Errorf("finished in attempt %d, want %d", got, want)
	}
}

// failing is a tool with a mistake of ours in it.
type failing struct{ worker.Tools }

func (failing) Poster(context.Context, string, string, *story.Facts) (string, error) {
	panic("a mistake of ours")
}

func TestOurOwnMistakeFailsTheClipInTheEnd(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.tools = failing{h.tools}
	id := h.receive(film(t, "1"))
	h.work(h.config(), h.db, h.store, h.queue)
	c := h.await(id, "failed", is(story.Failed))
	if got, want := c.Attempt, story.MaxAttempts; got != want {
		t.Errorf("failed after %d attempts, want %d", got, want)
	}
	if c.Problem == nil || !strings.Contains(c.Problem.Detail, "our fault") {
		t.Errorf("problem %+v, want one that takes the blame", c.Problem)
	}
}

func TestScratchOfDeadWorkersIsCleared(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	cfg := h.config()
	stale := filepath.Join(cfg.Scratch, "worker-dead", "job-1")
	if err := os.MkdirAll(stale, 0o700); err != nil {
		t.Fatal(err)
	}
	h.work(cfg, h.db, h.store, h.queue)
	id := h.receive(film(t, "1"))
	h.await(id, "ready", is(story.Ready))
	if _, err := os.Stat(stale); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a dead worker's folder is still there (%v)", err)
	}
}
