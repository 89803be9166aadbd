package api_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"fieldstory/api"
)

// TestTusJSClient: the client that most of the web uses, in all the ways its
// own end-to-end specs use it (github.com/tus/tus-js-client,
// test/spec/test-end-to-end.js and its neighbours; the package ships no specs).
func TestTusJSClient(t *testing.T) {
	t.Parallel()
	lib := filepath.Join(here, "..", "web", "node_modules", "tus-js-client")
	node, err := exec.LookPath("node")
	if _, missing := os.Stat(lib); err != nil || missing != nil {
		if os.Getenv("CI") != "" {
			t.Fatalf("node (%v) and the web app's packages (%v) are needed", err, missing)
		}
		t.Skip("needs node and the web app's packages: make build")
	}
	d := newDock(t, newHouse(t), nil)
	s := d.sender(t, "amina")
	data, file := noise(3_000_007), filepath.Join(t.TempDir(), "well.mp4")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), node, filepath.Join(here, "testdata", "tus-js-client.mjs"),
		lib, d.url+"/api/v1/uploads", s.token, s.story, file)
	cmd.Stderr = t.Output()
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("node: %v", err)
	}
	n, clips := 0, map[string]string{}
	for lines := bufio.NewScanner(bytes.NewReader(out)); lines.Scan(); n++ {
		var c struct {
			Name, Clip, URL, Error string
			Discarded              bool
		}
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			t.Fatalf("%v: %s", err, lines.Bytes())
		}
		switch {
		case c.Error != "":
			t.Errorf("%s: %s", c.Name, c.Error)
		case clips[c.Clip] != "":
			t.Errorf("%s: the clip of %s again", c.Name, clips[c.Clip])
		case c.Discarded:
			if a := s.tus("HEAD", c.URL, nil); a.status != http.StatusNotFound {
				t.Errorf("%s: HEAD = %d, want 404", c.Name, a.status)
			}
		default:
			t.Log(c.Name)
			s.arrived(c.Clip, data)
		}
		clips[c.Clip] = c.Name
	}
	if n != 13 {
		t.Errorf("%d ways were tried, want 13", n)
	}
	if got := len(s.must("GET", "/api/v1/stories/"+s.story, nil)["clips"].([]any)); got != 12 {
		t.Errorf("the story has %d clips, want 12: one for each file that was not discarded", got)
	}
}

// What follows is what tusd's own end-to-end tests check
// (internal/e2e/e2e_test.go, v2.9.1), but for its hooks and its shutdown,
// which e2e tries with the whole program. TestUploadCut has the connection
// that closes, TestUploadTwoWriters the lock that is released.

// TestUploadGoesQuiet: nothing more comes over an open connection. It is
// ended with an answer that says so, and what came is kept.
func TestUploadGoesQuiet(t *testing.T) {
	t.Parallel()
	d := newDock(t, newHouse(t), func(c *api.UploadConfig) { c.Quiet = 2 * time.Second })
	s := d.sender(t, "amina")
	data := noise(50_000)
	at, clip := s.create(int64(len(data)))
	c := s.dial()
	defer c.Close()
	s.begin(c, at, 0, int64(len(data)))
	if _, err := c.Write(data[:10_000]); err != nil {
		t.Fatal(err)
	}
	resp, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var p struct{ Code, Detail string }
	if err := json.NewDecoder(resp.Body).Decode(&p); err != nil || resp.StatusCode < 400 || p.Code != "read_timeout" {
		t.Errorf("a quiet connection is answered %d %+v (%v), want read_timeout", resp.StatusCode, p, err)
	}
	if got := s.head(at); got != 10_000 {
		t.Errorf("HEAD = %d, want 10000", got)
	}
	s.mustPatch(at, 10_000, data[10_000:])
	s.arrived(clip, data)
}

// TestUploadReset: the connection is reset. What the server had read counts,
// and the rest goes on from there.
func TestUploadReset(t *testing.T) {
	t.Parallel()
	d := newDock(t, newHouse(t), func(c *api.UploadConfig) { c.Flush = 0 }) // stored as it comes, so that we see it
	s := d.sender(t, "amina")
	data := noise(10_000)
	at, clip := s.create(int64(len(data)))
	c := s.dial()
	s.begin(c, at, 0, int64(len(data)))
	if _, err := c.Write(data[:5000]); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the server has 5000 bytes", func() bool {
		var n int64
		err := d.db.Pool().QueryRow(t.Context(), `SELECT received FROM uploads WHERE clip = $1`, clip).Scan(&n)
		return err == nil && n == 5000
	})
	c.(*net.TCPConn).SetLinger(0)
	c.Close()
	if got := s.head(at); got != 5000 {
		t.Errorf("HEAD = %d, want 5000", got)
	}
	s.mustPatch(at, 5000, data[5000:])
	s.arrived(clip, data)
}

// TestUploadTooLong: of a body of unknown length no more is taken than the
// upload has.
func TestUploadTooLong(t *testing.T) {
	t.Parallel()
	d := newDock(t, newHouse(t), nil)
	s := d.sender(t, "amina")
	data := noise(50_000)
	at, clip := s.create(10_000)
	a := s.tus("PATCH", at, io.MultiReader(bytes.NewReader(data)), "Upload-Offset", "0")
	if a.status != http.StatusNoContent && a.problem.Code != "upload_size_exceeded" {
		t.Errorf("PATCH = %d %+v", a.status, a.problem)
	}
	if got := s.head(at); got != 10_000 {
		t.Fatalf("HEAD = %d, want 10000", got)
	}
	s.arrived(clip, data[:10_000])
}

// TestUploadCutAtParts: links that break at the worst places, one byte before,
// at and after every end of a part, send no byte twice.
func TestUploadCutAtParts(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	d := newDock(t, h, nil)
	s := d.sender(t, "amina")
	data := noise(2*part + 5)
	for _, cuts := range [][]int{{part - 1, 2*part - 1}, {part, 2 * part}, {part + 1, 2*part + 1}, {1, part - 1, part, part + 1, 2*part + 4}} {
		at, clip := s.create(int64(len(data)), "sha256", sumOf(data), "again", "1")
		off := 0
		for _, cut := range cuts {
			s.cut(at, int64(off), data[off:], cut-off)
			if off = cut; s.head(at) != int64(off) {
				t.Fatalf("HEAD after a cut at %d = %d", off, s.head(at))
			}
		}
		s.mustPatch(at, int64(off), data[off:])
		s.arrived(clip, data)
	}
}

// TestUploadManyProcesses: each request of an upload goes to another process
// behind a balancer, and all pieces of one sent in parallel too.
func TestUploadManyProcesses(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	docks := []*dock{newDock(t, h, nil), newDock(t, h, nil)}
	s := docks[0].sender(t, "amina")
	data := noise(part + 900_000)
	at, clip := s.create(int64(len(data)), "sha256", sumOf(data))
	for i, off := 0, 0; off < len(data); i++ {
		n := min(800_000, len(data)-off)
		s.at(docks[i%2]).mustPatch(at, int64(off), data[off:off+n])
		off += n
	}
	s.at(docks[1]).arrived(clip, data)
	var pieces string
	for i, piece := range [][]byte{data[:part], data[part:]} {
		a := s.at(docks[i]).tus("POST", "/api/v1/uploads", bytes.NewReader(piece), "Upload-Concat", "partial",
			"Upload-Length", fmt.Sprint(len(piece)), "Content-Type", "application/offset+octet-stream")
		if a.status != http.StatusCreated {
			t.Fatalf("a piece = %d %+v", a.status, a.problem)
		}
		pieces += " " + a.header.Get("Location")
	}
	a := s.at(docks[1]).tus("POST", "/api/v1/uploads", nil, "Upload-Concat", "final;"+pieces[1:], "Upload-Metadata", metadata("story", s.story))
	if a.status != http.StatusCreated {
		t.Fatalf("final = %d %+v", a.status, a.problem)
	}
	s.arrived(a.header.Get("Fieldstory-Clip"), data)
}
