package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/netip"
	"os"
	"strings"
	"testing"
	"time"

	"fieldstory/api"
	"fieldstory/auth"
	"fieldstory/e2e/parts"
	"fieldstory/embedded"
	"fieldstory/storage/postgres"
	"fieldstory/storage/s3"
	"fieldstory/story"
	"fieldstory/web"
)

func TestMain(m *testing.M) { os.Exit(parts.Run(m, embedded.Config{WithoutRedis: true})) }

// noUploads stands where no files are sent.
type noUploads struct{ http.Handler }

func (noUploads) InTurn(next http.Handler) http.Handler { return next }

// house is a running API over a database of its own, with an organisation of
// four levels: headquarters → region → country → field.
type house struct {
	url    string
	db     *postgres.DB
	door   *auth.Door
	bucket *s3.Bucket
	office map[string]story.Office
}

func newHouse(t testing.TB, change ...func(*auth.Config)) *house {
	t.Helper()
	h := &house{db: parts.Database(t), office: map[string]story.Office{}}
	log := slog.New(slog.NewTextHandler(t.Output(), nil))
	conf := auth.Config{Rows: h.db, Sessions: postgres.Sessions{DB: h.db}, Log: log, Now: time.Now}
	for _, c := range change {
		c(&conf)
	}
	h.door = auth.New(conf)
	h.bucket = newBucket(t)
	a, err := api.New(api.Config{Rows: h.db, Door: h.door, Media: h.bucket, Uploads: noUploads{http.NotFoundHandler()}, App: http.NotFoundHandler(),
		Metrics: http.NotFoundHandler(), Pages: web.Pages(), Ready: h.db.Ping, Log: log, Now: time.Now,
		Proxies: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { defer close(ended); a.Run(ctx) }()
	srv := httptest.NewServer(a.Handler())
	t.Cleanup(func() { cancel(); srv.CloseClientConnections(); srv.Close(); <-ended })
	h.url = srv.URL

	all := story.Scope{}
	var above *story.Office
	for _, name := range []string{"hq", "region", "country", "field"} {
		o, err := story.NewOffice(all, above, name, "Level", time.Now())
		if err != nil {
			t.Fatal(err)
		}
		if o, err = h.db.AddOffice(t.Context(), o); err != nil {
			t.Fatal(err)
		}
		h.office[name] = o
		all = story.Scope{Grants: []story.Grant{{Path: h.office["hq"].Path, Role: story.Admin}}}
		above = &o
	}
	return h
}

// beside adds an office below another.
func (h *house) beside(t *testing.T, below, name string) story.Office {
	t.Helper()
	above := h.office[below]
	all := story.Scope{Grants: []story.Grant{{Path: h.office["hq"].Path, Role: story.Admin}}}
	o, err := story.NewOffice(all, &above, name, "Level", time.Now())
	if err != nil {
		t.Fatal(err)
	}
	if o, err = h.db.AddOffice(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	return o
}

func newBucket(t testing.TB) *s3.Bucket {
	t.Helper()
	at := parts.Addresses().S3
	conf := s3.NewConfig()
	conf.Endpoint, conf.Region, conf.AccessKey, conf.SecretKey = at.Endpoint, at.Region, at.AccessKey, s3.Secret(at.SecretKey)
	conf.Bucket = "fieldstory-test"
	b, err := s3.New(conf)
	if err != nil {
		t.Fatal(err)
	}
	if err := b.EnsureBucket(t.Context()); err != nil {
		t.Fatal(err)
	}
	return b
}

// person is somebody at the door with a token, or nobody.
type person struct {
	t     testing.TB
	h     *house
	id    story.MemberID
	token string
	http  *http.Client
}

func (h *house) person(t testing.TB, name string, role story.Role, office string) *person {
	t.Helper()
	m, err := story.NewMember(name, name+"@example.org", time.Now())
	if err != nil {
		t.Fatal(err)
	}
	o := h.office[office]
	if m, err = h.db.Enrol(t.Context(), m, []story.Grant{{Office: o.ID, Path: o.Path, Role: role}}); err != nil {
		t.Fatal(err)
	}
	token, err := h.door.NewToken(t.Context(), m.ID, story.Token{ID: story.NewID[string](time.Now()), Name: "test", Reach: story.Unlimited, CreatedAt: time.Now()})
	if err != nil {
		t.Fatal(err)
	}
	return &person{t: t, h: h, id: m.ID, token: token, http: http.DefaultClient}
}

func (h *house) nobody(t *testing.T) *person {
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &person{t: t, h: h, http: &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// ask sends a request with a JSON body, nil for none, and gives status and answer.
func (p *person) ask(method, path string, body any) (int, map[string]any) {
	p.t.Helper()
	status, _, raw := p.raw(method, path, body, nil)
	var out map[string]any
	if len(raw) > 0 && raw[0] == '{' {
		if err := json.Unmarshal(raw, &out); err != nil {
			p.t.Fatalf("%s %s answered %s", method, path, raw)
		}
	}
	return status, out
}

// must is ask for what has to succeed.
func (p *person) must(method, path string, body any) map[string]any {
	p.t.Helper()
	status, out := p.ask(method, path, body)
	if status >= 300 {
		p.t.Fatalf("%s %s = %d %v", method, path, status, out)
	}
	return out
}

func (p *person) raw(method, path string, body any, header map[string]string) (int, http.Header, []byte) {
	p.t.Helper()
	var r io.Reader
	if body != nil {
		b, err := json.Marshal(body)
		if err != nil {
			p.t.Fatal(err)
		}
		r = bytes.NewReader(b)
	}
	req, err := http.NewRequestWithContext(p.t.Context(), method, p.h.url+path, r)
	if err != nil {
		p.t.Fatal(err)
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	if p.token != "" {
		req.Header.Set("Authorization", "Bearer "+p.token)
	}
	for k, v := range header {
		req.Header.Set(k, v)
	}
	resp, err := p.http.Do(req)
	if err != nil {
		p.t.Fatal(err)
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	if ct := resp.Header.Get("Content-Type"); resp.StatusCode >= 400 && strings.HasPrefix(path, "/api/") && ct != "application/problem+json" {
		p.t.Errorf("%s %s = %d as %q, want application/problem+json", method, path, resp.StatusCode, ct)
	}
	return resp.StatusCode, resp.Header, raw
}

// clip puts a watchable clip into a story, as the workers would leave it.
func (h *house) clip(t *testing.T, storyID any, content string) story.ClipID {
	t.Helper()
	id := story.NewID[story.ClipID](time.Now())
	_, err := h.db.Pool().Exec(t.Context(), `INSERT INTO clips (id, story, filename, state, size, received, sha256, received_at, watchable, poster, created_at, updated_at)
		VALUES ($1, $2, 'well.mp4', 'ready', $3, $3, repeat('0', 64), now(), true, true, now(), now())`, id, storyID, len(content))
	if err != nil {
		t.Fatal(err)
	}
	_, err = h.db.Pool().Exec(t.Context(), `INSERT INTO renditions (clip, name, kind, width, height, frame_rate, codecs, bandwidth, average, bytes, duration, segments)
		VALUES ($1, '360p', 'ladder', 640, 360, 25, 'avc1.64001e', 500000, 400000, $2, 4, '{"init":{"offset":0,"length":4},"segments":[{"offset":4,"length":6,"duration":4}]}')`, id, len(content))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []story.ObjectName{story.RenditionObject(id, "", "360p"), story.PosterObject(id), story.OriginalObject(id)} {
		if err := h.bucket.Put(t.Context(), name, "video/mp4", int64(len(content)), strings.NewReader(content)); err != nil {
			t.Fatal(err)
		}
	}
	return id
}
