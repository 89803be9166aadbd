package transcode

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fieldstory/story"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestArgumentsAreAsReviewed holds ffmpeg's arguments against golden files.
// They follow from the facts alone; what every run begins with is left out.
func TestArgumentsAreAsReviewed(t *testing.T) {
	t.Parallel()
	tc := &Transcoder{cfg: NewConfig()}
	sound := &story.AudioFacts{Index: 1, Codec: "aac", Channels: 2, SampleRate: 48000, Loudness: -23.4, Peak: -6.1}
	facts := func(change func(*story.Facts)) *story.Facts {
		f := &story.Facts{
			Container: "mov,mp4,m4a,3gp,3g2,mj2", Duration: 10, Width: 1920, Height: 1080, FrameRate: 30, Audio: sound,
			Video: story.VideoFacts{Codec: "h264", PixelFormat: "yuv420p", BitDepth: 8, CodedWidth: 1920, CodedHeight: 1080,
				Matrix: "bt709", Primaries: "bt709", Transfer: "bt709", MaxRate: 30, Nominal: 30, KeyframeGap: 1, Duration: 10},
		}
		change(f)
		return f
	}
	soundArgs := func(f *story.Facts) []string {
		if f.Audio == nil {
			return tc.ffmpegArgsHead()
		}
		return tc.soundArgs("original", tc.plan(f), nil)
	}
	// Two are enough to tell.
	pieceArgs := func(name string, f *story.Facts) []string {
		if name != "phone" && name != "portrait_hlg_60" {
			return tc.ffmpegArgsHead()
		}
		return tc.ladderArgs("original", X264, tc.plan(f), story.Stretch{Span: story.Span{First: 2, End: 4}}, 1, false)
	}
	// Where somebody waits: the beginning alone.
	earlyArgs := func(name string, f *story.Facts) []string {
		if name != "camcorder" && name != "portrait_hlg_60" && name != "phone" {
			return tc.ffmpegArgsHead()
		}
		early := &story.Early{Seconds: 15}
		return slices.Concat(tc.ladderArgs("original", X264, tc.plan(f).thin(), story.Stretch{Early: early}, 1, !indexed(f)), []string{"\n"}, tc.soundArgs("original", tc.plan(f), early)[len(tc.ffmpegArgsHead()):])
	}
	chipArgs := func(name string, f *story.Facts, e Encoder) []string {
		if name != "phone" && name != "portrait_hlg_60" {
			return tc.ffmpegArgsHead()
		}
		return tc.ladderArgs("original", e, tc.plan(f), story.Stretch{}, 1, false)
	}
	for name, f := range map[string]*story.Facts{
		"camcorder": facts(func(f *story.Facts) { f.Container, f.Video.Interlaced, f.Video.TopFirst = "mpegts", true, true }),
		"phone":     facts(func(*story.Facts) {}),
		"portrait_hlg_60": facts(func(f *story.Facts) {
			f.Width, f.Height, f.FrameRate = 1080, 1920, 60
			f.Video.Rotation, f.Video.HDR, f.Video.Transfer, f.Video.Matrix, f.Video.Primaries = 90, "dolby_vision", "arib-std-b67", "bt2020nc", "bt2020"
			f.Video.Nominal, f.Video.MaxRate, f.Video.BitDepth, f.Video.PixelFormat = 60, 60, 10, "yuv420p10le"
		}),
		"pq_4k": facts(func(f *story.Facts) {
			f.Width, f.Height = 3840, 2160
			f.Video.CodedWidth, f.Video.CodedHeight = 3840, 2160
			f.Video.HDR, f.Video.Transfer, f.Video.Matrix, f.Video.Primaries = "pq", "smpte2084", "bt2020nc", "bt2020"
		}),
		"pal_interlaced": facts(func(f *story.Facts) {
			f.Width, f.Height, f.FrameRate = 1024, 576, 25
			f.Video.CodedWidth, f.Video.CodedHeight, f.Video.SampleNum, f.Video.SampleDen = 720, 576, 64, 45
			f.Video.Interlaced, f.Video.Matrix, f.Video.Nominal, f.Video.MaxRate = true, "", 25, 25
		}),
		"silent_mirrored_full_range": facts(func(f *story.Facts) {
			f.Audio, f.Video.Mirrored, f.Video.FullRange, f.Video.PixelFormat, f.Video.Matrix = nil, true, true, "yuvj420p", "smpte170m"
		}),
		"wide_gamut": facts(func(f *story.Facts) { f.Video.Primaries = "smpte432" }),
		"lists_no_duration": facts(func(f *story.Facts) {
			f.Audio = &story.AudioFacts{Index: 1, Codec: "opus", Channels: 1, SampleRate: 48000, Loudness: -30, Peak: -28}
			f.Duration, f.Video.Duration, f.Width, f.Height = 0, 0, 320, 180
			f.Video.CodedWidth, f.Video.CodedHeight, f.Video.Variable, f.Video.Nominal = 320, 180, true, 9.7
		}),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var b strings.Builder
			for _, part := range []struct {
				what string
				args []string
			}{
				{"ladder", tc.ladderArgs("original", X264, tc.plan(f), story.Stretch{}, 1, f.Audio != nil && !indexed(f))},
				{"sound", soundArgs(f)},
				{"piece", pieceArgs(name, f)},
				{"early", earlyArgs(name, f)},
				{"ladder, vaapi", chipArgs(name, f, VAAPI)},
				{"ladder, nvenc", chipArgs(name, f, NVENC)},
				{"ladder, videotoolbox", chipArgs(name, f, VideoToolbox)},
				{"poster", tc.posterArgs("original", f, true)},
				{"keyframes", tc.keyframesArgs("original", f, 2)},
				{"sprites of keyframes", tc.spritesArgs(keyframesFile, f, planSprites(f), true)},
				{"sprites", tc.spritesArgs("original", f, planSprites(f), true)},
				{"remux", tc.remuxArgs("original", f)},
			} {
				if args := part.args[len(tc.ffmpegArgsHead()):]; len(args) > 0 {
					b.WriteString("# " + part.what + "\n")
					writeArgs(&b, args)
				}
			}
			path := filepath.Join("testdata", name+".args")
			if *update {
				if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if got := b.String(); got != string(want) {
				t.Errorf("arguments differ from %s (go test -update writes them anew):\n%s", path, got)
			}
		})
	}
}

// writeArgs writes an option and its value on one line, filters one each.
func writeArgs(b *strings.Builder, args []string) {
	for i, arg := range args {
		arg = strings.ReplaceAll(strings.ReplaceAll(arg, ";", ";\n    "), "|[", "|\n    [")
		switch {
		case i == 0:
		case strings.HasPrefix(arg, "-") && len(arg) > 2 && arg[1] > '9':
			b.WriteString("\n")
		default:
			b.WriteString(" ")
		}
		b.WriteString(arg)
	}
	b.WriteString("\n")
}
