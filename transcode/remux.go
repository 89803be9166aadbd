package transcode

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	ffmpeg "github.com/u2takey/ffmpeg-go"

	"fieldstory/story"
)

// SourceName is the rendition that holds the source's own pictures.
const SourceName = "source"

const maxRemuxRate = 60_000_000 // bits per second; more stutters on most machines

// WebReady tells whether browsers can play the source's own pictures, so that
// it is watchable after a copy instead of an encode; why says what stands
// against it. What would look wrong is not copied.
func WebReady(f *story.Facts) (ok bool, why string) {
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
	case max(v.CodedWidth, v.CodedHeight) > 4096 || min(v.CodedWidth, v.CodedHeight) < minShort:
		return false, "size"
	case v.Bitrate > maxRemuxRate:
		return false, "bit rate"
	case slices.Contains(f.Notes, story.NoteSlowMotion):
		return false, "slow motion"
	}
	return true, ""
}

// Remux copies the pictures of a web-ready source into the form of every
// rendition, without its metadata. Sound is copied where it is AAC and encoded
// where not. Call it only when [WebReady] agrees.
//
// A turned picture keeps its display matrix, which browsers honour in plain
// MP4; HLS players do not all, so such a rendition has no segment index. Nor
// has one whose keyframes lie too far apart to stream.
func (t *Transcoder) Remux(ctx context.Context, dir, file string, f *story.Facts, size int64) (_ Output, err error) {
	defer story.Wrap(&err, "Remux(%s)", file)
	err = t.run(ctx, command{
		program: t.cfg.FFmpeg, args: t.remuxArgs(file, f), dir: dir,
		wall: 5*time.Minute + time.Duration(f.Duration/4)*time.Second, output: size + size/4 + 64<<20,
		progress: func(float64) {},
	})
	if err != nil {
		return Output{}, theirs(err, errBroken)
	}
	o, err := finishOutput(dir, story.Rendition{
		Name: SourceName, Kind: story.KindSource, Width: f.Width, Height: f.Height, FrameRate: f.FrameRate,
	})
	if err != nil {
		return o, err
	}
	if f.Video.Rotation != 0 || slices.ContainsFunc(o.Index.Segments, func(s story.Segment) bool { return s.Duration > 12 }) {
		o.Index = story.SegmentIndex{}
	}
	return o, nil
}

func (t *Transcoder) remuxArgs(file string, f *story.Facts) []string {
	in := ffmpeg.Input(fileURL(file), ffmpeg.KwArgs{})
	streams := []*ffmpeg.Stream{in.Get(fmt.Sprint(f.Video.Index))}
	out := ffmpeg.KwArgs{
		"c:v": "copy", "tag:v": "avc1", "map_metadata": "-1", "map_metadata:s": "-1", "map_chapters": "-1",
		"f": "mp4", "movflags": strings.TrimPrefix(fragmented, "movflags="), "max_muxing_queue_size": 4096,
	}
	if f.Audio != nil {
		if f.Audio.Codec == "aac" {
			streams = append(streams, in.Get(fmt.Sprint(f.Audio.Index)))
			out["c:a"] = "copy"
		} else {
			streams = append(streams, filter(in.Get(fmt.Sprint(f.Audio.Index)), "aresample=48000:async=1:first_pts=0", "aformat=sample_fmts=fltp:channel_layouts=stereo"))
			maps.Copy(out, soundArgs)
		}
	}
	return t.ffmpegArgs(nil, ffmpeg.Output(streams, outputFile(SourceName), out))
}
