package transcode

import (
	"fmt"
	"strings"

	ffmpeg "github.com/u2takey/ffmpeg-go"

	"fieldstory/story"
)

// filter appends one filter, written as ffmpeg's own documentation writes it:
// "name=arguments".
func filter(s *ffmpeg.Stream, specs ...string) *ffmpeg.Stream {
	for _, spec := range specs {
		name, args, ok := strings.Cut(spec, "=")
		if ok {
			s = s.Filter(name, ffmpeg.Args{args})
		} else {
			s = s.Filter(name, nil)
		}
	}
	return s
}

// pictures lead from decoded frames to upright, progressive, standard-range
// frames at a constant rate. Everything that costs is done here, once, before
// the rungs part. grid brings them to a constant rate, see [onGrid]; nil
// leaves their times alone (posters). width and height bound what is mapped
// from HDR, as shown. coarse is for what is small and must be there soon.
func pictures(f *story.Facts, grid []string, width, height int, coarse bool) []string {
	v := &f.Video
	var chain []string
	if v.Interlaced || converted(v) || v.Rotation != 0 || v.Mirrored {
		// What follows wants all pictures of one size, and browsers and phones
		// change theirs on the way.
		chain = append(chain, fmt.Sprintf("scale=w=%d:h=%d:flags=bicubic", v.CodedWidth, v.CodedHeight))
	}
	switch {
	case v.Interlaced && coarse:
		// Single pictures have no neighbours to be woven with, and small ones hold no
		// more than one field.
		chain = append(chain, "field=type="+map[bool]string{true: "top", false: "bottom"}[v.TopFirst])
	case v.Interlaced:
		chain = append(chain, "bwdif=mode=send_frame:parity="+map[bool]string{true: "tff", false: "bff"}[v.TopFirst]+":deint=all")
	}
	chain = append(chain, grid...)
	switch {
	case v.HDR != "":
		chain = append(chain, toneMap(v, width, height)...)
	case v.Primaries == "smpte432" || v.Primaries == "bt2020" && v.BitDepth <= 10:
		chain = append(chain, narrowGamut(v)...)
	}
	if grid != nil && coarse && v.HDR == "" {
		chain = append(chain, bounded(v, width, height)...) // once for several rungs
	}
	return append(chain, upright(v.Rotation, v.Mirrored)...)
}

// toneMap brings HDR to BT.709 so that faces look like faces: linear light in
// narrower primaries in one pass, Hable's curve. It is worked at the size of the top rung,
// for it costs as much as an encode.
func toneMap(v *story.VideoFacts, width, height int) []string {
	transfer := "arib-std-b67"
	if v.Transfer == "smpte2084" {
		transfer = "smpte2084"
	}
	return append(bounded(v, width, height),
		fmt.Sprintf("zscale=tin=%s:min=2020_ncl:pin=2020:rin=%s:t=linear:npl=100:p=709", transfer, rangeName(v.FullRange)),
		"format=gbrpf32le",
		"tonemap=tonemap=hable:desat=0",
		"zscale=t=709:m=709:p=709:r=limited",
		"format=yuv420p",
	)
}

// bounded brings pictures that are not upright yet to a size, as shown, where that makes
// them smaller.
func bounded(v *story.VideoFacts, width, height int) []string {
	if v.Rotation%180 != 0 {
		width, height = height, width
	}
	if width < v.CodedWidth || height < v.CodedHeight || uneven(v) {
		return []string{fmt.Sprintf("scale=w=%d:h=%d:flags=bicubic", width, height)}
	}
	return nil
}

func rangeName(full bool) string {
	if full {
		return "full"
	}
	return "limited"
}

// narrowGamut brings the wide primaries of some phones (Display P3) into
// BT.709; without it skin turns pale.
func narrowGamut(v *story.VideoFacts) []string {
	space := map[string]string{"bt709": "bt709", "smpte170m": "smpte170m", "bt470bg": "bt470bg", "bt2020nc": "bt2020ncl"}[v.Matrix]
	if space == "" {
		space = "bt709"
	}
	irange := "tv"
	if v.FullRange {
		irange = "pc"
	}
	var chain []string
	even := fmt.Sprintf("scale=w=%d:h=%d:flags=bicubic", v.CodedWidth+v.CodedWidth%2, v.CodedHeight+v.CodedHeight%2)
	switch {
	case isRGB(v.PixelFormat):
		chain, space, irange = []string{even + ":out_color_matrix=bt709:out_range=tv"}, "bt709", "tv"
	case uneven(v):
		chain = []string{even}
	}
	return append(chain,
		"format=yuv420p|yuv422p|yuv444p|yuv420p10|yuv422p10|yuv444p10",
		fmt.Sprintf("colorspace=all=bt709:range=tv:iprimaries=%s:itrc=bt709:ispace=%s:irange=%s:format=yuv420p", v.Primaries, space, irange),
	)
}

// uneven tells of pictures that the filters between colours do not take.
func uneven(v *story.VideoFacts) bool { return v.CodedWidth%2+v.CodedHeight%2 > 0 }

// converted tells whether [pictures] has brought the colours to BT.709 already.
func converted(v *story.VideoFacts) bool {
	return v.HDR != "" || v.Primaries == "smpte432" || v.Primaries == "bt2020" && v.BitDepth <= 10
}

// resize scales from the source to one size and converts matrix and range on
// the way. bicubic: fast_bilinear loses 6.9 dB, lanczos gains nothing visible. Where
// nothing is to be changed it passes pictures on without a copy.
func resize(v *story.VideoFacts, width, height int) []string {
	return []string{scaleTo(v, width, height, "bt709", "tv"), "setsar=1", "format=yuv420p"}
}

// still is resize for JPEG, which is BT.601 in full range (JFIF 1.02).
func still(v *story.VideoFacts, width, height int) []string {
	return []string{scaleTo(v, width, height, "bt601", "pc"), "setsar=1", "format=yuvj420p"}
}

func scaleTo(v *story.VideoFacts, width, height int, matrix, span string) string {
	size := fmt.Sprintf("scale=w=%d:h=%d:flags=bicubic", width, height)
	into := fmt.Sprintf(":out_color_matrix=%s:out_range=%s", matrix, span)
	if isRGB(v.PixelFormat) && !converted(v) {
		return size + into
	}
	from, in := matrixName(v), "tv"
	if v.FullRange {
		in = "pc"
	}
	if converted(v) {
		from, in = "bt709", "tv"
	}
	if from == matrix && in == span {
		return size // colours that are named are worked on, and be it to no effect
	}
	return size + into + ":in_color_matrix=" + from + ":in_range=" + in
}

func isRGB(pixFmt string) bool {
	return strings.HasPrefix(pixFmt, "rgb") || strings.HasPrefix(pixFmt, "bgr") || strings.HasPrefix(pixFmt, "gbr") || strings.HasPrefix(pixFmt, "argb") || strings.HasPrefix(pixFmt, "abgr") || pixFmt == "pal8"
}

// matrixName gives swscale's name for the matrix. A file that says nothing is
// taken as browsers take it: BT.709 from 720 lines up, BT.601 below.
func matrixName(v *story.VideoFacts) string {
	switch v.Matrix {
	case "bt709", "smpte240m", "fcc":
		return v.Matrix
	case "bt2020nc", "bt2020c":
		return "bt2020"
	case "smpte170m", "bt470bg":
		return "bt601"
	}
	if min(v.CodedWidth, v.CodedHeight) >= 720 {
		return "bt709"
	}
	return "bt601"
}

// twoChannels leads to 48 kHz stereo that begins with the pictures: gaps are
// filled, a start that comes late is silence.
var twoChannels = []string{"aresample=48000:async=1:first_pts=0", "aformat=sample_fmts=fltp:channel_layouts=stereo"}

// sound48 leads from there to sound at its level that ends with the pictures.
func sound48(f *story.Facts, rate Rate) []string {
	chain := leveled(f.Audio)
	if n := frameCount(f, rate); n > 0 {
		// A little silence closes the gap that recorders leave at the end; more
		// would be an invention.
		chain = append(chain, "apad=pad_dur=0.25", fmt.Sprintf("atrim=end=%.6f", float64(n)/rate.Float()))
	}
	return chain
}

// frameCount is how many pictures a clip has at a constant rate, 0 = not known.
func frameCount(f *story.Facts, rate Rate) int {
	seconds := f.Video.Duration
	if seconds <= 0 {
		seconds = f.Duration
	}
	if seconds <= 0 {
		return 0
	}
	return max(1, int(seconds*rate.Float()+0.5))
}
