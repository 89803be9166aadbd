package api_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"fieldstory/api"
	"fieldstory/story"
	"fieldstory/web"
)

// dock is one process that receives uploads: a server with a tus endpoint of
// its own over the rows and bytes of a house. Several over one house are
// several processes.
type dock struct {
	*house
	up  *api.Uploads
	srv *httptest.Server
}

func newDock(t *testing.T, h *house, change func(*api.UploadConfig)) *dock {
	t.Helper()
	log := slog.New(slog.NewTextHandler(t.Output(), nil))
	conf := api.NewUploadConfig()
	conf.Rows, conf.Bytes, conf.Log, conf.Patience = h.db, h.bucket, log, 20*time.Second
	if change != nil {
		change(&conf)
	}
	up, err := api.NewUploads(conf)
	if err != nil {
		t.Fatal(err)
	}
	a, err := api.New(api.Config{Rows: h.db, Door: h.door, Media: h.bucket, Uploads: up, App: http.NotFoundHandler(),
		Metrics: http.NotFoundHandler(), Pages: web.Pages(), Ready: h.db.Ping, Log: log, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(a.Handler())
	t.Cleanup(func() { srv.CloseClientConnections(); srv.Close() })
	own := *h
	own.url = srv.URL
	return &dock{house: &own, up: up, srv: srv}
}

// sender is a person who sends files to a dock.
type sender struct {
	*person
	story string
}

// sender makes a contributor with a story of their own.
func (d *dock) sender(t *testing.T, name string) *sender {
	t.Helper()
	p := d.person(t, name, story.Contributor, "field")
	return &sender{person: p, story: p.must("POST", "/api/v1/stories", map[string]any{"title": "The well"})["id"].(string)}
}

// at is the same person at another dock.
func (s *sender) at(d *dock) *sender {
	p := *s.person
	p.h = d.house
	return &sender{person: &p, story: s.story}
}

// answer is what came back.
type answer struct {
	status  int
	header  http.Header
	problem struct{ Code, Detail, Fault string }
}

func (a answer) offset(t testing.TB) int64 {
	t.Helper()
	n, err := strconv.ParseInt(a.header.Get("Upload-Offset"), 10, 64)
	if err != nil {
		t.Fatalf("answer %d %+v has no Upload-Offset", a.status, a.problem)
	}
	return n
}

func (s *sender) tus(method, at string, body io.Reader, header ...string) answer {
	s.t.Helper()
	if !strings.HasPrefix(at, "http") {
		at = s.h.url + at
	} else if u, err := url.Parse(at); err == nil {
		at = s.h.url + u.Path // a Location names the dock that made it
	}
	req, err := http.NewRequestWithContext(s.t.Context(), method, at, body)
	if err != nil {
		s.t.Fatal(err)
	}
	req.Header.Set("Tus-Resumable", "1.0.0")
	req.Header.Set("Authorization", "Bearer "+s.token)
	for i := 0; i < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	if method == "PATCH" && req.Header.Get("Content-Type") == "" {
		req.Header.Set("Content-Type", "application/offset+octet-stream")
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		s.t.Fatal(err)
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	a := answer{status: resp.StatusCode, header: resp.Header}
	if a.status >= 400 && method != "HEAD" {
		if ct := resp.Header.Get("Content-Type"); ct != "application/problem+json" {
			s.t.Errorf("%s = %d as %q, want application/problem+json", method, a.status, ct)
		}
		if err := json.Unmarshal(raw, &a.problem); err != nil || a.problem.Detail == "" {
			s.t.Errorf("%s = %d %s: no problem to read", method, a.status, raw)
		}
	}
	return a
}

func metadata(pairs ...string) string {
	var out []string
	for i := 0; i < len(pairs); i += 2 {
		out = append(out, pairs[i]+" "+base64.StdEncoding.EncodeToString([]byte(pairs[i+1])))
	}
	return strings.Join(out, ",")
}

// create opens an upload of size bytes, -1 = deferred, and gives its address.
func (s *sender) create(size int64, meta ...string) (at string, clip string) {
	s.t.Helper()
	meta = append([]string{"story", s.story, "filename", "well.mp4", "filetype", "video/mp4"}, meta...)
	length := []string{"Upload-Length", fmt.Sprint(size)}
	if size < 0 {
		length = []string{"Upload-Defer-Length", "1"}
	}
	a := s.tus("POST", "/api/v1/uploads", nil, append(length, "Upload-Metadata", metadata(meta...))...)
	if a.status != http.StatusCreated || a.header.Get("Location") == "" || a.header.Get("Fieldstory-Clip") == "" || a.header.Get("Upload-Expires") == "" {
		s.t.Fatalf("creation = %d %v %+v", a.status, a.header, a.problem)
	}
	return a.header.Get("Location"), a.header.Get("Fieldstory-Clip")
}

func (s *sender) patch(at string, offset int64, data []byte, header ...string) answer {
	s.t.Helper()
	return s.tus("PATCH", at, bytes.NewReader(data), append([]string{"Upload-Offset", fmt.Sprint(offset)}, header...)...)
}

// mustPatch sends data and checks that all of it was taken.
func (s *sender) mustPatch(at string, offset int64, data []byte, header ...string) {
	s.t.Helper()
	a := s.patch(at, offset, data, header...)
	if a.status != http.StatusNoContent || a.offset(s.t) != offset+int64(len(data)) {
		s.t.Fatalf("PATCH at %d of %d bytes = %d %s %+v", offset, len(data), a.status, a.header.Get("Upload-Offset"), a.problem)
	}
}

func (s *sender) head(at string) int64 {
	s.t.Helper()
	a := s.tus("HEAD", at, nil)
	if a.status != http.StatusOK {
		s.t.Fatalf("HEAD = %d", a.status)
	}
	return a.offset(s.t)
}

// cut sends the first n of the announced bytes over a connection of its own and
// then breaks it.
func (s *sender) cut(at string, offset int64, data []byte, n int) {
	s.t.Helper()
	c := s.dial()
	defer c.Close()
	s.begin(c, at, offset, int64(len(data)))
	if _, err := c.Write(data[:n]); err != nil {
		return // the server had enough first; its offset says how much
	}
	c.(*net.TCPConn).CloseWrite() // what was written arrives; a reset might overtake it
	io.Copy(io.Discard, c)
}

func (s *sender) dial() net.Conn {
	s.t.Helper()
	u, err := url.Parse(s.h.url)
	if err != nil {
		s.t.Fatal(err)
	}
	c, err := net.Dial("tcp", u.Host)
	if err != nil {
		s.t.Fatal(err)
	}
	return c
}

// begin writes the head of a PATCH that announces n bytes.
func (s *sender) begin(c net.Conn, at string, offset, n int64) {
	u, err := url.Parse(at)
	if err != nil {
		s.t.Fatal(err)
	}
	fmt.Fprintf(c, "PATCH %s HTTP/1.1\r\nHost: %s\r\nTus-Resumable: 1.0.0\r\nAuthorization: Bearer %s\r\nContent-Type: application/offset+octet-stream\r\nUpload-Offset: %d\r\nContent-Length: %d\r\n\r\n",
		u.Path, u.Host, s.token, offset, n)
}

func noise(n int) []byte {
	p := make([]byte, n)
	src := rand.NewChaCha8([32]byte{byte(n), byte(n >> 8)})
	src.Read(p)
	return p
}

func sumOf(p []byte) string {
	h := sha256.Sum256(p)
	return hex.EncodeToString(h[:])
}

// arrived checks that a clip was received as sent: its state, its receipt and
// the stored original, byte by byte.
func (s *sender) arrived(clip string, want []byte) map[string]any {
	s.t.Helper()
	c := s.must("GET", "/api/v1/clips/"+clip, nil)
	if c["state"] != "received" || c["size"] != float64(len(want)) || c["offset"] != float64(len(want)) {
		s.t.Errorf("clip = state %v, size %v, offset %v, want received, %d", c["state"], c["size"], c["offset"], len(want))
	}
	r, _ := c["receipt"].(map[string]any)
	if r["bytes"] != float64(len(want)) || r["sha256"] != sumOf(want) {
		s.t.Errorf("receipt = %v, want %d bytes, %s", r, len(want), sumOf(want))
	}
	body, err := s.h.bucket.Get(s.t.Context(), story.OriginalObject(story.ClipID(clip)))
	if err != nil {
		s.t.Fatal(err)
	}
	defer body.Close()
	sum := sha256.New()
	got, err := io.Copy(sum, body)
	if err != nil || hex.EncodeToString(sum.Sum(nil)) != sumOf(want) {
		s.t.Errorf("the stored original has %d bytes (%v) and differs from the %d sent", got, err, len(want))
	}
	return c
}

// held waits until a request holds the upload: a client may learn where it is
// sooner, and what asks before the holder does is asked nothing.
func (d *dock) held(t *testing.T, at string) {
	t.Helper()
	id := at[strings.LastIndexByte(at, '/')+1:]
	eventually(t, "a request holds the upload", func() bool {
		var holder string
		err := d.db.Pool().QueryRow(t.Context(), `SELECT holder FROM uploads WHERE id = $1`, id).Scan(&holder)
		return err == nil && holder != ""
	})
}

// eventually asks until ok, for what another goroutine has to do first.
func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for limit := time.After(30 * time.Second); !ok(); {
		select {
		case <-tick.C:
		case <-limit:
			t.Fatalf("still not so after 30 s: %s", what)
		}
	}
}
