package push_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fieldstory/push"
)

func TestClockIsRead(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]time.Duration{
		"+1h30m": 90 * time.Minute, "-7h": -7 * time.Hour, "+12d3h": 291 * time.Hour, "-2d": -48 * time.Hour,
		"2019-01-01T00:03=2019-01-02T00:04": 24*time.Hour + time.Minute, "2026-03-04 10:00:30=2026-03-04 09:00:30": -time.Hour,
	} {
		var c push.Clock
		if err := c.UnmarshalText([]byte(text)); err != nil || c.Shift != want {
			t.Errorf("%q = %v, %v; want %v", text, c.Shift, err, want)
		}
	}
	for _, text := range []string{"", "1h", "+", "+x", "+1.5d", "+-1h", "+100ms", "2019-01-01=2020-01-01", "2019-01-01T00:00=", "+99999d"} {
		var c push.Clock
		if err := c.UnmarshalText([]byte(text)); err == nil && c.Shift != 0 {
			t.Errorf("%q = %v, want an error", text, c.Shift)
		}
	}
}

// TestClockOfACardIsPutRight: for grouping, for the story's day, and for every
// clip on the server; what notes beside the clips say of the camera goes along.
func TestClockOfACardIsPutRight(t *testing.T) {
	t.Parallel()
	f := newFar(t)
	root := t.TempDir()
	dir := filepath.Join(root, "M4ROOT", "CLIP")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	for i, at := range []string{"2019-01-01T00:03:00+00:00", "2019-01-01T00:10:00+00:00"} {
		name := fmt.Sprintf("C000%d", i+1)
		write(t, dir, name+".MP4", 3000+i)
		note := `<NonRealTimeMeta><CreationDate value="` + at + `"/><Device manufacturer="Sony" modelName="ILCE-7M3" serialNo="0042"/></NonRealTimeMeta>`
		if err := os.WriteFile(filepath.Join(dir, name+"M01.XML"), []byte(note), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	conf := f.conf(t, &out)
	if err := conf.Clock.UnmarshalText([]byte("2019-01-01T00:03=2026-03-04T09:15")); err != nil {
		t.Fatal(err)
	}
	sum, err := push.Run(t.Context(), conf, []string{root})
	if err != nil || !sum.SafeToWipe || len(sum.Stories) != 1 {
		t.Fatalf("Run = %v\n%s", err, out.String())
	}
	s := f.get(t, "/api/v1/stories/"+sum.Stories[0].ID)
	if got := s["happened_on"]; got != "2026-03-04" {
		t.Errorf("the story happened on %v, want 2026-03-04", got)
	}
	for i, c := range s["clips"].([]any) {
		clip := c.(map[string]any)
		want := []string{"2026-03-04T09:15:00Z", "2026-03-04T09:22:00Z"}[i]
		if clip["captured_at"] != want || clip["clock"].(map[string]any)["seconds"] == 0.0 {
			t.Errorf("%v was filmed %v, want %s; clock %v", clip["filename"], clip["captured_at"], want, clip["clock"])
		}
		var camera string
		if err := f.db.Pool().QueryRow(t.Context(), `SELECT camera::text FROM clips WHERE id = $1`, clip["id"]).Scan(&camera); err != nil {
			t.Fatal(err)
		}
		for _, word := range []string{"Sony", "ILCE-7M3", "0042", "2019-01-01T00:"} {
			if !strings.Contains(camera, word) {
				t.Errorf("the server was not told %q: %s", word, camera)
			}
		}
	}
}
