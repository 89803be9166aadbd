package transcode

import (
	"bytes"
	"math"
	"os"
	"path/filepath"
	"testing"

	"fieldstory/story"
)

// TestLengthIsTrue wants the length of a clip, of its ladder and of its sound
// right where the header's is not.
func TestLengthIsTrue(t *testing.T) {
	t.Parallel()
	tc := newTranscoder(t)
	film := func(t *testing.T, name string, more ...string) string {
		codec := "libx264"
		if filepath.Ext(name) == ".mpg" {
			codec = "mpeg2video"
		}
		return film(t, name, append([]string{"-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=3", "-f", "lavfi", "-i", "sine=d=3",
			"-c:v", codec, "-preset", "ultrafast", "-bf", "2", "-pix_fmt", "yuv420p", "-c:a", "mp2"}, more...)...)
	}
	twice := func(t *testing.T, path string) string {
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, append(b, b...), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for _, row := range []struct {
		name string
		want float64
		clip func(t *testing.T) string
	}{
		{"hour.mkv", 3, func(t *testing.T) string { return film(t, "hour.mkv", "-output_ts_offset", "3600") }},
		{"live.mkv", 3, func(t *testing.T) string { return film(t, "live.mkv", "-output_ts_offset", "3600", "-live", "1") }},
		{"joined.ts", 6, func(t *testing.T) string { return twice(t, film(t, "joined.ts")) }},
		{"joined.mpg", 6, func(t *testing.T) string { return twice(t, film(t, "joined.mpg")) }},
		{"whole.mpg", 3, func(t *testing.T) string { return film(t, "whole.mpg") }},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			dir := scratch(t, row.clip(t))
			f, err := tc.Inspect(t.Context(), dir, "original", filmed)
			if err != nil {
				t.Fatal(err)
			}
			if math.Abs(f.Duration-row.want) > 0.15 {
				t.Errorf("facts say %.3f s, want %.3f", f.Duration, row.want)
			}
			made, err := tc.Ladder(t.Context(), dir, "original", f, story.Stretch{}, nil, nil)
			if err != nil {
				t.Fatal(err)
			}
			path, got := save(t, made.Rungs[0])
			for _, s := range got.Streams {
				if d := seconds(s.Duration); math.Abs(d-row.want) > 0.15 {
					t.Errorf("%s lasts %.3f s, want %.3f", s.Type, d, row.want)
				}
			}
			judgeLoudness(t, f, path)
		})
	}
}

// TestLargeRecordingsAreWalkedOverWhereTheyAreJoined: their bytes tell that the length
// is that of a part.
func TestLargeRecordingsAreWalkedOverWhereTheyAreJoined(t *testing.T) {
	t.Parallel()
	tc := newTranscoder(t)
	one := film(t, "one.ts", "-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=12", "-c:v", "mpeg2video", "-b:v", "1M", "-minrate", "1M", "-maxrate", "1M", "-bufsize", "500k")
	b, err := os.ReadFile(one)
	if err != nil {
		t.Fatal(err)
	}
	for times, want := range map[int]bool{1: false, 2: true} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "original"), bytes.Repeat(b, times), 0o600); err != nil {
			t.Fatal(err)
		}
		p, err := tc.probe(t.Context(), dir, "original")
		if err != nil {
			t.Fatal(err)
		}
		f, err := tc.factsOf(p, filmed)
		if err != nil {
			t.Fatal(err)
		}
		if got := unlike(p, f); got != want {
			t.Errorf("%d times %.1f s: unlike %v, want %v", times, f.Duration, got, want)
		}
	}
}
