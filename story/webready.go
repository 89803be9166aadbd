package story

import (
	"slices"
	"strings"
)

const maxRemuxRate = 60_000_000 // bits per second; more stutters on most machines

// QuickCopy is how many bytes are copied sooner than the first segments of a
// ladder are made: a copy is watchable when all of it is written and stored, which
// takes longer the longer the clip.
const QuickCopy = 512 << 20

// longCopy is the same of a clip whose bit rate is not told.
const longCopy = 10 * 60 // seconds

// WebReady tells whether browsers can play the source's own pictures, so that
// it is watchable after a copy instead of an encode; why says what stands
// against it. What would look wrong is not copied.
func (f *Facts) WebReady() (ok bool, why string) {
	v := &f.Video
	switch {
	case v.Codec != "h264":
		return false, "codec " + v.Codec
	case v.PixelFormat != "yuv420p" && v.PixelFormat != "yuvj420p":
		return false, "pixels are " + v.PixelFormat
	case !strings.Contains(f.Container, "mp4") && !strings.Contains(f.Container, "matroska"):
		return false, "container " + f.Container
	case v.HDR != "":
		return false, "HDR"
	case v.Primaries == "smpte432" || v.Primaries == "bt2020" || v.Matrix == "bt2020nc":
		return false, "wide colours"
	case v.Interlaced:
		return false, "interlaced"
	case v.SampleNum > 0:
		return false, "pixels are not square"
	case v.Mirrored:
		return false, "mirrored, which browsers do not all honour"
	case v.Trimmed:
		return false, "an edit list hides its first frames"
	case v.Nominal > 61:
		return false, "high frame rate"
	case max(v.CodedWidth, v.CodedHeight) > 4096 || min(v.CodedWidth, v.CodedHeight) < 16:
		return false, "size"
	case v.Bitrate > maxRemuxRate:
		return false, "bit rate"
	case float64(v.Bitrate)/8*f.Duration > QuickCopy, v.Bitrate == 0 && f.Duration > longCopy:
		return false, "so large that its ladder is watchable before a copy"
	case slices.Contains(f.Notes, NoteSlowMotion):
		return false, "slow motion"
	}
	return true, ""
}
