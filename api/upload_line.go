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
}

type lineKey struct{}

func newLine(w http.ResponseWriter) *line {
	return &line{conn: http.NewResponseController(w), head: w.Header(), asked: make(chan struct{})}
}

// lineOf is the line of the request behind ctx, nil outside of one.
func lineOf(ctx context.Context) *line {
	l, _ := ctx.Value(lineKey{}).(*line)
	return l
}

// yield asks the request to stop: a Read that waits returns at once.
func (l *line) yield() {
	l.once.Do(func() {
		close(l.asked)
		// Without deadlines the Read ends with the connection.
		_ = l.conn.SetReadDeadline(time.Now())
	})
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

// yielding is a body that ends when its request is asked to stop. It looks
// after every Read too, for tusd moves the deadline on when bytes come.
type yielding struct {
	io.Reader
	l *line
}

func (y yielding) Read(p []byte) (int, error) {
	if y.l.yielded() {
		return 0, io.EOF
	}
	n, err := y.Reader.Read(p)
	if y.l.yielded() {
		return n, io.EOF
	}
	return n, err
}
