package api_test

import (
	"bufio"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"fieldstory/api"
	"fieldstory/story"
)

// TestUploadCutAndAsked: a client whose link broke asks at once. What it had
// sent by then counts, though the server is still reading it.
func TestUploadCutAndAsked(t *testing.T) {
	t.Parallel()
	d := newDock(t, newHouse(t), nil)
	s := d.sender(t, "amina")
	data := noise(3 * part)
	at, clip := s.create(int64(len(data)), "sha256", sumOf(data))
	off, sent, cuts := 0, 0, 0
	for off < 2*part {
		c := s.dial()
		s.begin(c, at, int64(off), int64(len(data)-off))
		d.held(t, at)
		if _, err := c.Write(data[off : off+3_000_000]); err != nil {
			t.Fatal(err)
		}
		c.Close()
		sent, cuts = sent+3_000_000, cuts+1
		off = int(s.head(at))
	}
	// A server that stops where it stands has half of it sent again; a busy one
	// may lose sight of a little.
	if again := sent - off; again > sent/4 {
		t.Errorf("%d of %d bytes have to be sent again after %d cuts", again, sent, cuts)
	}
	s.mustPatch(at, int64(off), data[off:])
	s.arrived(clip, data)
}

const arrived = 200_000 // fits where the kernel keeps what nobody has read yet

// breakOff begins to send a file and hangs up after so many bytes.
func (s *sender) breakOff(at string, data []byte, after int) {
	s.t.Helper()
	c := s.dial()
	defer c.Close()
	s.begin(c, at, 0, int64(len(data)))
	if _, err := c.Write(data[:after]); err != nil {
		s.t.Fatal(err)
	}
}

// TestUploadTurns: what a broken link had brought counts also where its request had
// to wait for an earlier one, and the client asks meanwhile.
func TestUploadTurns(t *testing.T) {
	t.Parallel()
	waits := make(chan struct{}, 10)
	d := newDock(t, newHouse(t), func(c *api.UploadConfig) { c.Log = slog.New(waiting{slog.DiscardHandler, waits}) })
	s := d.sender(t, "amina")
	for round := range 2 {
		data := noise(part/2 + round)
		at, clip := s.create(int64(len(data)), "sha256", sumOf(data))
		first := s.dial() // brings nothing, and does not go away
		s.begin(first, at, 0, int64(len(data)))
		d.held(t, at)
		for len(waits) > 0 {
			<-waits // of the round before
		}
		s.breakOff(at, data, arrived)
		<-waits
		if off := s.head(at); off != arrived {
			t.Errorf("HEAD = %d after a broken link brought %d", off, arrived)
		}
		first.Close()
		s.mustPatch(at, s.head(at), data[s.head(at):])
		s.arrived(clip, data)
	}
}

// tardy takes its time over whose an upload is, the first time that it is asked.
type tardy struct {
	api.UploadRows
	calls   *atomic.Int32
	asked   chan<- struct{}
	answers <-chan struct{}
}

func (r tardy) UploadOwner(ctx context.Context, id story.UploadID) (story.MemberID, error) {
	if r.calls.Add(1) == 1 {
		close(r.asked)
		<-r.answers
	}
	return r.UploadRows.UploadOwner(ctx, id)
}

// TestUploadTurnsFromTheDoor: a request has its turn from when it came in, not from
// when it was known whose it is, which takes one longer than the next.
func TestUploadTurnsFromTheDoor(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	waits := make(chan struct{}, 10)
	asked, answers := make(chan struct{}), make(chan struct{})
	d := newDock(t, h, func(c *api.UploadConfig) {
		c.Log = slog.New(waiting{slog.DiscardHandler, waits})
		c.Rows = tardy{h.db, new(atomic.Int32), asked, answers}
	})
	s := d.sender(t, "amina")
	data := noise(part / 2)
	at, clip := s.create(int64(len(data)), "sha256", sumOf(data))
	s.breakOff(at, data, arrived)
	<-asked
	go func() {
		<-waits
		close(answers)
	}()
	off := s.head(at)
	waits <- struct{}{} // it did not wait if nobody took one yet
	if off != arrived {
		t.Errorf("HEAD = %d after a broken link brought %d", off, arrived)
	}
	s.mustPatch(at, s.head(at), data[s.head(at):])
	s.arrived(clip, data)
}

// waiting hears of requests that wait.
type waiting struct {
	slog.Handler
	waits chan<- struct{}
}

func (waiting) Enabled(context.Context, slog.Level) bool { return true }

func (w waiting) Handle(_ context.Context, r slog.Record) error {
	if strings.Contains(r.Message, "its request waits") {
		select {
		case w.waits <- struct{}{}:
		default:
		}
	}
	return nil
}

// slowly joins only after longer than a connection may be quiet.
type slowly struct {
	api.UploadBytes
	begun chan struct{}
	takes time.Duration
}

func (j slowly) Complete(ctx context.Context, name story.ObjectName, id string, parts []story.Part) error {
	close(j.begun)
	select {
	case <-time.After(j.takes):
	case <-ctx.Done():
		return ctx.Err()
	}
	return j.UploadBytes.Complete(ctx, name, id, parts)
}

// TestUploadConnectionGoesOn: what is done when all bytes are here may take
// long, and be asked for meanwhile. The connection serves the next request.
func TestUploadConnectionGoesOn(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	begun := make(chan struct{})
	d := newDock(t, h, func(c *api.UploadConfig) {
		c.Quiet, c.Bytes = 2*time.Second, slowly{h.bucket, begun, 3 * time.Second}
	})
	s := d.sender(t, "amina")
	data := noise(part + 100)
	at, clip := s.create(int64(len(data)), "sha256", sumOf(data))
	c := s.dial()
	defer c.Close()
	lines := bufio.NewReader(c)
	s.begin(c, at, 0, int64(len(data)))
	if _, err := c.Write(data); err != nil {
		t.Fatal(err)
	}
	<-begun
	hurry, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	ask, err := http.NewRequestWithContext(hurry, "HEAD", at, nil)
	if err != nil {
		t.Fatal(err)
	}
	ask.Header.Set("Authorization", "Bearer "+s.token)
	ask.Header.Set("Tus-Resumable", "1.0.0")
	if resp, err := http.DefaultClient.Do(ask); err == nil {
		resp.Body.Close()
		t.Errorf("HEAD = %d while the upload is held", resp.StatusCode)
	}
	resp, err := http.ReadResponse(lines, nil)
	if err != nil || resp.StatusCode != http.StatusNoContent || resp.Close {
		t.Fatalf("PATCH = %+v (%v)", resp, err)
	}
	for range 2 {
		fmt.Fprintf(c, "HEAD %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nTus-Resumable: 1.0.0\r\n\r\n", at, s.token)
		resp, err := http.ReadResponse(lines, &http.Request{Method: "HEAD"})
		if err != nil || resp.StatusCode != http.StatusOK {
			t.Fatalf("HEAD on the same connection = %+v (%v)", resp, err)
		}
	}
	s.arrived(clip, data)
}
