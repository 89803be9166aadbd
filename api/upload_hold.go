package api

import (
	"context"
	"crypto/rand"
	"log/slog"
	"net/http"
	"sync"
	"time"

	tus "github.com/tus/tusd/v2/pkg/handler"

	"fieldstory/story"
)

// A hold lasts holdFor unless it is kept, so an upload whose process died is
// free after that long; it is kept every keepEvery, which is also how long a
// request in another process waits for the holder to hear of it.
const (
	holdFor   = 8 * time.Second
	keepEvery = 2 * time.Second
)

// holds lets one request at a time work on an upload, over all processes: tus'
// Locker on rows. In this process they take turns in the order they came in: a
// client whose link broke asks at once, and would overtake its own last bytes.
type holds struct {
	rows UploadRows
	log  *slog.Logger
	mu   sync.Mutex
	here map[story.UploadID]*hold // held by this process
	last map[story.UploadID]*hold // of those here who hold or wait, who came last
}

var _ tus.Locker = (*holds)(nil)

func newHolds(rows UploadRows, log *slog.Logger) *holds {
	return &holds{rows: rows, log: log, here: map[story.UploadID]*hold{}, last: map[story.UploadID]*hold{}}
}

// hold is one request's claim on one upload.
type hold struct {
	all    *holds
	id     story.UploadID
	holder string
	yield  func()        // asks the request to stop
	before *hold         // who came before it here; nil = nobody
	ended  chan struct{} // closed when neither it nor anybody before it holds or waits
	kept   sync.WaitGroup
}

// NewLock prepares a hold; the id was checked before tus got it.
func (h *holds) NewLock(id string) (tus.Lock, error) {
	return &hold{all: h, id: story.UploadID(id), holder: rand.Text(), ended: make(chan struct{})}, nil
}

// Lock takes the upload, asking whoever has it to stop, until ctx ends.
func (h *hold) Lock(ctx context.Context, yield func()) error {
	if l := lineOf(ctx); l != nil {
		yield = l.yield
	}
	h.enter()
	err := h.take(ctx)
	if err != nil {
		h.leave()
		return err
	}
	h.begin(yield)
	return nil
}

func (h *hold) enter() {
	h.all.mu.Lock()
	defer h.all.mu.Unlock()
	h.before, h.all.last[h.id] = h.all.last[h.id], h
}

// leave gives up; who came later still waits for those who came before.
func (h *hold) leave() {
	if h.before == nil {
		h.end()
		return
	}
	go func() {
		<-h.before.ended
		h.end()
	}()
}

func (h *hold) end() {
	h.all.mu.Lock()
	if h.all.last[h.id] == h {
		delete(h.all.last, h.id)
	}
	h.all.mu.Unlock()
	close(h.ended)
}

func (h *hold) take(ctx context.Context) error {
	if h.before != nil {
		h.all.log.DebugContext(ctx, "an upload is in use; its request waits", "upload", h.id)
	}
	for h.before != nil {
		if !h.wait(ctx, h.before.ended) {
			return locked()
		}
	}
	for {
		held, err := h.all.rows.HoldUpload(ctx, h.id, h.holder, holdFor)
		switch {
		case err == nil && held:
			return nil
		case ctx.Err() != nil:
			return locked()
		case story.AsProblem(err).Code == story.NotFound().Code:
			return tus.ErrNotFound
		case err != nil:
			return err
		}
		if !h.wait(ctx, nil) { // the holder is in another process, and reads it in the row
			return locked()
		}
	}
}

// wait asks the holder in this process to stop, and waits a moment, or until ended.
func (h *hold) wait(ctx context.Context, ended <-chan struct{}) bool {
	h.all.mu.Lock()
	holder := h.all.here[h.id]
	h.all.mu.Unlock()
	if holder != nil {
		holder.yield()
	}
	t := time.NewTimer(250 * time.Millisecond)
	defer t.Stop()
	select {
	case <-ended:
		h.before = nil
	case <-t.C:
	case <-ctx.Done():
		return false
	}
	return true
}

// locked tells a client when to come back.
func locked() error {
	e := tus.ErrFileLocked
	e.HTTPResponse.Header = tus.HTTPHeader{"Content-Type": "text/plain; charset=utf-8", "Retry-After": "5"}
	e.HTTPResponse.StatusCode = http.StatusLocked
	return e
}

func (h *hold) begin(yield func()) {
	h.yield = yield
	h.all.mu.Lock()
	h.all.here[h.id] = h
	h.all.mu.Unlock()
	h.kept.Go(h.keep)
}

// keep renews the hold until it ends, and has the request stop when somebody
// waits or the hold is lost.
func (h *hold) keep() {
	tick := time.NewTicker(keepEvery)
	defer tick.Stop()
	last := time.Now()
	for {
		select {
		case <-h.ended:
			return
		case <-tick.C:
		}
		ctx, cancel := context.WithTimeout(context.Background(), keepEvery)
		held, wanted, err := h.all.rows.KeepUpload(ctx, h.id, h.holder, holdFor)
		cancel()
		switch {
		case err == nil && held && !wanted:
			last = time.Now()
		case err == nil:
			h.yield()
		case time.Since(last) > holdFor-keepEvery:
			h.all.log.Warn("lost the hold on an upload", "upload", h.id, "cause", err)
			h.yield()
		}
	}
}

// Unlock ends the hold. The row is freed even when the request is gone.
func (h *hold) Unlock() error {
	h.all.mu.Lock()
	if h.all.here[h.id] == h {
		delete(h.all.here, h.id)
	}
	h.all.mu.Unlock()
	ctx, cancel := context.WithTimeout(context.Background(), holdFor)
	defer cancel()
	err := h.all.rows.ReleaseUpload(ctx, h.id, h.holder)
	h.end()
	h.kept.Wait()
	return err
}
