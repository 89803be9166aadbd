package transcode

import (
	"os/exec"
	"slices"
	"testing"
)

// TestWideColoursOfRGB: skin filmed in Display P3 comes out alike whether a recording
// holds it as RGB or by a matrix, and redder than its numbers were.
func TestWideColoursOfRGB(t *testing.T) {
	t.Parallel()
	tc := newTranscoder(t)
	skin := []string{"-f", "lavfi", "-i", "color=c=0xC87850:s=321x180:r=10:d=0.5", "-c:v", "ffv1", "-color_primaries", "smpte432", "-color_trc", "bt709"}
	shown := func(name string, args ...string) [3]byte {
		f, made := filmedLadder(t, tc, film(t, name, slices.Concat(skin, args)...))
		if f.Video.Primaries != "smpte432" {
			t.Fatalf("%s is inspected as %+v", name, f.Video)
		}
		path, _ := save(t, made.Rungs[0])
		return colourOf(t, path)
	}
	rgb := shown("rgb.mkv", "-pix_fmt", "gbrp", "-colorspace", "rgb")
	yuv := shown("yuv.mkv", "-vf", "scale=out_color_matrix=bt709:out_range=tv", "-pix_fmt", "yuv444p", "-colorspace", "bt709")
	for i := range rgb {
		if d := int(rgb[i]) - int(yuv[i]); d < -3 || d > 3 {
			t.Errorf("as RGB it comes out as %d, by a matrix as %d", rgb, yuv)
			break
		}
	}
	if yuv[0] < 0xC8+4 || yuv[1] > 0x78 {
		t.Errorf("it comes out as %d, no redder", yuv)
	}
}

// colourOf is the middle of a video's first picture, RGB by BT.709.
func colourOf(t *testing.T, path string) [3]byte {
	t.Helper()
	out, err := exec.Command("ffmpeg", "-v", "error", "-i", path, "-frames:v", "1", "-vf", "crop=16:16,scale=1:1:in_color_matrix=bt709:in_range=tv,format=rgb24", "-f", "rawvideo", "-").Output()
	if err != nil || len(out) != 3 {
		t.Fatalf("%d bytes, %v", len(out), err)
	}
	return [3]byte(out)
}
