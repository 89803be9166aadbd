package api_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"fieldstory/api"
	"fieldstory/story"
)

// TestUploadVerified: only after the stored object was read back does the
// receipt say so; one that differs fails and says to keep the card.
func TestUploadVerified(t *testing.T) {
	t.Parallel()
	d := newDock(t, newHouse(t), nil)
	s := d.sender(t, "amina")
	good, bad := noise(100_000), noise(200_000)
	at, clip := s.create(int64(len(good)))
	s.mustPatch(at, 0, good)
	if c := s.arrived(clip, good); c["receipt"].(map[string]any)["verified"] != false {
		t.Error("the receipt is verified before anybody read the object back")
	}
	at, spoilt := s.create(int64(len(bad)))
	s.mustPatch(at, 0, bad)
	if err := d.bucket.Put(t.Context(), story.OriginalObject(story.ClipID(spoilt)), "", int64(len(bad)), bytes.NewReader(noise(len(bad) - 1)[:0:0])); err == nil {
		t.Fatal("a short object was stored")
	}
	wrong := append([]byte{^bad[0]}, bad[1:]...)
	if err := d.bucket.Put(t.Context(), story.OriginalObject(story.ClipID(spoilt)), "", int64(len(bad)), bytes.NewReader(wrong)); err != nil {
		t.Fatal(err)
	}
	if err := d.up.VerifyAll(t.Context()); err != nil {
		t.Fatal(err)
	}
	if c := s.arrived(clip, good); c["receipt"].(map[string]any)["verified"] != true {
		t.Error("the receipt is not verified though the object agrees")
	}
	c := s.must("GET", "/api/v1/clips/"+spoilt, nil)
	if p, _ := c["problem"].(map[string]any); c["state"] != "failed" || p["code"] != "stored_differs" {
		t.Errorf("clip = %v %v, want failed, stored_differs", c["state"], c["problem"])
	}
}

// TestUploadIsSettledBeforeItIsVerified: a receipt lets nobody wipe a card for
// bytes that a power cut could still take.
func TestUploadIsSettledBeforeItIsVerified(t *testing.T) {
	t.Parallel()
	var settled []story.ObjectName
	fault := errors.New("the disk does not answer")
	d := newDock(t, newHouse(t), func(c *api.UploadConfig) {
		c.Settle = func(_ context.Context, name story.ObjectName) error {
			settled = append(settled, name)
			return fault
		}
	})
	s := d.sender(t, "amina")
	data := noise(3000)
	at, clip := s.create(int64(len(data)))
	s.mustPatch(at, 0, data)
	verified := func() any {
		t.Helper()
		if _, err := d.db.Pool().Exec(t.Context(), `UPDATE clips SET verifying_until = NULL`); err != nil {
			t.Fatal(err)
		}
		if err := d.up.VerifyAll(t.Context()); !errors.Is(err, fault) {
			t.Errorf("VerifyAll = %v, want %v", err, fault)
		}
		return s.arrived(clip, data)["receipt"].(map[string]any)["verified"]
	}
	if got := verified(); got != false || len(settled) != 1 || settled[0] != story.OriginalObject(story.ClipID(clip)) {
		t.Errorf("verified = %v after settling %v in vain", got, settled)
	}
	fault = nil
	if got := verified(); got != true {
		t.Errorf("verified = %v once it is settled", got)
	}
}

// TestUploadRunVerifiesAtOnce: with Run beside it nobody waits for the clock.
func TestUploadRunVerifiesAtOnce(t *testing.T) {
	t.Parallel()
	d := newDock(t, newHouse(t), func(c *api.UploadConfig) { c.Sweep = time.Hour })
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { defer close(ended); d.up.Run(ctx) }()
	s := d.sender(t, "amina")
	at, clip := s.create(1000)
	s.mustPatch(at, 0, noise(1000))
	eventually(t, "the receipt is verified", func() bool {
		r, _ := s.must("GET", "/api/v1/clips/"+clip, nil)["receipt"].(map[string]any)
		return r["verified"] == true
	})
	cancel()
	<-ended
}

// TestUploadExpires: what stands still ends with a sentence, and its bytes go.
func TestUploadExpires(t *testing.T) {
	t.Parallel()
	d := newDock(t, newHouse(t), func(c *api.UploadConfig) { c.Limits.Expires = time.Hour })
	s := d.sender(t, "amina")
	at, clip := s.create(1000)
	s.mustPatch(at, 0, noise(900))
	id := story.UploadID(at[strings.LastIndexByte(at, '/')+1:])
	u, err := d.db.Upload(t.Context(), id)
	if err != nil || len(u.Tails) != 1 {
		t.Fatalf("the upload has the tails %v, %v; want one", u.Tails, err)
	}
	d.db.Now = func() time.Time { return time.Now().Add(2 * time.Hour) }
	if a := s.tus("HEAD", at, nil); a.status != http.StatusNotFound {
		t.Errorf("HEAD of an expired upload = %d, want 404", a.status)
	}
	if err := d.up.Tidy(t.Context()); err != nil {
		t.Fatal(err)
	}
	c := s.must("GET", "/api/v1/clips/"+clip, nil)
	if p, _ := c["problem"].(map[string]any); c["state"] != "refused" || p["code"] != "upload_expired" {
		t.Errorf("clip = %v %v, want refused, upload_expired", c["state"], c["problem"])
	}
	if _, err := d.bucket.Stat(t.Context(), story.TailObject(id, u.Tails[0])); !errors.Is(err, story.NotFound()) {
		t.Errorf("a tail of the expired upload is still there: %v", err)
	}
}

// failing breaks the store at chosen moments.
type failing struct {
	api.UploadBytes
	part     func(n int) error
	complete func() error
}

func (f failing) PutPart(ctx context.Context, name story.ObjectName, id string, n int, size int64, r io.Reader) (story.Part, error) {
	if err := f.part(n); err != nil {
		io.CopyN(io.Discard, r, size/2)
		return story.Part{}, err
	}
	return f.UploadBytes.PutPart(ctx, name, id, n, size, r)
}

func (f failing) Complete(ctx context.Context, name story.ObjectName, id string, parts []story.Part) error {
	if err := f.UploadBytes.Complete(ctx, name, id, parts); err != nil {
		return err
	}
	return f.complete()
}

var away = story.Refuse(story.FaultDependency, "store_away", "The store is away.")

// late keeps the first tail that is written, says that it failed, and stores it
// after the next: as a store does whose answer came too late for us.
type late struct {
	api.UploadBytes
	mu    sync.Mutex
	name  story.ObjectName
	first []byte
	tails int
}

func (l *late) Put(ctx context.Context, name story.ObjectName, kind string, size int64, r io.Reader) error {
	if !strings.Contains(string(name), "/tail-") {
		return l.UploadBytes.Put(ctx, name, kind, size, r)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.tails++; l.tails == 1 {
		var err error
		l.name = name
		if l.first, err = io.ReadAll(r); err != nil {
			return err
		}
		return away
	}
	err := l.UploadBytes.Put(ctx, name, kind, size, r)
	if err == nil && l.tails == 2 {
		err = l.UploadBytes.Put(ctx, l.name, kind, int64(len(l.first)), bytes.NewReader(l.first))
	}
	return err
}

// TestUploadLateWrite: a write that we gave up and that arrives after the next
// takes no byte from what was acknowledged.
func TestUploadLateWrite(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	store := &late{UploadBytes: h.bucket}
	s := newDock(t, h, func(c *api.UploadConfig) { c.Bytes = store }).sender(t, "amina")
	data := noise(300_000)
	at, clip := s.create(int64(len(data)), "sha256", sumOf(data))
	if a := s.patch(at, 0, data[:100_000]); a.status != http.StatusServiceUnavailable {
		t.Fatalf("PATCH with the store away = %d %+v", a.status, a.problem)
	}
	s.mustPatch(at, 0, data[:200_000])
	if store.tails != 2 {
		t.Fatalf("%d tails were written, want 2", store.tails)
	}
	s.mustPatch(at, 200_000, data[200_000:])
	s.arrived(clip, data)
}

// TestUploadStoreFails: a part that cannot be stored is not counted, and goes
// again under its own number.
func TestUploadStoreFails(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	var mu sync.Mutex
	tries := map[int]int{}
	d := newDock(t, h, func(c *api.UploadConfig) {
		c.Bytes = failing{UploadBytes: h.bucket, complete: func() error { return nil }, part: func(n int) error {
			mu.Lock()
			defer mu.Unlock()
			if tries[n]++; tries[n] < 3 {
				return away
			}
			return nil
		}}
	})
	s := d.sender(t, "amina")
	data := noise(4*part + 5)
	at, clip := s.create(int64(len(data)), "sha256", sumOf(data))
	off := int64(0)
	for range 20 {
		a := s.patch(at, off, data[off:])
		if a.status == http.StatusNoContent {
			break
		}
		if a.status != http.StatusServiceUnavailable || a.problem.Code != "store_away" || a.header.Get("Retry-After") == "" {
			t.Fatalf("PATCH with the store away = %d %+v", a.status, a.problem)
		}
		now := s.head(at)
		if now < off {
			t.Fatalf("the offset went back from %d to %d", off, now)
		}
		off = now
	}
	s.arrived(clip, data)
}

// dead is a store that takes everything and never answers that it joined.
func dead(b api.UploadBytes) func(*api.UploadConfig) {
	return func(c *api.UploadConfig) {
		c.Bytes = silent{b}
	}
}

type silent struct{ api.UploadBytes }

func (s silent) Put(ctx context.Context, name story.ObjectName, contentType string, size int64, r io.Reader) error {
	return away
}

// TestUploadPartsLost: the store cleared the parts of an unfinished upload
// away, as a rule of the bucket may, or a tail is gone. The upload ends with a
// problem, whether bytes still come or all had come, and another can begin.
func TestUploadPartsLost(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	d := newDock(t, h, func(c *api.UploadConfig) { c.GiveUp = 0 })
	for name, lose := range map[string]func(t *testing.T, u story.Upload){
		"parts": func(t *testing.T, u story.Upload) {
			if err := h.bucket.Abort(t.Context(), u.Object, u.Multipart); err != nil {
				t.Fatal(err)
			}
		},
		"tail": func(t *testing.T, u story.Upload) {
			if err := h.bucket.Remove(t.Context(), story.TailObject(u.ID, u.Tails[len(u.Tails)-1])); err != nil {
				t.Fatal(err)
			}
		},
	} {
		s := d.sender(t, name)
		data := noise(2*part + 100)
		at, clip := s.create(int64(len(data)))
		s.mustPatch(at, 0, data[:part+50])
		u, err := h.db.Upload(t.Context(), story.UploadID(at[strings.LastIndexByte(at, '/')+1:]))
		if err != nil {
			t.Fatal(err)
		}
		lose(t, u)
		if a := s.patch(at, part+50, data[part+50:]); a.status != http.StatusInternalServerError || a.problem.Code != "parts_lost" {
			t.Errorf("PATCH after the %s went = %d %+v, want 500 parts_lost", name, a.status, a.problem)
		}
		c := s.must("GET", "/api/v1/clips/"+clip, nil)
		if p, _ := c["problem"].(map[string]any); c["state"] != "failed" || p["code"] != "parts_lost" || c["receipt"] != nil {
			t.Errorf("%s: clip = %v %v, want failed, parts_lost", name, c["state"], c["problem"])
		}
		if a := s.tus("HEAD", at, nil); a.status != http.StatusNotFound {
			t.Errorf("%s: HEAD = %d, want 404, so that the client begins again", name, a.status)
		}
	}
}

// TestUploadNeverJoined: all bytes came, and the store refuses for good to
// join them. The sweep ends it.
func TestUploadNeverJoined(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	d := newDock(t, h, nil)
	dying := newDock(t, h, func(c *api.UploadConfig) { c.Bytes = unjoined{h.bucket} })
	s := dying.sender(t, "amina")
	data := noise(part + 100)
	at, clip := s.create(int64(len(data)))
	if a := s.patch(at, 0, data); a.status != http.StatusServiceUnavailable {
		t.Fatalf("PATCH = %d, want 503", a.status)
	}
	if _, err := h.db.Pool().Exec(t.Context(), `UPDATE upload_parts SET etag = repeat('0', 32) WHERE upload = $1`, at[strings.LastIndexByte(at, '/')+1:]); err != nil {
		t.Fatal(err)
	}
	if err := d.up.Tidy(t.Context()); !errors.Is(err, story.PartsDoubted()) {
		t.Errorf("Tidy = %v, want parts_doubted for the operator", err)
	}
	if c := s.must("GET", "/api/v1/clips/"+clip, nil); c["state"] != "receiving" {
		t.Errorf("clip = %v at the store's first no, want it still receiving", c["state"])
	}
	sure := newDock(t, h, func(c *api.UploadConfig) { c.GiveUp = 0 })
	if err := sure.up.Tidy(t.Context()); !errors.Is(err, story.PartsLost()) {
		t.Errorf("Tidy = %v, want parts_lost for the operator", err)
	}
	c := s.must("GET", "/api/v1/clips/"+clip, nil)
	if p, _ := c["problem"].(map[string]any); c["state"] != "failed" || p["code"] != "parts_lost" {
		t.Errorf("clip = %v %v, want failed, parts_lost", c["state"], c["problem"])
	}
	if err := d.up.Tidy(t.Context()); err != nil {
		t.Errorf("Tidy still has something to say: %v", err)
	}
}

// joining says that it joins, as a store does that is still at it for an
// earlier request, and has nothing to show before it is let.
type joining struct {
	api.UploadBytes
	ready *atomic.Bool
}

func (j joining) Complete(ctx context.Context, name story.ObjectName, id string, parts []story.Part) error {
	if !j.ready.Load() {
		return nil
	}
	return j.UploadBytes.Complete(ctx, name, id, parts)
}

// TestUploadJoinedSlowly: a store that copies for longer than we wait loses
// nothing by it.
func TestUploadJoinedSlowly(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	var ready atomic.Bool
	d := newDock(t, h, func(c *api.UploadConfig) { c.Bytes, c.GiveUp = joining{h.bucket, &ready}, 0 })
	s := d.sender(t, "amina")
	data := noise(part + 100)
	at, clip := s.create(int64(len(data)), "sha256", sumOf(data))
	if a := s.patch(at, 0, data); a.status != http.StatusServiceUnavailable || a.problem.Code != "still_joining" {
		t.Fatalf("PATCH = %d %+v, want 503 still_joining", a.status, a.problem)
	}
	for range 3 {
		if err := d.up.Tidy(t.Context()); err != nil {
			t.Errorf("Tidy = %v, though nothing is wrong", err)
		}
	}
	ready.Store(true)
	if got := s.head(at); got != int64(len(data)) {
		t.Errorf("HEAD = %d, want %d", got, len(data))
	}
	s.arrived(clip, data)
}

// unjoined is away whenever parts are to be joined.
type unjoined struct{ api.UploadBytes }

func (unjoined) Complete(context.Context, story.ObjectName, string, []story.Part) error { return away }

// TestUploadShown: what editors see catches up with the bytes before a cut.
func TestUploadShown(t *testing.T) {
	t.Parallel()
	d := newDock(t, newHouse(t), nil)
	s := d.sender(t, "amina")
	at, clip := s.create(100_000)
	s.mustPatch(at, 0, noise(10))
	s.mustPatch(at, 10, noise(70_000))
	d.db.Now = func() time.Time { return time.Now().Add(time.Minute) }
	if err := d.up.Tidy(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := s.must("GET", "/api/v1/clips/"+clip, nil)["offset"]; got != 70_010.0 {
		t.Errorf("the clip shows %v bytes, want 70010", got)
	}
}

// TestUploadDiesBeforeTheRow: the store has joined the parts, and the process
// dies before the row says so. The client asks again, or the sweep finds it.
func TestUploadDiesBeforeTheRow(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	dying := newDock(t, h, func(c *api.UploadConfig) {
		c.Bytes = failing{UploadBytes: h.bucket, part: func(int) error { return nil }, complete: func() error { return away }}
	})
	healthy := newDock(t, h, nil)
	for _, by := range []string{"HEAD", "sweep"} {
		s := dying.sender(t, strings.ToLower(by))
		data := noise(part + 10)
		at, clip := s.create(int64(len(data)))
		if a := s.patch(at, 0, data); a.status != http.StatusServiceUnavailable {
			t.Fatalf("PATCH = %d, want 503", a.status)
		}
		s = s.at(healthy)
		if by == "HEAD" {
			s.head(at)
		} else if err := healthy.up.Tidy(t.Context()); err != nil {
			t.Fatal(err)
		}
		s.arrived(clip, data)
	}
}

// TestUploadLittleMemory: many at once with hardly any memory all arrive.
func TestUploadLittleMemory(t *testing.T) {
	t.Parallel()
	d := newDock(t, newHouse(t), func(c *api.UploadConfig) { c.Memory = 1 << 20 })
	s := d.sender(t, "amina")
	var all sync.WaitGroup
	for i := range 12 {
		data := noise(1_000_000 + i)
		at, clip := s.create(int64(len(data)), "sha256", sumOf(data))
		all.Go(func() {
			s.mustPatch(at, 0, data)
			s.arrived(clip, data)
		})
	}
	all.Wait()
}

// TestUploadNudges: the workers are hurried with the clip; when that fails the
// upload succeeds all the same.
func TestUploadNudges(t *testing.T) {
	t.Parallel()
	nudged := make(chan story.Job, 1)
	d := newDock(t, newHouse(t), func(c *api.UploadConfig) {
		c.Nudge = func(_ context.Context, j story.Job) error { nudged <- j; return errors.New("redis is away") }
	})
	s := d.sender(t, "amina")
	at, clip := s.create(3)
	s.mustPatch(at, 0, []byte("abc"))
	if got, want := (<-nudged).TaskID(), "clip.render:"+clip+":1"; got != want {
		t.Errorf("nudge = %s, want %s", got, want)
	}
	s.arrived(clip, []byte("abc"))
}
