package e2e

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
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
	hevc := bench.hevc(h264, "hevc.mp4", "yuv420p")
	long := bench.looped(hevc, "long.mp4", 600 / *benchSeconds, "-tag:v", "hvc1")
	stream := bench.looped(h264, "stream.ts", 600 / *benchSeconds)
	tenBit := bench.hevc(h264, "ten.mp4", "yuv420p10le")
	hlg := bench.asHLG(tenBit)
	fourK := bench.enlarged(h264)
	var peer [][]string
	for _, h := range heights {
		peer = append(peer, peerTube(h, 0))
	}
	// A first run warms every cache, and shows which encodes are ours.
	seen := map[string]runs{h264: bench.watch(h264), hevc: bench.watch(hevc), tenBit: bench.watch(tenBit), hlg: bench.watch(hlg)}
	clear(bench.times)
	for range *benchRounds {
		bench.bare("copy", h264, oneByOne([]string{"-i", "original", "-c", "copy", "-movflags", "+frag_keyframe+delay_moov", "copy.mp4"}))
		bench.ours("h264", h264)
		bench.bare("h264 ladder", h264, seen[h264].ladder())
		bench.ours("hevc", hevc)
		bench.bare("hevc ladder", hevc, seen[hevc].ladder())
		bench.opened("hlg", hlg)
		bench.opened("4k", fourK)
		bench.opened("long", long)
		bench.opened("stream", stream)
		bench.bare("poster", h264, oneByOne(seen[h264]["poster"]...))
		bench.bare("sprites", h264, oneByOne(append(seen[h264]["keyframes"], seen[h264]["sprites"]...)...))
		bench.bare("every picture", h264, oneByOne([]string{"-i", "original", "-an", "-f", "null", "-"}))
		bench.bare("ten bits", tenBit, seen[tenBit].ladder())
		bench.bare("hlg", hlg, seen[hlg].ladder())
		bench.bare("one by one", h264, oneByOne(peer...))
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
func (b *bench) hevc(from, name, format string) string {
	path := filepath.Join(filepath.Dir(from), name)
	out, err := exec.Command("ffmpeg", "-v", "error", "-y", "-i", from, "-c:a", "copy", "-c:v", "libx265", "-preset", "ultrafast", "-pix_fmt", format,
		"-x265-params", "log-level=none:keyint=30", "-b:v", "10M", "-tag:v", "hvc1", path).CombinedOutput()
	if err != nil {
		b.Fatalf("making %s: %v %s", path, err, out)
	}
	return path
}

// looped is the same over and over.
func (b *bench) looped(from, name string, times int, args ...string) string {
	path := filepath.Join(filepath.Dir(from), name)
	args = slices.Concat([]string{"-v", "error", "-y", "-stream_loop", strconv.Itoa(times - 1), "-i", from, "-c", "copy"}, args, []string{path})
	out, err := exec.Command("ffmpeg", args...).CombinedOutput()
	if err != nil {
		b.Fatalf("making %s: %v %s", path, err, out)
	}
	return path
}

// enlarged is some seconds of HEVC in 4K, as phones film it.
func (b *bench) enlarged(from string) string {
	path := filepath.Join(filepath.Dir(from), "4k.mp4")
	out, err := exec.Command("ffmpeg", "-v", "error", "-y", "-t", "5", "-i", from, "-vf", "scale=3840:2160", "-c:v", "libx265", "-preset", "ultrafast",
		"-x265-params", "keyint=30:log-level=error", "-b:v", "45M", "-tag:v", "hvc1", "-pix_fmt", "yuv420p", "-c:a", "copy", path).CombinedOutput()
	if err != nil {
		b.Fatalf("making %s: %v %s", path, err, out)
	}
	return path
}

// asHLG has the very same pictures called HDR, so that what mapping them costs is
// all that differs.
func (b *bench) asHLG(from string) string {
	path := filepath.Join(filepath.Dir(from), "hlg.mp4")
	out, err := exec.Command("ffmpeg", "-v", "error", "-y", "-i", from, "-c", "copy", "-tag:v", "hvc1",
		"-bsf:v", "hevc_metadata=colour_primaries=9:transfer_characteristics=18:matrix_coefficients=9", path).CombinedOutput()
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
	clip, began, heard, stop := b.send(path)
	defer stop()
	watchable, pictured := false, false
	for h := range heard {
		if h.ID != clip {
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
		if !pictured && b.pictured(clip) {
			pictured = true
			b.note(name+" pictures", time.Since(began).Seconds())
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

// opened sends a clip, takes the time until it is watchable, and has the rest left
// undone.
func (b *bench) opened(name, path string) {
	clip, began, heard, stop := b.send(path)
	b.note(name+" stored", time.Since(began).Seconds())
	defer stop()
	for h := range heard {
		if h.ID == clip && h.Watchable {
			b.note(name+" watchable", time.Since(began).Seconds())
			must[any](b, b.who, "POST", "/api/v1/clips/"+clip+"/cancel", map[string]any{})
			return
		}
	}
	b.Fatal("the clip did not become watchable")
}

// send sends a clip, but for its name. The time begins with its last byte.
func (b *bench) send(path string) (clip string, began time.Time, heard <-chan happening, stop func()) {
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
	heard = b.who.listen(ctx, b)
	began = time.Now()
	if _, err := u.send(b, last, bytes.NewReader(file[last:])); err != nil {
		b.Fatal(err)
	}
	return u.clip, began, heard, cancel
}

// pictured tells whether a clip has its poster and its sprites.
func (b *bench) pictured(clip string) bool {
	c := must[struct{ Poster, Sprites json.RawMessage }](b, b.who, "GET", "/api/v1/clips/"+clip, nil)
	return len(c.Poster) > 4 && len(c.Sprites) > 4
}

// runs are the arguments of what ours made of a clip with ffmpeg, by kind: its
// ladder's "pictures", more than once where it is long, and "sound", and "poster"
// and "sprites", with the "keyframes" that those are made of where they are chosen.
type runs map[string][][]string

// ladder are the encodes that make the ladder: pictures one after another, the
// sound beside the first.
func (r runs) ladder() (steps [][][]string) {
	for i, pictures := range r["pictures"] {
		steps = append(steps, [][]string{pictures})
		if i == 0 {
			steps[0] = append(steps[0], r["sound"]...)
		}
	}
	return steps
}

// oneByOne are commands that wait for each other.
func oneByOne(commands ...[]string) (steps [][][]string) {
	for _, args := range commands {
		steps = append(steps, [][]string{args})
	}
	return steps
}

// watch sends a clip once and reads, from the running processes themselves, the
// arguments that they run with.
func (b *bench) watch(path string) runs {
	done := make(chan struct{})
	found := make(chan runs, 1)
	go func() {
		seen := runs{}
		defer func() { found <- seen }()
		tick := time.NewTicker(2 * time.Millisecond)
		defer tick.Stop()
		for {
			for _, args := range runningTools(b.scratch) {
				kind := kindOf(args)
				if !slices.ContainsFunc(seen[kind], func(other []string) bool { return slices.Equal(args, other) }) {
					seen[kind] = append(seen[kind], args)
				}
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
	for _, kind := range []string{"pictures", "sound", "sprites"} {
		if seen[kind] == nil {
			b.Fatalf("the making of %s was not seen", kind)
		}
	}
	return seen
}

// kindOf tells what a run of ffmpeg is for; "" = what is looked at and listened to,
// and goes to nobody here.
func kindOf(args []string) string {
	if slices.ContainsFunc(args, func(arg string) bool { return strings.Contains(arg, "early") }) {
		return "beginning" // of what is watched before its ladder
	}
	for kind, sign := range map[string]string{"pictures": "libx264", "sound": "aac", "keyframes": "keyframes.mkv", "poster": "poster-%d.jpg", "sprites": "sprites.jpg"} {
		if slices.Contains(args, sign) {
			return kind
		}
	}
	return ""
}

// runningTools finds the arguments of every ffmpeg in the server's scratch folder.
func runningTools(scratch string) (all [][]string) {
	procs, _ := filepath.Glob("/proc/[0-9]*")
	for _, proc := range procs {
		if cwd, _ := os.Readlink(filepath.Join(proc, "cwd")); !strings.HasPrefix(cwd, scratch) {
			continue
		}
		line, _ := os.ReadFile(filepath.Join(proc, "cmdline"))
		args := strings.Split(strings.TrimSuffix(string(line), "\x00"), "\x00")
		if !strings.HasSuffix(args[0], "ffmpeg") {
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

// bare runs ffmpeg by itself, step by step, in a folder where the clip is called
// as the worker calls it.
func (b *bench) bare(name, path string, steps [][][]string) {
	made := b.make(path, steps)
	b.note(name, made.wall)
	b.note(name+" cpu", made.cpu)
	b.note(name+" memory", made.memory)
	os.RemoveAll(made.dir)
}

// made is what commands made of a clip, and at what cost.
type made struct {
	dir       string
	wall, cpu float64 // seconds
	memory    float64 // MiB, of the largest process; of all, where they ran side by side
}

func (b *bench) make(path string, steps [][][]string) made {
	b.Helper()
	m := made{dir: b.workDir(path)}
	began, worked := time.Now(), cpuOfOurs(b)
	memory, err := b.ffmpegs(m.dir, steps)
	if err != nil {
		b.Fatal(err)
	}
	m.wall, m.cpu, m.memory = time.Since(began).Seconds(), cpuOfOurs(b)-worked, memory
	return m
}

// workDir is a folder with a clip in it, named as the worker names it.
func (b *bench) workDir(clip string) string {
	dir := b.TempDir()
	if err := os.Link(clip, filepath.Join(dir, "original")); err != nil {
		b.Fatal(err)
	}
	return dir
}

// ffmpegs runs steps one after another, each of commands that run side by side.
func (b *bench) ffmpegs(dir string, steps [][][]string) (memory float64, err error) {
	for _, step := range steps {
		took, failed := b.sideBySide(dir, step)
		memory, err = max(memory, took), errors.Join(err, failed)
	}
	return memory, err
}

func (b *bench) sideBySide(dir string, commands [][]string) (memory float64, err error) {
	var mu sync.Mutex
	var running sync.WaitGroup
	for _, args := range commands {
		running.Go(func() {
			cmd := exec.Command("ffmpeg", append([]string{"-v", "error", "-nostdin", "-y"}, args...)...)
			cmd.Dir = dir
			out, failed := cmd.CombinedOutput()
			mu.Lock()
			defer mu.Unlock()
			if failed != nil {
				err = errors.Join(err, fmt.Errorf("ffmpeg %q: %w %s", args, failed, out))
				return
			}
			memory += float64(cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss) / 1024
		})
	}
	running.Wait()
	return memory, err
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
	for i, poster := range b.times["poster cpu"] {
		b.note("stills cpu", poster+b.times["sprites cpu"][i])
	}
	fmt.Printf("\n%d rounds in turn on %d cores, 1080p30 of %d s; medians, in brackets the fastest and slowest\n\n", *benchRounds, runtime.NumCPU(), *benchSeconds)
	t := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "what\tours\tbeside it\t\tratio")
	for _, r := range []struct{ what, ours, other, beside string }{
		{"last byte to watchable, H.264", "h264 watchable", "copy", "ffmpeg -c copy"},
		{"", "h264 watchable", "h264 ladder", "bare ladder"},
		{"last byte to watchable, HEVC", "hevc watchable", "hevc ladder", "bare ladder"},
		{"last byte to watchable, HLG", "hlg watchable", "hevc watchable", "HEVC"},
		{"last byte to watchable, HEVC in 4K", "4k watchable", "hevc watchable", "HEVC"},
		{"last byte to watchable, HEVC, ten minutes", "long watchable", "hevc watchable", "the short one"},
		{"last byte to watchable, HEVC, ten minutes", "long watchable", "long stored", "the store alone"},
		{"last byte to watchable, MPEG-TS, ten minutes", "stream watchable", "hevc watchable", "the short one"},
		{"last byte to watchable, MPEG-TS, ten minutes", "stream watchable", "stream stored", "the store alone"},
		{"last byte to everything, H.264", "h264 ready", "h264 ladder", "bare ffmpeg, same encodes"},
		{"last byte to everything, HEVC", "hevc ready", "hevc ladder", "bare ffmpeg, same encodes"},
		{"last byte to everything, H.264", "h264 ready", "one by one", "one ffmpeg a rung"},
		{"CPU of everything, H.264", "h264 cpu", "h264 ladder cpu", "bare ffmpeg, same encodes"},
		{"", "h264 cpu", "one by one cpu", "one ffmpeg a rung"},
		{"CPU of the same encodes, H.264", "h264 ladder cpu", "one by one cpu", "one ffmpeg a rung"},
		{"CPU of poster and sprites", "stills cpu", "every picture cpu", "one decode of all pictures"},
		{"last byte to poster and sprites, H.264", "h264 pictures", "h264 ladder", "bare ladder"},
		{"last byte to poster and sprites, HEVC", "hevc pictures", "hevc ladder", "bare ladder"},
		{"CPU of the ladder, HLG", "hlg cpu", "ten bits cpu", "the same, not called HDR"},
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
