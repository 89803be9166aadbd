package push

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"fieldstory/story"
)

// Status is what became of a file.
type Status string

const (
	Sent    Status = "sent"          // the server has it now
	Already Status = "already there" // the server had it before
	Refused Status = "refused"       // the server, or a look at the file, says no
	Pending Status = "not finished"  // run the same command again
)

// Result is a file's line in the summary.
type Result struct {
	Path   string `json:"path"`
	Size   int64  `json:"size"`
	Status Status `json:"status"`
	SHA256 string `json:"sha256,omitempty"`
	Clip   string `json:"clip,omitempty"`
	// Safe is set when the server has read back what it stored and it is the
	// file: the card may be wiped.
	Safe   bool   `json:"safe_to_wipe"`
	Detail string `json:"detail,omitempty"`
}

// courier sends the files of one story.
type courier struct {
	*server
	memory memory
	show   show
	story  string
	have   map[string]remoteClip // what the story has, by SHA-256
}

// send brings one file to the server and returns its line in the summary. The
// error is for what ends the whole run.
func (c *courier) send(ctx context.Context, f file) (r Result, err error) {
	defer story.Wrap(&err, "%s", f.path)
	r = Result{Path: f.path, Size: f.size, Status: Pending}
	if f.size == 0 {
		r.Status, r.Detail = Refused, "The file is empty: it has 0 bytes."
		return r, nil
	}
	src, err := os.Open(f.path)
	if err != nil {
		r.Status, r.Detail = Refused, "The file cannot be read: "+err.Error()
		return r, nil
	}
	defer src.Close()
	if r.SHA256, err = c.sum(ctx, f, src); err != nil {
		return r, err
	}
	if clip, ok := c.have[r.SHA256]; ok {
		r.Status, r.Clip, r.Safe = Already, clip.ID, clip.Receipt.Verified
		return r, nil
	}
	err = c.deliver(ctx, f, src, &r)
	if refused, ok := errors.AsType[*refusal](err); ok && !errors.Is(err, errLater) && refused.status != http.StatusUnauthorized {
		r.Status, r.Detail = Refused, refused.detail
		c.memory.forget(fileKey(c.base, c.story, f))
		return r, nil
	}
	return r, err
}

// sum reads the file once before it is sent: it tells whether the server has
// it, and lets the server check what arrives.
func (c *courier) sum(ctx context.Context, f file, src *os.File) (string, error) {
	h := sha256.New()
	c.show.reading(f)
	buf := make([]byte, 1<<20)
	for {
		if ctx.Err() != nil {
			return "", context.Cause(ctx)
		}
		n, err := src.Read(buf)
		h.Write(buf[:n])
		if err == io.EOF {
			return hex.EncodeToString(h.Sum(nil)), nil
		}
		if err != nil {
			return "", fmt.Errorf("reading failed: %w", err)
		}
	}
}

func (c *courier) deliver(ctx context.Context, f file, src *os.File, r *Result) error {
	name := fileKey(c.base, c.story, f)
	var way onItsWay
	if !c.memory.recall(name, &way) || way.SHA256 != r.SHA256 {
		way = onItsWay{}
	}
	var offset int64
	var err error
	if way.Upload != "" {
		offset, err = c.resume(ctx, f, &way)
		if err != nil {
			return err
		}
	}
	if way.Upload == "" {
		if way, err = c.create(ctx, f, r.SHA256); err != nil {
			return err
		}
		if err := c.memory.keep(name, way); err != nil {
			c.show.note(f, "Could not remember this upload; if it is interrupted it begins again. "+err.Error())
		}
	}
	r.Clip = way.Clip
	if err := c.stream(ctx, f, src, way.Upload, offset); err != nil {
		return err
	}
	if err := c.receipt(ctx, f, r); err != nil {
		return err
	}
	c.memory.forget(name)
	return nil
}

// resume asks how far an upload came; one that is gone is forgotten.
func (c *courier) resume(ctx context.Context, f file, way *onItsWay) (offset int64, err error) {
	err = c.patiently(ctx, func(ctx context.Context) (bool, error) {
		offset, err = c.offset(ctx, way.Upload)
		return false, err
	})
	if refused, ok := errors.AsType[*refusal](err); ok && (refused.status == http.StatusNotFound || refused.status == http.StatusGone) {
		*way = onItsWay{}
		return 0, nil
	}
	if err == nil && offset > 0 {
		c.show.note(f, fmt.Sprintf("going on at %s", bytesOf(offset)))
	}
	return offset, err
}

func (c *courier) offset(ctx context.Context, upload string) (int64, error) {
	ctx, cancel := context.WithTimeout(ctx, c.conf.Quiet)
	defer cancel()
	resp, err := c.do(ctx, http.MethodHead, upload, nil, 0, map[string]string{"Tus-Resumable": "1.0.0"})
	if err != nil {
		return 0, err
	}
	resp.Body.Close()
	return offsetOf(resp)
}

func offsetOf(resp *http.Response) (int64, error) {
	n, err := strconv.ParseInt(resp.Header.Get("Upload-Offset"), 10, 64)
	if err != nil || n < 0 {
		return 0, &refusal{status: resp.StatusCode, detail: "The server does not speak tus. Is the address right?"}
	}
	return n, nil
}

func (c *courier) create(ctx context.Context, f file, sum string) (way onItsWay, err error) {
	b64 := base64.StdEncoding.EncodeToString
	meta := fmt.Sprintf("story %s,filename %s,filetype %s,sha256 %s",
		b64([]byte(c.story)), b64([]byte(f.name())), b64([]byte(typeOf(f))), b64([]byte(sum)))
	err = c.patiently(ctx, func(ctx context.Context) (bool, error) {
		ctx, cancel := context.WithTimeout(ctx, c.conf.Quiet)
		defer cancel()
		resp, err := c.do(ctx, http.MethodPost, c.base+"/api/v1/uploads", nil, 0,
			map[string]string{"Tus-Resumable": "1.0.0", "Upload-Length": fmt.Sprint(f.size), "Upload-Metadata": meta})
		if err != nil {
			return false, err
		}
		resp.Body.Close()
		at, err := c.resolve(resp.Header.Get("Location"))
		way = onItsWay{Server: c.base, Path: f.path, Story: c.story, Upload: at, Clip: resp.Header.Get("Fieldstory-Clip"), SHA256: sum}
		return true, err
	})
	return way, err
}

func typeOf(f file) string {
	if t := mime.TypeByExtension(strings.ToLower(filepath.Ext(f.path))); t != "" {
		return t
	}
	return "application/octet-stream"
}

// stream sends what the server does not have, chunk by chunk, and after any
// failure goes on where the server says.
func (c *courier) stream(ctx context.Context, f file, src *os.File, upload string, offset int64) error {
	c.show.sending(f, offset)
	lost := false
	return c.patiently(ctx, func(ctx context.Context) (progress bool, err error) {
		for began := offset; ; {
			if lost {
				now, err := c.offset(ctx, upload)
				if err != nil {
					return offset > began, err
				}
				offset, lost = now, false
				c.show.sending(f, offset)
			}
			if offset >= f.size {
				return true, nil
			}
			now, err := c.patch(ctx, f, src, upload, offset)
			if err != nil {
				lost = true
				if errors.Is(err, errLater) && ctx.Err() == nil {
					c.show.note(f, "interrupted; trying again")
				}
				return offset > began, err
			}
			offset = now
		}
	})
}

// patch sends one chunk. A connection on which nothing moves is given up.
func (c *courier) patch(ctx context.Context, f file, src *os.File, upload string, offset int64) (int64, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	quiet := time.AfterFunc(c.conf.Quiet, func() { cancel(errors.Join(errLater, errors.New("nothing moved"))) })
	defer quiet.Stop()
	n := min(c.conf.Chunk, f.size-offset)
	body := &counted{r: io.NewSectionReader(src, offset, n), moved: func(done int64) {
		quiet.Reset(c.conf.Quiet)
		c.show.at(f, offset+done)
	}}
	resp, err := c.do(ctx, http.MethodPatch, upload, body, n, map[string]string{
		"Tus-Resumable": "1.0.0", "Content-Type": "application/offset+octet-stream", "Upload-Offset": fmt.Sprint(offset)})
	if err != nil {
		return 0, err
	}
	resp.Body.Close()
	return offsetOf(resp)
}

type counted struct {
	r     io.Reader
	n     int64
	moved func(int64)
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	c.moved(c.n)
	return n, err
}

// receipt asks for the server's word, and waits a while for it to have read
// back what it stored. The file counts as sent without that, but not as safe.
func (c *courier) receipt(ctx context.Context, f file, r *Result) error {
	c.show.verifying(f)
	until := time.Now().Add(c.conf.Verify + time.Duration(f.size/(20<<20))*time.Second)
	for pause := 100 * time.Millisecond; ; pause = min(2*pause, 2*time.Second) {
		clip, err := c.clip(ctx, r.Clip)
		if err != nil {
			return err
		}
		if clip.Receipt == nil && clip.Problem != nil {
			return &refusal{status: http.StatusUnprocessableEntity, code: clip.Problem.Code, detail: clip.Problem.Detail}
		}
		if got := clip.Receipt; got != nil {
			if got.SHA256 != r.SHA256 || got.Bytes != f.size || clip.Problem != nil && clip.Problem.Code == story.StoredDiffers().Code {
				return &refusal{status: http.StatusConflict, code: "receipt", detail: "The server's receipt is not for this file. Do not wipe the card; send it again."}
			}
			r.Status, r.Safe = Sent, got.Verified
		}
		if r.Safe || time.Now().After(until) {
			return nil
		}
		t := time.NewTimer(pause)
		select {
		case <-ctx.Done():
			t.Stop()
			return context.Cause(ctx)
		case <-t.C:
		}
	}
}
