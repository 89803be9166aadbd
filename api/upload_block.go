package api

import (
	"context"
	"errors"
	"io"
	"time"

	"fieldstory/story"
)

// blockSize is how memory is dealt out. A slow link holds one block, so fifty
// of them 6 MiB; larger would waste more on them, smaller would cost a system
// call for every few packets of a fast one.
const blockSize = 128 << 10

// budget is the memory of all uploads of the process. Blocks are made when
// first needed and used again; there are never more than its size.
type budget struct {
	free  chan []byte   // blocks given back
	slots chan struct{} // blocks in use
}

func newBudget(size int64) *budget {
	n := int(size / blockSize)
	return &budget{free: make(chan []byte, n), slots: make(chan struct{}, n)}
}

// take waits for a block, at most for patience where that is above zero. It
// returns nil when none came.
func (b *budget) take(ctx context.Context, patience time.Duration) []byte {
	select {
	case b.slots <- struct{}{}:
		return b.block()
	default:
	}
	var late <-chan time.Time
	if patience > 0 {
		t := time.NewTimer(patience)
		defer t.Stop()
		late = t.C
	}
	select {
	case b.slots <- struct{}{}:
		return b.block()
	case <-late:
	case <-ctx.Done():
	}
	return nil
}

func (b *budget) block() []byte {
	select {
	case p := <-b.free:
		return p[:0]
	default:
		return make([]byte, 0, blockSize)
	}
}

func (b *budget) give(blocks [][]byte) {
	for _, p := range blocks {
		b.free <- p // never full: it has room for every slot
		<-b.slots
	}
}

// content is what is sent to the store: tails, then blocks. It can be read
// again from its start, and fails rather than send a byte too few or too many.
type content struct {
	ctx    context.Context
	bytes  UploadBytes
	upload story.UploadID
	tails  []story.Tail
	blocks [][]byte

	piece int   // of tails, then blocks, the one being read
	at    int64 // read of it so far
	tail  io.ReadCloser
}

func (c *content) size() (n int64) {
	for _, t := range c.tails {
		n += t.Size
	}
	for _, b := range c.blocks {
		n += int64(len(b))
	}
	return n
}

func (c *content) Read(p []byte) (int, error) {
	for {
		if c.piece < len(c.tails) {
			n, err := c.readTail(p)
			if n > 0 || err != nil {
				return n, err
			}
			continue
		}
		i := c.piece - len(c.tails)
		if i >= len(c.blocks) {
			return 0, io.EOF
		}
		if n := copy(p, c.blocks[i][c.at:]); n > 0 {
			c.at += int64(n)
			return n, nil
		}
		if len(p) == 0 {
			return 0, nil
		}
		c.piece, c.at = c.piece+1, 0
	}
}

func (c *content) readTail(p []byte) (n int, err error) {
	t := c.tails[c.piece]
	if c.tail == nil {
		if c.tail, err = c.bytes.Get(c.ctx, story.TailObject(c.upload, t)); err != nil {
			return 0, err
		}
	}
	n, err = c.tail.Read(p)
	c.at += int64(n)
	switch {
	case c.at > t.Size:
		return 0, errors.New("a tail is longer than its row says")
	case err == io.EOF && c.at < t.Size:
		return n, io.ErrUnexpectedEOF
	case err == io.EOF:
		c.close()
		c.piece, c.at = c.piece+1, 0
		return n, nil
	}
	return n, err
}

// Seek only goes back to the start, which is all that a second try needs.
func (c *content) Seek(offset int64, whence int) (int64, error) {
	if whence == io.SeekCurrent && offset == 0 && c.piece == 0 && c.at == 0 {
		return 0, nil
	}
	if whence != io.SeekStart || offset != 0 {
		return 0, errors.New("content can only be read again from its start")
	}
	c.close()
	c.piece, c.at = 0, 0
	return 0, nil
}

func (c *content) close() {
	if c.tail != nil {
		c.tail.Close()
		c.tail = nil
	}
}
