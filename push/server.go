package push

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"fieldstory/story"
)

// server speaks to the API.
type server struct {
	conf Config
	base string
	http *http.Client
	// waiting hears until when nothing is sent.
	waiting func(until time.Time)
}

// remoteStory and remoteClip are what push reads of a story's JSON.
type remoteStory struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Stage string `json:"stage"`
	// MayEdit: clips can still be added.
	MayEdit bool         `json:"may_edit"`
	Clips   []remoteClip `json:"clips"`
}

type remoteClip struct {
	ID      string   `json:"id"`
	State   string   `json:"state"`
	Receipt *Receipt `json:"receipt"`
	Problem *struct {
		Code   string `json:"code"`
		Detail string `json:"detail"`
	} `json:"problem"`
}

// refused tells whether the server looked at a clip and cannot use it.
func (c remoteClip) refused() bool { return c.State == string(story.Refused) && c.Problem != nil }

// looked tells whether the server has looked at a clip, and found it good or not.
func (c remoteClip) looked() bool {
	switch story.ClipState(c.State) {
	case story.Receiving, story.Received, story.Inspecting:
		return false
	}
	return true
}

// Receipt is the server's word for what it stored.
type Receipt struct {
	Bytes      int64     `json:"bytes"`
	SHA256     string    `json:"sha256"`
	ReceivedAt time.Time `json:"received_at"`
	KeptAt     string    `json:"kept_at,omitempty"` // bucket and object, for the operator
	Verified   bool      `json:"verified"`          // read back and found the same: safe to wipe the card
}

// refusal is an answer that another try will not change.
type refusal struct {
	status int
	code   string
	detail string
	clip   string // that the server has already, and its story
	story  string
}

func (r *refusal) Error() string { return r.detail }

// do sends one request. An answer below 300 is returned with its body open; a
// refusal is an error, and so is everything that may pass: [errLater].
func (s *server) do(ctx context.Context, method, address string, body io.Reader, length int64, header map[string]string) (*http.Response, error) {
	if body != nil && length == 0 {
		body = http.NoBody
	}
	req, err := http.NewRequestWithContext(ctx, method, address, body)
	if err != nil {
		return nil, err
	}
	req.ContentLength = length
	req.Header.Set("Authorization", "Bearer "+string(s.conf.Token))
	for k, v := range header {
		req.Header.Set(k, v)
	}
	resp, err := s.http.Do(req)
	if err != nil {
		if cause := context.Cause(ctx); cause != nil {
			err = cause
		}
		return nil, errors.Join(errLater, err)
	}
	if resp.StatusCode < 300 {
		return resp, nil
	}
	defer resp.Body.Close()
	r := &refusal{status: resp.StatusCode, clip: resp.Header.Get("Fieldstory-Clip"), story: resp.Header.Get("Fieldstory-Story"), detail: "The server answered " + resp.Status + "."}
	var p struct{ Code, Detail string }
	if raw, err := io.ReadAll(io.LimitReader(resp.Body, 64<<10)); err == nil && json.Unmarshal(raw, &p) == nil && p.Detail != "" {
		r.code, r.detail = p.Code, p.Detail
	}
	if r.status == http.StatusUnauthorized {
		// The server speaks to people who sign in.
		r.detail = "The server does not accept this token, or not any more. With another of yours the same command goes on where it was."
	}
	switch {
	case r.status >= 500, r.status == http.StatusRequestTimeout, r.status == http.StatusTooManyRequests, r.status == http.StatusLocked,
		method == http.MethodPatch && (r.status == http.StatusConflict || r.code == "upload_interrupted" || r.code == "unexpected_eof"):
		return nil, errors.Join(errLater, r)
	}
	return nil, r
}

// errLater marks what another try may mend.
var errLater = errors.New("the server could not be reached")

// call sends and reads JSON, trying again for as long as the settings allow.
func (s *server) call(ctx context.Context, method, path string, in, out any) error {
	return s.patiently(ctx, func(ctx context.Context) (bool, error) {
		return false, s.once(ctx, method, path, in, out)
	})
}

// once sends and reads JSON.
func (s *server) once(ctx context.Context, method, path string, in, out any) error {
	ctx, cancel := context.WithTimeout(ctx, s.conf.Quiet)
	defer cancel()
	var body io.Reader
	var length int64
	header := map[string]string{}
	if in != nil {
		raw, err := json.Marshal(in)
		if err != nil {
			return err
		}
		body, length = bytes.NewReader(raw), int64(len(raw))
		header["Content-Type"] = "application/json"
	}
	resp, err := s.do(ctx, method, s.base+"/api/v1"+path, body, length, header)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if err := json.NewDecoder(resp.Body).Decode(out); err != nil {
		return errors.Join(errLater, err)
	}
	return nil
}

// patiently calls try until it is done, pausing longer after each failure
// that brought nothing, and gives up when there was no progress for too long.
// Outside of the window the link may well be off: that time does not count.
func (s *server) patiently(ctx context.Context, try func(context.Context) (progress bool, err error)) error {
	pause, since := s.conf.Pause, s.conf.Now()
	for {
		progress, err := try(ctx)
		if err == nil {
			return nil
		}
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if !errors.Is(err, errLater) {
			return err
		}
		if progress {
			pause, since = s.conf.Pause, s.conf.Now()
		}
		if s.conf.Window.Open(s.conf.Now()) {
			if s.conf.Now().Sub(since) > s.conf.GiveUp {
				return err
			}
			if err := s.conf.Wait(ctx, pause); err != nil {
				return err
			}
			pause = min(2*pause, 30*time.Second)
			continue
		}
		if err := s.awaitWindow(ctx); err != nil {
			return err
		}
		pause, since = s.conf.Pause, s.conf.Now()
	}
}

// awaitWindow returns when footage may be sent.
func (s *server) awaitWindow(ctx context.Context) error {
	return awaitWindow(ctx, s.conf, s.waiting)
}

func (s *server) story(ctx context.Context, id string) (st remoteStory, err error) {
	defer story.Wrap(&err, "story %s", id)
	return st, s.call(ctx, http.MethodGet, "/stories/"+url.PathEscape(id), nil, &st)
}

func (s *server) submit(ctx context.Context, id string) (err error) {
	defer story.Wrap(&err, "sending the story in")
	var st remoteStory
	return s.call(ctx, http.MethodPost, "/stories/"+url.PathEscape(id)+"/submit", map[string]string{"note": ""}, &st)
}

// resolve makes an address of what the server calls an upload; it never leaves
// the server, for the token goes with it.
func (s *server) resolve(location string) (string, error) {
	base, err := url.Parse(s.base)
	if err != nil {
		return "", err
	}
	u, err := base.Parse(location)
	if err != nil {
		return "", fmt.Errorf("the server named an upload strangely: %w", err)
	}
	// A server behind a proxy may not know the name it is reached by.
	u.Scheme, u.Host, u.User = base.Scheme, base.Host, nil
	return u.String(), nil
}
