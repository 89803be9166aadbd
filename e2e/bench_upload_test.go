package e2e

import (
	"bytes"
	"encoding/base64"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"text/tabwriter"
	"time"

	"fieldstory/e2e/parts"
)

var benchMiB = flag.Int64("mib", 256, "size of the file that the upload bench sends")

// sourceDir is this folder: the embedded store changes the working folder.
var sourceDir, _ = os.Getwd()

// chunk is what most tus clients send at a time.
const chunk int64 = 8 << 20

// BenchmarkUpload measures uploads beside minio-go's PutObject and tusd with its
// own S3 store, in turn, each server in a process of its own. The last figure
// of the set, a thousand uploads through a store with faults, is
// go test ./api -run UploadFaults -seeds 1000.
func BenchmarkUpload(b *testing.B) {
	o := newOutside(b)
	temp := b.TempDir()
	o.env = append(o.env, "FIELDSTORY_S3_TRUSTED=true", "TMPDIR="+temp)
	// Not settle: a second server would read back what ours received.
	if _, stderr, status := once(b, o.env, "migrate", "--admin-email", "chief@example.org"); status != 0 {
		b.Fatal(stderr)
	}
	ours := start(b, o.env, "serve", "--addr", "127.0.0.1:0")
	ours.awaitReady(b)
	token, _, _ := once(b, o.env, "token", "--email", "chief@example.org")
	who := enter(b, ours.url, strings.TrimSpace(token), "chief@example.org")
	peer := newPeer(b, o)
	story := who.newStory(b, "Bench").ID
	times := map[string][]float64{}
	note := func(name string, v float64) { times[name] = append(times[name], v) }
	size := *benchMiB << 20
	for range *benchRounds {
		note("put", peer.put(b, size))
		for name, to := range map[string]target{"ours": {who.begin(b, story, "a.mp4", size), ours}, "tusd": {peer.begin(b, size), peer.program},
			"least": {upload{who: &person{url: peer.url}, path: "/least/"}, peer.program}} {
			began, worked := time.Now(), cpuOf(b, to.at)
			for off := int64(0); off < size; off += chunk {
				n := min(chunk, size-off)
				if _, err := to.send(b, off, io.LimitReader(zeroes{}, n)); err != nil {
					b.Fatal(name, err)
				}
			}
			note(name, time.Since(began).Seconds())
			note(name+" cpu", (cpuOf(b, to.at)-worked)/float64(size)*(1<<30))
			if name == "ours" {
				until(b, patience, "it was read back", func() bool { r := who.clip(b, to.clip).Receipt; return r != nil && r.Verified })
				note("ours checked cpu", (cpuOf(b, to.at)-worked)/float64(size)*(1<<30))
			}
		}
	}
	sent, file := cutLink(b, who.begin(b, story, "cut.mp4", 96<<20), 96<<20)
	ourRise, ourFiles := slowUploads(b, ours, temp, func() upload { return who.begin(b, story, "slow.mp4", 16<<20) })
	peerRise, peerFiles := slowUploads(b, peer.program, peer.temp, func() upload { return peer.begin(b, 16<<20) })
	lost, again := killed(b, o, ours, who, story)

	fmt.Printf("\n%d rounds in turn, a file of %d MiB in PATCHes of 8; medians, in brackets the fastest and slowest\n\n", *benchRounds, *benchMiB)
	t := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "what\tours\tbeside it\t\tratio\ttarget")
	for _, r := range []struct{ what, ours, other, beside, target string }{
		{"upload, SHA-256 included", "ours", "put", "minio-go PutObject", "≤ 1.5"},
		{"", "ours", "least", "hash and store, no more", ""},
		{"the same by tusd, without", "tusd", "put", "minio-go PutObject", ""},
		{"API CPU a GiB, SHA-256 included", "ours cpu", "tusd cpu", "tusd, without", "≤ 1.3 s"},
		{"", "ours cpu", "least cpu", "hash and store, no more", ""},
		{"… and with reading it back", "ours checked cpu", "tusd cpu", "tusd, which does not", ""},
	} {
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%.2f\t%s\n", r.what, spread(times[r.ours]), spread(times[r.other]), r.beside, median(times[r.ours])/median(times[r.other]), r.target)
	}
	fmt.Fprintf(t, "50 slow uploads, memory over idle\t%.0f MiB\t%.0f MiB\ttusd\t%.2f\t≤ 48 MiB\n", ourRise, peerRise, ourRise/peerRise)
	fmt.Fprintf(t, "50 slow uploads, temporary files\t%.0f MiB\t%.0f MiB\ttusd\t\t0\n", ourFiles, peerFiles)
	fmt.Fprintf(t, "link cut every 1 to 5 MiB, bytes sent\t%d\t%d\tin the file\t%.3f\t≤ 1.02\n", sent, file, float64(sent)/float64(file))
	fmt.Fprintf(t, "kill -9 at 8 MB/s, acknowledged bytes lost\t%d\t\t\t\t0\n", lost)
	fmt.Fprintf(t, "kill -9 at 8 MB/s, sent again\t%.1f MiB\t\t\t\t≤ 5 MiB\n", float64(again)/(1<<20))
	t.Flush()
	fmt.Println()
}

type target struct {
	upload
	at *program
}

// zeroes is an endless file of nothing.
type zeroes struct{}

func (zeroes) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// tusd is the peer, see bench/peer.
type tusd struct {
	*program
	path, temp string
	args, env  []string
}

func newPeer(b *testing.B, o *outside) *tusd {
	at := parts.Addresses().S3
	p := &tusd{path: filepath.Join(workDir, "peer"), temp: b.TempDir()}
	build := exec.Command("go", "build", "-o", p.path, ".")
	build.Dir = filepath.Join(sourceDir, "..", "bench", "peer")
	if out, err := build.CombinedOutput(); err != nil {
		b.Fatalf("building bench/peer: %v\n%s", err, out)
	}
	var bucket string
	for _, v := range o.env {
		if name, ok := strings.CutPrefix(v, "FIELDSTORY_S3_BUCKET="); ok {
			bucket = name
		}
	}
	p.args = []string{"-endpoint", at.Endpoint, "-region", at.Region, "-bucket", bucket, "-temp", p.temp}
	p.env = append(os.Environ(), "ACCESS_KEY="+at.AccessKey, "SECRET_KEY="+at.SecretKey)
	p.program = &program{cmd: exec.Command(p.path, p.args...), stdout: newTerminal(), stderr: newTerminal(), ended: make(chan struct{})}
	p.cmd.Env, p.cmd.Stdout, p.cmd.Stderr = p.env, p.program.stdout, p.program.stderr
	if err := p.cmd.Start(); err != nil {
		b.Fatal(err)
	}
	go func() { p.program.err = p.cmd.Wait(); close(p.program.ended) }()
	b.Cleanup(p.kill)
	p.awaitReady(b)
	return p
}

// put is the seconds of one PutObject.
func (p *tusd) put(b *testing.B, size int64) float64 {
	cmd := exec.Command(p.path, append([]string{"-put", fmt.Sprint(size)}, p.args...)...)
	cmd.Env = p.env
	out, err := cmd.Output()
	seconds, perr := strconv.ParseFloat(strings.TrimSpace(string(out)), 64)
	if err = errors.Join(err, perr); err != nil {
		b.Fatal(err)
	}
	return seconds
}

func (p *tusd) begin(b *testing.B, size int64) upload {
	req, _ := http.NewRequest("POST", p.url+"/files/", nil)
	req.Header.Set("Tus-Resumable", "1.0.0")
	req.Header.Set("Upload-Length", fmt.Sprint(size))
	req.Header.Set("Upload-Metadata", "filename "+base64.StdEncoding.EncodeToString([]byte("a.mp4")))
	resp, err := client.Do(req)
	if err != nil {
		b.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusCreated {
		b.Fatal("tusd: ", resp.Status)
	}
	return upload{who: &person{url: p.url}, path: strings.TrimPrefix(resp.Header.Get("Location"), p.url)}
}

// broken is a body whose link breaks after so many bytes, and which counts
// what went out.
type broken struct {
	io.Reader
	sent *int64
}

func (r broken) Read(p []byte) (int, error) {
	n, err := r.Reader.Read(p)
	*r.sent += int64(n)
	if err == io.EOF {
		err = errors.New("the link broke")
	}
	return n, err
}

// cutLink sends a file over a link that breaks every 1 to 5 MiB.
func cutLink(b *testing.B, u upload, size int64) (sent, file int64) {
	dice := rand.New(rand.NewPCG(1, 11))
	for off := int64(0); off < size; {
		req := u.who.request(b, "PATCH", u.path, nil)
		n := min(1<<20+dice.Int64N(4<<20), size-off)
		req.Body = io.NopCloser(broken{io.LimitReader(zeroes{}, n), &sent})
		if n == size-off {
			sent += n
			req.Body = io.NopCloser(io.LimitReader(zeroes{}, n))
		}
		req.ContentLength = size - off
		req.Header.Set("Tus-Resumable", "1.0.0")
		req.Header.Set("Content-Type", "application/offset+octet-stream")
		req.Header.Set("Upload-Offset", fmt.Sprint(off))
		if resp, err := client.Do(req); err == nil {
			resp.Body.Close()
		}
		var now int64
		until(b, time.Minute, "HEAD answers", func() (ok bool) {
			at, err := u.offset(b) // joining the parts may need another try
			now = at
			return err == nil
		})
		if now < off {
			b.Fatalf("the offset went back from %d to %d", off, now)
		}
		off = now
	}
	return sent, size
}

// slowUploads runs fifty at 128 kB/s for ten seconds and gives by how much the
// memory of the server rose at most, and how many bytes lay in temporary
// files, in MiB.
func slowUploads(b *testing.B, at *program, temp string, begin func() upload) (rise, files float64) {
	idle := memoryOf(b, at)
	ctx, stop := b.Context(), time.After(10*time.Second)
	var all sync.WaitGroup
	ended := make(chan struct{})
	for range 50 {
		u := begin()
		all.Go(func() {
			body, tap := io.Pipe()
			go func() {
				tick := time.NewTicker(100 * time.Millisecond)
				defer tick.Stop()
				for piece := bytes.Repeat([]byte("x"), 12_800); ; {
					select {
					case <-tick.C:
						tap.Write(piece)
					case <-ended:
						tap.CloseWithError(errors.New("enough"))
						return
					}
				}
			}()
			u.send(b, 0, body)
		})
	}
	tick := time.NewTicker(200 * time.Millisecond)
	defer tick.Stop()
	for going := true; going; {
		select {
		case <-tick.C:
			rise = max(rise, memoryOf(b, at)-idle)
			files = max(files, bytesUnder(temp))
		case <-stop:
			going = false
		case <-ctx.Done():
			going = false
		}
	}
	close(ended)
	all.Wait()
	return rise, files
}

// killed sends a file in one request at 8 MB/s, ends the server with kill -9
// in the middle, and asks the next one. An earlier chunk was acknowledged.
func killed(b *testing.B, o *outside, ours *program, who *person, story string) (lost, again int64) {
	u := who.begin(b, story, "killed.mp4", 200<<20)
	acknowledged, err := u.send(b, 0, io.LimitReader(zeroes{}, chunk))
	if err != nil {
		b.Fatal(err)
	}
	body, tap := io.Pipe()
	gone := make(chan struct{})
	go func() { defer close(gone); u.send(b, acknowledged, body); body.Close() }()
	sent := acknowledged
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for piece := make([]byte, 80_000); sent < 40<<20; sent += int64(len(piece)) {
		<-tick.C
		if _, err := tap.Write(piece); err != nil {
			b.Fatal(err)
		}
	}
	ours.kill()
	tap.Close() // the client notices only when it has something to send
	<-gone
	next := start(b, o.env, "serve", "--addr", "127.0.0.1:0")
	next.awaitReady(b)
	u.who = &person{url: next.url, token: who.token}
	at, err := u.offset(b)
	if err != nil {
		b.Fatal(err)
	}
	return max(0, acknowledged-at), sent - at
}

// cpuOf is the CPU time of a program so far, in seconds (proc(5), fields 14
// and 15, in ticks of a hundredth).
func cpuOf(b *testing.B, p *program) float64 {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.cmd.Process.Pid))
	if err != nil {
		b.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(stat), ") ")
	fields := strings.Fields(rest) // begins with field 3
	user, _ := strconv.ParseFloat(fields[11], 64)
	system, _ := strconv.ParseFloat(fields[12], 64)
	return (user + system) / 100
}

// memoryOf is what a program has in memory now, in MiB.
func memoryOf(b *testing.B, p *program) float64 {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		b.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(status), "VmRSS:")
	kib, _ := strconv.ParseFloat(strings.Fields(rest)[0], 64)
	return kib / 1024
}

func bytesUnder(dir string) (mib float64) {
	filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			if info, err := d.Info(); err == nil {
				mib += float64(info.Size()) / (1 << 20)
			}
		}
		return nil
	})
	return mib
}
