package e2e

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

// person is somebody with a token, or nobody, at a server.
type person struct {
	url   string
	token string // "" = nobody
	name  string
	grant struct{ Office, OfficeName, Role string }
}

// client follows no redirects and gives up on what hangs.
var client = &http.Client{
	Timeout:       3 * time.Minute,
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

// storyCard and clipCard are what an outside client reads of the answers.
type storyCard struct {
	ID       string     `json:"id"`
	Title    string     `json:"title"`
	Office   string     `json:"office"`
	Stage    string     `json:"stage"`
	StandsAt string     `json:"stands_at"`
	Clips    []clipCard `json:"clips"`
	May      []string   `json:"may"`
}

type clipCard struct {
	ID        string  `json:"id"`
	Story     string  `json:"story"`
	Filename  string  `json:"filename"`
	State     string  `json:"state"`
	Watchable bool    `json:"watchable"`
	Progress  float64 `json:"progress"`
	Offset    int64   `json:"offset"`
	Receipt   *struct {
		Bytes    int64  `json:"bytes"`
		SHA256   string `json:"sha256"`
		Verified bool   `json:"verified"`
	} `json:"receipt"`
	Facts *struct {
		Duration   float64 `json:"duration"`
		Width      int     `json:"width"`
		Height     int     `json:"height"`
		VideoCodec string  `json:"video_codec"`
		AudioCodec string  `json:"audio_codec"`
		HDR        string  `json:"hdr"`
		Rotation   int     `json:"rotation"`
		Interlaced bool    `json:"interlaced"`
	} `json:"facts"`
	Problem *struct {
		Code   string `json:"code"`
		Detail string `json:"detail"`
	} `json:"problem"`
	Poster     string          `json:"poster"`
	HLS        string          `json:"hls"`
	Renditions []renditionCard `json:"renditions"`
}

type renditionCard struct {
	Name   string `json:"name"`
	Kind   string `json:"kind"`
	Width  int    `json:"width"`
	Height int    `json:"height"`
	Bytes  int64  `json:"bytes"`
	URL    string `json:"url"`
}

// problem is RFC 9457 with our two fields.
type problem struct {
	Status int    `json:"status"`
	Code   string `json:"code"`
	Fault  string `json:"fault"`
	Detail string `json:"detail"`
}

// ended tells that machines are done with a clip.
func (c clipCard) ended() bool {
	return c.State == "ready" || c.State == "refused" || c.State == "failed"
}

// send makes a request; body nil = none. It fails the test only when no
// answer comes.
func (p *person) send(t testing.TB, method, path string, body any, into any) (status int) {
	t.Helper()
	status, header, raw := p.fetch(t, method, path, body)
	if status >= 400 && strings.HasPrefix(path, "/api/") {
		if got, want := header.Get("Content-Type"), "application/problem+json"; got != want {
			t.Errorf("%s %s = %d as %q, want %q", method, path, status, got, want)
		}
	}
	if into != nil {
		if err := json.Unmarshal(raw, into); err != nil {
			t.Fatalf("%s %s = %d, not JSON as expected: %v\n%s", method, path, status, err, raw)
		}
	}
	return status
}

func (p *person) fetch(t testing.TB, method, path string, body any) (int, http.Header, []byte) {
	t.Helper()
	var r io.Reader
	if body != nil {
		b, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		r = bytes.NewReader(b)
	}
	req := p.request(t, method, path, r)
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	resp, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatalf("%s %s = %d, and then: %v", method, path, resp.StatusCode, err)
	}
	return resp.StatusCode, resp.Header, raw
}

func (p *person) request(t testing.TB, method, path string, body io.Reader) *http.Request {
	t.Helper()
	if strings.HasPrefix(path, "/") {
		path = p.url + path
	}
	req, err := http.NewRequestWithContext(t.Context(), method, path, body)
	if err != nil {
		t.Fatal(err)
	}
	if p.token != "" {
		req.Header.Set("Authorization", "Bearer "+p.token)
	}
	return req
}

// must is send for what has to succeed.
func must[T any](t testing.TB, p *person, method, path string, body any) (out T) {
	t.Helper()
	status, _, raw := p.fetch(t, method, path, body)
	if status >= 300 {
		t.Fatalf("%s %s as %s = %d, want success: %s", method, path, p.name, status, raw)
	}
	if err := json.Unmarshal(raw, &out); err != nil {
		t.Fatalf("%s %s: %v\n%s", method, path, err, raw)
	}
	return out
}

// refused is send for what has to be refused, with a sentence.
func refused(t testing.TB, p *person, method, path string, body any, status int) problem {
	t.Helper()
	var why problem
	if got := p.send(t, method, path, body, &why); got != status {
		t.Errorf("%s %s as %s = %d %+v, want %d", method, path, p.name, got, why, status)
	}
	if why.Code == "" || why.Fault == "" || !isSentence(why.Detail) {
		t.Errorf("%s %s as %s is refused without code, fault and sentence: %+v", method, path, p.name, why)
	}
	return why
}

// isSentence tells whether a person can read it: a capital, some words, an end.
func isSentence(s string) bool {
	return len(strings.Fields(s)) >= 3 && strings.ContainsAny(s[len(s)-1:], ".!?)") && strings.ToUpper(s[:1]) == s[:1]
}

func (p *person) newStory(t testing.TB, title string) storyCard {
	t.Helper()
	return must[storyCard](t, p, "POST", "/api/v1/stories", map[string]any{"title": title})
}

func (p *person) clip(t testing.TB, id string) clipCard {
	t.Helper()
	return must[clipCard](t, p, "GET", "/api/v1/clips/"+id, nil)
}
