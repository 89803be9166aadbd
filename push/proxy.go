package push

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
)

// ProxyMode says whether small copies are sent ahead of footage, so that it
// can be watched over a thin link long before all of it has arrived. They
// never take its place.
type ProxyMode string

const (
	ProxyAuto   ProxyMode = "auto"   // where ffmpeg is here and the link would take long
	ProxyAlways ProxyMode = "always" // of everything
	ProxyNever  ProxyMode = "never"
)

// A small copy is about 2 MB for a minute: watchable on a phone, and enough to
// decide on. Smaller, and faces are lost; larger, and it is not there soon.
const (
	proxyShort = 360 // pixels of the shorter side, at most
	proxyRate  = "15"
	proxyVideo = 220 // kbit/s
	proxySound = 32  // kbit/s, one channel
)

// proxyWorth is how many times smaller than the file a small copy has to be.
const proxyWorth = 4

// maker makes small copies with the ffmpeg of this computer.
type maker struct {
	ffmpeg, ffprobe string // programs; ffprobe may be missing
	dir             string // for what is made
}

// newMaker looks for ffmpeg. It is nil, without an error, where there is none.
func newMaker(program string) (*maker, error) {
	if program == "" {
		program = "ffmpeg"
	}
	ffmpeg, err := exec.LookPath(program)
	if err != nil {
		return nil, nil
	}
	ffprobe, _ := exec.LookPath(strings.Replace(program, "ffmpeg", "ffprobe", 1))
	dir, err := os.MkdirTemp("", "fieldstory-push-")
	return &maker{ffmpeg, ffprobe, dir}, err
}

func (m *maker) close() { os.RemoveAll(m.dir) }

// make gives the path of a small copy; whoever gets it removes it.
func (m *maker) make(ctx context.Context, t *take) (path string, err error) {
	file, err := os.CreateTemp(m.dir, "*.mp4")
	if err != nil {
		return "", err
	}
	file.Close()
	path = file.Name()
	defer func() {
		if err != nil {
			os.Remove(path)
		}
	}()
	hdr := m.hdr(ctx, t)
	err = m.run(ctx, t, proxyArgs(input(t), path, hdr))
	if err != nil && hdr && ctx.Err() == nil {
		// Not every ffmpeg can map tones; pale colours are better than none.
		err = m.run(ctx, t, proxyArgs(input(t), path, false))
	}
	if err != nil {
		return "", err
	}
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return "", err
	case info.Size() == 0:
		return "", errors.New("ffmpeg made nothing of it")
	case info.Size()*proxyWorth > t.size():
		return "", errNotSmaller
	}
	return path, nil
}

var errNotSmaller = errors.New("a small copy would hardly be smaller")

// input is what ffmpeg opens: the file, or its standard input for the pieces
// of a recording one after the other, which only streams of packets allow.
func input(t *take) string {
	if len(t.pieces) > 1 {
		return "pipe:0"
	}
	return "file:" + t.path()
}

func (m *maker) run(ctx context.Context, t *take, args []string) error {
	cmd := exec.CommandContext(ctx, m.ffmpeg, args...)
	var said bytes.Buffer
	cmd.Stderr = &said
	if len(t.pieces) > 1 {
		src, err := t.open()
		if err != nil {
			return err
		}
		defer src.Close()
		cmd.Stdin = io.NewSectionReader(src, 0, src.size)
	}
	if err := cmd.Run(); err != nil {
		line, _, _ := strings.Cut(strings.TrimSpace(said.String()), "\n")
		return fmt.Errorf("%w: %s", err, line)
	}
	return nil
}

// hdr tells whether the pictures have to be mapped to be seen on a plain screen.
func (m *maker) hdr(ctx context.Context, t *take) bool {
	if m.ffprobe == "" || len(t.pieces) > 1 {
		return false
	}
	out, err := exec.CommandContext(ctx, m.ffprobe, "-v", "error", "-select_streams", "V:0", "-show_entries", "stream=color_transfer", "-of", "csv=p=0", input(t)).Output()
	word := string(out)
	return err == nil && (strings.Contains(word, "arib-std-b67") || strings.Contains(word, "smpte2084"))
}

// proxyArgs is the command line of ffmpeg: upright, with square pixels, whole
// in length, and without anything the camera wrote beside the pictures.
func proxyArgs(in, out string, hdr bool) []string {
	filters := []string{"yadif=deint=interlaced", "fps=" + proxyRate}
	if hdr {
		filters = append(filters, "zscale=t=linear:npl=100,format=gbrpf32le,zscale=p=bt709,tonemap=tonemap=hable:desat=0,zscale=t=bt709:m=bt709:r=tv")
	}
	filters = append(filters,
		"scale=w=trunc(iw*sar/2)*2:h=trunc(ih/2)*2,setsar=1",
		fmt.Sprintf("scale=w='if(lt(iw,ih),trunc(min(%[1]d,iw)/2)*2,-2)':h='if(lt(iw,ih),-2,trunc(min(%[1]d,ih)/2)*2)'", proxyShort),
		"format=yuv420p")
	return []string{
		"-v", "error", "-nostdin", "-y",
		"-skip_loop_filter", "all", // what it mends is not seen at this size, and it is a fifth of the work
		"-i", in,
		"-map", "0:V:0", "-map", "0:a:0?", "-map_metadata", "-1", "-map_chapters", "-1", "-sn", "-dn",
		"-vf", strings.Join(filters, ","),
		"-c:v", "libx264", "-preset", "veryfast", "-profile:v", "main", "-g", "30",
		"-b:v", fmt.Sprintf("%dk", proxyVideo), "-maxrate", fmt.Sprintf("%dk", proxyVideo*3/2), "-bufsize", fmt.Sprintf("%dk", proxyVideo*3),
		"-c:a", "aac", "-ac", "1", "-ar", "32000", "-b:a", fmt.Sprintf("%dk", proxySound),
		"-movflags", "+faststart", "-f", "mp4", out,
	}
}
