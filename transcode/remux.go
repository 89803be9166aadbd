package transcode

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	ffmpeg "github.com/u2takey/ffmpeg-go"

	"fieldstory/story"
)

// SourceName is the rendition that holds the source's own pictures.
const SourceName = story.SourceName

// Remux copies the pictures of a web-ready source into the form of every
// rendition, without its metadata. Sound is copied where it is AAC and encoded
// where not. Call it only when [story.Facts.WebReady] agrees.
//
// begun is what [Transcoder.Ahead] gave for the file; nil = nothing was begun.
//
// A turned picture keeps its display matrix, which browsers honour in plain
// MP4; HLS players do not all, so such a rendition has no segment index. Nor
// has one whose keyframes lie too far apart to stream.
func (t *Transcoder) Remux(ctx context.Context, dir, file string, f *story.Facts, size int64, begun story.Ahead) (_ story.Rendered, err error) {
	defer story.Wrap(&err, "Remux(%s)", file)
	if err := t.copied(ctx, dir, file, f, size, begun); err != nil {
		return story.Rendered{}, theirs(err, errBroken)
	}
	o, err := finishOutput(dir, story.Rendition{
		Name: SourceName, Kind: story.KindSource, Width: f.Width, Height: f.Height, FrameRate: f.FrameRate,
	}, segmentSeconds)
	if err != nil {
		return story.Rendered{}, err
	}
	if f.Video.Rotation != 0 || slices.ContainsFunc(o.Index.Segments, func(s story.Segment) bool { return s.Duration > 12 }) {
		o.Index = story.SegmentIndex{}
	}
	return o.rendered(), nil
}

// copied waits for what was begun where that is of use, and copies where it is not.
func (t *Transcoder) copied(ctx context.Context, dir, file string, f *story.Facts, size int64, begun story.Ahead) error {
	a, ok := begun.(*ahead)
	if !ok {
		return t.copy(ctx, dir, file, f, size)
	}
	if !a.of(f) {
		a.Stop() // both would write to one file
		return t.copy(ctx, dir, file, f, size)
	}
	select {
	case <-a.ended:
	case <-ctx.Done():
		a.Stop()
		return context.Cause(ctx)
	}
	if a.err != nil {
		return t.copy(ctx, dir, file, f, size) // its bounds knew nothing of the file
	}
	return nil
}

func (t *Transcoder) copy(ctx context.Context, dir, file string, f *story.Facts, size int64) error {
	return t.run(ctx, command{
		program: t.cfg.FFmpeg, args: t.remuxArgs(file, f), dir: dir,
		wall: 5*time.Minute + time.Duration(f.Duration/4)*time.Second, output: size + size/4 + 64<<20,
		progress: func(float64) {},
	})
}

func (t *Transcoder) remuxArgs(file string, f *story.Facts) []string {
	in := ffmpeg.Input(fileURL(file), ffmpeg.KwArgs{})
	streams := []*ffmpeg.Stream{in.Get(fmt.Sprint(f.Video.Index))}
	out := ffmpeg.KwArgs{
		"c:v": "copy", "tag:v": "avc1", "map_metadata": "-1", "map_metadata:s": "-1", "map_chapters": "-1",
		"f": "mp4", "movflags": "+frag_keyframe" + fragmented, "max_muxing_queue_size": 4096,
	}
	if f.Audio != nil {
		if f.Audio.Codec == "aac" {
			streams = append(streams, in.Get(fmt.Sprint(f.Audio.Index)))
			out["c:a"] = "copy"
		} else {
			streams = append(streams, filter(in.Get(fmt.Sprint(f.Audio.Index)), "aresample=48000:async=1:first_pts=0", "aformat=sample_fmts=fltp:channel_layouts=stereo"))
			maps.Copy(out, aac)
		}
	}
	return t.ffmpegArgs(nil, ffmpeg.Output(streams, outputFile(SourceName), out))
}
