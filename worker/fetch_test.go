package worker_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"sync/atomic"
	"testing"

	"fieldstory/story"
	"fieldstory/worker"
)

// brittle is a store whose connections break after so many bytes, now and then.
type brittle struct {
	worker.Store
	after  int64
	reads  atomic.Int64
	broken atomic.Int64
	bytes  atomic.Int64
}

func (b *brittle) GetRange(ctx context.Context, name story.ObjectName, offset, length int64) (io.ReadCloser, error) {
	body, err := b.Store.GetRange(ctx, name, offset, length)
	if err != nil {
		return nil, err
	}
	left := length
	if b.reads.Add(1)%3 != 0 {
		left = b.after
	}
	return &brittleBody{ReadCloser: body, of: b, left: left}, nil
}

type brittleBody struct {
	io.ReadCloser
	of   *brittle
	left int64
}

func (b *brittleBody) Read(p []byte) (int, error) {
	if b.left == 0 {
		b.of.broken.Add(1)
		return 0, errors.New("the connection broke")
	}
	n, err := b.ReadCloser.Read(p[:min(int64(len(p)), b.left)])
	b.left -= int64(n)
	b.of.bytes.Add(int64(n))
	return n, err
}

// TestOriginalComesOverABrittleLine: a large original comes in ranges, and where a
// connection breaks nothing that came is read again.
func TestOriginalComesOverABrittleLine(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	content := film(t, "1")
	const size = 70 << 20
	padding := make([]byte, size-len(content)) // a box that everybody skips
	binary.BigEndian.PutUint32(padding, uint32(len(padding)))
	copy(padding[4:], "free")
	store := &brittle{Store: h.store, after: 9 << 20}
	id := h.receive(append(content, padding...))
	h.work(h.config(), h.db, store, h.queue)
	if c := h.await(id, "ready", is(story.Ready)); c.Attempt != 1 {
		t.Errorf("it took %d attempts", c.Attempt)
	}
	if store.broken.Load() < 3 {
		t.Errorf("%d connections broke, which proves nothing", store.broken.Load())
	}
	if got := store.bytes.Load(); got != size {
		t.Errorf("%d bytes were read of an original of %d", got, size)
	}
}

// TestOriginalThatIsNotWhole waits for what is missing of it, and says so.
func TestOriginalThatIsNotWhole(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	content := film(t, "1")
	id := h.receive(content)
	half := content[:len(content)/2]
	if err := h.store.Put(t.Context(), story.OriginalObject(id), "", int64(len(half)), bytes.NewReader(half)); err != nil {
		t.Fatal(err)
	}
	h.work(h.config(), h.db, h.store, h.queue)
	c := h.await(id, "waiting", func(c story.Clip) bool {
		return c.Waits != nil || c.State != story.Received && c.State != story.Inspecting
	})
	if c.Waits == nil || c.Waits.Code != "original_incomplete" {
		t.Fatalf("it is %s and waits for %v", c.State, c.Waits)
	}
	if err := h.store.Put(t.Context(), story.OriginalObject(id), "", int64(len(content)), bytes.NewReader(content)); err != nil {
		t.Fatal(err)
	}
	h.await(id, "ready", is(story.Ready))
}
