package transcode

import (
	"context"
	"fmt"
	"math"
	"os"

	ffmpeg "github.com/u2takey/ffmpeg-go"

	"fieldstory/story"
)

const (
	spriteShort   = 90  // pixels of a tile's shorter side
	spriteLong    = 320 // at most, of its longer
	spriteColumns = 10
	maxSprites    = 100
	spritesFile   = "sprites.jpg"
	keyframesFile = "keyframes.mkv"
)

// planSprites lays out the sheet: ten tiles of a short clip, one a second up to half a
// minute and one in two seconds above, a hundred of a long one.
func planSprites(f *story.Facts) story.Sprites {
	width, height := rungSize(f.Width, f.Height, spriteShort)
	if long := max(width, height); long > spriteLong {
		width, height = max(2, width*spriteLong/long&^1), max(2, height*spriteLong/long&^1)
	}
	s := story.Sprites{Width: width, Height: height}
	duration := max(f.Duration, 0.1)
	s.Interval = max(min(1, duration/10), min(2, duration/30), duration/maxSprites)
	s.Count = min(maxSprites, max(1, int(math.Ceil(duration/s.Interval-0.01))))
	s.Columns = min(s.Count, spriteColumns)
	s.Rows = (s.Count + s.Columns - 1) / s.Columns
	return s
}

// Sprites makes the sheet of small pictures for scrubbing and gives its path.
// It decodes keyframes only, a seventh of the work, and of these no more than the
// tiles need, unless the clip is so short that all of it costs nothing, or has too few
// of them to tell anything apart.
func (t *Transcoder) Sprites(ctx context.Context, dir, file string, f *story.Facts) (_ string, s story.Sprites, err error) {
	defer story.Wrap(&err, "Sprites(%s)", file)
	s = planSprites(f)
	sparse := f.Video.KeyframeGap == 0 || f.Video.KeyframeGap > 5
	keyframes := f.Duration > 5 && !(sparse && f.Duration <= 60)
	if each := keyframesATile(f, s); keyframes && each > 1 {
		if err = t.fewerSprites(ctx, dir, file, f, s, each); err == nil || ctx.Err() != nil {
			return inDir(dir, spritesFile), s, err
		}
		t.log.DebugContext(ctx, "keyframes cannot be taken apart; all are decoded", "cause", err)
	}
	err = t.picture(ctx, dir, t.spritesArgs(file, f, s, keyframes), f, niceSprites(f))
	if err != nil && keyframes && ctx.Err() == nil {
		err = t.picture(ctx, dir, t.spritesArgs(file, f, s, false), f, niceSprites(f)) // not every decoder leaves some out
	}
	if err != nil {
		return "", s, err
	}
	return inDir(dir, spritesFile), s, nil
}

// niceSprites is how far sprites let others go first: those of long clips take long, and
// those of large pictures from whoever watches the beginning.
func niceSprites(f *story.Facts) int {
	if f.ManySprites() || heavy(f) {
		return yielding
	}
	return 0
}

// fewerSprites makes the sheet of one keyframe in so many.
func (t *Transcoder) fewerSprites(ctx context.Context, dir, file string, f *story.Facts, s story.Sprites, each int) error {
	defer os.Remove(inDir(dir, keyframesFile))
	if err := t.picture(ctx, dir, t.keyframesArgs(file, f, each), f, niceSprites(f)); err != nil {
		return err
	}
	return t.picture(ctx, dir, t.spritesArgs(keyframesFile, f, s, true), f, niceSprites(f))
}

// keyframesATile is how many keyframes there are for each tile, at least, as far as
// the beginning of the clip tells; 0 = that is not known.
func keyframesATile(f *story.Facts, s story.Sprites) int {
	if f.Video.KeyframeGap <= 0 {
		return 0
	}
	return int(s.Interval/f.Video.KeyframeGap + 0.01)
}

// keyframesArgs copy one keyframe in so many to a file of their own. What is not a
// keyframe is not even read where the file has an index.
func (t *Transcoder) keyframesArgs(file string, f *story.Facts, each int) []string {
	in := ffmpeg.Input(fileURL(file), ffmpeg.KwArgs{})
	out := ffmpeg.Output([]*ffmpeg.Stream{in.Get(fmt.Sprint(f.Video.Index))}, keyframesFile, ffmpeg.KwArgs{
		"c:v": "copy", "f": "matroska", "map_metadata": "-1", "map_metadata:s": "-1", "map_chapters": "-1",
		// Whatever reads the file may still come by what is not a keyframe; it is not counted.
		"bsf:v": fmt.Sprintf(`noise=drop=if(key\,mod(st(0\,ld(0)+1)-1\,%d)\,1)`, each),
	})
	return t.ffmpegArgs([]string{"-discard:v", "nokey"}, out)
}

func (t *Transcoder) spritesArgs(file string, f *story.Facts, s story.Sprites, keyframes bool) []string {
	stream, input := fmt.Sprint(f.Video.Index), keyframesOnly(keyframes)
	if file == keyframesFile { // as late as they were there
		stream, input = "0", append(input, "-copyts")
	}
	if keyframes && min(f.Video.CodedWidth, f.Video.CodedHeight) >= 4*spriteShort {
		// What it smooths is far smaller than a tile's pixel.
		input = append(input, "-skip_loop_filter", "all")
	}
	in := ffmpeg.Input(fileURL(file), ffmpeg.KwArgs{})
	every := []string{
		fmt.Sprintf("fps=fps=%.6f:start_time=0:eof_action=pass", 1/s.Interval),
		"tpad=stop=-1:stop_mode=clone", fmt.Sprintf("trim=end_frame=%d", s.Count),
	}
	pictured := filter(in.Get(stream), every...)
	pictured = filter(pictured, pictures(f, nil, s.Width, s.Height, true)...)
	pictured = filter(pictured, still(&f.Video, s.Width, s.Height)...)
	pictured = filter(pictured, fmt.Sprintf("tile=layout=%dx%d", s.Columns, s.Rows))
	out := ffmpeg.Output([]*ffmpeg.Stream{pictured}, spritesFile, ffmpeg.KwArgs{
		"f": "image2", "c:v": "mjpeg", "q:v": 5, "frames:v": 1, "update": 1, "map_metadata": "-1",
	})
	return t.ffmpegArgs(input, out)
}
