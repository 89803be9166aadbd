package push_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"fieldstory/push"
)

// stream is an AVCHD recording of a camera, or one made here.
func stream(t *testing.T) []byte {
	t.Helper()
	for _, dir := range []string{os.Getenv("FIELDSTORY_FOOTAGE"), "../../shared/footage"} {
		if raw, err := os.ReadFile(filepath.Join(dir, "camera/sony-a7m3-avchd-1080i.mts")); dir != "" && err == nil {
			return raw
		}
	}
	path := filepath.Join(t.TempDir(), "made.m2ts")
	out, err := exec.CommandContext(t.Context(), "ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc2=s=320x180:r=25", "-f", "lavfi", "-i", "sine=r=48000",
		"-t", "4", "-c:v", "mpeg2video", "-b:v", "2M", "-c:a", "ac3", "-f", "mpegts", "-mpegts_m2ts_mode", "1", path).CombinedOutput()
	if err != nil {
		t.Fatalf("ffmpeg: %v\n%s", err, out)
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// playlist is an AVCHD playlist of streams 0, 1, …, each with how it follows
// the one before: 1 with a break, 6 without.
func playlist(how ...byte) string {
	raw := append([]byte("MPLS0100"), make([]byte, 50)...)
	binary.BigEndian.PutUint32(raw[8:], uint32(len(raw)))
	list := make([]byte, 10)
	binary.BigEndian.PutUint16(list[6:], uint16(len(how)))
	for i, h := range how {
		item := make([]byte, 22)
		binary.BigEndian.PutUint16(item, uint16(len(item)-2))
		copy(item[2:], "0000"+string(rune('0'+i))+"M2TS")
		item[12] = h
		list = append(list, item...)
	}
	binary.BigEndian.PutUint32(list, uint32(len(list)-4))
	return string(append(raw, list...))
}

func sumOf(raw []byte) string {
	h := sha256.Sum256(raw)
	return hex.EncodeToString(h[:])
}

// TestStreamsAreJoined: pieces of one recording are, others are not.
func TestStreamsAreJoined(t *testing.T) {
	t.Parallel()
	raw := stream(t)
	half := len(raw) / 2 / 192 * 192
	for _, c := range []struct {
		name   string
		list   string
		pieces [][]byte
		want   string
	}{
		{"cut between packets", "", [][]byte{raw[:half], raw[half:]}, "00000.MTS+00001.MTS"},
		{"cut inside a packet", "", [][]byte{raw[:half+100], raw[half+100:]}, "00000.MTS+00001.MTS"},
		{"in three", playlist(1, 6, 6), [][]byte{raw[:half], raw[half : half+192*600], raw[half+192*600:]}, "00000.MTS+00001.MTS+00002.MTS"},
		{"the same twice", "", [][]byte{raw, raw}, "00000.MTS 00001.MTS"},
		{"packets are missing, the playlist is sure", playlist(1, 6), [][]byte{raw[:half], raw[half+192*7:]}, "00000.MTS+00001.MTS"},
		{"packets are missing", "", [][]byte{raw[:half], raw[half+192*7:]}, "00000.MTS 00001.MTS"},
		{"the playlist says one, the stream does not", playlist(1, 6), [][]byte{raw, raw}, "00000 (part 1 of 2).MTS 00001 (part 2 of 2).MTS"},
		{"another follows", playlist(1, 6, 1), [][]byte{raw[:half], raw[half:], raw}, "00000.MTS+00001.MTS 00002.MTS"},
		{"no streams", "", [][]byte{make([]byte, 5000), make([]byte, 5000)}, "00000.MTS 00001.MTS"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			for i, p := range c.pieces {
				note(t, filepath.Join(dir, "AVCHD/BDMV/STREAM/0000"+string(rune('0'+i))+".MTS"), string(p))
			}
			if c.list != "" {
				note(t, filepath.Join(dir, "AVCHD/BDMV/PLAYLIST/00000.MPL"), c.list)
			}
			var got []string
			for _, clip := range dryRun(t, nil, dir).Stories[0].Clips {
				var files []string
				for _, f := range clip.Files {
					files = append(files, filepath.Base(f))
				}
				if clip.Name != files[0] {
					files[0] = clip.Name
				}
				got = append(got, strings.Join(files, "+"))
			}
			if strings.Join(got, " ") != c.want {
				t.Errorf("got %s, want %s", strings.Join(got, " "), c.want)
			}
		})
	}
}

// TestCardArrives sends a whole AVCHD card to a server that goes away in the
// middle, and checks what arrived and the manifest.
func TestCardArrives(t *testing.T) {
	t.Parallel()
	f, dir, raw := newFar(t), filepath.Join(t.TempDir(), "CARD 1"), stream(t)
	half := len(raw) / 2 / 192 * 192
	note(t, filepath.Join(dir, "PRIVATE/AVCHD/BDMV/STREAM/00000.MTS"), string(raw[:half]))
	note(t, filepath.Join(dir, "PRIVATE/AVCHD/BDMV/STREAM/00001.MTS"), string(raw[half:]))
	note(t, filepath.Join(dir, "PRIVATE/AVCHD/BDMV/PLAYLIST/00000.MPL"), playlist(1, 6))
	note(t, filepath.Join(dir, "PRIVATE/AVCHD/BDMV/CLIPINF/00000.CPI"), "HDMV0100")
	note(t, filepath.Join(dir, "PRIVATE/AVCHD/BDMV/INDEX.BDM"), "INDX0100")
	write(t, dir, "DCIM/100MSDCF/C0001.MP4", 400_000)
	died := make(chan struct{})
	f.mark.Store(300_000)
	go func() {
		defer close(died)
		<-f.passed
		f.die()
		f.revive()
	}()
	var out bytes.Buffer
	conf := f.conf(t, &out)
	conf.Chunk, conf.Manifest = 128<<10, filepath.Join(dir, "sums.sha256")
	sum, err := push.Run(t.Context(), conf, []string{dir})
	if err != nil || push.ExitCode(sum, err) != push.ExitDone || len(sum.Results) != 2 || len(sum.Stories) != 1 {
		t.Fatalf("Run = %v, %+v\n%s", err, sum, &out)
	}
	<-died
	same(t, "card", sum.Card, "AVCHD|Sony")
	joined := slices.IndexFunc(sum.Results, func(r push.Result) bool { return len(r.Joined) == 2 })
	if joined < 0 || sum.Results[joined].SHA256 != sumOf(raw) || sum.Results[joined].Size != int64(len(raw)) {
		t.Errorf("results = %+v, want the two streams as one with SHA-256 %s", sum.Results, sumOf(raw))
	}
	if !sum.SafeToWipe || !strings.Contains(out.String(), "the card is safe to wipe") {
		t.Errorf("not safe to wipe: %+v\n%s", sum, &out)
	}
	check := exec.CommandContext(t.Context(), "sha256sum", "-c", "--strict", "sums.sha256")
	check.Dir = dir
	if said, err := check.CombinedOutput(); err != nil || strings.Count(string(said), ": OK") != 3 {
		t.Errorf("sha256sum -c: %v\n%s", err, said)
	}

	// Later the card holds more of the same day, and a photo and the manifest
	// that are only here; all that went before finds its story.
	sent := f.seen.Load()
	write(t, dir, "DCIM/100MSDCF/C0002.MP4", 5000)
	write(t, dir, "DCIM/100MSDCF/DSC1.JPG", 5000)
	again, err := push.Run(t.Context(), conf, []string{dir})
	if err != nil || again.Story != sum.Story || len(again.Stories) != 1 || f.seen.Load()-sent != 5000 {
		t.Fatalf("Run again = %v, %+v, %d bytes more", err, again, f.seen.Load()-sent)
	}
	if again.SafeToWipe || push.ExitCode(again, nil) != push.ExitDone {
		t.Errorf("with a photo: safe %t, exit %d", again.SafeToWipe, push.ExitCode(again, nil))
	}
	lines, err := os.ReadFile(conf.Manifest)
	if err != nil || strings.Count(string(lines), "\n") != 4 {
		t.Errorf("manifest = %v\n%s", err, lines)
	}
}

// TestEventsBecomeStories: what was filmed apart is apart, and the order in
// which it is sent is the smallest first with the biggest beside.
func TestEventsBecomeStories(t *testing.T) {
	t.Parallel()
	f, dir := newFar(t), filepath.Join(t.TempDir(), "card")
	day := time.Now().Add(-48 * time.Hour)
	for i, name := range []string{"e.mp4", "d.mp4", "c.mp4", "b.mp4", "a.mp4"} {
		path, _ := write(t, dir, name, 1000*(i+1)*(i+1))
		at := day.Add(time.Duration(i/3) * 5 * time.Hour)
		if err := os.Chtimes(path, at, at); err != nil {
			t.Fatal(err)
		}
	}
	var mu sync.Mutex
	var order []string
	both := make(chan struct{}) // lanes have asked: one could send three before the other begins
	f.before = func(_ http.ResponseWriter, r *http.Request) bool {
		if r.Method != http.MethodPost || r.URL.Path != "/api/v1/uploads" {
			return false
		}
		mu.Lock()
		if order = append(order, r.Header.Get("Upload-Length")); len(order) == 2 {
			close(both)
		}
		mu.Unlock()
		select {
		case <-both:
		case <-r.Context().Done():
		}
		return false
	}
	var out bytes.Buffer
	conf := f.conf(t, &out)
	conf.Title, conf.Submit = "Floods", true
	sum, err := push.Run(t.Context(), conf, []string{dir})
	if err != nil || len(sum.Stories) != 2 || !sum.Safe() || !sum.Submitted {
		t.Fatalf("Run = %v, %+v\n%s", err, sum, &out)
	}
	for i, clips := range []int{3, 2} {
		st := f.get(t, "/api/v1/stories/"+sum.Stories[i].ID)
		if got := len(st["clips"].([]any)); got != clips || st["stage"] != "waiting" || !strings.HasPrefix(st["title"].(string), "Floods, 20") {
			t.Errorf("story %d: %q, %s with %d clips, want %d", i, st["title"], st["stage"], got, clips)
		}
	}
	if first := slices.Sorted(slices.Values(order[:2])); !slices.Equal(first, []string{"1000", "25000"}) {
		t.Errorf("the first two were %v, want the smallest and the biggest", first)
	}
}

// TestLostAnswer: the server makes the story and the answer never comes, in
// this run and in one that was interrupted there.
func TestLostAnswer(t *testing.T) {
	t.Parallel()
	f := newFar(t)
	path, _ := write(t, t.TempDir(), "well.mp4", 1000)
	other, _ := write(t, t.TempDir(), "other.mp4", 2000)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var lost int
	f.before = func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method != http.MethodPost || r.URL.Path != "/api/v1/stories" {
			return false
		}
		if lost++; lost > 2 {
			return false
		}
		f.handler.ServeHTTP(httptest.NewRecorder(), r)
		if lost == 2 {
			cancel() // as if the power went
		}
		panic(http.ErrAbortHandler)
	}
	conf := f.conf(t, &bytes.Buffer{})
	conf.Title = "The well"
	if _, err := push.Run(t.Context(), conf, []string{path}); err != nil {
		t.Fatal(err)
	}
	conf.Title = "The other well"
	if sum, err := push.Run(ctx, conf, []string{other}); err == nil {
		t.Fatalf("the cancelled Run is well: %+v", sum)
	}
	if sum, err := push.Run(t.Context(), conf, []string{other}); err != nil || !sum.Safe() {
		t.Fatalf("Run again = %v, %+v", err, sum)
	}
	if got := len(f.get(t, "/api/v1/stories?mine=true")["items"].([]any)); got != 2 {
		t.Errorf("there are %d stories, want 2", got)
	}
	if lost != 2 {
		t.Errorf("stories were asked for %d times, want 2", lost)
	}
}

// TestLostMemory: without what it remembered, push finds what is there, and
// footage in another story is not sent again either.
func TestLostMemory(t *testing.T) {
	t.Parallel()
	f, dir := newFar(t), filepath.Join(t.TempDir(), "card")
	write(t, dir, "a.mp4", 3000)
	path, _ := write(t, dir, "b.mp4", 5000)
	conf := f.conf(t, &bytes.Buffer{})
	first, err := push.Run(t.Context(), conf, []string{dir})
	if err != nil {
		t.Fatal(err)
	}
	sent := f.seen.Load()
	conf.StateDir = t.TempDir()
	again, err := push.Run(t.Context(), conf, []string{dir})
	if err != nil || again.Story != first.Story || !again.Safe() {
		t.Errorf("Run without memory = %v, %+v", err, again)
	}
	conf.StateDir, conf.Title = t.TempDir(), "Another title"
	other, err := push.Run(t.Context(), conf, []string{path})
	if err != nil || other.Results[0].Status != push.Already || other.Results[0].Story != first.Story || !other.Safe() {
		t.Errorf("Run with another title = %v, %+v", err, other)
	}
	if f.seen.Load() != sent {
		t.Errorf("%d bytes were sent again", f.seen.Load()-sent)
	}
}

// TestCardFails: a file that ends while it is sent is told, and the rest goes.
func TestCardFails(t *testing.T) {
	t.Parallel()
	f, dir := newFar(t), filepath.Join(t.TempDir(), "card")
	bad, _ := write(t, dir, "bad.mp4", 9_000_000)
	write(t, dir, "good.mp4", 1000)
	f.before = func(_ http.ResponseWriter, r *http.Request) bool {
		if r.Method == http.MethodPatch && r.Header.Get("Upload-Offset") == "3145728" {
			os.Truncate(bad, 4_000_000)
		}
		return false
	}
	var out bytes.Buffer
	sum, err := push.Run(t.Context(), f.conf(t, &out), []string{dir})
	if err != nil || push.ExitCode(sum, err) != push.ExitRefused || sum.Safe() {
		t.Fatalf("Run = %v, exit %d, %+v\n%s", err, push.ExitCode(sum, err), sum, &out)
	}
	for _, r := range sum.Results {
		if want := map[string]push.Status{"bad.mp4": push.Unreadable, "good.mp4": push.Sent}[r.Name]; r.Status != want {
			t.Errorf("%s is %s: %s", r.Name, r.Status, r.Detail)
		}
	}
}
