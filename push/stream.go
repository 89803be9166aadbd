package push

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"path/filepath"
	"strings"
	"time"
)

// create opens an upload for a take.
func (c *courier) create(ctx context.Context, j *job) error {
	words := encoded([][2]string{{"story", j.result.Story}, {"filename", j.take.name}, {"filetype", typeOf(j.take)}, {"sha256", j.result.SHA256},
		// The camera's own word, and the correction beside it.
		{"captured", j.take.captured.Add(-c.conf.Clock.Shift).UTC().Format(time.RFC3339)}, {"clock", c.clockSeconds()},
		{"make", j.take.camera.maker}, {"model", j.take.camera.model}, {"serial", j.take.camera.serial}})
	return c.patiently(ctx, func(ctx context.Context) (bool, error) {
		ctx, cancel := context.WithTimeout(ctx, c.conf.Quiet)
		defer cancel()
		resp, err := c.do(ctx, http.MethodPost, c.base+"/api/v1/uploads", nil, 0,
			map[string]string{"Tus-Resumable": "1.0.0", "Upload-Length": fmt.Sprint(j.take.size()), "Upload-Metadata": strings.Join(words, ",")})
		if err != nil {
			return false, err
		}
		resp.Body.Close()
		at, err := c.resolve(resp.Header.Get("Location"))
		j.begun = begunTake{Server: c.base, Path: j.take.path(), Story: j.result.Story, Upload: at,
			Clip: resp.Header.Get("Fieldstory-Clip"), SHA256: j.result.SHA256, Pieces: j.pieces}
		return true, err
	})
}

// clockSeconds is how wrong the clock was, "" = not at all.
func (c *courier) clockSeconds() string {
	if c.conf.Clock.Shift == 0 {
		return ""
	}
	return fmt.Sprint(int64(c.conf.Clock.Shift / time.Second))
}

// encoded is metadata as tus sends it; empty values are left out.
func encoded(pairs [][2]string) (words []string) {
	for _, p := range pairs {
		if p[1] != "" {
			words = append(words, p[0]+" "+base64.StdEncoding.EncodeToString([]byte(p[1])))
		}
	}
	return words
}

func typeOf(t *take) string {
	switch ext := strings.ToLower(filepath.Ext(t.path())); ext {
	case ".mts", ".m2ts", ".m2t": // systems disagree, or know none
		return "video/mp2t"
	default:
		if kind := mime.TypeByExtension(ext); kind != "" {
			return kind
		}
	}
	return "application/octet-stream"
}

// stream sends what the server does not have, chunk by chunk, and after any
// failure goes on where the server says.
func (c *courier) stream(ctx context.Context, j *job, src *reel, offset int64) error {
	c.show.sending(j.take, offset)
	lost := false
	return c.patiently(ctx, func(ctx context.Context) (progress bool, err error) {
		for began := offset; ; {
			if err := c.awaitWindow(ctx); err != nil {
				return offset > began, err
			}
			if lost {
				now, err := c.offset(ctx, j.begun.Upload)
				if err != nil {
					return offset > began, err
				}
				offset, lost = now, false
				c.show.sending(j.take, offset)
			}
			if offset >= src.size {
				return true, nil
			}
			if err := c.ahead.pass(ctx); err != nil {
				return offset > began, err
			}
			now, err := c.chunk(ctx, j, src, offset)
			if errors.Is(err, errClosed) || errors.Is(err, errAside) {
				lost = true // what is on its way counts as far as it comes
				continue
			}
			if err != nil {
				lost = true
				if errors.Is(err, errLater) && ctx.Err() == nil {
					c.show.note(j.take, interrupted(err))
				}
				return offset > began, err
			}
			offset = now
			c.mu.Lock()
			c.moved = c.conf.Now()
			c.mu.Unlock()
		}
	})
}

// interrupted says what stopped a file, in the server's words where it has some.
func interrupted(err error) string {
	if said, ok := errors.AsType[*refusal](err); ok && said.code != "" {
		return "interrupted; trying again. " + said.detail
	}
	return "interrupted; trying again"
}

// errClosed ends a chunk when the time of day for sending is over.
var errClosed = errors.New("the window has closed")

// chunk sends one chunk of a take, which gives way to a small copy.
func (c *courier) chunk(ctx context.Context, j *job, src *reel, offset int64) (int64, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	defer c.ahead.onLine(j, cancel)()
	return c.patch(ctx, cancel, j.begun.Upload, src, src.size, offset, func(done int64) { c.show.at(j.take, offset+done) })
}

// patch sends one chunk of size bytes in all to an upload. cancel ends ctx: a
// connection on which nothing moves is given up.
func (c *courier) patch(ctx context.Context, cancel context.CancelCauseFunc, upload string, src io.ReaderAt, size, offset int64, moved func(int64)) (int64, error) {
	quiet := time.AfterFunc(c.conf.Quiet, func() { cancel(errors.Join(errLater, errors.New("nothing moved"))) })
	defer quiet.Stop()
	n := min(c.conf.Chunk, size-offset)
	body := &body{ctx: ctx, courier: c, r: io.NewSectionReader(src, offset, n), moved: func(done int64) {
		quiet.Reset(c.conf.Quiet)
		moved(done)
	}, failed: cancel}
	resp, err := c.do(ctx, http.MethodPatch, upload, body, n, map[string]string{
		"Tus-Resumable": "1.0.0", "Content-Type": "application/offset+octet-stream", "Upload-Offset": fmt.Sprint(offset)})
	switch cause := context.Cause(ctx); {
	case err == nil:
	case errors.Is(cause, errClosed), errors.Is(cause, errAside):
		return 0, cause
	case cause != nil:
		if unread, ok := errors.AsType[*unreadable](cause); ok {
			return 0, unread // another try on the link would not help
		}
		return 0, err
	default:
		return 0, err
	}
	resp.Body.Close()
	return offsetOf(resp)
}

// body is a chunk on its way, no faster and no later than allowed.
type body struct {
	ctx     context.Context
	courier *courier
	r       io.Reader
	n       int64
	moved   func(int64)
	failed  context.CancelCauseFunc
}

func (b *body) Read(p []byte) (int, error) {
	if !b.courier.conf.Window.Open(b.courier.conf.Now()) {
		b.failed(errClosed)
		return 0, errClosed
	}
	p = p[:b.courier.throttle.piece(len(p))]
	n, err := b.r.Read(p)
	if err != nil && err != io.EOF {
		b.failed(&unreadable{err})
		return n, err
	}
	if err := b.courier.throttle.pass(b.ctx, n); err != nil {
		return 0, err
	}
	b.n += int64(n)
	b.moved(b.n)
	return n, err
}
