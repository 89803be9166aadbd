package transcode

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"fieldstory/story"
)

// doubtful tells that a header does not say how long a clip is, or that what it
// says is no more than a guess. cut tells that the file is no more than the beginning of
// what its header speaks of.
func doubtful(p *probed, f *story.Facts, cut bool) bool {
	switch {
	case f.Duration <= 0:
		return true
	case f.Container == "mpegts", f.Container == "mpeg":
		// The last time less the first: wrong where recordings were joined.
		return !cut && p.Format.Size.v <= walkedAnyway || unlike(p, f)
	case cut:
		return true
	case strings.Contains(f.Container, "matroska"):
		// It counts from zero, which is long before recordings that were cut off a
		// stream begin.
		return p.Format.Start.v > 1
	case f.Container == "avi" && f.FrameRate > 0:
		// Reckoned from the bit rate where the index is lost.
		for _, s := range p.Streams {
			if s.Index == f.Video.Index {
				return s.Frames.v/f.FrameRate > f.Duration+0.5
			}
		}
	}
	return false
}

// walkedAnyway is how many bytes are walked over in no time worth mentioning.
const walkedAnyway = 256 << 20

// unlike tells that the whole has another rate of bytes than its beginning, as where
// the length that it is reckoned by is that of a part.
func unlike(p *probed, f *story.Facts) bool {
	first, last := probedPacket{}, probedPacket{}
	for _, packet := range p.Packets {
		switch {
		case packet.Stream != f.Video.Index || !packet.PTS.ok || !packet.Pos.ok:
		case !first.Pos.ok:
			first = packet
		case packet.PTS.v > last.PTS.v:
			last = packet
		}
	}
	seconds := last.PTS.v - first.PTS.v
	if seconds < 1 {
		return true
	}
	beginning, whole := (last.Pos.v-first.Pos.v)/seconds, p.Format.Size.v/f.Duration
	return whole > 1.25*beginning || whole < beginning/1.25
}

// scanDuration walks over a file, without decoding, and corrects what the facts
// say of its length, from the first of its times on. What holds no times is left as
// it is.
func (t *Transcoder) scanDuration(ctx context.Context, dir, file string, p *probed, f *story.Facts) error {
	args := append([]string{"-v", "error"}, t.inputArgs(1)...)
	args = append(args, "-select_streams", fmt.Sprint(f.Video.Index), "-show_entries", "packet=pts_time,dts_time", "-of", "csv=p=0", "-i", fileURL(file))
	c := clock{start: p.Format.Start.v, breaks: !indexed(f)}
	if f.Video.Nominal > 0 {
		c.picture = 1 / f.Video.Nominal
	}
	if err := t.run(ctx, command{program: t.cfg.FFprobe, args: args, dir: dir, stdout: &c, wall: walkBound(p)}); err != nil {
		return err
	}
	if c.end > 0 {
		f.Duration = c.end
		if f.Video.Duration > 0 {
			f.Video.Duration = c.end
		}
	}
	return nil
}

// walkBound leaves a slow disk time for a large file.
func walkBound(p *probed) time.Duration {
	return 5*time.Minute + time.Duration(p.Format.Size.v/20e6)*time.Second
}

// clock reads when packets are shown and decoded, a line each, and keeps when the
// last picture ends. Where times break off and begin anew it goes on as ffmpeg
// does, which takes a step back of a tenth of a second or ahead of ten for that
// (fftools/ffmpeg.c, dts_delta_threshold).
type clock struct {
	start   float64 // of the file's times, seconds
	picture float64 // how long one lasts, seconds
	breaks  bool    // times may begin anew
	lines
	next  float64 // when the next packet is due, in the clip's own time
	off   float64 // of the clip's own time against the file's
	begun bool
	end   float64
}

func (c *clock) Write(p []byte) (int, error) {
	for line := range c.whole(p) {
		shown, decoded, _ := strings.Cut(line, ",")
		pts, err := strconv.ParseFloat(shown, 64)
		dts, err2 := strconv.ParseFloat(strings.TrimRight(decoded, ","), 64)
		switch {
		case err != nil && err2 != nil:
			continue
		case err != nil:
			pts = dts
		case err2 != nil:
			dts = pts
		}
		c.packet(pts-c.start, dts-c.start)
	}
	return len(p), nil
}

func (c *clock) packet(pts, dts float64) {
	if gap := dts + c.off - c.next; c.breaks && c.begun && (gap < -0.1 || gap > 10) {
		c.off -= gap
	}
	c.begun = true
	c.next = dts + c.off + c.picture
	c.end = max(c.end, pts+c.off+c.picture)
}
