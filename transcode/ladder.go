package transcode

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"os"
	"regexp"
	"slices"
	"strings"
	"time"

	ffmpeg "github.com/u2takey/ffmpeg-go"
	"golang.org/x/sync/errgroup"

	"fieldstory/story"
)

// Ladder encodes a stretch of every rung a clip deserves, see [NewPlan], with
// one decode, into dir, and the sound once. progress is told a share of 0 to 1,
// rising. grow is offered the segments that have closed, at most once a second,
// while the rest is made; see [story.Grow]. Either may be nil = it is not
// wanted.
func (t *Transcoder) Ladder(ctx context.Context, dir, file string, f *story.Facts, st story.Stretch, progress func(float64), grow story.Grow) (story.Made, error) {
	if st.Early != nil {
		f = shortened(f, st.Early.Seconds)
	}
	p := t.plan(f)
	if st.Early != nil {
		p = p.thin()
	}
	if err := p.continues(st.Heads); err != nil {
		return story.Made{}, err
	}
	switch {
	case indexed(f):
	case st.Early != nil:
		t.hearBeginning(ctx, dir, file, f)
	default:
		t.Hear(ctx, dir, file, f)
	}
	return t.withChip(ctx, grow, func(e Encoder, grow story.Grow) (story.Made, error) {
		return t.ladder(ctx, dir, file, e, p, st, progress, grow)
	})
}

// shortened is what is known of a clip as if it ended after so many seconds.
func shortened(f *story.Facts, seconds float64) *story.Facts {
	short := *f
	short.Duration = min(seconds, f.Duration)
	short.Video.Duration = short.Duration
	if f.Audio != nil {
		sound := *f.Audio
		short.Audio = &sound
	}
	return &short
}

func (t *Transcoder) ladder(ctx context.Context, dir, file string, e Encoder, p Plan, st story.Stretch, progress func(float64), grow story.Grow) (made story.Made, err error) {
	defer story.Wrap(&err, "Ladder(%s)", file)
	if progress == nil {
		progress = func(float64) {}
	}
	tries := prerolls
	if !indexed(p.facts) {
		tries = prerolls[len(prerolls)-1:]
	}
	for _, preroll := range tries {
		if made, err = t.stretch(ctx, dir, file, e, p, st, preroll, progress, grow); !errors.Is(err, errLate) {
			return made, err
		}
	}
	return made, err
}

// stretch is one try at a stretch. It gives errLate where reading began too
// late, before anything was offered to grow.
func (t *Transcoder) stretch(ctx context.Context, dir, file string, e Encoder, p Plan, st story.Stretch, preroll float64, progress func(float64), grow story.Grow) (story.Made, error) {
	span := p.spanOf(st)
	// What an earlier try left would be read before ffmpeg writes it anew.
	var stale []string
	for _, r := range p.Rungs {
		stale = append(stale, outputOf(st.Early, r.Name))
	}
	if !st.Sound {
		stale = append(stale, soundOf(st.Early))
	}
	for _, file := range stale {
		if err := os.RemoveAll(inDir(dir, file)); err != nil {
			return story.Made{}, err
		}
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	l := newLoom(t, dir, p, st)
	end := l.follow(ctx, cancel, grow)
	made, err := t.encode(ctx, dir, file, e, p, st, preroll, l, func(s float64) { progress(min(1, s/max(p.seconds(span), 0.001))) })
	if late := end(err == nil); errors.Is(late, errLate) || err == nil {
		err = late
	}
	if err != nil || st.Early != nil || !st.All(p.segments()) {
		made.Segments = l.closedSegments()
		return made, err
	}
	made.Rungs, made.Segments, err = t.whole(dir, p)
	return made, err
}

// encode runs ffmpeg: once for pictures and once for sound, side by side,
// which does not cost more and keeps what waits for the one from waiting for
// the other. Where a file's times break off and begin anew, one run does both,
// so that both are mended alike.
func (t *Transcoder) encode(ctx context.Context, dir, file string, e Encoder, p Plan, st story.Stretch, preroll float64, l *loom, progress func(float64)) (made story.Made, err error) {
	span := p.spanOf(st)
	apart := indexed(p.facts)
	sound := p.Audio && !st.Sound
	run := func(ctx context.Context, e Encoder, args []string, rate, nice int, progress func(float64), pipes ...io.Writer) error {
		err := t.run(ctx, command{
			program: t.cfg.FFmpeg, args: args, dir: dir, wall: ladderBound(p.facts), output: outputBound(p.facts, rate), progress: progress, pipes: pipes, encoder: e, nice: nice,
		})
		if err != nil && e != X264 && ctx.Err() == nil {
			return fmt.Errorf("%w: %w", errChip, err)
		}
		return theirs(err, errBroken)
	}
	nice := yielding
	switch {
	case st.Early != nil:
		nice = awaitedYielding
	case st.Idle:
		nice = idleYielding
	}
	eyes := newWatcher(p, span)
	pipes := []io.Writer{eyes}
	var ears *listener
	if sound {
		ears = newListener(p.facts.Audio)
	}
	if sound && !apart {
		pipes = append(pipes, ears)
	}
	both, ctx := errgroup.WithContext(ctx)
	both.Go(func() error {
		return run(ctx, e, t.ladderArgs(file, e, p, st, preroll, sound && !apart), p.Rungs[0].Cap, nice, progress, pipes...)
	})
	if sound && apart {
		both.Go(func() error {
			// How loud it is: pictures need not wait for that.
			if st.Early != nil {
				t.hearBeginning(ctx, dir, file, p.facts)
			} else {
				t.Hear(ctx, dir, file, p.facts)
			}
			err := run(ctx, X264, t.soundArgs(file, p, st.Early), 0, nice, func(float64) {}, ears)
			if err == nil {
				l.soundEnded.Store(true)
			}
			return err
		})
	}
	err = both.Wait()
	made.Seen = pack(eyes.glances)
	if ears != nil {
		ears.close()
		made.Heard = pack(ears.moments)
	}
	return made, err
}

// whole completes every rung of a ladder that was made in one stretch.
func (t *Transcoder) whole(dir string, p Plan) (rungs []story.Rendered, segments int, err error) {
	l := newLoom(t, dir, p, story.Stretch{})
	defer l.close()
	l.soundEnded.Store(true)
	if err := l.look(true); err != nil {
		return nil, 0, err
	}
	for _, g := range l.rungs {
		if g.read == 0 && g.Kind == story.KindAudio {
			continue
		}
		o, err := g.output(dir)
		if err != nil {
			return nil, 0, err
		}
		rungs = append(rungs, o.rendered())
	}
	return rungs, l.closedSegments(), nil
}

// ladderBound is generous: it is there for what never ends, while the stall
// watch catches what hangs.
func ladderBound(f *story.Facts) time.Duration {
	return 10*time.Minute + time.Duration(f.Duration*60)*time.Second
}

// outputBound is what one rung may weigh: its cap, with sound, twice over.
func outputBound(f *story.Facts, rate int) int64 {
	return int64(2*f.Duration*float64(rate+audioRate)/8) + 256<<20
}

// ladderArgs are ffmpeg's arguments for a stretch of a plan's pictures, with the
// sound of the whole where sound is set: a pure function, kept under golden
// files.
func (t *Transcoder) ladderArgs(file string, e Encoder, p Plan, st story.Stretch, preroll float64, sound bool) []string {
	f, top, span := p.facts, p.Rungs[0], p.spanOf(st)
	in := ffmpeg.Input(fileURL(file), ffmpeg.KwArgs{})
	base := filter(in.Get(fmt.Sprint(f.Video.Index)), pictures(f, onGrid(f, top, span), top.Width, top.Height, st.Early != nil)...)
	branch := func(int) *ffmpeg.Stream { return base }
	if len(p.Rungs) > 1 {
		split := base.Split()
		branch = func(i int) *ffmpeg.Stream { return split.Get(fmt.Sprintf("%03d", i)) }
	}
	watched := p.watched()
	var looks *ffmpeg.Stream
	var streams []*ffmpeg.Stream
	var slaves []string
	with := t.cfg.codingOf(e)
	out := ffmpeg.KwArgs{
		"colorspace": "bt709", "color_primaries": "bt709", "color_trc": "bt709", "color_range": "tv",
		"map_metadata": "-1", "map_chapters": "-1", "f": "tee",
		"max_muxing_queue_size": 4096,
	}
	maps.Copy(out, with.every)
	if st.Early != nil {
		maps.Copy(out, hurried(e))
	}
	if t.cfg.Threads > 0 {
		out["threads"] = t.cfg.Threads
	}
	for i, r := range p.Rungs {
		s := branch(i)
		if r.Rate != top.Rate {
			s = filter(s, fmt.Sprintf("fps=fps=%s:start_time=0:eof_action=pass", r.Rate))
			if n := frameCount(f, r.Rate); n > 0 {
				s = filter(s, fmt.Sprintf("trim=end_frame=%d", min(n, r.frame(span.End))-r.frame(span.First)))
			}
		}
		s = filter(s, resize(&f.Video, r.Width, r.Height)...)
		if i == watched.rung {
			both := s.Split()
			s, looks = both.Get("000"), filter(both.Get("001"), fmt.Sprintf("framestep=%d", watched.step), "extractplanes=y")
		}
		streams = append(streams, filter(s, with.filters...))
		for key, value := range with.rung(r) {
			out[fmt.Sprintf("%s:v:%d", key, i)] = value
		}
		if span.First == 0 {
			out[fmt.Sprintf("force_key_frames:v:%d", i)] = fmt.Sprintf("expr:eq(n,%d)", r.FirstGOP)
		}
		slaves = append(slaves, slave(fmt.Sprintf("v:%d", i), outputOf(st.Early, r.Name), "+frag_keyframe", ""))
	}
	var heard *ffmpeg.Stream
	if sound {
		var encoded *ffmpeg.Stream
		encoded, heard = sounds(in, f, top.Rate)
		streams = append(streams, encoded)
		maps.Copy(out, aac)
		slaves = append(slaves, slave("a", soundOf(st.Early), "", soundFragments))
	}
	outputs := []*ffmpeg.Stream{ffmpeg.Output(streams, strings.Join(slaves, "|"), out), looking(looks)}
	if heard != nil {
		outputs = append(outputs, listening(heard, 4))
	}
	if st.Early != nil {
		outputs = append(outputs, glimpsing(in.Get(fmt.Sprint(f.Video.Index)), f))
	}
	input := slices.Concat(with.before, from(p, span, preroll), ontoGrid(f, top.Rate), noMoreThan(st.Early))
	return t.ffmpegArgs(input, ffmpeg.MergeOutputs(outputs...))
}

// looking hands pictures to a [watcher].
func looking(s *ffmpeg.Stream) *ffmpeg.Stream {
	return ffmpeg.Output([]*ffmpeg.Stream{s}, "pipe:3", ffmpeg.KwArgs{"f": "rawvideo", "c:v": "rawvideo", "fps_mode": "passthrough"})
}

// listening hands sound to a [listener].
func listening(s *ffmpeg.Stream, pipe int) *ffmpeg.Stream {
	return ffmpeg.Output([]*ffmpeg.Stream{s}, fmt.Sprintf("pipe:%d", pipe), ffmpeg.KwArgs{"f": "s16le", "c:a": "pcm_s16le", "bsf:a": onlyOnward})
}

// sounds gives the sound twice: as it will be encoded, and as it came.
func sounds(in *ffmpeg.Stream, f *story.Facts, rate Rate) (encoded, heard *ffmpeg.Stream) {
	both := filter(in.Get(fmt.Sprint(f.Audio.Index)), twoChannels...).ASplit()
	return filter(both.Get("0"), sound48(f, rate)...), filter(both.Get("1"), "aformat=sample_fmts=s16")
}

// noMoreThan keeps ffmpeg from reading what has not come yet.
func noMoreThan(early *story.Early) []string {
	if early == nil {
		return nil
	}
	return []string{"-t", fmt.Sprintf("%.3f", early.Seconds)}
}

// soundArgs are ffmpeg's arguments for the sound alone, all of it or what is there.
func (t *Transcoder) soundArgs(file string, p Plan, early *story.Early) []string {
	f, top := p.facts, p.Rungs[0]
	in := ffmpeg.Input(fileURL(file), ffmpeg.KwArgs{})
	out := ffmpeg.KwArgs{
		"map_metadata": "-1", "map_chapters": "-1", "f": "mp4", "flush_packets": 1,
		"movflags": fragmented, "frag_duration": soundFragment,
	}
	maps.Copy(out, aac)
	encoded, heard := sounds(in, f, top.Rate)
	input := slices.Concat(soundOnly, ontoGrid(f, top.Rate), noMoreThan(early))
	return t.ffmpegArgs(input, ffmpeg.MergeOutputs(ffmpeg.Output([]*ffmpeg.Stream{encoded}, soundOf(early), out), listening(heard, 3)))
}

// ontoGrid moves pictures and sound alike by less than half a picture, so that
// the first picture falls on the grid of the constant rate. Moving the
// pictures alone, as fps does, would part them from the sound.
func ontoGrid(f *story.Facts, rate Rate) []string {
	at := f.Video.Start * rate.Float()
	off := (at - math.Round(at)) / rate.Float()
	if math.Abs(off) < 0.001 {
		return nil
	}
	return []string{"-itsoffset", fmt.Sprintf("%.6f", -off)}
}

// ffmpegArgs puts before a graph what every run begins with. ffmpeg turns
// pictures by itself unless told not to; we do it, for old versions forget to
// mirror. It also begins the graph anew where pictures change their size, as
// browsers' recordings do, and so counts from the beginning again in the middle;
// our filters bear the change.
func (t *Transcoder) ffmpegArgs(input []string, graph *ffmpeg.Stream) []string {
	args := append(t.ffmpegArgsHead(), input...)
	for _, arg := range graph.GetArgs() {
		if args[len(args)-1] != "-filter_complex" {
			args = append(args, arg)
			continue
		}
		for i, g := range unconnected(arg) {
			if i > 0 {
				args = append(args, "-filter_complex")
			}
			args = append(args, g)
		}
	}
	return args
}

// label is what ties the chains of a filter graph together.
var label = regexp.MustCompile(`\[[^][]+\]`)

// unconnected parts a filter graph into those that share nothing, so that pictures
// do not begin anew where sound changes.
func unconnected(graph string) []string {
	var parts []string
	for chain := range strings.SplitSeq(graph, ";") {
		joined := chain
		parts = slices.DeleteFunc(parts, func(part string) bool {
			tied := slices.ContainsFunc(label.FindAllString(chain, -1), func(l string) bool { return strings.Contains(part, l) })
			if tied {
				joined = part + ";" + joined
			}
			return tied
		})
		parts = append(parts, joined)
	}
	return parts
}

func (t *Transcoder) ffmpegArgsHead() []string {
	args := []string{"-v", "error", "-hide_banner", "-nostdin", "-y", "-progress", "pipe:1", "-stats_period", "0.5", "-noautorotate", "-reinit_filter:v", "0"}
	return append(args, t.inputArgs(1)...)
}

// onlyOnward drops packets of sound from before the beginning, and those that
// come again: where sound changes from stereo to surround, ffmpeg begins the
// graph anew, and that fills with silence what was heard already.
const onlyOnward = `noise=drop=if(lt(pts\,ld(0))\,1\,st(0\,pts+duration)*0)`

// aac encodes the sound once, for all rungs. AAC begins with a packet that
// only primes the decoder, at a negative time; players differ by 21 ms in what
// they make of it in fragmented files, so it is left out. It costs a fade-in of
// the first 21 ms.
var aac = ffmpeg.KwArgs{
	"c:a": "aac", "aac_coder": "fast", "b:a": audioRate, "ar": soundRate, "ac": 2, "flags:a": "+global_header",
	"bsf:a": onlyOnward,
}

// soundFragment is how often what is encoded of the sound is handed over, in
// microseconds: segments of pictures wait for theirs.
const soundFragment = 250_000

var soundFragments = fmt.Sprintf(":frag_duration=%d", soundFragment)

// fragmented is how every output is written: one fragment a group of pictures,
// so that a fragment is an HLS segment and the file still plays from its
// start to its end as plain MP4. delay_moov lets the muxer write the edit list
// that takes back the delay of B-frames; the other way, negative_cts_offsets,
// is misread by ffmpeg's own demuxer (5.1), and so by Chromium's, as pictures
// that come two frames late.
const fragmented = "+delay_moov+default_base_moof+skip_trailer"

// slave is one output of ffmpeg's tee: some of the streams, one file.
// Fragments are flushed as they close, or small ones would wait in ffmpeg's
// buffer for the next.
func slave(streams, file, flags, more string) string {
	return fmt.Sprintf(`[select=\'%s\':f=mp4:flush_packets=1:movflags=%s%s%s]%s`, streams, flags, fragmented, more, file)
}

func outputFile(name string) string { return name + ".mp4" }

// outputOf is where the pictures of a rung lie: a beginning is made beside the whole.
func outputOf(early *story.Early, name string) string {
	if early != nil {
		name = "early-" + name
	}
	return outputFile(name)
}
