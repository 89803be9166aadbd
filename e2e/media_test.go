package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// probed is what ffprobe says of a file or address.
type probed struct {
	Streams []struct {
		Type     string `json:"codec_type"`
		Codec    string `json:"codec_name"`
		PixFmt   string `json:"pix_fmt"`
		Width    int    `json:"width"`
		Height   int    `json:"height"`
		Space    string `json:"color_space"`
		Transfer string `json:"color_transfer"`
		Rate     string `json:"r_frame_rate"`
		Side     []struct {
			Rotation float64 `json:"rotation"`
		} `json:"side_data_list"`
	} `json:"streams"`
	Format struct {
		Duration string            `json:"duration"`
		Tags     map[string]string `json:"tags"`
	} `json:"format"`
}

func (p probed) duration() float64 {
	v, err := strconv.ParseFloat(p.Format.Duration, 64)
	if err != nil {
		return math.NaN()
	}
	return v
}

// as is how ffmpeg's tools come in as this person; nothing for the public.
func (p *person) as() []string {
	if p.token == "" {
		return nil
	}
	return []string{"-headers", "Authorization: Bearer " + p.token + "\r\n"}
}

// probe lets ffprobe read an address as a player would.
func (p *person) probe(t testing.TB, path string) (out probed) {
	t.Helper()
	if strings.HasPrefix(path, "/") {
		path = p.url + path
	}
	args := append([]string{"-v", "error"}, p.as()...)
	cmd := exec.CommandContext(t.Context(), "ffprobe", append(args, "-show_streams", "-show_format", "-of", "json", path)...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	raw, err := cmd.Output()
	if err != nil || stderr.Len() > 0 {
		t.Errorf("ffprobe %s: %v %s", path, err, stderr.String())
		return out
	}
	if err := json.Unmarshal(raw, &out); err != nil {
		t.Errorf("ffprobe %s: %v", path, err)
	}
	return out
}

// play decodes an address from its start to its end and gives how long the
// pictures lasted, in seconds.
func (p *person) play(t testing.TB, path string) float64 {
	t.Helper()
	args := append([]string{"-v", "error", "-nostdin"}, p.as()...)
	cmd := exec.CommandContext(t.Context(), "ffmpeg", append(args, "-i", p.url+path, "-map", "0:v:0", "-f", "null", "-progress", "pipe:1", "-")...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil || stderr.Len() > 0 {
		t.Errorf("playing %s: %v %s", path, err, stderr.String())
	}
	var us float64
	for line := range strings.Lines(stdout.String()) {
		if v, ok := strings.CutPrefix(strings.TrimSpace(line), "out_time_us="); ok {
			us, _ = strconv.ParseFloat(v, 64)
		}
	}
	return us / 1e6
}

// judge holds a ready clip to what every ready clip must be.
func judge(t testing.TB, p *person, c clipCard) {
	t.Helper()
	f := c.Facts
	if f == nil || c.Receipt == nil || !c.Watchable || c.Progress != 1 || c.Problem != nil {
		t.Errorf("ready without facts, receipt or being watchable, or with a problem: %+v", c)
		return
	}
	rungs := 0
	for _, r := range c.Renditions {
		if r.Kind == "ladder" {
			rungs++
			judgeRung(t, p, c, r)
		}
	}
	if rungs == 0 {
		t.Errorf("ready without a rung: %+v", c.Renditions)
	}
	if c.HLS == "" {
		t.Error("ready without HLS")
	} else if got := p.play(t, c.HLS); !near(got, f.Duration) {
		t.Errorf("HLS plays %.2f s of %.2f s", got, f.Duration)
	}
	if status, header, raw := p.fetch(t, "GET", c.Poster, nil); status != 200 || header.Get("Content-Type") != "image/jpeg" || !bytes.HasPrefix(raw, []byte{0xff, 0xd8}) {
		t.Errorf("poster %q = %d %s, want a JPEG", c.Poster, status, header.Get("Content-Type"))
	}
}

func judgeRung(t testing.TB, p *person, c clipCard, r renditionCard) {
	t.Helper()
	got := p.probe(t, r.URL)
	var kinds []string
	for _, s := range got.Streams {
		kinds = append(kinds, s.Type)
		if s.Type != "video" {
			continue
		}
		if s.Codec != "h264" || s.PixFmt != "yuv420p" || s.Space != "bt709" || s.Transfer != "bt709" {
			t.Errorf("%s is %s %s %s %s, want H.264, 4:2:0, BT.709", r.Name, s.Codec, s.PixFmt, s.Space, s.Transfer)
		}
		if s.Width != r.Width || s.Height != r.Height || len(s.Side) > 0 && s.Side[0].Rotation != 0 {
			t.Errorf("%s is %d×%d turned by %v, want %d×%d upright", r.Name, s.Width, s.Height, s.Side, r.Width, r.Height)
		}
		// Sides are even numbers, which bends small pictures a little.
		if wide, want := float64(s.Width)/float64(s.Height), float64(c.Facts.Width)/float64(c.Facts.Height); math.Abs(wide/want-1) > 0.03 {
			t.Errorf("%s has the shape %.3f, the source %.3f", r.Name, wide, want)
		}
	}
	want := "video audio"
	if c.Facts.AudioCodec == "" {
		want = "video"
	}
	if got := strings.Join(kinds, " "); got != want {
		t.Errorf("%s has %q, want %q", r.Name, got, want)
	}
	if d := got.duration(); !near(d, c.Facts.Duration) {
		t.Errorf("%s lasts %.2f s, want %.2f s", r.Name, d, c.Facts.Duration)
	}
}

// near allows a frame or two of a slow camera and a packet of sound.
func near(got, want float64) bool { return math.Abs(got-want) <= 0.3+0.03*want }

// film makes a clip with ffmpeg's own pictures and gives its bytes.
func film(t testing.TB, name string, args ...string) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	cmd := exec.CommandContext(t.Context(), "ffmpeg", append(append([]string{"-v", "error", "-nostdin", "-y"}, args...), path)...)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("filming %s: %v %s", name, err, out)
	}
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// scene is a moving test picture with a tone, and noise, so that it does not
// compress to nothing.
func scene(size string, seconds int) []string {
	return []string{"-f", "lavfi", "-i", fmt.Sprintf("testsrc2=s=%s:r=30:d=%d,noise=alls=12:allf=t", size, seconds),
		"-f", "lavfi", "-i", fmt.Sprintf("sine=440:d=%d", seconds), "-pix_fmt", "yuv420p", "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac"}
}
