package transcode

import (
	"context"
	"errors"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"fieldstory/story"
)

const (
	loudnessTarget = -16.0 // LUFS, integrated: what phones and platforms play at
	// peakCeiling is where the limiter stands, dBTP. What goes out stays under
	// −1; AAC at 128 kbit/s overshoots by what lies between.
	peakCeiling = -3.0
	// loudestGain is the most that quiet sound is raised, decibels. More of it
	// would raise the noise of the room to that of a voice.
	loudestGain = 26.0
	// mostMakeup bounds what is given back of what limiting takes, decibels.
	mostMakeup = 6.0
	// Below silence there is nobody to be heard; from hushed down to it the gain
	// fades away, LUFS.
	silence, hushed = -50.0, -42.0
	// Sound is measured whole up to so many seconds. Longer clips are heard in
	// windows spread over them: nobody is to wait for an hour to be listened to.
	heardWhole    = 60.0
	windows       = 20
	windowSeconds = 3.0
)

// Hear measures how loud a clip is, into the facts of its sound, where that was
// not done yet: of most clips [Transcoder.Inspect] leaves it to whoever makes the
// sound. What cannot be measured is left as it is.
func (t *Transcoder) Hear(ctx context.Context, dir, file string, f *story.Facts) {
	if f.Audio != nil && !measured(f.Audio) {
		t.listen(ctx, dir, file, f.Audio, f.Duration, false)
	}
}

// hearBeginning is Hear for what is heard once more with the whole: a limiter may take
// some of it away.
func (t *Transcoder) hearBeginning(ctx context.Context, dir, file string, f *story.Facts) {
	if f.Audio != nil && !measured(f.Audio) {
		t.listen(ctx, dir, file, f.Audio, f.Duration, true)
	}
}

// hear begins to measure beside the inspection where pictures wait for it, because
// one run makes them and the sound; the returned function waits for its end.
func (t *Transcoder) hear(ctx context.Context, dir, file string, f *story.Facts) (wait func()) {
	if indexed(f) || f.Audio == nil {
		return func() {}
	}
	done := make(chan struct{})
	seconds := f.Duration
	go func() {
		defer close(done)
		t.listen(ctx, dir, file, f.Audio, seconds, false)
	}()
	return func() { <-done }
}

func measured(a *story.AudioFacts) bool { return a.Loudness != 0 || a.Peak != 0 }

// listen measures how loud a clip is as it will be played: in two channels. It
// leaves the facts alone where that cannot be told.
// seconds is how long the clip is, 0 = not known yet. roughly leaves out what takes a
// second look.
func (t *Transcoder) listen(ctx context.Context, dir, file string, a *story.AudioFacts, seconds float64, roughly bool) {
	heard, err := t.loudness(ctx, dir, t.listenArgs(file, a.Index, seconds, nil))
	if err == nil {
		a.Loudness, a.Peak = heard.loudness, heard.peak
		if gainOf(a)+a.Peak > peakCeiling+3 && !roughly {
			err = t.makeUp(ctx, dir, file, a, seconds)
		}
	}
	if err != nil && ctx.Err() == nil {
		t.log.WarnContext(ctx, "could not hear how loud it is; the sound stays as it came", "error", err)
	}
}

// makeUp finds what a limiter with much to do takes away, by listening behind
// it, and gives it back beforehand as far as that helps: where little but
// slams and claps is loud, it would only raise what lies between.
func (t *Transcoder) makeUp(ctx context.Context, dir, file string, a *story.AudioFacts, seconds float64) error {
	want := a.Loudness + gainOf(a)
	missing := func(makeup float64) (float64, error) {
		tried := *a
		tried.Makeup = makeup
		got, err := t.loudness(ctx, dir, t.listenArgs(file, a.Index, seconds, leveled(&tried)))
		return want - got.loudness, err
	}
	without, err := missing(0)
	if err != nil || without < 0.4 {
		return err
	}
	// What is given back is limited again.
	makeup := min(1.4*without, mostMakeup)
	with, err := missing(makeup)
	if err == nil && math.Abs(with) < without {
		a.Makeup = makeup
	}
	return err
}

// listenArgs are ffmpeg's arguments for one measurement, with more filters on
// the way to it.
func (t *Transcoder) listenArgs(file string, stream int, seconds float64, more []string) []string {
	args := []string{"-v", "info", "-hide_banner", "-nostdin", "-nostats"}
	open := func(options ...string) {
		args = slices.Concat(args, t.inputArgs(1), soundOnly, options)
		args = append(args, "-vn", "-sn", "-dn", "-i", fileURL(file))
	}
	chain := strings.Join(slices.Concat([]string{"aresample=48000", "aformat=sample_fmts=fltp:channel_layouts=stereo"}, more), ",")
	measure := chain + ",ebur128=peak=true:framelog=verbose"
	if seconds > heardWhole {
		var graph, joined strings.Builder
		for i := range windows {
			at := (float64(i)+0.5)*seconds/windows - windowSeconds/2
			open("-ss", fmt.Sprintf("%.3f", at), "-t", fmt.Sprint(windowSeconds))
			fmt.Fprintf(&graph, "[%d:%d]aresample=48000,aformat=sample_fmts=fltp:channel_layouts=stereo[w%d];", i, stream, i)
			fmt.Fprintf(&joined, "[w%d]", i)
		}
		measure = fmt.Sprintf("%s%sconcat=n=%d:v=0:a=1,%s", &graph, &joined, windows, measure)
	} else {
		open("-t", fmt.Sprint(listened(seconds)))
		measure = fmt.Sprintf("[0:%d]%s", stream, measure)
	}
	return append(args, "-filter_complex", measure, "-f", "null", "-")
}

// listened is how much of a short clip is heard: as much as it says it has, and a
// second more, for headers are not exact.
func listened(seconds float64) float64 {
	if seconds <= 0 {
		return heardWhole
	}
	return min(heardWhole, math.Ceil(seconds)+1)
}

// loudness is what EBU R 128 makes of a clip.
type loudness struct {
	loudness float64 // LUFS, integrated; −70 = nothing to be heard
	peak     float64 // dBTP
}

var (
	loudnessLine = regexp.MustCompile(`(?m)^ +I: +(-?[\d.]+|-inf|nan) LUFS`)
	peakLine     = regexp.MustCompile(`(?m)^ +Peak: +(-?[\d.]+|-inf|nan) dBFS`)
)

func (t *Transcoder) loudness(ctx context.Context, dir string, args []string) (loudness, error) {
	report, err := t.runTail(ctx, command{program: t.cfg.FFmpeg, args: args, dir: dir, wall: time.Minute})
	if err != nil {
		return loudness{}, err
	}
	return readLoudness(report)
}

// readLoudness reads the summary that the ebur128 filter ends with.
func readLoudness(report string) (l loudness, err error) {
	value := func(line *regexp.Regexp) float64 {
		all := line.FindAllStringSubmatch(report, -1)
		if len(all) == 0 {
			err = errors.New("the report holds no loudness")
			return 0
		}
		v, _ := strconv.ParseFloat(all[len(all)-1][1], 64)
		if math.IsNaN(v) {
			return -70
		}
		return max(v, -70)
	}
	return loudness{value(loudnessLine), value(peakLine)}, err
}

// gainOf is by how much the sound is raised or lowered, decibels.
func gainOf(a *story.AudioFacts) float64 {
	if !measured(a) || a.Loudness <= silence {
		return 0
	}
	most := loudestGain * min(1, (a.Loudness-silence)/(hushed-silence))
	return min(most, loudnessTarget-a.Loudness)
}

// leveled are the filters that bring sound to the one loudness: a constant
// gain, so that what was quiet beside what was loud stays so, and where peaks
// would go over, a limiter. It works at four times the rate to see what lies
// between the samples.
func leveled(a *story.AudioFacts) []string {
	gain := gainOf(a)
	var chain []string
	if gain+a.Makeup != 0 {
		chain = append(chain, fmt.Sprintf("volume=%.2fdB", gain+a.Makeup))
	}
	if !measured(a) || a.Peak+gain > peakCeiling {
		chain = append(chain, "aresample=192000",
			fmt.Sprintf("alimiter=level=disabled:limit=%.4f:attack=5:release=50:latency=true", math.Pow(10, peakCeiling/20)), "aresample=48000")
	}
	return chain
}
