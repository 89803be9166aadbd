package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"syscall"
	"time"
)

// listen takes the address, or says what stands in the way.
func listen(addr string) (net.Listener, error) {
	l, err := net.Listen("tcp", addr)
	_, port, _ := net.SplitHostPort(addr)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("Port %s is taken by another program, perhaps another Fieldstory. Stop that one, or take another port: --addr %s (make up ADDR=…).", port, otherPort(addr))
	case errors.Is(err, syscall.EACCES):
		return nil, fmt.Errorf("This user may not listen on port %s. Take one above 1023, for example --addr %s, and put a web server in front of it.", port, otherPort(addr))
	case err != nil:
		return nil, fmt.Errorf("Fieldstory cannot listen on %s (%w). Give an address of this machine with --addr; 127.0.0.1:8080 always is one.", addr, err)
	}
	return l, nil
}

func otherPort(addr string) string {
	host, port, _ := net.SplitHostPort(addr)
	if port == "8090" {
		return net.JoinHostPort(host, "8091")
	}
	return net.JoinHostPort(host, "8090")
}

// webServer serves one handler until it is told to stop.
type webServer struct {
	http  *http.Server
	cut   context.CancelFunc // ends every request that is still running
	ended chan error
}

func serveOn(l net.Listener, handler http.Handler, log *slog.Logger) *webServer {
	base, cut := context.WithCancel(context.Background())
	s := &webServer{cut: cut, ended: make(chan error, 1)}
	s.http = &http.Server{
		Handler: handler,
		// No limit on whole requests: an upload over a bad link takes hours.
		ReadHeaderTimeout: 15 * time.Second,
		IdleTimeout:       2 * time.Minute,
		BaseContext:       func(net.Listener) context.Context { return base },
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelDebug),
	}
	go func() { s.ended <- s.http.Serve(l) }()
	return s
}

// stop lets short requests finish (event streams were ended before), then cuts the rest: an upload that is cut
// keeps every byte that arrived and goes on from there after the restart.
func (s *webServer) stop() {
	if s == nil {
		return // a worker without a health page
	}
	soon, cancel := context.WithTimeout(context.Background(), 1500*time.Millisecond)
	defer cancel()
	if s.http.Shutdown(soon) == nil {
		return
	}
	s.cut()
	late, cancel := context.WithTimeout(context.Background(), 1500*time.Millisecond)
	defer cancel()
	if s.http.Shutdown(late) != nil {
		s.http.Close()
	}
}

// background runs things beside each other until they are told to stop.
type background struct {
	ctx    context.Context
	cancel context.CancelFunc
	all    sync.WaitGroup
	failed chan error
}

func newBackground() *background {
	ctx, cancel := context.WithCancel(context.Background())
	return &background{ctx: ctx, cancel: cancel, failed: make(chan error, 8)}
}

// run starts something that ends with the context; an error before that is
// passed on.
func (b *background) run(do func(context.Context) error) {
	b.all.Go(func() {
		if err := do(b.ctx); err != nil && b.ctx.Err() == nil {
			b.failed <- err
		}
	})
}

// stop ends everything and waits, at most so long.
func (b *background) stop(patience time.Duration) {
	b.cancel()
	done := make(chan struct{})
	go func() { b.all.Wait(); close(done) }()
	select {
	case <-done:
	case <-time.After(patience):
	}
}
