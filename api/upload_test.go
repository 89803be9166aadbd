package api_test

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"fieldstory/api"
	"fieldstory/story"
)

const part = story.MinPart

func TestUploadSizes(t *testing.T) {
	t.Parallel()
	d := newDock(t, newHouse(t), nil)
	s := d.sender(t, "amina")
	for _, size := range []int{1, 1000, part - 1, part, part + 1, 2 * part, 3*part + 12345} {
		data := noise(size)
		at, clip := s.create(int64(size), "sha256", strings.ToUpper(sumOf(data)))
		s.mustPatch(at, 0, data)
		s.arrived(clip, data)
		if got := s.head(at); got != int64(size) {
			t.Errorf("HEAD after the end = %d, want %d", got, size)
		}
		if a := s.patch(at, int64(size), nil); a.status != http.StatusNoContent {
			t.Errorf("an empty PATCH after the end = %d, want 204", a.status)
		}
	}
}

func TestUploadInChunks(t *testing.T) {
	t.Parallel()
	d := newDock(t, newHouse(t), nil)
	s := d.sender(t, "amina")
	data := noise(2*part + 700_000)
	at, clip := s.create(int64(len(data)))
	for off := 0; off < len(data); {
		n := min(1_234_567, len(data)-off)
		s.mustPatch(at, int64(off), data[off:off+n])
		off += n
		if got := s.head(at); got != int64(off) {
			t.Fatalf("HEAD = %d, want %d", got, off)
		}
	}
	s.arrived(clip, data)
}

func TestUploadWithCreation(t *testing.T) {
	t.Parallel()
	d := newDock(t, newHouse(t), nil)
	s := d.sender(t, "amina")
	data := noise(90_000)
	a := s.tus("POST", "/api/v1/uploads/", bytes.NewReader(data), "Upload-Length", fmt.Sprint(len(data)),
		"Content-Type", "application/offset+octet-stream", "Upload-Metadata", metadata("story", s.story, "filename", "a.mp4"))
	if a.status != http.StatusCreated || a.offset(t) != int64(len(data)) {
		t.Fatalf("creation with upload = %d %+v", a.status, a.problem)
	}
	s.arrived(a.header.Get("Fieldstory-Clip"), data)
}

// TestUploadCut breaks the connection everywhere: every byte that arrived
// counts, and another process goes on from there, hash included.
func TestUploadCut(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	d := newDock(t, h, nil)
	s := d.sender(t, "amina")
	data := noise(2*part + 300_000)
	at, clip := s.create(int64(len(data)), "sha256", sumOf(data))
	off := 0
	for i, n := range []int{1, 100_000, 1, 2_000_000, part, 5_333_333} {
		n = min(n, len(data)-off-1)
		s.cut(at, int64(off), data[off:], n)
		off += n
		if i%2 == 1 {
			d = newDock(t, h, nil) // as after a restart
			s = s.at(d)
		}
		if got := s.head(at); got != int64(off) {
			t.Fatalf("HEAD after cut %d = %d, want %d", i, got, off)
		}
	}
	s.mustPatch(at, int64(off), data[off:])
	s.arrived(clip, data)
}

func TestUploadDeferredLength(t *testing.T) {
	t.Parallel()
	d := newDock(t, newHouse(t), nil)
	s := d.sender(t, "amina")
	data := noise(part + 400_000)
	for _, told := range []string{"first", "last", "alone"} {
		at, clip := s.create(-1)
		if a := s.tus("HEAD", at, nil); a.header.Get("Upload-Defer-Length") != "1" {
			t.Errorf("HEAD = %v, want a deferred length", a.header)
		}
		length, half := []string{"Upload-Length", fmt.Sprint(len(data))}, len(data)-99
		switch told {
		case "first":
			s.mustPatch(at, 0, data[:half], length...)
			s.mustPatch(at, int64(half), data[half:])
		case "last":
			s.mustPatch(at, 0, data[:half])
			s.mustPatch(at, int64(half), data[half:], length...)
		case "alone":
			s.mustPatch(at, 0, data)
			s.mustPatch(at, int64(len(data)), nil, length...)
		}
		s.arrived(clip, data)
	}
}

// TestUploadLargeParts: parts larger than what may lie in memory are put
// together from tails, as for files above 80 GB.
func TestUploadLargeParts(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	d := newDock(t, h, func(c *api.UploadConfig) { c.Limits.MaxSize = 12e10 })
	if got := story.PartSize(12e10); got != 12<<20 {
		t.Fatalf("parts of a 120 GB file have %d bytes, want 12 MiB", got)
	}
	s := d.sender(t, "amina")
	data := noise(28<<20 + 77)
	at, clip := s.create(-1, "sha256", sumOf(data))
	off := 0
	for _, n := range []int{9_000_000, 100, 9_000_000} {
		s.cut(at, int64(off), data[off:], n)
		off += n
		if got := s.head(at); got != int64(off) {
			t.Fatalf("HEAD = %d, want %d", got, off)
		}
	}
	s.mustPatch(at, int64(off), data[off:], "Upload-Length", fmt.Sprint(len(data)))
	s.arrived(clip, data)
}

// TestUploadHolderDied: a process that died holding an upload keeps others
// from it only until its hold runs out; one that lives is waited for, and the
// client is told when to come back.
func TestUploadHolderDied(t *testing.T) {
	t.Parallel()
	d := newDock(t, newHouse(t), func(c *api.UploadConfig) { c.Patience = time.Second })
	s := d.sender(t, "amina")
	at, clip := s.create(1000)
	id := story.UploadID(at[strings.LastIndexByte(at, '/')+1:])
	if held, err := d.db.HoldUpload(t.Context(), id, "alive", time.Hour); err != nil || !held {
		t.Fatalf("HoldUpload = %v, %v", held, err)
	}
	if a := s.patch(at, 0, noise(1000)); a.status != http.StatusLocked || a.problem.Code != "upload_locked" || a.header.Get("Retry-After") == "" {
		t.Errorf("PATCH of a held upload = %d %+v, want 423 with Retry-After", a.status, a.problem)
	}
	if held, wanted, err := d.db.KeepUpload(t.Context(), id, "alive", time.Millisecond); err != nil || !held || !wanted {
		t.Errorf("KeepUpload = %v, %v, %v: the holder does not learn that somebody waits", held, wanted, err)
	}
	s.mustPatch(at, 0, noise(1000))
	s.arrived(clip, noise(1000))
}

func TestUploadConcatenation(t *testing.T) {
	t.Parallel()
	d := newDock(t, newHouse(t), nil)
	s := d.sender(t, "amina")
	data := noise(2*part + 600_001)
	cuts := []int{0, 700_000, part + 900_000, len(data)}
	at := make([]string, 3)
	var all sync.WaitGroup
	for i := range at {
		piece := data[cuts[i]:cuts[i+1]]
		a := s.tus("POST", "/api/v1/uploads", nil, "Upload-Concat", "partial", "Upload-Length", fmt.Sprint(len(piece)))
		if a.status != http.StatusCreated || a.header.Get("Fieldstory-Clip") != "" {
			t.Fatalf("partial creation = %d %v", a.status, a.header)
		}
		at[i] = a.header.Get("Location")
		all.Go(func() {
			s.mustPatch(at[i], 0, piece[:len(piece)/2])
			s.mustPatch(at[i], int64(len(piece)/2), piece[len(piece)/2:])
		})
	}
	all.Wait()
	a := s.tus("POST", "/api/v1/uploads", nil, "Upload-Concat", "final;"+strings.Join(at, " "),
		"Upload-Metadata", metadata("story", s.story, "filename", "well.mp4", "sha256", sumOf(data)))
	if a.status != http.StatusCreated {
		t.Fatalf("final = %d %+v", a.status, a.problem)
	}
	s.arrived(a.header.Get("Fieldstory-Clip"), data)
	if got := s.head(a.header.Get("Location")); got != int64(len(data)) {
		t.Errorf("HEAD of the final = %d, want %d", got, len(data))
	}
	if err := d.up.Tidy(t.Context()); err != nil {
		t.Fatal(err)
	}
	if a := s.tus("HEAD", at[0], nil); a.status != http.StatusNotFound {
		t.Errorf("HEAD of a joined piece = %d, want 404", a.status)
	}
}

func TestUploadTermination(t *testing.T) {
	t.Parallel()
	d := newDock(t, newHouse(t), nil)
	s := d.sender(t, "amina")
	data := noise(part + 1000)
	at, clip := s.create(int64(len(data)) + 1)
	s.mustPatch(at, 0, data)
	if a := s.tus("DELETE", at, nil); a.status != http.StatusNoContent {
		t.Fatalf("DELETE = %d %+v", a.status, a.problem)
	}
	if a := s.tus("HEAD", at, nil); a.status != http.StatusNotFound {
		t.Errorf("HEAD after DELETE = %d, want 404", a.status)
	}
	if status, _ := s.ask("GET", "/api/v1/clips/"+clip, nil); status != http.StatusNotFound {
		t.Errorf("the clip of a discarded upload = %d, want 404", status)
	}
	at, clip = s.create(10)
	s.mustPatch(at, 0, noise(10))
	if a := s.tus("DELETE", at, nil); a.status != http.StatusNoContent {
		t.Errorf("DELETE of a finished upload = %d %+v, want 204", a.status, a.problem)
	}
	if a := s.tus("HEAD", at, nil); a.status != http.StatusNotFound {
		t.Errorf("HEAD after it = %d, want 404", a.status)
	}
	s.arrived(clip, noise(10)) // what arrived is the story's
}

// TestUploadIsRead: some clients look at what they sent under the upload's own
// address, its sender only.
func TestUploadIsRead(t *testing.T) {
	t.Parallel()
	d := newDock(t, newHouse(t), nil)
	s := d.sender(t, "amina")
	data := noise(1000)
	at, _ := s.create(int64(len(data)))
	s.mustPatch(at, 0, data[:500])
	if a := s.tus("GET", at, nil); a.status != http.StatusConflict || a.problem.Code != "receiving" {
		t.Errorf("GET of half a file = %d %+v, want 409 receiving", a.status, a.problem)
	}
	s.mustPatch(at, 500, data[500:])
	where, err := url.Parse(at)
	if err != nil {
		t.Fatal(err)
	}
	if status, _, got := s.raw("GET", where.Path, nil, nil); status != http.StatusOK || !bytes.Equal(got, data) {
		t.Errorf("GET = %d with %d bytes, want the %d that were sent", status, len(got), len(data))
	}
	if a := d.sender(t, "badru").tus("GET", at, nil); a.status != http.StatusNotFound {
		t.Errorf("GET by somebody else = %d %+v, want 404", a.status, a.problem)
	}
	s.must("PATCH", "/api/v1/stories/"+s.story, map[string]any{"restricted": true})
	if status, _, got := s.raw("GET", where.Path, nil, nil); status != http.StatusForbidden || bytes.Contains(got, data[:100]) {
		t.Errorf("GET of a restricted original by its sender = %d with %d bytes, want 403", status, len(got))
	}
}

func TestUploadWrongSum(t *testing.T) {
	t.Parallel()
	d := newDock(t, newHouse(t), nil)
	s := d.sender(t, "amina")
	for _, size := range []int{1000, part + 1000} {
		data := noise(size)
		at, clip := s.create(int64(size), "sha256", sumOf([]byte("another")))
		a := s.patch(at, 0, data)
		if a.status != http.StatusUnprocessableEntity || a.problem.Code != "sha256_differs" {
			t.Fatalf("PATCH = %d %+v, want 422 sha256_differs", a.status, a.problem)
		}
		c := s.must("GET", "/api/v1/clips/"+clip, nil)
		if p, _ := c["problem"].(map[string]any); c["state"] != "refused" || p["code"] != "sha256_differs" || c["receipt"] != nil {
			t.Errorf("clip = %v, want refused without a receipt", c)
		}
		if _, err := d.bucket.Stat(t.Context(), story.OriginalObject(story.ClipID(clip))); !errors.Is(err, story.NotFound()) {
			t.Errorf("the refused file is still stored: %v", err)
		}
		if a := s.tus("HEAD", at, nil); a.status != http.StatusNotFound {
			t.Errorf("HEAD of a refused upload = %d, want 404", a.status)
		}
	}
}

// TestUploadTwoWriters: a second request takes the upload over from one that
// hangs on a dead link, in this process and in another, and nothing is lost.
func TestUploadTwoWriters(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	first := newDock(t, h, nil)
	for name, second := range map[string]*dock{"same process": first, "another process": newDock(t, h, nil)} {
		s := first.sender(t, strings.ReplaceAll(name, " ", "-"))
		data := noise(900_000)
		at, clip := s.create(int64(len(data)), "sha256", sumOf(data))
		hanging := s.dial()
		s.begin(hanging, at, 0, int64(len(data)))
		if _, err := hanging.Write(data[:300_000]); err != nil {
			t.Fatal(err)
		}
		eventually(t, "the first writer holds the upload", func() bool {
			var holder string
			err := h.db.Pool().QueryRow(t.Context(), `SELECT holder FROM uploads WHERE clip = $1`, clip).Scan(&holder)
			return err == nil && holder != ""
		})
		other := s.at(second)
		off := other.head(at)
		if off > 300_000 {
			t.Fatalf("%s: HEAD = %d, more than was sent", name, off)
		}
		other.mustPatch(at, off, data[off:])
		hanging.Close()
		other.arrived(clip, data)
		if a := s.patch(at, 0, data); a.status != http.StatusConflict {
			t.Errorf("%s: a writer with an old offset = %d, want 409", name, a.status)
		}
	}
}

func TestUploadStrangers(t *testing.T) {
	t.Parallel()
	d := newDock(t, newHouse(t), nil)
	s := d.sender(t, "amina")
	at, _ := s.create(1000)
	s.mustPatch(at, 0, noise(500))
	editor := &sender{person: d.person(t, "boss", story.Admin, "hq"), story: s.story}
	stranger := d.sender(t, "zora")
	for name, who := range map[string]*sender{"an administrator": editor, "a stranger": stranger} {
		for _, method := range []string{"HEAD", "DELETE"} {
			if a := who.tus(method, at, nil); a.status != http.StatusNotFound {
				t.Errorf("%s of %s = %d, want 404", method, name, a.status)
			}
		}
		if a := who.patch(at, 500, noise(500)); a.status != http.StatusNotFound || a.problem.Code != "not_found" {
			t.Errorf("PATCH of %s = %d %+v, want 404", name, a.status, a.problem)
		}
	}
	if a := stranger.tus("POST", "/api/v1/uploads", nil, "Upload-Length", "5", "Upload-Metadata", metadata("story", s.story)); a.status != http.StatusNotFound {
		t.Errorf("a stranger adds to the story = %d, want 404", a.status)
	}
	nobody := &sender{person: d.nobody(t), story: s.story}
	if a := nobody.tus("HEAD", at, nil); a.status != http.StatusUnauthorized {
		t.Errorf("HEAD of nobody = %d, want 401", a.status)
	}
	if got := s.head(at); got != 500 {
		t.Errorf("offset = %d, want 500: somebody touched it", got)
	}
}

func TestUploadRefusedBeforeTheFirstByte(t *testing.T) {
	t.Parallel()
	d := newDock(t, newHouse(t), func(c *api.UploadConfig) { c.Limits.MaxSize, c.Limits.MaxOpen = 1_000_000, 1 })
	s := d.sender(t, "amina")
	for _, c := range []struct {
		length, meta string
		status       int
		code         string
	}{
		{"0", metadata("story", s.story), 422, "file_empty"},
		{"1000001", metadata("story", s.story), 413, "max_size_exceeded"},
		{"10", metadata("filename", "a.mp4"), 422, "story_missing"},
		{"10", metadata("story", "not-a-story"), 422, "story_missing"},
		{"10", metadata("story", s.story, "sha256", "abc"), 422, "sha256"},
		{"10", metadata("story", string(story.NewID[story.StoryID](time.Now()))), 404, "not_found"},
		{"", metadata("story", s.story), 400, "invalid_upload_length"},
	} {
		a := s.tus("POST", "/api/v1/uploads", nil, "Upload-Length", c.length, "Upload-Metadata", c.meta)
		if a.status != c.status || a.problem.Code != c.code {
			t.Errorf("creation with %q %q = %d %s, want %d %s", c.length, c.meta, a.status, a.problem.Code, c.status, c.code)
		}
	}
	s.create(10)
	if a := s.tus("POST", "/api/v1/uploads", nil, "Upload-Length", "10", "Upload-Metadata", metadata("story", s.story)); a.problem.Code != "uploads_open" {
		t.Errorf("one upload too many = %d %+v, want uploads_open", a.status, a.problem)
	}
}

func TestUploadNames(t *testing.T) {
	t.Parallel()
	d := newDock(t, newHouse(t), nil)
	s := d.sender(t, "amina")
	for sent, want := range map[string]string{
		"بئر القرية.mp4":          "بئر القرية.mp4",
		"😀 fête №1.MOV":           "😀 fête №1.MOV",
		`C:\DCIM\100\clip.mp4`:    "clip.mp4",
		"../../etc/passwd":        "passwd",
		"clip\u202egpj.exe\x00\n": "clipgpj.exe",
		"":                        "clip",
		strings.Repeat("é", 300):  strings.Repeat("é", 160) + "…" + strings.Repeat("é", 39),
		"bad\xff utf\xfe8.mp4":    "bad� utf�8.mp4",
	} {
		a := s.tus("POST", "/api/v1/uploads", nil, "Upload-Length", "4", "Upload-Metadata", metadata("story", s.story, "filename", sent))
		if a.status != http.StatusCreated {
			t.Fatalf("creation of %q = %d %+v", sent, a.status, a.problem)
		}
		c := s.must("GET", "/api/v1/clips/"+a.header.Get("Fieldstory-Clip"), nil)
		if c["filename"] != want || c["state"] != "receiving" {
			t.Errorf("%q became %q (%v), want %q", sent, c["filename"], c["state"], want)
		}
	}
}

func TestUploadOptions(t *testing.T) {
	t.Parallel()
	d := newDock(t, newHouse(t), nil)
	a := d.sender(t, "amina").tus("OPTIONS", "/api/v1/uploads", nil)
	for _, ext := range []string{"creation", "creation-with-upload", "termination", "concatenation", "creation-defer-length", "expiration"} {
		if !strings.Contains(","+a.header.Get("Tus-Extension")+",", ","+ext+",") {
			t.Errorf("Tus-Extension = %q lacks %s", a.header.Get("Tus-Extension"), ext)
		}
	}
}
