package api

import (
	"context"
	"crypto/rand"
	"log/slog"
	"net/http"
	"slices"
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
	waitStep  = 250 * time.Millisecond // between two looks of who waits
)

// headStart is what whoever sends has before whoever asks how much has come. Over
// a short link a request that broke and the question that follows are taken up at
// the same instant, on two cores; and what the first brought would be sent again.
const headStart = 10 * time.Millisecond

// holds lets one request at a time work on an upload, over all processes: tus'
// Locker on rows. In this process they take turns in the order they came in: a
// client whose link broke asks at once, and would overtake its own last bytes.
type holds struct {
	rows UploadRows
	log  *slog.Logger
	mu   sync.Mutex
	line map[story.UploadID][]*hold // the first holds it or is about to; never empty
}

var _ tus.Locker = (*holds)(nil)

func newHolds(rows UploadRows, log *slog.Logger) *holds {
	return &holds{rows: rows, log: log, line: map[story.UploadID][]*hold{}}
}

// hold is one request's claim on one upload.
type hold struct {
	all    *holds
	id     story.UploadID
	holder string
	turn   chan struct{} // closed when nobody is before it
	ended  chan struct{} // closed when it neither holds nor waits
	kept   sync.WaitGroup

	yield func() // asks the request to stop; nil = it does not hold yet; under holds.mu
}

// enter takes the next place in an upload's line.
func (h *holds) enter(id story.UploadID) *hold {
	n := &hold{all: h, id: id, holder: rand.Text(), turn: make(chan struct{}), ended: make(chan struct{})}
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.line[id]) == 0 {
		close(n.turn)
	}
	h.line[id] = append(h.line[id], n)
	return n
}

// leave gives the place up; again, it does nothing.
func (h *hold) leave() {
	h.all.mu.Lock()
	defer h.all.mu.Unlock()
	line := h.all.line[h.id]
	at := slices.Index(line, h)
	if at < 0 {
		return
	}
	close(h.ended)
	line = slices.Delete(line, at, at+1)
	switch {
	case len(line) == 0:
		delete(h.all.line, h.id)
		return
	case at == 0:
		close(line[0].turn)
	}
	h.all.line[h.id] = line
}

type placeKey struct{}

// inTurn gives a request that will lock an upload its place the moment it comes
// in: while one is asked who it is from, a later one may be through with that.
// It asks nobody to stop yet, so a stranger's takes nothing from anybody, and
// is gone as soon as they are turned away.
func (h *holds) inTurn(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id, err := story.ParseID[story.UploadID](uploadOf(r))
		if err != nil || r.Method == http.MethodGet || r.Method == http.MethodOptions {
			next.ServeHTTP(w, r)
			return
		}
		if r.Method == http.MethodHead && !pause(r.Context(), nil, headStart) {
			return
		}
		place := h.enter(id)
		defer place.leave()
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), placeKey{}, place)))
	})
}

// NewLock prepares a hold; the id was checked before tus got it.
func (h *holds) NewLock(id string) (tus.Lock, error) {
	return &lock{all: h, id: story.UploadID(id)}, nil
}

// lock is tus' view of a hold.
type lock struct {
	all  *holds
	id   story.UploadID
	hold *hold // nil until Lock
}

// Lock takes the upload when its turn comes, asking whoever has it to stop,
// until ctx ends.
func (l *lock) Lock(ctx context.Context, yield func()) error {
	if l := lineOf(ctx); l != nil {
		yield = l.yield
	}
	h, _ := ctx.Value(placeKey{}).(*hold)
	if h == nil || h.id != l.id || closed(h.ended) { // it makes the upload, or nobody asked for it
		h = l.all.enter(l.id)
	}
	if err := h.take(ctx); err != nil {
		h.leave()
		return err
	}
	l.hold = h
	h.begin(yield)
	return nil
}

// Unlock ends the hold. The row is freed even when the request is gone.
func (l *lock) Unlock() error { return l.hold.end() }

func closed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

func (h *hold) take(ctx context.Context) error {
	if !closed(h.turn) {
		h.all.log.DebugContext(ctx, "an upload is in use; its request waits", "upload", h.id)
	}
	for !closed(h.turn) {
		if !h.wait(ctx) {
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
		if !pause(ctx, nil, waitStep) { // the holder is in another process, and reads it in the row
			return locked()
		}
	}
}

// wait asks the holder in this process to stop, and waits a moment for it.
func (h *hold) wait(ctx context.Context) bool {
	h.all.mu.Lock()
	var yield func()
	if line := h.all.line[h.id]; len(line) > 0 {
		yield = line[0].yield
	}
	h.all.mu.Unlock()
	if yield != nil {
		yield()
	}
	return pause(ctx, h.turn, waitStep)
}

// pause waits so long, or until sooner is closed; false = ctx ended.
func pause(ctx context.Context, sooner <-chan struct{}, long time.Duration) bool {
	t := time.NewTimer(long)
	defer t.Stop()
	select {
	case <-sooner:
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
	h.all.mu.Lock()
	h.yield = yield
	h.all.mu.Unlock()
	h.kept.Go(func() { h.keep(yield) })
}

// keep renews the hold until it ends, and has the request stop when somebody
// waits or the hold is lost.
func (h *hold) keep(yield func()) {
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
			yield()
		case time.Since(last) > holdFor-keepEvery:
			h.all.log.Warn("lost the hold on an upload", "upload", h.id, "cause", err)
			yield()
		}
	}
}

func (h *hold) end() error {
	h.all.mu.Lock()
	h.yield = nil
	h.all.mu.Unlock()
	ctx, cancel := context.WithTimeout(context.Background(), holdFor)
	defer cancel()
	err := h.all.rows.ReleaseUpload(ctx, h.id, h.holder)
	h.leave()
	h.kept.Wait()
	return err
}
