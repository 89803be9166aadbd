package transcode

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"strconv"
	"time"

	"fieldstory/story"
)

// Config says how the tools are found and how much they may take.
type Config struct {
	FFmpeg  string // name or path
	FFprobe string // name or path
	// Threads of one encoder; 0 = as many as there are cores. With as many
	// jobs as cores, 1 saves 5 to 8 % of CPU; with one job it costs half as
	// much time again.
	Threads int
	// Preset is x264's, for the ladder: quicker ones make larger files that
	// look the same. veryfast, with what it is given besides (codingOf), needs up
	// to a twentieth more bytes than faster for three quarters of its CPU;
	// ultrafast takes a third of that, and up to four times the bytes.
	Preset string
	// Ladder is what is made of every clip, as far as its source reaches.
	Ladder Ladder
	// Encoder makes the ladder; "" is [X264]. One that fails, when it is first
	// tried or on a clip, has x264 stand in.
	Encoder Encoder
	Device  string // of VAAPI
	Memory  int64  // bytes of address space of one process, besides 256 MiB a core
	// Limits on what is accepted; beyond them a clip is refused.
	MaxPixels   int           // of one picture, as coded
	MaxStreams  int           // of one file
	MaxDuration time.Duration // of one clip
	// Stall is how long a tool may run without progress.
	Stall time.Duration
	// NoCage runs the tools without the walls of [Walls], for platforms and
	// debuggers that cannot stand them.
	NoCage bool
}

// NewConfig gives the settings that suit most machines.
func NewConfig() Config {
	threads := 0
	if n := runtime.GOMAXPROCS(0); n < runtime.NumCPU() {
		threads = n // of our control group; ffmpeg would count the machine's
	}
	return Config{
		Threads:     threads,
		Preset:      quick,
		Ladder:      Rungs[1:], // four times the pixels of 1080 is for who asks
		Encoder:     X264,
		Device:      "/dev/dri/renderD128",
		FFmpeg:      "ffmpeg",
		FFprobe:     "ffprobe",
		Memory:      8 << 30,
		MaxPixels:   40_000_000, // 8K is 33 million
		MaxStreams:  48,
		MaxDuration: 12 * time.Hour,
		Stall:       3 * time.Minute,
	}
}

// Transcoder runs the tools. It is safe for concurrent use; jobs must not
// share a scratch folder.
type Transcoder struct {
	cfg   Config
	log   *slog.Logger
	walls Walls
	chip  chip
}

// New finds the tools and tries them inside the cage, so that a missing or
// unusable tool shows when the program starts and not with the first clip.
func New(ctx context.Context, cfg Config, log *slog.Logger) (_ *Transcoder, err error) {
	defer story.Wrap(&err, "transcode.New")
	t := &Transcoder{cfg: cfg, log: log}
	for _, tool := range []*string{&t.cfg.FFmpeg, &t.cfg.FFprobe} {
		path, err := exec.LookPath(*tool)
		if err != nil {
			return nil, fmt.Errorf("%s is not installed; on Debian and Ubuntu: apt install ffmpeg (%w)", *tool, err)
		}
		*tool = path
	}
	if !cfg.NoCage {
		t.walls = standingWalls()
	}
	dir, err := os.MkdirTemp("", "fieldstory-check-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	for _, tool := range []string{t.cfg.FFmpeg, t.cfg.FFprobe} {
		var out bytes.Buffer
		err := t.run(ctx, command{program: tool, args: []string{"-version"}, dir: dir, stdout: &out, wall: 20 * time.Second})
		if err != nil {
			return nil, fmt.Errorf("%s does not run in its cage: %w", tool, err)
		}
		if err := checkVersion(out.String()); err != nil {
			return nil, fmt.Errorf("%s: %w", tool, err)
		}
	}
	if err := t.choose(ctx, dir); err != nil {
		return nil, err
	}
	if !t.walls.Landlock {
		log.WarnContext(ctx, "ffmpeg runs without Landlock: this kernel does not offer it", "walls", t.walls)
	}
	return t, nil
}

// Walls tells which walls of the cage stand.
func (t *Transcoder) Walls() Walls { return t.walls }

var versionPattern = regexp.MustCompile(`version n?(\d+)\.(\d+)`)

// checkVersion wants 5.1, the first with the bitstream filter that drops the
// priming packet of AAC (see ladder.go). Builds from git carry no number and
// are taken as new.
func checkVersion(banner string) error {
	m := versionPattern.FindStringSubmatch(banner)
	if m == nil {
		return nil
	}
	major, _ := strconv.Atoi(m[1])
	minor, _ := strconv.Atoi(m[2])
	if major < 5 || major == 5 && minor < 1 {
		return errors.New("version " + m[1] + "." + m[2] + " is too old, 5.1 or newer is needed")
	}
	return nil
}
