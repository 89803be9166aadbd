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
// so that it is there before anything else. It gives the file's path.
func (t *Transcoder) Poster(ctx context.Context, dir, file string, f *story.Facts) (_ string, err error) {
	defer story.Wrap(&err, "Poster(%s)", file)
	err = t.picture(ctx, dir, t.posterArgs(file, f, true), f, 0)
	if _, statErr := os.Stat(inDir(dir, candidate(1))); err != nil || statErr != nil {
		// No keyframe could be read; any frame will do.
		if ctx.Err() != nil {
			return "", err
		}
		if err = t.picture(ctx, dir, t.posterArgs(file, f, false), f, 0); err != nil {
			return "", err
		}
	}
	best, _ := chosen(dir)
	if best == "" {
		return "", errDamaged
	}
	return best, nil
}

// Glimpsed gives the best picture that was seen so far of a beginning that is made alone,
// "" = there is none yet. It costs no more than looking: what is decoded is decoded for
// the beginning. telling tells that there is something to see in it.
func (t *Transcoder) Glimpsed(dir string) (path string, telling bool) {
	path, score := chosen(dir)
	return path, score >= tellingEnough
}

// tellingEnough is what few pictures stay under that are not black, white or fogged.
const tellingEnough = 10

// chosen gives the best of the candidates that are there.
func chosen(dir string) (best string, bestScore float64) {
	bestScore = -1
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
	return best, bestScore
}

func candidate(i int) string { return fmt.Sprintf("poster-%d.jpg", i) }

func (t *Transcoder) posterArgs(file string, f *story.Facts, keyframes bool) []string {
	in := ffmpeg.Input(fileURL(file), ffmpeg.KwArgs{})
	return t.ffmpegArgs(keyframesOnly(keyframes), posterOf(in.Get(fmt.Sprint(f.Video.Index)), f))
}

// posterOf makes the candidates for a poster.
func posterOf(s *ffmpeg.Stream, f *story.Facts) *ffmpeg.Stream {
	width, height := rungSize(f.Width, f.Height, min(posterShort, f.Width, f.Height))
	s = filter(s, pictures(f, nil, width, height, true)...)
	s = filter(s, still(&f.Video, width, height)...)
	return ffmpeg.Output([]*ffmpeg.Stream{s}, "poster-%d.jpg", ffmpeg.KwArgs{
		"f": "image2", "c:v": "mjpeg", "q:v": 3, "frames:v": candidates, "fps_mode": "passthrough", "map_metadata": "-1", "atomic_writing": 1,
		"threads": 1, // or the first would wait for the second
	})
}

// glimpsing is posterOf beside a beginning that is made alone.
func glimpsing(s *ffmpeg.Stream, f *story.Facts) *ffmpeg.Stream {
	return posterOf(filter(s, "select=key+not(n)"), f)
}

func keyframesOnly(yes bool) []string {
	if yes {
		return []string{"-skip_frame", "nokey"}
	}
	return nil
}

// picture makes what stands still. nice is for what takes so long that what is watched
// meanwhile goes first.
func (t *Transcoder) picture(ctx context.Context, dir string, args []string, f *story.Facts, nice int) error {
	err := t.run(ctx, command{
		program: t.cfg.FFmpeg, args: args, dir: dir, nice: nice,
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
