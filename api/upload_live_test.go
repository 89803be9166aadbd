package api_test

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net/http"
	"testing"
	"time"

	"fieldstory/api"
	"fieldstory/story"
)

// early is a store that tells of parts that it is asked to store before all of
// their bytes are there: those bodies can be read only once.
type early struct {
	api.UploadBytes
	asked  chan struct{}
	breaks bool
}

func (e early) PutPart(ctx context.Context, name story.ObjectName, id string, n int, size int64, r io.Reader) (story.Part, error) {
	if _, again := r.(io.Seeker); !again {
		select {
		case e.asked <- struct{}{}:
		default:
		}
		if e.breaks {
			io.CopyN(io.Discard, r, 2<<20)
			return story.Part{}, errors.New("the store breaks")
		}
	}
	return e.UploadBytes.PutPart(ctx, name, id, n, size, r)
}

// TestUploadPartIsStoredWhileItIsRead: over a fast link the store has most of a
// part before its last byte is sent, and whatever happens then, nothing is lost.
func TestUploadPartIsStoredWhileItIsRead(t *testing.T) {
	t.Parallel()
	const most = part - 1000
	for _, c := range []struct {
		name     string
		breaks   bool
		thenSend int // 0 = the connection ends there
	}{
		{name: "whole", thenSend: 1000},
		{name: "the link breaks"},
		{name: "the store breaks", breaks: true, thenSend: 1000},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t)
			store := early{UploadBytes: h.bucket, asked: make(chan struct{}, 1), breaks: c.breaks}
			d := newDock(t, h, func(conf *api.UploadConfig) { conf.Bytes = store })
			s := d.sender(t, "amina")
			data := noise(part + 100)
			seen := false
			for try := 0; !seen; try++ { // on a machine that is busy just now, a link is not fast
				if try == 20 {
					t.Fatal("the store was never asked before the part was whole")
				}
				at, clip := s.create(int64(len(data)), "again", "1")
				conn := s.dial()
				defer conn.Close()
				s.begin(conn, at, 0, part)
				if _, err := conn.Write(data[:most]); err != nil {
					t.Fatal(err)
				}
				select {
				case <-store.asked:
					seen = true
				case <-time.After(time.Second):
				}
				if c.thenSend > 0 {
					conn.Write(data[most : most+c.thenSend])
					resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
					if err != nil || resp.StatusCode != http.StatusNoContent {
						t.Fatalf("PATCH = %v, %v", resp, err)
					}
				}
				conn.Close()
				if got, want := s.head(at), int64(most+c.thenSend); got != want {
					t.Errorf("HEAD = %d, want %d", got, want)
				}
				s.mustPatch(at, int64(most+c.thenSend), data[most+c.thenSend:])
				s.arrived(clip, data)
			}
		})
	}
}
