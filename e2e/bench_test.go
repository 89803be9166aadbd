package e2e

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"text/tabwriter"
	"time"
)

var (
	benchRounds  = flag.Int("rounds", 3, "how often each of the bench's runs is taken in turn")
	benchSeconds = flag.Int("seconds", 10, "length of the bench's clips")
)

// BenchmarkPipeline measures ours and the bare tools in turn, again and again,
// and prints ratios of medians: times alone mean something on one machine only.
// docs/performance.md says how to read it.
func BenchmarkPipeline(b *testing.B) {
	dir := dataDir(b)
	server := up(b, dir)
	chief := newPerson(b, server.url, dir, "admin@localhost")
	bench := &bench{TB: b, who: chief, pid: server.cmd.Process.Pid, scratch: filepath.Join(dir, "scratch"),
		story: chief.newStory(b, "Bench").ID, times: map[string][]float64{}}
	h264 := bench.clip("phone.mp4", *benchSeconds)
	hevc := bench.hevc(h264)
	// A first run warms every cache, and shows which encodes are ours.
	ladders := map[string][][]string{h264: bench.watchLadder(h264), hevc: bench.watchLadder(hevc)}
	clear(bench.times)
	for range *benchRounds {
		bench.bare("copy", h264, [][]string{{"-i", "original", "-c", "copy", "-movflags", "+frag_keyframe+delay_moov", "copy.mp4"}}, false)
		bench.ours("h264", h264)
		bench.bare("h264 ladder", h264, ladders[h264], true)
		bench.ours("hevc", hevc)
		bench.bare("hevc ladder", hevc, ladders[hevc], true)
		bench.bare("one by one", h264, oneByOne(), false)
	}
	bench.print()
}

// bench is one run of the benchmark.
type bench struct {
	testing.TB
	who     *person
	pid     int // of the server
	scratch string
	story   string
	times   map[string][]float64 // seconds of each round, by name
}

func (b *bench) note(name string, seconds float64) {
	b.times[name] = append(b.times[name], seconds)
}

// clip is phone-like: 1080p30, 17 Mbit/s, a keyframe a second, its index last.
func (b *bench) clip(name string, seconds int) string {
	path := filepath.Join(b.TempDir(), name)
	cmd := exec.Command(filepath.Join(footageDir, "make-bench-clip.sh"), path, strconv.Itoa(seconds))
	if footageDir == "" {
		cmd = exec.Command("ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", fmt.Sprintf("testsrc2=s=1920x1080:r=30:d=%d,noise=c0s=7:c0f=t+u", seconds),
			"-f", "lavfi", "-i", fmt.Sprintf("sine=440:r=48000:d=%d", seconds), "-pix_fmt", "yuv420p", "-c:v", "libx264", "-preset", "veryfast",
			"-b:v", "17M", "-maxrate", "20M", "-bufsize", "20M", "-g", "30", "-bf", "0", "-c:a", "aac", "-ac", "2", path)
	}
	if out, err := cmd.CombinedOutput(); err != nil {
		b.Fatalf("making %s: %v %s", name, err, out)
	}
	return path
}

// hevc is the same in HEVC, which browsers may not play as it is.
func (b *bench) hevc(from string) string {
	path := filepath.Join(filepath.Dir(from), "hevc.mp4")
	out, err := exec.Command("ffmpeg", "-v", "error", "-y", "-i", from, "-c:a", "copy", "-c:v", "libx265", "-preset", "ultrafast",
		"-x265-params", "log-level=none:keyint=30", "-b:v", "10M", "-tag:v", "hvc1", path).CombinedOutput()
	if err != nil {
		b.Fatalf("making %s: %v %s", path, err, out)
	}
	return path
}

// ours sends a clip and takes the time from its last byte, by live events, and
// the CPU of what the server started.
func (b *bench) ours(name, path string) {
	worked := cpuOfChildren(b, b.pid)
	b.timed(name, path, nil)
	b.note(name+" cpu", cpuOfChildren(b, b.pid)-worked)
}

// timed sends a clip and takes the time from its last byte. halfway is called
// once half of the ladder is there; nil = it is not.
func (b *bench) timed(name, path string, halfway func()) {
	file, err := os.ReadFile(path)
	if err != nil {
		b.Fatal(err)
	}
	// Every run is of bytes never seen: a box at the end makes them so.
	file = append(file, fmt.Sprintf("\x00\x00\x00\x18free%16d", time.Now().UnixNano()%1e16)...)
	u := b.who.begin(b, b.story, filepath.Base(path), int64(len(file)))
	last := int64(len(file) - 1)
	if _, err := u.send(b, 0, bytes.NewReader(file[:last])); err != nil {
		b.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(b.Context(), 30*time.Minute)
	defer cancel()
	heard := b.who.listen(ctx, b)
	began := time.Now()
	if _, err := u.send(b, last, bytes.NewReader(file[last:])); err != nil {
		b.Fatal(err)
	}
	watchable := false
	for h := range heard {
		if h.ID != u.clip {
			continue
		}
		if h.Watchable && !watchable {
			watchable = true
			b.note(name+" watchable", time.Since(began).Seconds())
		}
		if halfway != nil && h.State == "rendering" && h.Progress >= 0.5 {
			halfway()
			halfway = nil
		}
		if h.ended() {
			if h.State != "ready" {
				b.Fatalf("the clip ended %s", h.State)
			}
			b.note(name+" ready", time.Since(began).Seconds())
			return
		}
	}
	b.Fatal("the clip did not become ready")
}

// watchLadder sends a clip once and reads, from the running processes
// themselves, the arguments of the encodes that make its ladder: of the
// pictures, and of the sound beside them.
func (b *bench) watchLadder(path string) [][]string {
	done := make(chan struct{})
	found := make(chan map[string][]string, 1)
	go func() {
		seen := map[string][]string{}
		defer func() { found <- seen }()
		tick := time.NewTicker(2 * time.Millisecond)
		defer tick.Stop()
		for len(seen) < 2 {
			for _, args := range runningEncodes(b.scratch) {
				kind := "sound"
				if slices.Contains(args, "libx264") {
					kind = "pictures"
				}
				seen[kind] = args
			}
			select {
			case <-tick.C:
			case <-done:
				return
			}
		}
	}()
	b.ours("warm", path)
	close(done)
	seen := <-found
	if len(seen) < 2 {
		b.Fatalf("of the ladder only %d encodes were seen, want that of pictures and that of sound", len(seen))
	}
	return [][]string{seen["pictures"], seen["sound"]}
}

// runningEncodes finds ffmpeg encoding H.264 or AAC in the server's scratch
// folder. What is looked at and listened to goes to nobody here.
func runningEncodes(scratch string) (all [][]string) {
	procs, _ := filepath.Glob("/proc/[0-9]*")
	for _, proc := range procs {
		if cwd, _ := os.Readlink(filepath.Join(proc, "cwd")); !strings.HasPrefix(cwd, scratch) {
			continue
		}
		line, _ := os.ReadFile(filepath.Join(proc, "cmdline"))
		args := strings.Split(strings.TrimSuffix(string(line), "\x00"), "\x00")
		if !strings.HasSuffix(args[0], "ffmpeg") || !slices.Contains(args, "libx264") && !slices.Contains(args, "aac") {
			continue
		}
		for i, arg := range args {
			if arg == "pipe:3" || arg == "pipe:4" {
				args[i] = "/dev/null"
			}
		}
		all = append(all, args[1:])
	}
	return all
}

// bare runs ffmpeg by itself, one command after another or side by side, in a
// folder where the clip is called as the worker calls it.
func (b *bench) bare(name, path string, commands [][]string, together bool) {
	dir := b.TempDir()
	if err := os.Link(path, filepath.Join(dir, "original")); err != nil {
		b.Fatal(err)
	}
	began, worked := time.Now(), cpuOfOurs(b)
	var running sync.WaitGroup
	for _, args := range commands {
		running.Go(func() {
			cmd := exec.Command("ffmpeg", append([]string{"-v", "error", "-nostdin", "-y"}, args...)...)
			cmd.Dir = dir
			if out, err := cmd.CombinedOutput(); err != nil {
				b.Errorf("%s: %v %s", name, err, out)
			}
		})
		if !together {
			running.Wait()
		}
	}
	running.Wait()
	b.note(name, time.Since(began).Seconds())
	b.note(name+" cpu", cpuOfOurs(b)-worked)
	os.RemoveAll(dir)
}

// oneByOne are PeerTube's commands: one ffmpeg a rung, one after another, the
// lower ones from its own top one. Its default of one thread is left out,
// which would make them slower yet.
func oneByOne() (commands [][]string) {
	from := "original"
	for _, rung := range []struct {
		height int
		bits   float64 // of each pixel
	}{{1080, 0.10}, {720, 0.11}, {480, 0.12}, {360, 0.15}} {
		rate := int(float64(rung.height*rung.height*16/9*30) * rung.bits)
		to := fmt.Sprintf("%d.mp4", rung.height)
		commands = append(commands, []string{"-i", from, "-f", "mp4", "-movflags", "faststart", "-max_muxing_queue_size", "1024", "-map_metadata", "-1",
			"-pix_fmt", "yuv420p", "-vf", fmt.Sprintf("scale=w=-2:h=%d", rung.height), "-c:v", "libx264", "-preset", "veryfast",
			"-maxrate:v", strconv.Itoa(rate), "-bufsize:v", strconv.Itoa(2 * rate), "-b_strategy", "1", "-bf", "16", "-r", "30", "-g:v", "60", "-c:a", "aac", to})
		from = "1080.mp4"
	}
	return commands
}

// cpuOfOurs is the CPU time of this process' ended children, in seconds.
func cpuOfOurs(t testing.TB) float64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_CHILDREN, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano()).Seconds()
}

// cpuOfChildren is the same of another process, from proc(5): fields 16 and 17,
// in ticks of a hundredth of a second.
func cpuOfChildren(t testing.TB, pid int) float64 {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(stat), ") ")
	fields := strings.Fields(rest) // begins with field 3
	user, _ := strconv.ParseFloat(fields[13], 64)
	system, _ := strconv.ParseFloat(fields[14], 64)
	return (user + system) / 100
}

// print writes the table, and how far the rounds lay apart.
func (b *bench) print() {
	fmt.Printf("\n%d rounds in turn on %d cores, 1080p30 of %d s; medians, in brackets the fastest and slowest\n\n", *benchRounds, runtime.NumCPU(), *benchSeconds)
	t := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "what\tours\tbeside it\t\tratio")
	for _, r := range []struct{ what, ours, other, beside string }{
		{"last byte to watchable, H.264", "h264 watchable", "copy", "ffmpeg -c copy"},
		{"", "h264 watchable", "h264 ladder", "bare ladder"},
		{"last byte to watchable, HEVC", "hevc watchable", "hevc ladder", "bare ladder"},
		{"last byte to everything, H.264", "h264 ready", "h264 ladder", "bare ffmpeg, same encodes"},
		{"last byte to everything, HEVC", "hevc ready", "hevc ladder", "bare ffmpeg, same encodes"},
		{"last byte to everything, H.264", "h264 ready", "one by one", "one ffmpeg a rung"},
		{"CPU of everything, H.264", "h264 cpu", "h264 ladder cpu", "bare ffmpeg, same encodes"},
		{"", "h264 cpu", "one by one cpu", "one ffmpeg a rung"},
		{"CPU of the same encodes, H.264", "h264 ladder cpu", "one by one cpu", "one ffmpeg a rung"},
	} {
		ours, other := b.times[r.ours], b.times[r.other]
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%.2f\n", r.what, spread(ours), spread(other), r.beside, median(ours)/median(other))
	}
	t.Flush()
	fmt.Println()
}

func spread(list []float64) string {
	return fmt.Sprintf("%.2f s (%.2f–%.2f)", median(list), slices.Min(list), slices.Max(list))
}

func median(list []float64) float64 {
	sorted := slices.Sorted(slices.Values(list))
	n := len(sorted)
	return (sorted[(n-1)/2] + sorted[n/2]) / 2
}
