package e2e

import (
	"errors"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"testing"
	"text/tabwriter"
)

// heights are the rungs that ours makes of 1080p, and its peers.
var heights = []int{1080, 720, 480, 360, 240}

// peer is how another program makes a ladder: one ffmpeg a rung.
type peer struct {
	name string
	// command makes the rung of a height of original, or of what it made
	// before, as "<height>.mp4". With crf it is of that constant quality, without
	// the peer's cap on bytes; 0 = as the peer makes it.
	command func(height int, crf float64) []string
}

// BenchmarkPeers makes a ladder of the same clip with ours' encodes, PeerTube's and
// MediaCMS', and compares rung by rung what it looks like and weighs. As a quick
// encode that looks worse proves nothing, every rung of a peer is also made as good
// as ours, by SSIM, and the ladders of equal looks are timed in turn.
func BenchmarkPeers(b *testing.B) {
	dir := dataDir(b)
	server := up(b, dir)
	chief := newPerson(b, server.url, dir, "admin@localhost")
	bench := &bench{TB: b, who: chief, pid: server.cmd.Process.Pid, scratch: filepath.Join(dir, "scratch"),
		story: chief.newStory(b, "Bench").ID, times: map[string][]float64{}}
	clip := bench.clip("phone.mp4", *benchSeconds)
	ladder := bench.watch(clip).ladder()
	server.kill() // only its arguments were wanted
	clear(bench.times)

	made := bench.make(clip, ladder)
	ours := map[int]likeness{}
	for _, h := range heights {
		ours[h] = bench.look(clip, filepath.Join(made.dir, fmt.Sprintf("%dp.mp4", h)))
	}
	fmt.Printf("\n1080p30 of %d s, kB and SSIM of each rung; in brackets kB where it is made to look like ours\n\n", *benchSeconds)
	t := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "rung\tours\tPeerTube\t\tMediaCMS\t")
	rows := map[int]string{}
	equal := map[string][][]string{}
	for _, p := range []peer{{"PeerTube", peerTube}, {"MediaCMS", mediaCMS}} {
		work := bench.workDir(clip)
		for _, h := range heights {
			own := bench.encoded(work, clip, h, p.command(h, 0))
			crf, like := bench.level(work, clip, h, p, ours[h].ssim)
			rows[h] += fmt.Sprintf("\t%.0f  %.4f\t(%.0f)", own.kB, own.ssim, like.kB)
			equal[p.name] = append(equal[p.name], p.command(h, crf))
		}
	}
	for _, h := range heights {
		fmt.Fprintf(t, "%dp\t%.0f  %.4f%s\n", h, ours[h].kB, ours[h].ssim, rows[h])
	}
	t.Flush()

	for range *benchRounds {
		bench.bare("ours", clip, ladder)
		for _, p := range []peer{{"PeerTube", peerTube}, {"MediaCMS", mediaCMS}} {
			var own [][]string
			for _, h := range heights {
				own = append(own, p.command(h, 0))
			}
			bench.bare(p.name, clip, oneByOne(own...))
			bench.bare(p.name+" equal", clip, oneByOne(equal[p.name]...))
		}
		bench.bare(oneThread, clip, oneByOne(withOneThread(equal["PeerTube"])...))
	}
	fmt.Printf("\n%d rounds in turn; medians, in brackets the fastest and slowest\n\n", *benchRounds)
	t = tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "a whole ladder\twall\tours over it\tCPU\tours over it\tmemory at most")
	for _, name := range []string{"ours", "PeerTube", "PeerTube equal", oneThread, "MediaCMS", "MediaCMS equal"} {
		fmt.Fprintf(t, "%s\t%s\t%.2f\t%s\t%.2f\t%.0f MiB\n", name, spread(bench.times[name]), bench.over("ours", name),
			spread(bench.times[name+" cpu"]), bench.over("ours cpu", name+" cpu"), slices.Max(bench.times[name+" memory"]))
	}
	t.Flush()
	fmt.Println()
}

// oneThread is PeerTube as it is set up by itself.
const oneThread = "PeerTube equal, its one thread"

func withOneThread(commands [][]string) (limited [][]string) {
	for _, args := range commands {
		last := len(args) - 1
		limited = append(limited, slices.Concat(args[:last], []string{"-threads", "1"}, args[last:]))
	}
	return limited
}

// peerTube is PeerTube's command (its default transcoding profile and bits a pixel),
// without its limit of one thread: lower rungs come from its own top one.
func peerTube(height int, crf float64) []string {
	perPixel := map[int]float64{1080: 0.10, 720: 0.11, 480: 0.12, 360: 0.15, 240: 0.17}
	rate := int(float64(height*height*16/9*30) * perPixel[height])
	from := "1080.mp4"
	if height == 1080 {
		from = "original"
	}
	quality := []string{"-maxrate:v", strconv.Itoa(rate), "-bufsize:v", strconv.Itoa(2 * rate)}
	if crf != 0 {
		quality = []string{"-crf", fmt.Sprintf("%.2f", crf)}
	}
	return slices.Concat([]string{"-i", from, "-f", "mp4", "-movflags", "faststart", "-max_muxing_queue_size", "1024", "-map_metadata", "-1",
		"-pix_fmt", "yuv420p", "-vf", fmt.Sprintf("scale=w=-2:h=%d", height), "-c:v", "libx264", "-preset", "veryfast"}, quality,
		[]string{"-b_strategy", "1", "-bf", "16", "-r", "30", "-g:v", "60", "-c:a", "aac", fmt.Sprintf("%d.mp4", height)})
}

// mediaCMS is MediaCMS' command (files/helpers.py), a full decode for each rung.
func mediaCMS(height int, crf float64) []string {
	rate := map[int]int{1080: 4500, 720: 2500, 480: 1000, 360: 500, 240: 300}[height]
	preset := "medium"
	if height >= 720 {
		preset = "faster"
	}
	quality := []string{"-crf", "23", "-maxrate", fmt.Sprintf("%dk", rate*3/2), "-bufsize", fmt.Sprintf("%dk", rate*3/2)}
	if crf != 0 {
		quality = []string{"-crf", fmt.Sprintf("%.2f", crf)}
	}
	return slices.Concat([]string{"-i", "original", "-c:v", "libx264", "-filter:v",
		fmt.Sprintf("scale=%d:%d:force_original_aspect_ratio=decrease:force_divisible_by=2:flags=lanczos,fps=fps=30", (height*16+8)/9, height),
		"-pix_fmt", "yuv420p"}, quality, []string{"-c:a", "aac", "-b:a", "128k", "-ac", "2",
		"-force_key_frames", "expr:gte(t,n_forced*4)", "-x264-params", "keyint=240:keyint_min=120", "-preset", preset,
		"-profile:v", "main", "-level", "4.2", "-strict", "-2", fmt.Sprintf("%d.mp4", height)})
}

// likeness is what a rung weighs, pictures alone, and how like the source it is.
type likeness struct {
	kB   float64
	ssim float64 // of luma, 0 to 1, against the source scaled to its size
}

var (
	ssimPattern  = regexp.MustCompile(`SSIM Y:([0-9.]+)`)
	bytesPattern = regexp.MustCompile(`video:(\d+)k`)
)

func (b *bench) look(source, rung string) (l likeness) {
	b.Helper()
	// To the rung's own size, for not all make 480 of the same width; bicubic, as most
	// players scale. Neither side may repeat or drop a picture.
	const graph = "[1:v][0:v]scale2ref=flags=bicubic[s][r];[r]settb=1/30,setpts=N,setsar=1[a];[s]settb=1/30,setpts=N,setsar=1[b];[a][b]ssim"
	out, err := exec.Command("ffmpeg", "-v", "info", "-nostdin", "-i", rung, "-i", source, "-filter_complex", graph, "-f", "null", "-").CombinedOutput()
	if m := ssimPattern.FindSubmatch(out); m != nil {
		l.ssim, _ = strconv.ParseFloat(string(m[1]), 64)
	}
	copied, err2 := exec.Command("ffmpeg", "-v", "info", "-nostdin", "-i", rung, "-map", "0:v", "-c", "copy", "-f", "null", "-").CombinedOutput()
	if m := bytesPattern.FindSubmatch(copied); m != nil {
		l.kB, _ = strconv.ParseFloat(string(m[1]), 64)
	}
	if err := errors.Join(err, err2); err != nil || l.ssim == 0 || l.kB == 0 {
		b.Fatalf("looking at %s: %v %s %s", rung, err, out, copied)
	}
	return l
}

// encoded makes one rung in a folder and looks at it.
func (b *bench) encoded(dir, source string, height int, command []string) likeness {
	b.Helper()
	if _, err := b.ffmpegs(dir, oneByOne(command)); err != nil {
		b.Fatal(err)
	}
	return b.look(source, filepath.Join(dir, fmt.Sprintf("%d.mp4", height)))
}

// level finds the constant quality at which a peer's rung looks like ours: SSIM in
// decibels falls nearly evenly with it, so a few steps along its line suffice.
func (b *bench) level(dir, source string, height int, p peer, want float64) (crf float64, l likeness) {
	b.Helper()
	crf = 23
	slope := -0.35 // dB a step, to begin with
	var before, beforeCRF float64
	for range 6 {
		l = b.encoded(dir, source, height, p.command(height, crf))
		off := decibel(want) - decibel(l.ssim)
		if math.Abs(off) < 0.02 {
			break
		}
		if before != 0 && crf != beforeCRF {
			if s := (decibel(l.ssim) - before) / (crf - beforeCRF); s < -0.05 {
				slope = s
			}
		}
		before, beforeCRF = decibel(l.ssim), crf
		crf = min(45, max(10, crf+off/slope))
	}
	if off := math.Abs(decibel(want) - decibel(l.ssim)); off > 0.1 {
		b.Errorf("%s at %d does not come nearer to ours than %.2f dB", p.name, height, off)
	}
	return crf, l
}

func decibel(ssim float64) float64 { return -10 * math.Log10(1-ssim) }

// over is the ratio of two medians.
func (b *bench) over(one, other string) float64 {
	return median(b.times[one]) / median(b.times[other])
}
