package transcode

import (
	"image"
	"math"
	"os"
	"testing"
)

// TestTilesShowTheirTimes films a picture that grows lighter every second, and looks
// whether each tile of the sheet shows its own time, however the clip is stored: a
// keyframe a second, nothing but keyframes, pictures that begin late.
func TestTilesShowTheirTimes(t *testing.T) {
	t.Parallel()
	tc := newTranscoder(t)
	lighter := []string{"-f", "lavfi", "-i", "color=black:s=192x108:r=5:d=80,format=gray,geq=lum='2.5*floor(T)',format=yuv420p"}
	beep := []string{"-f", "lavfi", "-i", "sine=d=80"}
	for _, row := range []struct {
		name string
		late float64 // seconds before the pictures begin
		args []string
	}{
		{"phone.mp4", 0, append(append(lighter, beep...), "-c:v", "libx264", "-preset", "ultrafast", "-bf", "2", "-g", "5", "-c:a", "aac")},
		{"hevc.mov", 0, append(lighter, "-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=none:keyint=5:open-gop=1", "-tag:v", "hvc1")},
		{"intra.mov", 0, append(lighter, "-c:v", "prores_ks", "-profile:v", "0")},
		{"motion.avi", 0, append(lighter, "-c:v", "mjpeg", "-pix_fmt", "yuvj420p")},
		{"camcorder.ts", 0, append(append(lighter, beep...), "-c:v", "libx264", "-preset", "ultrafast", "-flags", "+ildct+ilme", "-g", "3", "-c:a", "ac3")},
		{"late.mp4", 3, append(append([]string{"-itsoffset", "3"}, lighter...), append(beep, "-c:v", "libx264", "-preset", "ultrafast", "-g", "5", "-c:a", "aac")...)},
		{"theora.ogv", 0, append(lighter, "-c:v", "libtheora", "-g", "5")},
		{"few.webm", 0, append(lighter, "-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-b:v", "300k", "-g", "20")},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			dir := scratch(t, film(t, row.name, row.args...))
			f, err := tc.Inspect(t.Context(), dir, "original", filmed)
			if err != nil {
				t.Fatal(err)
			}
			path, s, err := tc.Sprites(t.Context(), dir, "original", f)
			if err != nil {
				t.Fatal(err)
			}
			if s.Count < 20 || s.Count > maxSprites {
				t.Errorf("%d tiles of %.1f s for %.1f s", s.Count, s.Interval, f.Duration)
			}
			sheet := picture(t, path)
			off := 0.0
			for i := range s.Count {
				x, y := i%s.Columns*s.Width+s.Width/2, i/s.Columns*s.Height+s.Height/2
				r, _, _, _ := sheet.At(x, y).RGBA()
				shown := float64(r>>8) / 2.5
				want := max(0, float64(i)*s.Interval-row.late)
				off = max(off, math.Abs(shown-want))
			}
			if most := 1.3 + f.Video.KeyframeGap; off > most {
				t.Errorf("a tile shows what is %.1f s away, want within %.1f s", off, most)
			}
		})
	}
}

func picture(t testing.TB, path string) image.Image {
	t.Helper()
	r, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	img, _, err := image.Decode(r)
	if err != nil {
		t.Fatal(err)
	}
	return img
}
