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
type line struct {
	conn  *http.ResponseController
	head  http.Header // of the answer
	once  sync.Once
	asked chan struct{} // closed by yield
	until time.Time     // when a request that was asked to stop reads no more; set before asked is closed
}

// A request that is asked to stop still takes what has come already: the client
// that asks is most often the same, whose link broke, and it would send those
// bytes again. Nothing for drainStep means that no more has come; a client that
// goes on sending is cut off after drainFor.
const (
	drainStep = 50 * time.Millisecond
	drainFor  = time.Second
)

type lineKey struct{}

func newLine(w http.ResponseWriter) *line {
	return &line{conn: http.NewResponseController(w), head: w.Header(), asked: make(chan struct{})}
}

// lineOf is the line of the request behind ctx, nil outside of one.
func lineOf(ctx context.Context) *line {
	l, _ := ctx.Value(lineKey{}).(*line)
	return l
}

// yield asks the request to stop: a Read that waits returns in a moment.
func (l *line) yield() {
	l.once.Do(func() {
		l.until = time.Now().Add(drainFor)
		close(l.asked)
		l.drain()
	})
}

// drain gives the next Read only a moment, and false when the time is over.
func (l *line) drain() bool {
	now := time.Now()
	if now.After(l.until) {
		return false
	}
	// Without deadlines the Read ends with the connection.
	_ = l.conn.SetReadDeadline(now.Add(drainStep))
	return true
}

// last lets the answer go out although the body has not ended, and closes the
// connection behind it: net/http would wait for the end first.
func (l *line) last() { l.head.Set("Connection", "close") }

func (l *line) yielded() bool {
	select {
	case <-l.asked:
		return true
	default:
		return false
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
	if y.l.yielded() && !y.l.drain() {
		return 0, io.EOF
	}
	n, err := y.Reader.Read(p)
	if err != nil && y.l.yielded() {
		return n, io.EOF
	}
	return n, err
}
