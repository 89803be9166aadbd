package push_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"fieldstory/push"
	"fieldstory/story"
)

// film makes a clip that a small copy of is much smaller.
func film(t *testing.T, dir, name string, args ...string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	all := append([]string{"-v", "error", "-f", "lavfi", "-i", "testsrc2=s=1280x720:r=25:d=2,noise=alls=20:allf=t", "-f", "lavfi", "-i", "sine=d=2",
		"-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-b:v", "8M", "-c:a", "aac",
		"-metadata", "location=+06.5244+003.3792/", "-metadata", "creation_time=2026-03-04T05:06:07Z"}, args...)
	if out, err := exec.Command("ffmpeg", append(all, path)...).CombinedOutput(); err != nil {
		t.Fatalf("filming: %v: %s", err, out)
	}
	return path
}

// probed is what ffprobe says of a file, as one text.
func probed(t *testing.T, path string) (streams []map[string]any, format map[string]any) {
	t.Helper()
	out, err := exec.Command("ffprobe", "-v", "error", "-show_streams", "-show_format", "-of", "json", path).Output()
	if err != nil {
		t.Fatal(err)
	}
	var all struct {
		Streams []map[string]any
		Format  map[string]any
	}
	if err := json.Unmarshal(out, &all); err != nil {
		t.Fatal(err)
	}
	return all.Streams, all.Format
}

// proxies gives the files of the small copies that arrived, by their clip.
func (f *far) proxies(t *testing.T) map[string]string {
	t.Helper()
	rows, err := f.db.Pool().Query(t.Context(), `SELECT id, clip FROM proxies WHERE received_at IS NOT NULL`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	found := map[string]string{}
	for rows.Next() {
		var id, clip string
		if err := rows.Scan(&id, &clip); err != nil {
			t.Fatal(err)
		}
		body, err := f.bucket.Get(t.Context(), story.ProxyObject(story.ProxyID(id), story.ProxySent))
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(t.TempDir(), id+".mp4")
		raw, err := io.ReadAll(body)
		body.Close()
		if err == nil {
			err = os.WriteFile(path, raw, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
		found[clip] = path
	}
	return found
}

// creations notes what was created in which order, and lets tests answer.
func (f *far) creations(answer func(meta map[string]string, w http.ResponseWriter) bool) (list func() []string) {
	var mu sync.Mutex
	var seen []string
	f.before = func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method != http.MethodPost || !strings.HasSuffix(r.URL.Path, "/uploads") {
			return false
		}
		meta := map[string]string{}
		for pair := range strings.SplitSeq(r.Header.Get("Upload-Metadata"), ",") {
			k, v, _ := strings.Cut(pair, " ")
			raw, _ := base64.StdEncoding.DecodeString(v)
			meta[k] = string(raw)
		}
		mu.Lock()
		if meta["proxy_for"] != "" {
			seen = append(seen, "small copy")
		} else {
			seen = append(seen, meta["filename"])
		}
		mu.Unlock()
		return answer != nil && answer(meta, w)
	}
	return func() []string {
		mu.Lock()
		defer mu.Unlock()
		return append([]string{}, seen...)
	}
}

// footageWaits holds footage back until something is so, however slow ffmpeg is.
func (f *far) footageWaits(until func() bool) {
	before := f.before
	f.before = func(w http.ResponseWriter, r *http.Request) bool {
		var footage bool
		err := f.db.Pool().QueryRow(f.t.Context(), `SELECT proxy IS NULL FROM uploads WHERE id = $1`, filepath.Base(r.URL.Path)).Scan(&footage)
		for err == nil && footage && r.Method == http.MethodPatch && !until() {
			select {
			case <-f.t.Context().Done():
				return true
			case <-time.After(20 * time.Millisecond):
			}
		}
		return before(w, r)
	}
}

// copies counts the small copies that arrived.
func (f *far) copies() (n int) {
	if err := f.db.Pool().QueryRow(f.t.Context(), `SELECT count(*) FROM proxies WHERE received_at IS NOT NULL`).Scan(&n); err != nil {
		f.t.Error(err)
	}
	return n
}

func TestSmallCopiesGoAhead(t *testing.T) {
	t.Parallel()
	f := newFar(t)
	dir := t.TempDir()
	film(t, dir, "wide.mp4")
	turned := film(t, dir, "turned.mp4", "-t", "1.5")
	if out, err := exec.Command("ffmpeg", "-v", "error", "-i", turned, "-c", "copy", "-metadata:s:v:0", "rotate=90", filepath.Join(dir, "upright.mov")).CombinedOutput(); err != nil {
		t.Fatalf("turning: %v: %s", err, out)
	}
	os.Remove(turned)
	var out bytes.Buffer
	conf := f.conf(t, &out)
	conf.Proxy = push.ProxyAlways
	list := f.creations(nil)
	f.footageWaits(func() bool { return f.copies() >= 2 })
	sum, err := push.Run(t.Context(), conf, []string{dir})
	if err != nil || !sum.SafeToWipe {
		t.Fatalf("%v\n%s", err, out.String())
	}
	got := f.proxies(t)
	if len(got) != 2 || len(list()) != 4 {
		t.Fatalf("%d small copies arrived, of %v\n%s", len(got), list(), out.String())
	}
	for _, r := range sum.Results {
		path := got[r.Clip]
		if path == "" || !r.Proxy {
			t.Errorf("%s has no small copy", r.Name)
			continue
		}
		streams, format := probed(t, path)
		width, height := 640.0, 360.0
		if filepath.Base(r.Path) == "upright.mov" {
			width, height = 360, 640
		}
		v, a := streams[0], streams[1]
		if v["codec_name"] != "h264" || v["width"] != width || v["height"] != height || v["r_frame_rate"] != "15/1" || v["side_data_list"] != nil {
			t.Errorf("%s: the pictures are %v", r.Name, v)
		}
		if a["codec_name"] != "aac" || a["channels"] != 1.0 {
			t.Errorf("%s: the sound is %v", r.Name, a)
		}
		tags, _ := json.Marshal(format["tags"])
		if strings.Contains(string(tags), "2026-03") || strings.Contains(string(tags), "06.52") {
			t.Errorf("%s: the small copy tells %s", r.Name, tags)
		}
		_, whole := probed(t, r.Path)
		if d, want := seconds(t, format), seconds(t, whole); d < want-0.2 || d > want+0.2 {
			t.Errorf("%s: %v s, want %v", r.Name, d, want)
		}
		if small, big := fileSize(t, path), fileSize(t, r.Path); small*4 > big {
			t.Errorf("%s: %d bytes of %d", r.Name, small, big)
		}
	}
}

func seconds(t *testing.T, format map[string]any) float64 {
	t.Helper()
	d, err := time.ParseDuration(format["duration"].(string) + "s")
	if err != nil {
		t.Fatal(err)
	}
	return d.Seconds()
}

func fileSize(t *testing.T, path string) int64 {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info.Size()
}

// TestEveryFileHasItsSmallCopy: also one whose lane is just opening its upload.
func TestEveryFileHasItsSmallCopy(t *testing.T) {
	t.Parallel()
	f := newFar(t)
	var want atomic.Int64
	f.creations(nil)
	f.footageWaits(func() bool { return f.copies() >= int(want.Load()) })
	quick := filepath.Join(t.TempDir(), "ffmpeg") // its last argument is the file to make
	if err := os.WriteFile(quick, []byte("#!/bin/sh\nfor last; do :; done\nhead -c 1000 /dev/urandom >\"$last\"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	for i := range 40 {
		var out bytes.Buffer
		conf := f.conf(t, &out)
		conf.Proxy, conf.FFmpeg = push.ProxyAlways, quick
		dir := t.TempDir()
		write(t, dir, "a.mp4", 5_000_000+i)
		want.Add(1)
		sum, err := push.Run(ctx, conf, []string{dir})
		if got := f.copies(); err != nil || !sum.SafeToWipe || got != i+1 {
			t.Fatalf("%v, %d small copies of %d files\n%s", err, got, i+1, out.String())
		}
	}
}

// TestSmallCopiesOnlyOverAThinLink: they are made once the server is seen to
// get little.
func TestSmallCopiesOnlyOverAThinLink(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	film(t, dir, "a.mp4")
	for _, slow := range []bool{false, true} {
		f := newFar(t)
		var out bytes.Buffer
		conf := f.conf(t, &out)
		conf.Proxy, conf.Measure, conf.ProxyAfter = push.ProxyAuto, 200*time.Millisecond, time.Hour
		if slow {
			conf.ProxyAfter = time.Second
			thin := time.NewTicker(200 * time.Millisecond)
			t.Cleanup(thin.Stop)
			there, wide := make(chan struct{}), sync.Once{}
			f.after = func(*http.Request) {
				if f.copies() > 0 {
					wide.Do(func() { close(there) })
				}
			}
			f.before = func(_ http.ResponseWriter, r *http.Request) bool {
				if r.Method == http.MethodPatch {
					r.Body = &crawling{r.Body, thin.C, there}
				}
				return false
			}
		}
		sum, err := push.Run(t.Context(), conf, []string{dir})
		if err != nil || !sum.SafeToWipe {
			t.Fatalf("%v\n%s", err, out.String())
		}
		if got := len(f.proxies(t)); (got == 1) != slow {
			t.Errorf("slow = %v: %d small copies\n%s", slow, got, out.String())
		}
	}
}

// crawling lets 32 KiB through with every tick, until the link is wide.
type crawling struct {
	io.ReadCloser
	tick <-chan time.Time
	wide <-chan struct{}
}

func (c *crawling) Read(p []byte) (int, error) {
	select {
	case <-c.tick:
	case <-c.wide:
	}
	return c.ReadCloser.Read(p[:min(len(p), 32<<10)])
}

// TestFootageArrivesWithoutSmallCopies: a server that takes none, and an
// ffmpeg that makes none, stop nothing.
func TestFootageArrivesWithoutSmallCopies(t *testing.T) {
	t.Parallel()
	f := newFar(t)
	dir := t.TempDir()
	film(t, dir, "a.mp4")
	write(t, dir, "b.mp4", 700_000) // no film at all
	var asked atomic.Bool
	f.creations(func(meta map[string]string, w http.ResponseWriter) bool {
		if meta["proxy_for"] == "" {
			return false
		}
		asked.Store(true)
		w.Header().Set("Content-Type", "application/problem+json")
		w.WriteHeader(http.StatusUnprocessableEntity)
		io.WriteString(w, `{"code": "story_missing", "detail": "Say which story the file belongs to."}`)
		return true
	})
	f.footageWaits(asked.Load)
	var out bytes.Buffer
	conf := f.conf(t, &out)
	conf.Proxy = push.ProxyAlways
	sum, err := push.Run(t.Context(), conf, []string{dir})
	if err != nil || !sum.SafeToWipe || len(sum.Results) != 2 {
		t.Fatalf("%v\n%s", err, out.String())
	}
	if !strings.Contains(out.String(), "no small copy: Say which story") {
		t.Errorf("nothing tells why no small copy was sent:\n%s", out.String())
	}
	conf.FFmpeg, conf.StateDir = filepath.Join(dir, "no-ffmpeg"), t.TempDir()
	out.Reset()
	if sum, err = push.Run(t.Context(), conf, []string{dir}); err != nil || !sum.SafeToWipe || !strings.Contains(out.String(), "no ffmpeg") {
		t.Errorf("without ffmpeg: %v\n%s", err, out.String())
	}
}

// TestSmallCopySurvivesTheServer: it dies while a small copy is on its way.
func TestSmallCopySurvivesTheServer(t *testing.T) {
	t.Parallel()
	f := newFar(t)
	dir := t.TempDir()
	film(t, dir, "a.mp4")
	var out bytes.Buffer
	conf := f.conf(t, &out)
	conf.Proxy = push.ProxyAlways
	created := make(chan struct{})
	once := sync.OnceFunc(func() { close(created) })
	f.creations(func(meta map[string]string, _ http.ResponseWriter) bool {
		if meta["proxy_for"] != "" {
			once()
		}
		return false
	})
	f.footageWaits(func() bool { return f.copies() >= 1 })
	died := make(chan struct{})
	go func() {
		defer close(died)
		<-created
		f.mark.Store(f.seen.Load() + 10_000)
		<-f.passed
		f.die()
		f.revive()
	}()
	sum, err := push.Run(t.Context(), conf, []string{dir})
	if err != nil || !sum.SafeToWipe {
		t.Fatalf("%v\n%s", err, out.String())
	}
	<-died
	if got := len(f.proxies(t)); got != 1 || !sum.Results[0].Proxy {
		t.Errorf("%d small copies\n%s", got, out.String())
	}
}
