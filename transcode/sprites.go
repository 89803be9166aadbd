package transcode

import (
	"context"
	"fmt"
	"math"

	ffmpeg "github.com/u2takey/ffmpeg-go"

	"fieldstory/story"
)

const (
	spriteShort   = 90  // pixels of a tile's shorter side
	spriteLong    = 320 // at most, of its longer
	spriteColumns = 10
	maxSprites    = 100
	spritesFile   = "sprites.jpg"
)

// planSprites lays out the sheet: a tile a second, ten of a short clip, a
// hundred of a long one.
func planSprites(f *story.Facts) story.Sprites {
	width, height := rungSize(f.Width, f.Height, spriteShort)
	if long := max(width, height); long > spriteLong {
		width, height = max(2, width*spriteLong/long&^1), max(2, height*spriteLong/long&^1)
	}
	s := story.Sprites{Width: width, Height: height}
	duration := max(f.Duration, 0.1)
	s.Interval = max(min(1, duration/10), duration/maxSprites)
	s.Count = min(maxSprites, max(1, int(math.Ceil(duration/s.Interval-0.01))))
	s.Columns = min(s.Count, spriteColumns)
	s.Rows = (s.Count + s.Columns - 1) / s.Columns
	return s
}

// Sprites makes the sheet of small pictures for scrubbing and gives its path.
// It decodes keyframes only, a seventh of the work, unless the clip is so short
// that all of it costs nothing, or has too few of them to tell anything apart.
func (t *Transcoder) Sprites(ctx context.Context, dir, file string, f *story.Facts) (_ string, s story.Sprites, err error) {
	defer story.Wrap(&err, "Sprites(%s)", file)
	s = planSprites(f)
	sparse := f.Video.KeyframeGap == 0 || f.Video.KeyframeGap > 5
	keyframes := f.Duration > 5 && !(sparse && f.Duration <= 60)
	if err = t.picture(ctx, dir, t.spritesArgs(file, f, s, keyframes), f); err != nil {
		return "", s, err
	}
	return inDir(dir, spritesFile), s, nil
}

func (t *Transcoder) spritesArgs(file string, f *story.Facts, s story.Sprites, keyframes bool) []string {
	in := ffmpeg.Input(fileURL(file), ffmpeg.KwArgs{})
	every := []string{
		fmt.Sprintf("fps=fps=%.6f:start_time=0", 1/s.Interval),
		"tpad=stop=-1:stop_mode=clone", fmt.Sprintf("trim=end_frame=%d", s.Count),
	}
	stream := filter(in.Get(fmt.Sprint(f.Video.Index)), every...)
	stream = filter(stream, pictures(f, nil, s.Width, s.Height)...)
	stream = filter(stream, still(&f.Video, s.Width, s.Height)...)
	stream = filter(stream, fmt.Sprintf("tile=layout=%dx%d", s.Columns, s.Rows))
	out := ffmpeg.Output([]*ffmpeg.Stream{stream}, spritesFile, ffmpeg.KwArgs{
		"f": "image2", "c:v": "mjpeg", "q:v": 5, "frames:v": 1, "update": 1, "map_metadata": "-1",
	})
	return t.ffmpegArgs(keyframesOnly(keyframes), out)
}
