package transcode

import (
	"context"
	"fmt"
	"time"

	"fieldstory/story"
)

// Sample is a short picture without a subject, for the example organisation:
// moving colours with a soft tone, encoded as a phone would.
type Sample struct {
	Colours  [3]string // as ffmpeg writes them, e.g. "0x1d4e89"
	Portrait bool      // held upright
	Tone     int       // Hz
	Seconds  int
}

// Sample writes one into dir under name, an MP4 of some hundred kilobytes.
func (t *Transcoder) Sample(ctx context.Context, dir, name string, s Sample) (err error) {
	defer story.Wrap(&err, "Sample(%s)", name)
	size := "640x360"
	if s.Portrait {
		size = "360x640"
	}
	picture := fmt.Sprintf("gradients=size=%s:rate=25:duration=%d:speed=0.02:nb_colors=3:c0=%s:c1=%s:c2=%s:seed=7",
		size, s.Seconds, s.Colours[0], s.Colours[1], s.Colours[2])
	sound := fmt.Sprintf("sine=frequency=%d:duration=%d,volume=0.1,afade=in:d=1", s.Tone, s.Seconds)
	return t.run(ctx, command{program: t.cfg.FFmpeg, dir: dir, wall: time.Minute, args: []string{
		"-hide_banner", "-nostdin", "-loglevel", "error", "-y",
		"-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", sound,
		"-c:v", "libx264", "-preset", "ultrafast", "-crf", "28", "-pix_fmt", "yuv420p", "-g", "50",
		"-c:a", "aac", "-b:a", "64k", "-movflags", "+faststart", "-shortest", name,
	}})
}
