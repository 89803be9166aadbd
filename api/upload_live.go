package api

import (
	"context"
	"errors"
	"io"
	"sync"
	"time"

	"fieldstory/story"
)

// A part is stored while it is read where that ends a request sooner: its first
// liveAfter bytes came so fast that the whole of it would be here in liveWithin,
// long before it had to be kept as a tail. A slower link does not wait for the
// store, and would only make it begin what it cannot end.
const (
	liveAfter  = 1 << 20
	liveWithin = slowAfter / 2
)

// live is a part on its way to the store while it is still read. It is a short cut,
// never the only way: its bytes stay in memory until they are stored, so when it
// fails they are sent as if it had not begun.
type live struct {
	cancel context.CancelFunc
	sent   chan sent
	length int64

	mu     sync.Mutex
	more   sync.Cond
	blocks [][]byte // of blockSize each
	n      int64    // bytes of them that may be read
	over   bool     // no more will come
}

// begin starts to store the part that is being read, where that is worth while.
func (f *filler) begin(ctx context.Context) error {
	end := min(f.partStart+f.partSize, f.size)
	length := end - f.partStart
	switch {
	case f.tried, f.size < 0, f.n < liveAfter,
		f.at-f.n != f.partStart, // an earlier request began it: that lies in tails
		f.until < end, length > story.MinPart:
		return nil
	}
	f.tried = true
	if time.Since(f.since)*time.Duration(length) > liveWithin*time.Duration(f.n) {
		return nil
	}
	select {
	case f.window <- struct{}{}:
	default:
		return nil
	}
	c := &cargo{}
	if err := f.address(ctx, c, end); err != nil {
		<-f.window
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	l := &live{cancel: cancel, sent: make(chan sent, 1), length: length}
	l.more.L = &l.mu
	f.live = l
	go func() {
		defer close(l.sent)
		defer func() { <-f.window }()
		defer cancel()
		part, err := f.up.put(ctx, f.object, f.filetype, c, length, &liveReader{live: l})
		l.sent <- sent{part, err}
	}()
	return nil
}

// grow shows what has been read by now, of the part's blocks n bytes.
func (l *live) grow(blocks [][]byte, n int64) {
	if l == nil {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	for len(l.blocks) < len(blocks) {
		l.blocks = append(l.blocks, blocks[len(l.blocks)][:blockSize])
	}
	l.n = n
	l.more.Signal()
}

// drop gives the short cut up and returns when the store reads no more of it.
func (l *live) drop() {
	if l == nil {
		return
	}
	l.mu.Lock()
	l.over = true
	l.more.Signal()
	l.mu.Unlock()
	l.cancel()
	for range l.sent {
	}
}

// liveReader reads the part once, from its start, and waits for what is not here yet.
type liveReader struct {
	*live
	at int64
}

func (r *liveReader) Read(p []byte) (int, error) {
	if r.at == r.length {
		return 0, io.EOF
	}
	r.mu.Lock()
	for r.at == r.n && !r.over {
		r.more.Wait()
	}
	if r.over {
		r.mu.Unlock()
		return 0, errors.New("the part did not arrive whole")
	}
	from := r.at % blockSize
	ready := r.blocks[r.at/blockSize][from:min(blockSize, from+r.n-r.at)]
	r.mu.Unlock()
	n := copy(p, ready)
	r.at += int64(n)
	return n, nil
}
