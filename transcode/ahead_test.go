package transcode

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"testing"

	"fieldstory/story"
)

// TestAhead: a copy that was begun before the file was known is the copy that would
// have been made after.
func TestAhead(t *testing.T) {
	t.Parallel()
	tc := newTranscoder(t)
	h264 := []string{"-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"}
	pictures := []string{"-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=2"}
	sound := []string{"-f", "lavfi", "-i", "sine=440:d=2"}
	join := func(lists ...[]string) (all []string) {
		for _, l := range lists {
			all = append(all, l...)
		}
		return all
	}
	for _, test := range []struct {
		name  string
		clip  string
		begun bool // whether the index looks as if browsers played it
		taken bool
	}{
		{"phone", film(t, "a.mp4", join(pictures, sound, h264)...), true, true},
		{"silent", film(t, "a.mov", join(pictures, h264)...), true, true},
		{"sound first", film(t, "a.mp4", join(sound, pictures, h264, []string{"-map", "0", "-map", "1"})...), true, true},
		{"two of sound", film(t, "a.mp4", join(pictures, sound, sound, h264, []string{"-map", "0", "-map", "1", "-map", "2"})...), false, false},
		{"MP3", film(t, "a.mov", join(pictures, sound, h264, []string{"-c:a", "libmp3lame"})...), false, false},
		{"HEVC", film(t, "a.mp4", join(pictures, []string{"-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=none"})...), false, false},
		{"Matroska", film(t, "a.mkv", join(pictures, h264)...), false, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			dir := scratch(t, test.clip)
			begun := tc.Ahead(t.Context(), dir, "original")
			if got := begun != nil; got != test.begun {
				t.Fatalf("begun = %v, want %v", got, test.begun)
			}
			f, err := tc.Inspect(t.Context(), dir, "original", filmed)
			if err != nil {
				t.Fatal(err)
			}
			if ready, _ := f.WebReady(); !ready {
				return
			}
			if a, ok := begun.(*ahead); ok && a.of(f) != test.taken {
				t.Errorf("taken = %v, want %v", a.of(f), test.taken)
			}
			if got, want := remuxed(t, tc, dir, f, begun), remuxed(t, tc, scratch(t, test.clip), f, nil); !bytes.Equal(got, want) {
				t.Errorf("a copy begun ahead has %d bytes, one made after %d, or others", len(got), len(want))
			}
		})
	}
}

// TestAheadOfAnother: a guess that turns out wrong costs nothing but its time.
func TestAheadOfAnother(t *testing.T) {
	t.Parallel()
	tc := newTranscoder(t)
	clip := film(t, "a.mp4", "-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=2", "-f", "lavfi", "-i", "sine=440:d=2",
		"-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")
	dir := scratch(t, clip)
	f, err := tc.Inspect(t.Context(), dir, "original", filmed)
	if err != nil {
		t.Fatal(err)
	}
	begun := tc.Ahead(t.Context(), dir, "original").(*ahead)
	begun.audio = -1 // as if it had not seen the sound
	if got, want := remuxed(t, tc, dir, f, begun), remuxed(t, tc, scratch(t, clip), f, nil); !bytes.Equal(got, want) {
		t.Errorf("a copy after a wrong guess has %d bytes, want the %d of one without", len(got), len(want))
	}
	begun.Stop() // harmless by now
	if left, _ := filepath.Glob(filepath.Join(dir, "*")); len(left) > 2 {
		t.Errorf("%q are left, want the original and its copy", left)
	}
}

func remuxed(t *testing.T, tc *Transcoder, dir string, f *story.Facts, begun story.Ahead) []byte {
	t.Helper()
	info, err := os.Stat(filepath.Join(dir, "original"))
	if err != nil {
		t.Fatal(err)
	}
	o, err := tc.Remux(t.Context(), dir, "original", f, info.Size(), begun)
	if err != nil {
		t.Fatal(err)
	}
	r, err := o.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
