package push_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"fieldstory/api"
	"fieldstory/auth"
	"fieldstory/e2e/parts"
	"fieldstory/embedded"
	"fieldstory/push"
	"fieldstory/storage/postgres"
	"fieldstory/storage/s3"
	"fieldstory/story"
	"fieldstory/web"
)

func TestMain(m *testing.M) { os.Exit(parts.Run(m, embedded.Config{WithoutRedis: true})) }

// far is a server somewhere far away, over a database of its own, which can
// die and come back at the same address.
type far struct {
	t       *testing.T
	db      *postgres.DB
	bucket  *s3.Bucket
	token   string
	member  story.MemberID
	addr    string
	srv     *http.Server
	stop    context.CancelFunc
	ended   chan struct{}
	seen    atomic.Int64 // bytes of PATCH bodies
	mark    atomic.Int64 // of them, 0 = none: passed hears when they are seen
	passed  chan struct{}
	handler http.Handler
	before  func(http.ResponseWriter, *http.Request) bool
	after   func(*http.Request)
}

func newFar(t *testing.T) *far {
	t.Helper()
	f := &far{t: t, db: parts.Database(t), passed: make(chan struct{}, 1)}
	at := parts.Addresses().S3
	conf := s3.NewConfig()
	conf.Endpoint, conf.Region, conf.AccessKey, conf.SecretKey, conf.TrustedNetwork = at.Endpoint, at.Region, at.AccessKey, s3.Secret(at.SecretKey), true
	var err error
	if f.bucket, err = s3.New(conf); err != nil {
		t.Fatal(err)
	}
	if err := f.bucket.EnsureBucket(t.Context()); err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	o, err := story.NewOffice(story.Scope{}, nil, "HQ", "Headquarters", now)
	if err != nil {
		t.Fatal(err)
	}
	if o, err = f.db.AddOffice(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	m, err := story.NewMember("Amina", "amina@example.org", now)
	if err != nil {
		t.Fatal(err)
	}
	if m, err = f.db.Enrol(t.Context(), m, []story.Grant{{Office: o.ID, Path: o.Path, Role: story.Contributor}}); err != nil {
		t.Fatal(err)
	}
	f.member = m.ID
	if f.token, err = f.door().NewToken(t.Context(), m.ID, story.Token{ID: story.NewID[string](time.Now()), Name: "push", Reach: story.Unlimited, CreatedAt: time.Now()}); err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	f.addr = l.Addr().String()
	f.start(l)
	t.Cleanup(f.die)
	return f
}

func (f *far) door() *auth.Door {
	return auth.New(auth.Config{Rows: f.db, Sessions: postgres.Sessions{DB: f.db}, Log: slog.New(slog.DiscardHandler), Now: time.Now})
}

// start brings up a process that knows nothing but rows and bytes.
func (f *far) start(l net.Listener) {
	f.t.Helper()
	log := slog.New(slog.DiscardHandler)
	conf := api.NewUploadConfig()
	conf.Rows, conf.Bytes, conf.Log, conf.Sweep = f.db, f.bucket, log, 200*time.Millisecond
	up, err := api.NewUploads(conf)
	if err != nil {
		f.t.Fatal(err)
	}
	a, err := api.New(api.Config{Rows: f.db, Door: f.door(), Media: f.bucket, Uploads: up, App: http.NotFoundHandler(),
		Metrics: http.NotFoundHandler(), Pages: web.Pages(), Ready: f.db.Ping, Log: log, Now: time.Now})
	if err != nil {
		f.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	f.stop, f.ended = cancel, make(chan struct{})
	go func() { defer close(f.ended); up.Run(ctx) }()
	h := a.Handler()
	f.handler = h
	f.srv = &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if f.before != nil && f.before(w, r) {
			return
		}
		if r.Method == http.MethodPatch {
			r.Body = &watched{r.Body, f}
		}
		h.ServeHTTP(w, r)
		if f.after != nil {
			f.after(r)
		}
	})}
	go f.srv.Serve(l)
}

type watched struct {
	io.ReadCloser
	f *far
}

func (w *watched) Read(p []byte) (int, error) {
	n, err := w.ReadCloser.Read(p)
	if m := w.f.mark.Load(); w.f.seen.Add(int64(n)) >= m && m > 0 && w.f.mark.CompareAndSwap(m, 0) {
		w.f.passed <- struct{}{}
	}
	return n, err
}

// die breaks every connection and forgets everything that is not stored.
func (f *far) die() {
	f.srv.Close()
	f.stop()
	<-f.ended
}

func (f *far) revive() {
	f.t.Helper()
	l, err := net.Listen("tcp", f.addr)
	if err != nil {
		f.t.Fatal(err)
	}
	f.start(l)
}

func (f *far) conf(t *testing.T, out io.Writer) push.Config {
	c := push.NewConfig()
	c.Server, c.Token, c.Out = "http://"+f.addr, push.Token(f.token), out
	c.StateDir = filepath.Join(t.TempDir(), "state")
	c.Proxy = push.ProxyNever // whoever tests small copies says so
	c.Pause, c.Chunk = 20*time.Millisecond, 3<<20
	c.Look = 0 // there are no workers
	return c
}

func (f *far) get(t *testing.T, path string) map[string]any {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), "GET", "http://"+f.addr+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+f.token)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var out map[string]any
	if err := json.NewDecoder(resp.Body).Decode(&out); err != nil {
		t.Fatal(err)
	}
	return out
}

func write(t *testing.T, dir, name string, size int) (path, sum string) {
	t.Helper()
	p := make([]byte, size)
	src := rand.NewChaCha8([32]byte{byte(size), byte(size >> 8), byte(size >> 16)})
	src.Read(p)
	path = filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, p, 0o644); err != nil {
		t.Fatal(err)
	}
	h := sha256.Sum256(p)
	return path, hex.EncodeToString(h[:])
}

func TestFolder(t *testing.T) {
	t.Parallel()
	f, dir := newFar(t), filepath.Join(t.TempDir(), "بئر القرية")
	_, one := write(t, dir, "a.mp4", 100_000)
	_, two := write(t, dir, "DCIM/100/😀 b.MOV", 7_000_000)
	write(t, dir, "DCIM/100/.DS_Store", 10)
	var out bytes.Buffer
	conf := f.conf(t, &out)
	conf.Submit = true
	sum, err := push.Run(t.Context(), conf, []string{dir})
	if err != nil || push.ExitCode(sum, err) != push.ExitDone {
		t.Fatalf("Run = %v, exit %d\n%s", err, push.ExitCode(sum, err), &out)
	}
	if len(sum.Results) != 2 || len(sum.Left) != 1 || !sum.Safe() || !sum.Submitted {
		t.Errorf("summary = %+v", sum)
	}
	for _, r := range sum.Results {
		if r.Status != push.Sent || r.SHA256 != one && r.SHA256 != two {
			t.Errorf("result = %+v", r)
		}
	}
	st := f.get(t, "/api/v1/stories/"+sum.Story)
	if st["title"] != "بئر القرية" || st["stage"] != "waiting" || len(st["clips"].([]any)) != 2 {
		t.Errorf("story = %v, %v, %d clips", st["title"], st["stage"], len(st["clips"].([]any)))
	}
	if !strings.Contains(out.String(), one+"  20") || !strings.Contains(out.String(), "s3://") {
		t.Errorf("receipts are missing in:\n%s", &out)
	}
	if !strings.Contains(out.String(), "2 sent, 0 already there, 0 refused") || !strings.Contains(out.String(), "safe to wipe") {
		t.Errorf("output:\n%s", &out)
	}

	// The same command again sends nothing and makes nothing.
	conf.Submit = false
	sent := f.seen.Load()
	again, err := push.Run(t.Context(), conf, []string{dir})
	if err != nil || again.Story != sum.Story || f.seen.Load() != sent {
		t.Fatalf("Run again = %v, story %s, %d bytes more", err, again.Story, f.seen.Load()-sent)
	}
	for _, r := range again.Results {
		if r.Status != push.Already || !r.Safe {
			t.Errorf("result of the second run = %+v", r)
		}
	}
}

// TestServerDies: the server ends in the middle of a body, again and again,
// and comes back knowing only what is stored.
func TestServerDies(t *testing.T) {
	t.Parallel()
	f := newFar(t)
	path, want := write(t, t.TempDir(), "long.mp4", 16_000_000)
	died := make(chan struct{})
	go func() {
		defer close(died)
		for _, at := range []int64{1_000_000, 6_000_000, 11_000_000} {
			f.mark.Store(at)
			<-f.passed
			f.die()
			f.revive()
		}
	}()
	var out bytes.Buffer
	sum, err := push.Run(t.Context(), f.conf(t, &out), []string{path})
	if err != nil || !sum.Safe() || sum.Results[0].SHA256 != want {
		t.Fatalf("Run = %v, %+v\n%s", err, sum, &out)
	}
	<-died
}

// TestInterruptedRunGoesOn: Ctrl-C, then the same command.
func TestInterruptedRunGoesOn(t *testing.T) {
	t.Parallel()
	f := newFar(t)
	path, _ := write(t, t.TempDir(), "long.mp4", 12_000_000)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	f.before = func(_ http.ResponseWriter, r *http.Request) bool {
		if r.Method == http.MethodPatch && f.seen.Load() > 5_000_000 {
			cancel()
		}
		return false
	}
	var out bytes.Buffer
	conf := f.conf(t, &out)
	sum, err := push.Run(ctx, conf, []string{path})
	if err == nil || push.ExitCode(sum, err) != push.ExitUnfinished || sum.Results[0].Status != push.Pending {
		t.Fatalf("cancelled Run = %v, %+v", err, sum)
	}
	first := sum.Story
	sum, err = push.Run(t.Context(), conf, []string{path})
	if err != nil || sum.Story != first || !sum.Safe() {
		t.Fatalf("Run again = %v, %+v\n%s", err, sum, &out)
	}
	if n := len(f.get(t, "/api/v1/stories/"+first)["clips"].([]any)); n != 1 {
		t.Errorf("the story has %d clips, want 1: the upload did not go on", n)
	}
	if !strings.Contains(out.String(), "going on at") {
		t.Errorf("output does not say that it goes on:\n%s", &out)
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	f, dir := newFar(t), t.TempDir()
	empty, _ := write(t, dir, "empty.mp4", 0)
	good, _ := write(t, dir, "good.mp4", 1000)
	sum, err := push.Run(t.Context(), f.conf(t, io.Discard), []string{empty, good})
	if err != nil || push.ExitCode(sum, err) != push.ExitRefused || sum.Results[0].Status != push.Refused || sum.Results[1].Status != push.Sent || sum.Safe() {
		t.Errorf("Run with an empty file = %v, exit %d, %+v", err, push.ExitCode(sum, err), sum)
	}
	conf := f.conf(t, io.Discard)
	conf.Token = "fs_wrong"
	sum, err = push.Run(t.Context(), conf, []string{good})
	if got := push.ExitCode(sum, err); got != push.ExitNotAllowed {
		t.Errorf("exit with a wrong token = %d (%v), want %d", got, err, push.ExitNotAllowed)
	}
	conf = f.conf(t, io.Discard)
	conf.Story = string(story.NewID[story.StoryID](time.Now()))
	sum, err = push.Run(t.Context(), conf, []string{good})
	if got := push.ExitCode(sum, err); got != push.ExitNotAllowed {
		t.Errorf("exit with somebody else's story = %d (%v), want %d", got, err, push.ExitNotAllowed)
	}
	for _, paths := range [][]string{nil, {filepath.Join(dir, "missing.mp4")}, {t.TempDir()}} {
		sum, err = push.Run(t.Context(), f.conf(t, io.Discard), paths)
		if got := push.ExitCode(sum, err); got != push.ExitNothing {
			t.Errorf("exit with %v = %d (%v), want %d", paths, got, err, push.ExitNothing)
		}
	}
	conf = f.conf(t, io.Discard)
	conf.Server, conf.GiveUp = "http://127.0.0.1:1", time.Millisecond
	sum, err = push.Run(t.Context(), conf, []string{good})
	if got := push.ExitCode(sum, err); got != push.ExitUnreachable {
		t.Errorf("exit with nobody there = %d (%v), want %d", got, err, push.ExitUnreachable)
	}
}

// TestTokenEnds: a token that ends half-way is told, in the middle of a file
// and when only the server's word is missing; with another the same command
// goes on.
func TestTokenEnds(t *testing.T) {
	t.Parallel()
	for name, ends := range map[string]func(r *http.Request) bool{
		"while sending": func(r *http.Request) bool {
			return r.Method == http.MethodPatch && r.Header.Get("Upload-Offset") != "0"
		},
		"while waiting": func(r *http.Request) bool {
			return r.Method == http.MethodGet && strings.HasPrefix(r.URL.Path, "/api/v1/stories/")
		},
	} {
		f := newFar(t)
		path, _ := write(t, t.TempDir(), "long.mp4", 5_000_000)
		var over atomic.Bool
		f.before = func(_ http.ResponseWriter, r *http.Request) bool {
			if ends(r) && !over.Swap(true) {
				if _, err := f.db.Pool().Exec(r.Context(), `DELETE FROM api_tokens`); err != nil {
					t.Error(err)
				}
			}
			return false
		}
		var out bytes.Buffer
		conf := f.conf(t, &out)
		sum, err := push.Run(t.Context(), conf, []string{path})
		if push.ExitCode(sum, err) != push.ExitNotAllowed || sum.Safe() || !strings.Contains(out.String(), "does not accept this token") {
			t.Errorf("%s: Run = %v, exit %d, want %d\n%s", name, err, push.ExitCode(sum, err), push.ExitNotAllowed, &out)
		}
		token, err := f.door().NewToken(t.Context(), f.member, story.Token{ID: story.NewID[string](time.Now()), Name: "another", Reach: story.Unlimited, CreatedAt: time.Now()})
		if err != nil {
			t.Fatal(err)
		}
		conf.Token = push.Token(token)
		before := f.seen.Load()
		if sum, err = push.Run(t.Context(), conf, []string{path}); err != nil || !sum.Safe() || f.seen.Load()-before > 3_000_000 {
			t.Errorf("%s: Run with another token = %v, %+v, %d bytes more", name, err, sum, f.seen.Load()-before)
		}
	}
}

func TestJSON(t *testing.T) {
	t.Parallel()
	f := newFar(t)
	path, want := write(t, t.TempDir(), "a.mp4", 5000)
	var out bytes.Buffer
	conf := f.conf(t, &out)
	conf.JSON = true
	if _, err := push.Run(t.Context(), conf, []string{path}); err != nil {
		t.Fatal(err)
	}
	var last struct {
		Event string
		Files []push.Result
	}
	for line := range strings.Lines(out.String()) {
		if err := json.Unmarshal([]byte(line), &last); err != nil {
			t.Fatalf("%q is no JSON: %v", line, err)
		}
	}
	if last.Event != "summary" || len(last.Files) != 1 || last.Files[0].SHA256 != want {
		t.Errorf("last line = %+v", last)
	}
}

func TestTerminal(t *testing.T) {
	t.Parallel()
	f := newFar(t)
	path, _ := write(t, t.TempDir(), "a.mp4", 2_000_000)
	var out bytes.Buffer
	conf := f.conf(t, &out)
	conf.Terminal = true
	if _, err := push.Run(t.Context(), conf, []string{path}); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out.String(), "a.mp4") || !strings.Contains(out.String(), "1 sent") {
		t.Errorf("output:\n%s", &out)
	}
}

// TestNames: a file may be called anything; it arrives, and what a screen
// would obey is not printed.
func TestNames(t *testing.T) {
	t.Parallel()
	f, dir := newFar(t), t.TempDir()
	names := []string{"بئر القرية.mp4", "😀 fête.mp4", "clip\u202egpj.exe.mp4", "wipe\x1b[2J\x1b]0;x\a.mp4", "a\u2066b\u2069.mp4", "two\nlines.mp4"}
	for i, name := range names {
		write(t, dir, name, 100+i)
	}
	for _, terminal := range []bool{false, true} {
		var out bytes.Buffer
		conf := f.conf(t, &out)
		conf.Terminal = terminal
		sum, err := push.Run(t.Context(), conf, []string{dir})
		if err != nil || len(sum.Results) != len(names) || !sum.SafeToWipe {
			t.Fatalf("Run = %v, %+v\n%s", err, sum, &out)
		}
		for _, r := range sum.Results {
			if !slices.Contains(names, filepath.Base(r.Path)) {
				t.Errorf("%q is none of the files", r.Path)
			}
		}
		for _, bad := range []string{"\u202e", "\u2066", "\x1b[2J"} {
			if strings.Contains(out.String(), bad) {
				t.Errorf("terminal %v: %q is printed:\n%q", terminal, bad, out.String())
			}
		}
		if !strings.Contains(out.String(), "بئر القرية.mp4") || !strings.Contains(out.String(), "😀 fête.mp4") {
			t.Errorf("terminal %v: names are missing:\n%s", terminal, &out)
		}
	}
	var out bytes.Buffer
	conf := f.conf(t, &out)
	conf.DryRun = true
	if _, err := push.Run(t.Context(), conf, []string{dir}); err != nil || strings.ContainsAny(out.String(), "\u202e\x1b\u2066") {
		t.Errorf("the plan = %v, %q", err, out.String())
	}
}

// TestPlainWebServer: an address that is no Fieldstory is told as such.
func TestPlainWebServer(t *testing.T) {
	t.Parallel()
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { fmt.Fprintln(w, "<html>") }))
	t.Cleanup(srv.Close)
	path, _ := write(t, t.TempDir(), "a.mp4", 10)
	conf := push.NewConfig()
	conf.Server, conf.Token, conf.Pause, conf.GiveUp = srv.URL, "fs_x", time.Millisecond, time.Millisecond
	if _, err := push.Run(t.Context(), conf, []string{path}); err == nil {
		t.Error("a plain web server took the file")
	}
}
