package transcode

import (
	"context"
	"fmt"
	"maps"
	"math"
	"strings"
	"time"

	ffmpeg "github.com/u2takey/ffmpeg-go"

	"fieldstory/story"
)

// Ladder encodes every rung a clip deserves, see [NewPlan], with one ffmpeg and
// one decode, into dir. progress is told a share of 0 to 1, rising. grown is
// given the segments that have closed, at most once a second, while the rest is
// made; where it fails it is given them again later, and the ladder goes on.
// Either may be nil = it is not wanted.
func (t *Transcoder) Ladder(ctx context.Context, dir, file string, f *story.Facts, progress func(float64), grown func(context.Context, []story.Grown) error) ([]story.Rendered, error) {
	t.Hear(ctx, dir, file, f)
	return t.ladder(ctx, dir, file, NewPlan(f), progress, grown)
}

func (t *Transcoder) ladder(ctx context.Context, dir, file string, p Plan, progress func(float64), grown func(context.Context, []story.Grown) error) (_ []story.Rendered, err error) {
	defer story.Wrap(&err, "Ladder(%s)", file)
	f := p.facts
	if progress == nil {
		progress = func(float64) {}
	}
	end := t.follow(ctx, dir, p, grown)
	err = t.run(ctx, command{
		program: t.cfg.FFmpeg, args: t.ladderArgs(file, p), dir: dir,
		wall: ladderBound(f), output: outputBound(f, p.Rungs[0].Cap),
		progress: func(s float64) { progress(min(1, s/max(f.Duration, 0.001))) },
	})
	end(err == nil)
	if err != nil {
		return nil, theirs(err, errBroken)
	}
	var outs []story.Rendered
	for _, r := range p.Rungs {
		o, err := finishOutput(dir, r.rendition())
		if err != nil {
			return nil, err
		}
		outs = append(outs, o.rendered())
	}
	if p.Audio {
		o, err := finishOutput(dir, story.Rendition{Name: "audio", Kind: story.KindAudio})
		if err != nil {
			return nil, err
		}
		if len(o.Index.Segments) > 0 {
			outs = append(outs, o.rendered())
		}
	}
	return outs, nil
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

// ladderArgs are ffmpeg's arguments for a plan: a pure function, kept under
// golden files.
func (t *Transcoder) ladderArgs(file string, p Plan) []string {
	f, top := p.facts, p.Rungs[0]
	in := ffmpeg.Input(fileURL(file), ffmpeg.KwArgs{})
	base := filter(in.Get(fmt.Sprint(f.Video.Index)), pictures(f, top.Rate, top.Width, top.Height)...)
	branch := func(int) *ffmpeg.Stream { return base }
	if len(p.Rungs) > 1 {
		split := base.Split()
		branch = func(i int) *ffmpeg.Stream { return split.Get(fmt.Sprintf("%03d", i)) }
	}
	var streams []*ffmpeg.Stream
	var slaves []string
	out := ffmpeg.KwArgs{
		"c:v": "libx264", "preset": "veryfast", "profile:v": "high",
		"sc_threshold:v": 0, "flags:v": "+cgop+global_header",
		"colorspace": "bt709", "color_primaries": "bt709", "color_trc": "bt709", "color_range": "tv",
		"map_metadata": "-1", "map_chapters": "-1", "f": "tee",
		"max_muxing_queue_size": 4096,
	}
	if t.cfg.Threads > 0 {
		out["threads"] = t.cfg.Threads
	}
	for i, r := range p.Rungs {
		s := branch(i)
		if r.Rate != top.Rate {
			s = filter(s, fmt.Sprintf("fps=fps=%s:start_time=0:eof_action=pass", r.Rate))
			if n := frameCount(f, r.Rate); n > 0 {
				s = filter(s, fmt.Sprintf("trim=end_frame=%d", n))
			}
		}
		streams = append(streams, filter(s, resize(&f.Video, r.Width, r.Height)...))
		for key, value := range map[string]int{
			"crf": r.CRF, "maxrate": r.Cap, "bufsize": 2 * r.Cap, "g": r.GOP, "keyint_min": r.GOP,
		} {
			out[fmt.Sprintf("%s:v:%d", key, i)] = value
		}
		out[fmt.Sprintf("force_key_frames:v:%d", i)] = fmt.Sprintf("expr:eq(n,%d)", r.FirstGOP)
		slaves = append(slaves, slave(fmt.Sprintf("v:%d,a", i), r.Name, ""))
	}
	if p.Audio {
		streams = append(streams, filter(in.Get(fmt.Sprint(f.Audio.Index)), sound(f, top.Rate)...))
		maps.Copy(out, soundArgs)
		slaves = append(slaves, slave("a", "audio", fmt.Sprintf(":frag_duration=%d", segmentSeconds*1_000_000)))
	}
	return t.ffmpegArgs(ontoGrid(f, top.Rate), ffmpeg.Output(streams, strings.Join(slaves, "|"), out))
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
// mirror.
func (t *Transcoder) ffmpegArgs(input []string, graph *ffmpeg.Stream) []string {
	args := append(t.ffmpegArgsHead(), input...)
	return append(args, graph.GetArgs()...)
}

func (t *Transcoder) ffmpegArgsHead() []string {
	args := []string{"-v", "error", "-hide_banner", "-nostdin", "-y", "-progress", "pipe:1", "-stats_period", "0.5", "-noautorotate"}
	return append(args, t.inputArgs(1)...)
}

// soundArgs encode the sound once, for all rungs. AAC begins with a packet
// that only primes the decoder, at a negative time; players differ by 21 ms in
// what they make of it in fragmented files, so it is left out. It costs a
// fade-in of the first 21 ms.
var soundArgs = ffmpeg.KwArgs{
	"c:a": "aac", "aac_coder": "fast", "b:a": audioRate, "ar": 48000, "ac": 2, "flags:a": "+global_header",
	"bsf:a": "noise=drop=lt(pts\\,0)",
}

// fragmented is how every output is written: one fragment a group of pictures,
// so that a fragment is an HLS segment and the file still plays from its
// start to its end as plain MP4. delay_moov lets the muxer write the edit list
// that takes back the delay of B-frames; the other way, negative_cts_offsets,
// is misread by ffmpeg's own demuxer (5.1), and so by Chromium's, as pictures
// that come two frames late.
const fragmented = "movflags=+frag_keyframe+delay_moov+default_base_moof+skip_trailer"

// slave is one output of ffmpeg's tee: some of the streams, one file. Packets
// are shared, so the sound is encoded once; separate outputs would encode it
// once each. Fragments are flushed as they close, or small ones would wait in
// ffmpeg's buffer for the next.
func slave(streams, name, more string) string {
	return fmt.Sprintf(`[select=\'%s\':f=mp4:flush_packets=1:%s%s]%s`, streams, fragmented, more, outputFile(name))
}

func outputFile(name string) string { return name + ".mp4" }
