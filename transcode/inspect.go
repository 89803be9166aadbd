package transcode

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"fieldstory/story"
	"fieldstory/transcode/cage"
)

// Inspect finds out what a file is. dir is the job's scratch folder, file a
// name in it. It answers facts, or a [story.Problem] whose fault is the file.
func (t *Transcoder) Inspect(ctx context.Context, dir, file string, now time.Time) (_ *story.Facts, err error) {
	defer story.Wrap(&err, "Inspect(%s)", file)
	return t.inspect(ctx, dir, file, now, false)
}

// InspectBeginning is Inspect for a file that is no more than the beginning of one. Its
// facts last as long as what is there does.
func (t *Transcoder) InspectBeginning(ctx context.Context, dir, file string, now time.Time) (_ *story.Facts, err error) {
	defer story.Wrap(&err, "InspectBeginning(%s)", file)
	return t.inspect(ctx, dir, file, now, true)
}

func (t *Transcoder) inspect(ctx context.Context, dir, file string, now time.Time, cut bool) (*story.Facts, error) {
	if err := sniff(inDir(dir, file)); err != nil {
		return nil, err
	}
	// The first pictures are decoded while the streams are still being looked
	// over: people wait for both.
	frames, stop := t.firstFrames(ctx, dir, file)
	defer stop()
	p, err := t.probe(ctx, dir, file)
	if err != nil {
		return nil, theirs(err, errUnreadable)
	}
	f, err := t.factsOf(p, now)
	if err != nil {
		return nil, err
	}
	heard := func() {}
	if !cut {
		heard = t.hear(ctx, dir, file, f)
	}
	defer heard()
	seen := told(f)
	if seen != nil {
		stop()
	} else {
		seen, err = frames(f.Video.Index)
	}
	if err == nil && len(seen) == 0 {
		seen, err = t.probeFrames(ctx, dir, file, strconv.Itoa(f.Video.Index), moreFrames)
	}
	if err != nil {
		return nil, theirs(err, errDamaged)
	}
	if len(seen) == 0 {
		return nil, errDamaged
	}
	addFrames(f, seen)
	if f.Video.CodedWidth*f.Video.CodedHeight > t.cfg.MaxPixels {
		return nil, tooLarge(f.Video.CodedWidth, f.Video.CodedHeight)
	}
	if doubtful(p, f, cut) {
		err := t.scanDuration(ctx, dir, file, p, f)
		switch {
		case err != nil && (f.Duration <= 0 || ctx.Err() != nil):
			return nil, theirs(err, errUnreadable)
		case err != nil:
			t.log.WarnContext(ctx, "could not walk over a file; its length is what its header says", "error", err)
		}
	}
	if f.Duration > t.cfg.MaxDuration.Seconds() {
		return nil, refuse("too_long", "This file says it lasts %.0f hours; the longest we take is %.0f. If that is not true the file is damaged.", f.Duration/3600, t.cfg.MaxDuration.Hours())
	}
	heard()
	return f, nil
}

// theirs decides whose fault it is that a tool gave up over a file: a bad
// exit or a bound that was met is the file's, a cancelled context or a signal
// from elsewhere is ours.
func theirs(err error, as *story.Problem) error {
	if errors.Is(err, errTooLong) || errors.Is(err, errStalled) || errors.Is(err, errTooMuchOutput) {
		return errTooHeavy.Because(err)
	}
	exit, ok := errors.AsType[*exitError](err)
	switch {
	case ok && exit.tooHeavy():
		return errTooHeavy.Because(err)
	case ok && exit.signal == 0 && exit.code != cage.Failed:
		return as.Because(err)
	}
	return err
}

func tooLarge(width, height int) error {
	return refuse("too_large", "The pictures of this video are %d × %d; that is larger than we can work with. Please send it in 8K or less.", width, height)
}

// factsOf picks the streams to use and reads what ffprobe says of them.
func (t *Transcoder) factsOf(p *probed, now time.Time) (*story.Facts, error) {
	var video, audio *probedStream
	var videos, audios int
	for i := range p.Streams {
		// Cover pictures and thumbnails are no footage.
		if s := &p.Streams[i]; s.Type == "video" && s.Disposition.Attached+s.Disposition.Still+s.Disposition.Timed == 0 {
			videos++
			if video == nil || betterVideo(s, video) {
				video = s
			}
		}
	}
	for i := range p.Streams {
		if s := &p.Streams[i]; s.Type == "audio" && (video == nil || p.together(video.Index, s.Index)) {
			audios++
			if audio == nil || betterAudio(s, audio) {
				audio = s
			}
		}
	}
	switch {
	case len(p.Streams) > t.cfg.MaxStreams:
		return nil, refuse("too_many_streams", "This file holds %d tracks; a video of a camera or phone has a handful. It is probably damaged.", len(p.Streams))
	case video == nil && audio != nil:
		return nil, errNoVideo
	case video == nil:
		return nil, errUnreadable
	case strings.HasPrefix(video.Tag, "enc"):
		return nil, errEncrypted
	case video.Codec == "" || video.Codec == "unknown":
		return nil, errCodec
	case video.Width*video.Height > t.cfg.MaxPixels:
		return nil, tooLarge(video.Width, video.Height)
	}

	f := &story.Facts{Container: p.Format.Name, Duration: p.Format.Duration.v}
	v := &f.Video
	*v = story.VideoFacts{
		Index: video.Index, Codec: video.Codec, Profile: video.Profile,
		CodedWidth: video.Width, CodedHeight: video.Height, PixelFormat: video.PixFmt,
		Matrix: known(video.ColorSpace), Primaries: known(video.Primaries), Transfer: known(video.Transfer),
		FullRange: video.ColorRange == "pc", MaxRate: ratio(video.RawRate), Bitrate: int64(video.Bitrate.v), Duration: video.Duration.v,
		Interlaced: slices.Contains([]string{"tt", "bb", "tb", "bt"}, video.FieldOrder),
		TopFirst:   video.FieldOrder == "tt" || video.FieldOrder == "tb",
	}
	if video.Start.ok && p.Format.Start.ok {
		v.Start = max(0, video.Start.v-p.Format.Start.v)
	}
	if v.Duration > 0 {
		// Subtitles and sound may run on; a clip is as long as its pictures, with
		// what is heard before the first.
		v.Duration += v.Start
		f.Duration = v.Duration
	}
	if num, den := fraction(video.SAR); num > 0 && den > 0 && num != den {
		v.SampleNum, v.SampleDen = num, den
	}
	dolby := 0
	for _, side := range video.SideData {
		switch side.Type {
		case "Display Matrix":
			v.Rotation, v.Mirrored = orientation(side.Matrix)
		case "DOVI configuration record":
			dolby = side.DVProfile
		}
	}
	if dolby > 0 {
		v.HDR = "dolby_vision"
		if dolby == 5 {
			f.Notes = append(f.Notes, story.NoteDolbyVision5)
		}
	}
	if v.Bitrate == 0 {
		v.Bitrate = int64(p.Format.Bitrate.v)
	}
	f.FrameRate = ratio(video.AvgRate)
	addRhythm(f, p, video)
	if f.FrameRate > 1000 || v.Nominal > 1000 {
		return nil, refuse("frame_rate", "This file says it has %.0f pictures a second. It is probably damaged; please copy it from the camera again.", max(f.FrameRate, v.Nominal))
	}
	if audio != nil && audio.Channels > 0 && audio.Codec != "" {
		f.Audio = &story.AudioFacts{Index: audio.Index, Codec: audio.Codec, Channels: audio.Channels, SampleRate: int(audio.SampleRate.v)}
		if audio.Channels > 2 {
			f.Notes = append(f.Notes, story.NoteDownmixed)
		}
	} else {
		f.Notes = append(f.Notes, story.NoteSilent)
	}
	if videos > 1 {
		f.Notes = append(f.Notes, story.NoteSecondVideo)
	}
	if audios > 1 {
		f.Notes = append(f.Notes, story.NoteSecondAudio)
	}
	if captureRate(p.Format.Tags) >= 100 || v.Nominal >= 100 {
		f.Notes = append(f.Notes, story.NoteSlowMotion)
	}
	captureFacts(f, p.Format.Tags, video.Tags, now)
	return f, nil
}

func captureRate(tags map[string]string) float64 {
	var rate float64
	fmt.Sscanf(tags["com.android.capture.fps"], "%g", &rate)
	return rate
}

// betterAudio prefers the stream marked as default, then one we can decode,
// then the finer one.
func betterAudio(a, b *probedStream) bool {
	if a.Disposition.Default != b.Disposition.Default {
		return a.Disposition.Default > b.Disposition.Default
	}
	if readable := a.Codec != ""; readable != (b.Codec != "") {
		return readable
	}
	return a.SampleRate.v > b.SampleRate.v
}

// betterVideo prefers the stream marked as default, then the larger one.
func betterVideo(a, b *probedStream) bool {
	if a.Disposition.Default != b.Disposition.Default {
		return a.Disposition.Default > b.Disposition.Default
	}
	return a.Width*a.Height > b.Width*b.Height
}

// addRhythm reads from the first packets how frames and keyframes follow each
// other. Headers lie about rates; the times of the frames do not.
func addRhythm(f *story.Facts, p *probed, video *probedStream) {
	var times, keys []float64
	for _, packet := range p.Packets {
		if packet.Stream != video.Index || !packet.PTS.ok {
			continue
		}
		if strings.Contains(packet.Flags, "D") {
			f.Video.Trimmed = true
			continue
		}
		times = append(times, packet.PTS.v)
		if strings.Contains(packet.Flags, "K") {
			keys = append(keys, packet.PTS.v)
		}
	}
	for i := 1; i < len(keys); i++ {
		f.Video.KeyframeGap = max(f.Video.KeyframeGap, keys[i]-keys[i-1])
	}
	slices.Sort(times)
	if len(p.Packets) >= firstPackets && len(times) > 64 {
		// Where reading stopped, pictures that are shown earlier are still to come.
		times = times[:len(times)-16]
	}
	var gaps []float64
	for i := 1; i < len(times); i++ {
		if gap := times[i] - times[i-1]; gap > 0 {
			gaps = append(gaps, gap)
		}
	}
	if len(gaps) == 0 {
		f.Video.Nominal = f.FrameRate
		return
	}
	slices.Sort(gaps)
	// The middle half, for single gaps and clock steps (1/90000, 1/600, 1 ms)
	// are noise on both sides.
	middle := gaps[len(gaps)/4 : len(gaps)-len(gaps)/4]
	var sum float64
	for _, gap := range middle {
		sum += gap
	}
	f.Video.Nominal = float64(len(middle)) / sum
	f.Video.Variable = gaps[len(gaps)-1] > 1.5*gaps[len(gaps)/2] || gaps[0] < 0.5*gaps[len(gaps)/2]
	if f.FrameRate <= 0 || f.FrameRate > 4*f.Video.Nominal {
		f.FrameRate = f.Video.Nominal
	}
}

// told gives what the first picture would tell where headers have told all of it, nil
// elsewhere. HEVC of phones takes long enough to open without that: it is never
// interlaced, and what stands in its headers is what its decoder is set to. Only where
// the curve is said to be that of BT.2020 a picture may say that it is another.
func told(f *story.Facts) []probedFrame {
	v := &f.Video
	if v.Codec != "hevc" || !strings.Contains(f.Container, "mp4") || v.Interlaced || v.PixelFormat == "" || v.Transfer == "" || strings.HasPrefix(v.Transfer, "bt2020") {
		return nil
	}
	return []probedFrame{{PixFmt: v.PixelFormat}}
}

// addFrames reads what only decoded pictures tell, and prefers it to headers.
func addFrames(f *story.Facts, frames []probedFrame) {
	v := &f.Video
	last := frames[len(frames)-1]
	if last.Width > 0 && last.Height > 0 {
		v.CodedWidth, v.CodedHeight = last.Width, last.Height
	}
	v.PixelFormat = last.PixFmt
	v.BitDepth = bitDepth(last.PixFmt)
	if s := known(last.ColorSpace); s != "" {
		v.Matrix = s
	}
	if s := known(last.Transfer); s != "" {
		v.Transfer = s
	}
	if s := known(last.Primaries); s != "" {
		v.Primaries = s
	}
	if last.ColorRange == "pc" || strings.HasPrefix(last.PixFmt, "yuvj") {
		v.FullRange = true
	}
	switch {
	case v.HDR != "":
	case v.Transfer == "arib-std-b67":
		v.HDR = "hlg"
	case v.Transfer == "smpte2084":
		v.HDR = "pq"
	}
	var woven, top int
	for _, frame := range frames {
		woven += frame.Interlaced
		top += frame.Interlaced * frame.TopFirst
	}
	if woven*2 >= len(frames) {
		v.Interlaced, v.TopFirst = true, top*2 >= woven
	} else if woven == 0 {
		// Many encoders call progressive pictures interlaced in the header.
		v.Interlaced = false
	}
	if v.Interlaced {
		f.Notes = append(f.Notes, story.NoteInterlaced)
	}
	f.Width, f.Height = shownSize(v)
}

// shownSize is what a viewer sees: square pixels, upright.
func shownSize(v *story.VideoFacts) (width, height int) {
	w, h := float64(v.CodedWidth), float64(v.CodedHeight)
	if v.SampleNum > 0 && v.SampleDen > 0 {
		// Widening keeps every line; a ratio beyond reason is a damaged header.
		if sar := float64(v.SampleNum) / float64(v.SampleDen); sar > 0.1 && sar < 10 {
			w *= sar
		}
	}
	if v.Rotation%180 != 0 {
		w, h = h, w
	}
	return int(math.Round(w)), int(math.Round(h))
}

// known turns ffprobe's ways to say nothing into "".
func known(s string) string {
	if s == "unknown" || s == "unspecified" || s == "reserved" {
		return ""
	}
	return s
}

func bitDepth(pixFmt string) int {
	for _, depth := range []int{16, 14, 12, 10, 9} {
		if strings.Contains(pixFmt, fmt.Sprintf("p%d", depth)) || strings.HasSuffix(pixFmt, fmt.Sprintf("%dle", depth)) {
			return depth
		}
	}
	return 8
}
