package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"fieldstory/story"
)

// visitor is a member at the server's door, for the example organisation: its
// stories come in the way all stories do.
type visitor struct {
	at     string // e.g. http://127.0.0.1:8080
	member story.MemberID
	token  string
}

func (v *visitor) addStory(ctx context.Context, s exampleStory) (id string, err error) {
	var made struct{ ID string }
	err = v.call(ctx, http.MethodPost, "/api/v1/stories", map[string]string{"title": s.title, "text": s.text,
		"language": s.language, "place": s.place, "happened_on": s.day}, &made)
	return made.ID, err
}

func (v *visitor) take(ctx context.Context, id string, step exampleStep) error {
	return v.call(ctx, http.MethodPost, "/api/v1/stories/"+url.PathEscape(id)+"/"+step.verb, map[string]string{"note": step.note}, nil)
}

func (v *visitor) publish(ctx context.Context, id string) error {
	if err := v.awaitWatchable(ctx, id); err != nil {
		return err
	}
	return v.call(ctx, http.MethodPost, "/api/v1/stories/"+url.PathEscape(id)+"/publications", nil, nil)
}

// awaitWatchable waits until every clip of a story can be watched: the workers
// take the clips in turn, and publishing needs one that plays.
func (v *visitor) awaitWatchable(ctx context.Context, id string) error {
	often := time.NewTicker(200 * time.Millisecond)
	defer often.Stop()
	for {
		var s struct {
			Clips []struct {
				Watchable bool
				State     story.ClipState
			}
		}
		if err := v.call(ctx, http.MethodGet, "/api/v1/stories/"+id, nil, &s); err != nil {
			return err
		}
		waiting := false
		for _, c := range s.Clips {
			if c.State == story.Refused || c.State == story.Failed {
				return fmt.Errorf("a clip ended %s", c.State)
			}
			waiting = waiting || !c.Watchable
		}
		if !waiting {
			return nil
		}
		select {
		case <-often.C:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// upload sends a clip over tus 1.0, in one request and a creation before it.
func (v *visitor) upload(ctx context.Context, id, name string, clip []byte) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, v.at+"/api/v1/uploads", nil)
	if err != nil {
		return err
	}
	encode := func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }
	req.Header.Set("Tus-Resumable", "1.0.0")
	req.Header.Set("Upload-Length", strconv.Itoa(len(clip)))
	req.Header.Set("Upload-Metadata", "story "+encode(id)+",filename "+encode(name)+",filetype "+encode("video/mp4"))
	made, err := v.do(req, http.StatusCreated)
	if err != nil {
		return err
	}
	where, err := req.URL.Parse(made.Get("Location"))
	if err != nil {
		return err
	}
	req, err = http.NewRequestWithContext(ctx, http.MethodPatch, where.String(), bytes.NewReader(clip))
	if err != nil {
		return err
	}
	req.Header.Set("Tus-Resumable", "1.0.0")
	req.Header.Set("Upload-Offset", "0")
	req.Header.Set("Content-Type", "application/offset+octet-stream")
	_, err = v.do(req, http.StatusNoContent)
	return err
}

// call sends and receives JSON.
func (v *visitor) call(ctx context.Context, method, path string, in, out any) error {
	var body io.Reader
	if in != nil {
		b, err := json.Marshal(in)
		if err != nil {
			return err
		}
		body = bytes.NewReader(b)
	}
	req, err := http.NewRequestWithContext(ctx, method, v.at+path, body)
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Authorization", "Bearer "+v.token)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	if resp.StatusCode/100 != 2 {
		return fmt.Errorf("%s %s: %s: %s", method, path, resp.Status, b)
	}
	if out == nil {
		return nil
	}
	return json.Unmarshal(b, out)
}

// do sends a request and wants one status.
func (v *visitor) do(req *http.Request, want int) (http.Header, error) {
	req.Header.Set("Authorization", "Bearer "+v.token)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	b, _ := io.ReadAll(io.LimitReader(resp.Body, 1000))
	if resp.StatusCode != want {
		return nil, fmt.Errorf("%s %s: %s: %s", req.Method, req.URL.Path, resp.Status, b)
	}
	return resp.Header, nil
}
