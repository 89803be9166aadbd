package worker_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"fieldstory/e2e/parts"
	"fieldstory/embedded"
	"fieldstory/queue"
	"fieldstory/storage/postgres"
	"fieldstory/storage/s3"
	"fieldstory/story"
	"fieldstory/transcode"
	"fieldstory/worker"
)

func TestMain(m *testing.M) { os.Exit(parts.Run(m, embedded.Config{})) }

var databases atomic.Int64

// house is everything a worker needs, real, with a database and a bucket of
// its own.
type house struct {
	t     testing.TB
	db    *postgres.DB
	store *s3.Bucket
	queue *queue.Queue
	redis string // address of its database
	tools worker.Tools
	story story.StoryID
}

func newHouse(t testing.TB) *house {
	t.Helper()
	at := parts.Addresses()
	conf := s3.NewConfig()
	conf.Endpoint, conf.Region, conf.AccessKey, conf.SecretKey = at.S3.Endpoint, at.S3.Region, at.S3.AccessKey, s3.Secret(at.S3.SecretKey)
	conf.Bucket = "worker-" + story.NewID[string](time.Now())
	conf.TrustedNetwork = true
	store, err := s3.New(conf)
	if err != nil {
		t.Fatal(err)
	}
	if err := store.EnsureBucket(t.Context()); err != nil {
		t.Fatal(err)
	}
	q := queue.NewConfig()
	// Redis has sixteen databases; each test takes the next.
	q.URL = fmt.Sprintf("%s/%d", strings.TrimSuffix(strings.TrimSuffix(at.RedisURL, "/0"), "/"), databases.Add(1)%16)
	line, err := queue.Open(q, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { line.Close() })
	film := transcode.NewConfig()
	film.Preset = "ultrafast" // what is looked at here is the way
	tools, err := transcode.New(t.Context(), film, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	h := &house{t: t, redis: q.URL, db: parts.Database(t), store: store, queue: line, tools: tools}
	h.story = h.addStory("hq")
	return h
}

// addStory opens a story of an author and an office of its own, at a path of
// the tree.
func (h *house) addStory(slug string) story.StoryID {
	h.t.Helper()
	now := time.Now()
	office, member, id := story.NewID[story.OfficeID](now), story.NewID[story.MemberID](now), story.NewID[story.StoryID](now)
	for _, row := range []struct {
		sql  string
		args []any
	}{
		{`INSERT INTO offices (id, parent, path, name, level, slug) VALUES ($1, (SELECT id FROM offices WHERE path = subpath($2::text::ltree, 0, -1)), $2::text::ltree, $2, 'headquarters', replace($2, '.', '-'))`, []any{office, slug}},
		{`INSERT INTO members (id, email, name) VALUES ($1, $2 || '@example.org', 'Author')`, []any{member, slug}},
		{`INSERT INTO stories (id, title, author, office, stands_at, stage, since, captured_at, created_at, updated_at) VALUES ($1, 'Wells', $2, $3, $3, 'draft', $4, $4, $4, $4)`, []any{id, member, office, now}},
	} {
		if _, err := h.db.Pool().Exec(h.t.Context(), row.sql, row.args...); err != nil {
			h.t.Fatal(err)
		}
	}
	return id
}

// author is who wrote the house's story.
func (h *house) author() (id story.MemberID) {
	h.t.Helper()
	if err := h.db.Pool().QueryRow(h.t.Context(), `SELECT author FROM stories WHERE id = $1`, h.story).Scan(&id); err != nil {
		h.t.Fatal(err)
	}
	return id
}

// receive stores an original and writes the row as the end of an upload does.
// No nudge is sent.
func (h *house) receive(content []byte) story.ClipID {
	h.t.Helper()
	return h.receiveFor(h.story, content)
}

func (h *house) receiveFor(of story.StoryID, content []byte) story.ClipID {
	h.t.Helper()
	now := time.Now()
	id := story.NewID[story.ClipID](now)
	if err := h.store.Put(h.t.Context(), story.OriginalObject(id), "", int64(len(content)), bytes.NewReader(content)); err != nil {
		h.t.Fatal(err)
	}
	_, err := h.db.Pool().Exec(h.t.Context(), `
		INSERT INTO clips (id, story, filename, state, size, received, sha256, received_at, created_at, updated_at)
		VALUES ($1, $2, 'clip.mp4', 'received', $3, $3, repeat('0', 64), $4, $4, $4)`, id, of, len(content), now)
	if err != nil {
		h.t.Fatal(err)
	}
	return id
}

// look loads a clip as the worker's own rows hold it.
func (h *house) look(id story.ClipID) (c story.Clip) {
	h.t.Helper()
	var code, detail *string
	var waits, waitsCode string
	err := h.db.Pool().QueryRow(context.Background(), `
		SELECT state, watchable, progress, facts, poster, waveform, sprites, attempt, problem_code, problem_detail, waits, waits_code, anew FROM clips WHERE id = $1`, id).
		Scan(&c.State, &c.Watchable, &c.Progress, &c.Facts, &c.HasPoster, &c.HasWaveform, &c.Sprites, &c.Attempt, &code, &detail, &waits, &waitsCode, &c.Anew)
	if err != nil {
		h.t.Fatal(err)
	}
	if code != nil {
		c.Problem = story.Refuse(story.FaultFile, *code, *detail)
	}
	if waits != "" {
		c.Waits = story.Refuse(story.FaultDependency, waitsCode, waits)
	}
	if c.Renditions, err = h.db.Playlists(context.Background(), id); err != nil {
		h.t.Fatal(err)
	}
	return c
}

// await waits until a clip is as wanted, told of every change by the database.
func (h *house) await(id story.ClipID, what string, want func(story.Clip) bool) story.Clip {
	h.t.Helper()
	ctx, cancel := context.WithTimeout(h.t.Context(), 90*time.Second)
	defer cancel()
	found := errors.New("found")
	ctx, stop := context.WithCancelCause(ctx)
	check := func() {
		if want(h.look(id)) {
			stop(found)
		}
	}
	err := h.db.Listen(ctx, check, func(e story.Event) {
		if e.Clip == id {
			check()
		}
	})
	if !errors.Is(context.Cause(ctx), found) {
		h.t.Fatalf("waited for the clip to be %s in vain; it is %+v (%v)", what, h.look(id), err)
	}
	return h.look(id)
}

func is(state story.ClipState) func(story.Clip) bool {
	return func(c story.Clip) bool { return c.State == state }
}

func (h *house) config() worker.Config {
	cfg := worker.NewConfig(2)
	cfg.Scratch, cfg.Door = h.t.TempDir(), false
	cfg.Sweep = 200 * time.Millisecond
	cfg.Lease = 3 * time.Second
	cfg.Retry = 200 * time.Millisecond
	return cfg
}

// work runs a worker until the test ends or stop is called, which waits for it.
func (h *house) work(cfg worker.Config, rows worker.Rows, store worker.Store, q worker.Queue) (stop func()) {
	h.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	log := slog.New(slog.DiscardHandler)
	if testing.Verbose() {
		log = slog.New(slog.NewTextHandler(h.t.Output(), nil))
	}
	w := worker.New(cfg, rows, store, h.tools, q, log)
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := w.Run(ctx); err != nil {
			h.t.Errorf("the worker ended: %v", err)
		}
	}()
	stop = func() { cancel(); <-done }
	h.t.Cleanup(stop)
	return stop
}

// films holds what was filmed, for every test that wants the same.
var films sync.Map // of arguments, to what is called once

// film makes a clip of so many seconds that browsers play as it is.
func film(t testing.TB, seconds string, args ...string) []byte {
	t.Helper()
	key := strings.Join(append(args, seconds), " ")
	once, _ := films.LoadOrStore(key, sync.OnceValue(func() []byte { return filmed(t, seconds, args...) }))
	b := once.(func() []byte)()
	if len(b) == 0 {
		t.Fatal("it could not be filmed") // by the test that came first
	}
	return b
}

func filmed(t testing.TB, seconds string, args ...string) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "film.mp4")
	all := append([]string{"-v", "error", "-f", "lavfi", "-i", "testsrc2=s=640x360:r=25:d=" + seconds, "-f", "lavfi", "-i", "sine=d=" + seconds,
		"-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "25", "-c:a", "aac"}, args...)
	if out, err := exec.Command("ffmpeg", append(all, path)...).CombinedOutput(); err != nil {
		t.Fatalf("filming: %v: %s", err, out)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func (h *house) object(name story.ObjectName) []byte {
	h.t.Helper()
	r, err := h.store.Get(h.t.Context(), name)
	if err != nil {
		h.t.Fatal(err)
	}
	defer r.Close()
	b, err := io.ReadAll(r)
	if err != nil {
		h.t.Fatal(err)
	}
	return b
}

// count is the one number that a query gives.
func (h *house) count(sql string) (n int) {
	h.t.Helper()
	if err := h.db.Pool().QueryRow(context.Background(), sql).Scan(&n); err != nil {
		h.t.Fatal(err)
	}
	return n
}
