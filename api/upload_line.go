package api

import (
	"context"
	"io"
	"net/http"
	"sync"
	"time"
)

// line is the connection behind one upload request, so that the request can be
// asked to stop although it waits for bytes that will never come.
//
// tusd has a way of its own for that, which is not used: it looks at the
// body from another goroutine without a lock (handler/context.go, v2.9.1).
//
// The way is a deadline for reading, and it has to be gone when the body has
// ended: net/http then waits for the connection's end, takes a deadline for it,
// and ends the context of every request that comes on that connection later.
type line struct {
	conn   *http.ResponseController
	head   http.Header // of the answer
	length int64       // of the body as its request says, -1 = it does not

	mu    sync.Mutex
	until time.Time // when the request, asked to stop, reads no more; zero = it was not asked
	over  bool      // nothing is read any more, so there is nothing to stop
}

// A request that is asked to stop still takes what has come already: the client
// that asks is most often the same, whose link broke, and it would send those
// bytes again. Nothing for drainStep means that no more has come, on a busy machine
// too; a client that goes on sending is cut off after drainFor.
const (
	drainStep = time.Second
	drainFor  = 5 * time.Second
)

type lineKey struct{}

func newLine(w http.ResponseWriter, r *http.Request) *line {
	return &line{conn: http.NewResponseController(w), head: w.Header(), length: r.ContentLength}
}

// lineOf is the line of the request behind ctx, nil outside of one.
func lineOf(ctx context.Context) *line {
	l, _ := ctx.Value(lineKey{}).(*line)
	return l
}

// yield asks the request to stop: a Read that waits returns in a moment.
func (l *line) yield() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.over || !l.until.IsZero() { // who waits asks again and again
		return
	}
	l.until = time.Now().Add(drainFor)
	l.drain()
}

// drain gives the next Read only a moment; l.mu is held.
func (l *line) drain() {
	// Without deadlines the Read ends with the connection.
	_ = l.conn.SetReadDeadline(time.Now().Add(drainStep))
}

func (l *line) yielded() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return !l.until.IsZero()
}

// last lets the answer go out although the body has not ended, and closes the
// connection behind it: net/http would wait for the end first.
func (l *line) last() { l.head.Set("Connection", "close") }

// rest takes the deadlines away: the body has ended, and what is done with it
// may take its time. Outside of a request there are none.
func (l *line) rest() {
	if l == nil {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.over = true
	_ = l.conn.SetReadDeadline(time.Time{})
	_ = l.conn.SetWriteDeadline(time.Time{})
}

// answer is for right before the answer's header goes out. A connection whose
// requests would fail from now on is closed behind it.
func (l *line) answer(r *http.Request) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.over = true
	_ = l.conn.SetWriteDeadline(time.Time{}) // it would hold for later requests too
	if !l.until.IsZero() || r.Context().Err() != nil {
		l.last()
	}
}

// yielding is a body that ends when its request is asked to stop and nothing
// more has come. It looks before every Read, for tusd moves the deadline on
// when bytes come.
type yielding struct {
	io.Reader
	l *line
}

func (y yielding) Read(p []byte) (int, error) {
	if !y.mayRead() {
		return 0, io.EOF
	}
	n, err := y.Reader.Read(p)
	switch {
	case err == nil:
	case y.l.yielded():
		err = io.EOF
	case err == io.EOF:
		y.l.rest()
	}
	return n, err
}

func (y yielding) mayRead() bool {
	y.l.mu.Lock()
	defer y.l.mu.Unlock()
	if y.l.until.IsZero() {
		return true
	}
	if time.Now().After(y.l.until) {
		return false
	}
	y.l.drain()
	return true
}
