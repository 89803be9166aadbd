package transcode

import (
	"context"
	"fmt"
	"image"
	_ "image/jpeg" // posters are judged by their pixels
	"math"
	"os"
	"time"

	ffmpeg "github.com/u2takey/ffmpeg-go"

	"fieldstory/story"
)

const (
	posterShort = 720 // pixels of the shorter side, at most
	candidates  = 6   // keyframes from the beginning that a poster is chosen from
	// picturesBound is what pictures, or the keyframes they are made of, may weigh: a
	// hundred frames of ProRes in 4K have half of it.
	picturesBound = 1 << 30
)

// Poster makes one good picture of a clip, from keyframes near its beginning
// so that it is there before anything else. It gives the file's path. early bounds
// what is read; nil = it is all there.
func (t *Transcoder) Poster(ctx context.Context, dir, file string, f *story.Facts, early *story.Early) (_ string, err error) {
	defer story.Wrap(&err, "Poster(%s)", file)
	err = t.picture(ctx, dir, t.posterArgs(file, f, true, early), f, false)
	if _, statErr := os.Stat(inDir(dir, candidate(1))); err != nil || statErr != nil {
		// No keyframe could be read; any frame will do.
		if ctx.Err() != nil {
			return "", err
		}
		if err = t.picture(ctx, dir, t.posterArgs(file, f, false, early), f, false); err != nil {
			return "", err
		}
	}
	best, bestScore := "", -1.0
	for i := 1; i <= candidates; i++ {
		path := inDir(dir, candidate(i))
		score, err := telling(path)
		if err != nil {
			break
		}
		// A later picture must be clearly better: people film what matters first.
		if score > 1.25*bestScore {
			best, bestScore = path, score
		}
	}
	if best == "" {
		return "", errDamaged
	}
	return best, nil
}

func candidate(i int) string { return fmt.Sprintf("poster-%d.jpg", i) }

func (t *Transcoder) posterArgs(file string, f *story.Facts, keyframes bool, early *story.Early) []string {
	width, height := rungSize(f.Width, f.Height, min(posterShort, f.Width, f.Height))
	in := ffmpeg.Input(fileURL(file), ffmpeg.KwArgs{})
	s := filter(in.Get(fmt.Sprint(f.Video.Index)), pictures(f, nil, width, height)...)
	s = filter(s, still(&f.Video, width, height)...)
	most := candidates
	if early != nil && keyframes && f.Video.KeyframeGap > 0 {
		// No more than have come: ffmpeg would look for others in what has not.
		most = min(candidates, int((early.Seconds-0.1)/f.Video.KeyframeGap)+1)
	}
	out := ffmpeg.Output([]*ffmpeg.Stream{s}, "poster-%d.jpg", ffmpeg.KwArgs{
		"f": "image2", "c:v": "mjpeg", "q:v": 3, "frames:v": most, "fps_mode": "passthrough", "map_metadata": "-1",
	})
	return t.ffmpegArgs(append(keyframesOnly(keyframes), noMoreThan(early)...), out)
}

func keyframesOnly(yes bool) []string {
	if yes {
		return []string{"-skip_frame", "nokey"}
	}
	return nil
}

// picture makes what stands still. yields tells that it takes so long that what is
// watched meanwhile goes first.
func (t *Transcoder) picture(ctx context.Context, dir string, args []string, f *story.Facts, yields bool) error {
	err := t.run(ctx, command{
		program: t.cfg.FFmpeg, args: args, dir: dir, yields: yields,
		wall: 2*time.Minute + time.Duration(f.Duration)*time.Second, progress: func(float64) {}, output: picturesBound,
	})
	if err != nil {
		return theirs(err, errBroken)
	}
	return nil
}

// telling scores a picture: how much there is to see in it. Black, white and
// fogged ones score low.
func telling(path string) (float64, error) {
	r, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	defer r.Close()
	img, _, err := image.Decode(r)
	if err != nil {
		return 0, err
	}
	luma := func(x, y int) float64 {
		r, g, b, _ := img.At(x, y).RGBA()
		return (0.299*float64(r) + 0.587*float64(g) + 0.114*float64(b)) / 257
	}
	if y, ok := img.(*image.YCbCr); ok {
		luma = func(x, yy int) float64 { return float64(y.Y[y.YOffset(x, yy)]) }
	}
	b := img.Bounds()
	step := max(1, min(b.Dx(), b.Dy())/64)
	var n, sum, squares float64
	for y := b.Min.Y; y < b.Max.Y; y += step {
		for x := b.Min.X; x < b.Max.X; x += step {
			v := luma(x, y)
			n, sum, squares = n+1, sum+v, squares+v*v
		}
	}
	mean := sum / n
	spread := math.Sqrt(max(0, squares/n-mean*mean))
	// The middle of the scale is worth most, its ends next to nothing.
	light := min(1, max(0.05, (mean-12)/40)) * min(1, max(0.05, (248-mean)/40))
	return (spread + 1) * light, nil
}
