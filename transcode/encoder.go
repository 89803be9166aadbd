package transcode

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"sync/atomic"
	"time"

	ffmpeg "github.com/u2takey/ffmpeg-go"

	"fieldstory/story"
)

// Encoder names what makes the pictures of a ladder: x264, or a chip that is
// quicker and needs more bytes for the same picture.
type Encoder string

const (
	X264         Encoder = "x264"
	VAAPI        Encoder = "vaapi"        // Intel and AMD, on Linux
	NVENC        Encoder = "nvenc"        // NVIDIA
	VideoToolbox Encoder = "videotoolbox" // Apple
)

// quick is the preset of x264 that most machines keep up with.
const quick = "veryfast"

// Encoders are all of them.
var Encoders = []Encoder{X264, VAAPI, NVENC, VideoToolbox}

// coding is what an encoder adds to ffmpeg's arguments.
type coding struct {
	before  []string                        // the input: opens the device
	filters []string                        // of every rung: bring pictures onto the device
	every   ffmpeg.KwArgs                   // rung
	rung    func(PlannedRung) ffmpeg.KwArgs // by option, without its stream
}

// codingOf gives the arguments of the encoder. All make closed groups that
// begin where they are told to, so that the rungs switch at the same instants.
func (c Config) codingOf(e Encoder) coding {
	switch e {
	case VAAPI:
		// Constant quality with a cap (QVBR) is Intel's alone, so the rate is
		// variable about a middle that x264 would seldom exceed.
		return coding{
			before:  []string{"-init_hw_device", "vaapi=chip:" + c.Device, "-filter_hw_device", "chip"},
			filters: []string{"format=nv12", "hwupload"},
			every:   ffmpeg.KwArgs{"c:v": "h264_vaapi", "profile:v": "high", "idr_interval:v": 0, "rc_mode:v": "VBR", "flags:v": "+cgop+global_header"},
			rung:    about,
		}
	case NVENC:
		return coding{
			every: ffmpeg.KwArgs{"c:v": "h264_nvenc", "preset": "p4", "tune": "hq", "profile:v": "high", "rc:v": "vbr", "b:v": 0,
				"no-scenecut:v": 1, "forced-idr:v": 1, "strict_gop:v": 1, "spatial-aq:v": 1, "flags:v": "+cgop+global_header"},
			rung: func(r PlannedRung) ffmpeg.KwArgs {
				// Its scale of quality lies about three above x264's.
				return ffmpeg.KwArgs{"cq": r.CRF + 3, "maxrate": r.Cap, "bufsize": 2 * r.Cap, "g": r.GOP}
			},
		}
	case VideoToolbox:
		// Constant quality is there on Apple's own chips only.
		return coding{
			every: ffmpeg.KwArgs{"c:v": "h264_videotoolbox", "profile:v": "high", "allow_sw:v": 1, "flags:v": "+cgop+global_header"},
			rung:  about,
		}
	}
	every := ffmpeg.KwArgs{"c:v": "libx264", "preset": c.Preset, "profile:v": "high", "sc_threshold:v": 0, "flags:v": "+cgop+global_header"}
	if c.Preset == quick {
		// What the next slower preset gains most by, at a twentieth of what it
		// costs: 4 to 18 % fewer bytes that look the same (SSIM, 1080p and 480p
		// of a phone, 800x332 of cinema). Looking further ahead gains nothing more
		// in groups of two seconds, and more B-frames lose.
		maps.Copy(every, ffmpeg.KwArgs{"rc-lookahead:v": 20, "trellis:v": 1, "aq-mode:v": 2})
	}
	return coding{
		every: every,
		rung: func(r PlannedRung) ffmpeg.KwArgs {
			return ffmpeg.KwArgs{"crf": r.CRF, "maxrate": r.Cap, "bufsize": 2 * r.Cap, "g": r.GOP, "keyint_min": r.GOP}
		},
	}
}

// hurried is what x264 does otherwise for a beginning, which is made again with the whole:
// it looks ahead at no picture and holds none back, but makes the same profile, for players
// take that from what they read first.
func hurried(e Encoder) ffmpeg.KwArgs {
	if e != X264 {
		return nil
	}
	return ffmpeg.KwArgs{"preset": "ultrafast", "threads": 1, "rc-lookahead:v": 0, "trellis:v": 0, "x264-params:v": "cabac=1:8x8dct=1:deblock=0,0"}
}

// about is for encoders that know no constant quality.
func about(r PlannedRung) ffmpeg.KwArgs {
	return ffmpeg.KwArgs{"b": r.Cap * 3 / 5, "maxrate": r.Cap, "bufsize": 2 * r.Cap, "g": r.GOP}
}

// chip is the encoder of the settings, as far as it can be relied on.
type chip struct {
	encoder Encoder
	restsTo atomic.Int64 // Unix time until which x264 stands in
}

// restFor is how long x264 stands in after a chip failed in the middle of a clip.
const restFor = 10 * time.Minute

func (c *chip) now() Encoder {
	if c.encoder == "" || time.Now().Unix() < c.restsTo.Load() {
		return X264
	}
	return c.encoder
}

func (c *chip) rest() { c.restsTo.Store(time.Now().Add(restFor).Unix()) }

// errChip is a failure of the encoder, or of a file that it cannot do: x264
// will tell which.
var errChip = errors.New("the hardware encoder failed")

// Try has an encoder encode a second of nothing. nil = it works here.
func (t *Transcoder) Try(ctx context.Context, dir string, e Encoder) (err error) {
	defer story.Wrap(&err, "Try(%s)", e)
	c := t.cfg.codingOf(e)
	out := ffmpeg.KwArgs{"f": "null"}
	for _, more := range []ffmpeg.KwArgs{c.every, c.rung(PlannedRung{CRF: 23, Cap: 1_000_000, GOP: 50})} {
		for k, v := range more {
			out[k] = v
		}
	}
	in := ffmpeg.Input("testsrc2=s=640x360:r=25:d=1", ffmpeg.KwArgs{"f": "lavfi"})
	args := append([]string{"-v", "error", "-hide_banner", "-nostdin", "-y"}, c.before...)
	args = append(args, ffmpeg.Output([]*ffmpeg.Stream{filter(in, append([]string{"format=yuv420p"}, c.filters...)...)}, "-", out).GetArgs()...)
	return t.run(ctx, command{program: t.cfg.FFmpeg, args: args, dir: dir, wall: 30 * time.Second, encoder: e})
}

// choose tries the chip of the settings once, when the program starts.
func (t *Transcoder) choose(ctx context.Context, dir string) error {
	e := t.cfg.Encoder
	if e == "" || e == X264 {
		return nil
	}
	if err := t.Try(ctx, dir, e); err != nil {
		if ctx.Err() != nil {
			return err
		}
		t.log.WarnContext(ctx, "the hardware encoder does not work here; x264 makes the ladders until the next start", "encoder", e, "cause", err)
		return nil
	}
	t.chip.encoder = e
	return nil
}

// withChip makes a ladder with the chip, if there is one, and with x264 where
// it fails before anything was offered to grow. Later a making cannot change
// its encoder: that try fails, and the next is x264's.
func (t *Transcoder) withChip(ctx context.Context, grow story.Grow, try func(Encoder, story.Grow) (story.Made, error)) (story.Made, error) {
	e := t.chip.now()
	if e == X264 {
		return try(X264, grow)
	}
	var offered atomic.Bool
	watched := grow
	if grow != nil {
		watched = func(ctx context.Context, list []story.Grown, ended bool) (bool, error) {
			offered.Store(true)
			return grow(ctx, list, ended)
		}
	}
	made, err := try(e, watched)
	if err == nil || !errors.Is(err, errChip) || ctx.Err() != nil {
		return made, err
	}
	if offered.Load() {
		t.chip.rest()
		return made, fmt.Errorf("the next try is x264's: %w", err)
	}
	t.log.WarnContext(ctx, "the hardware encoder fails on a clip; x264 makes it", "encoder", e, "cause", err)
	return try(X264, grow)
}
