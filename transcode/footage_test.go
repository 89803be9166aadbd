package transcode

import (
	"archive/tar"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"fieldstory/story"
)

var filmed = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func newTranscoder(t testing.TB) *Transcoder {
	t.Helper()
	cfg := NewConfig()
	cfg.Preset = "ultrafast" // right pictures and sound do not hang on it; the arguments are under golden files
	tc, err := New(context.Background(), cfg, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	return tc
}

// footage finds the shared clips; "" where this machine has none.
func footage() string {
	dir := os.Getenv("FIELDSTORY_FOOTAGE")
	if dir == "" {
		dir = filepath.Join("..", "..", "shared", "footage")
	}
	if _, err := os.Stat(filepath.Join(dir, "MANIFEST.tsv")); err != nil {
		return ""
	}
	return dir
}

// scratch puts a clip into a fresh job folder, as the worker does.
func scratch(t testing.TB, clip string) string {
	t.Helper()
	dir := t.TempDir()
	b, err := os.ReadFile(clip)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "original"), b, 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

// film makes a clip with ffmpeg's own test pictures, for machines without
// footage and for what no camera gave us.
func film(t testing.TB, name string, args ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	out, err := exec.Command("ffmpeg", append(append([]string{"-v", "error", "-y"}, args...), path)...).CombinedOutput()
	if err != nil {
		t.Fatalf("filming %s: %v: %s", name, err, out)
	}
	return path
}

type probedOutput struct {
	Streams []struct {
		Type      string `json:"codec_type"`
		Codec     string `json:"codec_name"`
		Profile   string `json:"profile"`
		PixFmt    string `json:"pix_fmt"`
		Width     int    `json:"width"`
		Height    int    `json:"height"`
		SAR       string `json:"sample_aspect_ratio"`
		Space     string `json:"color_space"`
		Transfer  string `json:"color_transfer"`
		Primaries string `json:"color_primaries"`
		Range     string `json:"color_range"`
		Start     string `json:"start_time"`
		Duration  string `json:"duration"`
		Frames    string `json:"nb_read_frames"`
		Rate      string `json:"sample_rate"`
		Channels  int    `json:"channels"`
		Tags      map[string]string
	} `json:"streams"`
	Format struct {
		Tags map[string]string `json:"tags"`
	} `json:"format"`
}

// save writes an output as it would be stored, and probes it.
func save(t testing.TB, o story.Rendered) (string, probedOutput) {
	t.Helper()
	r, err := o.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := int64(len(b)), o.Bytes; got != want {
		t.Errorf("%s has %d bytes, promised %d", o.Name, got, want)
	}
	path := filepath.Join(t.TempDir(), o.Name+".mp4")
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return path, probeFile(t, path)
}

func probeFile(t testing.TB, path string) (p probedOutput) {
	t.Helper()
	var out bytes.Buffer
	cmd := exec.Command("ffprobe", "-v", "error", "-count_frames", "-show_streams", "-show_format", "-of", "json", path)
	cmd.Stdout = &out
	if err := cmd.Run(); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(out.Bytes(), &p); err != nil {
		t.Fatal(err)
	}
	return p
}

func seconds(s string) float64 {
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return math.NaN()
	}
	return v
}

// thumb decodes the first picture to 8×8 pixels of RGB, upright.
func thumb(t testing.TB, path string, filters ...string) []byte {
	t.Helper()
	out, err := exec.Command("ffmpeg", "-v", "quiet", "-i", path, "-frames:v", "1",
		"-vf", strings.Join(append(filters, "scale=8:8:flags=area", "format=rgb24"), ","), "-f", "rawvideo", "-").Output()
	if err != nil || len(out) != 8*8*3 {
		t.Fatalf("decoding %s: %v, %d bytes", path, err, len(out))
	}
	return out
}

func difference(a, b []byte) float64 {
	var sum float64
	for i := range a {
		sum += math.Abs(float64(a[i]) - float64(b[i]))
	}
	return sum / float64(len(a))
}

// TestFootageBecomesWatchable runs real clips through everything, the ladder
// cut to its smallest rung, and judges by ffprobe and by looking.
func TestFootageBecomesWatchable(t *testing.T) {
	t.Parallel()
	dir := footage()
	rows := watchable
	if dir == "" {
		rows = nil
	}
	tc := newTranscoder(t)
	two := make(chan struct{}, 2) // encoders use every core already
	for _, row := range rows {
		t.Run(row.file, func(t *testing.T) {
			t.Parallel()
			two <- struct{}{}
			defer func() { <-two }()
			judge(t, tc, filepath.Join(dir, row.file), row)
		})
	}
}

type watchableRow struct {
	file          string
	width, height int     // as shown
	duration      float64 // seconds; pictures
	silent        bool
	hdr           bool // colours are meant to differ from a naive decode
	good          bool // nothing about it is worth a remark
	why           string
}

func judge(t *testing.T, tc *Transcoder, clip string, row watchableRow) {
	ctx := t.Context()
	dir := scratch(t, clip)
	f, err := tc.Inspect(ctx, dir, "original", filmed)
	if err != nil {
		t.Fatal(err)
	}
	if f.Width != row.width || f.Height != row.height {
		t.Errorf("shown as %d×%d, want %d×%d", f.Width, f.Height, row.width, row.height)
	}
	if math.Abs(f.Duration-row.duration) > 0.15+0.02*row.duration {
		t.Errorf("facts say %.3f s, want %.3f s", f.Duration, row.duration)
	}
	if got, want := f.Audio == nil, row.silent; got != want {
		t.Errorf("silent = %v, want %v", got, want)
	}
	if got, want := f.Video.HDR != "", row.hdr; got != want {
		t.Errorf("HDR = %q, want HDR %v", f.Video.HDR, want)
	}

	poster, err := tc.Poster(ctx, dir, "original", f)
	if err != nil {
		t.Fatal(err)
	}
	if w, h := pictureSize(t, poster); w > h != (f.Width > f.Height) && f.Width != f.Height {
		t.Errorf("poster is %d×%d for a clip of %d×%d", w, h, f.Width, f.Height)
	}
	sheet, s, err := tc.Sprites(ctx, dir, "original", f)
	if err != nil {
		t.Fatal(err)
	}
	if w, h := pictureSize(t, sheet); w != s.Columns*s.Width || h != s.Rows*s.Height {
		t.Errorf("sprite sheet is %d×%d, want %d×%d tiles of %d×%d", w, h, s.Columns, s.Rows, s.Width, s.Height)
	}

	tc.Hear(ctx, dir, "original", f)
	p := tc.plan(f)
	p.Rungs = p.Rungs[len(p.Rungs)-1:]
	if row.good {
		w := tc.plan(f).watched().rung // which is looked at
		p.Rungs = tc.plan(f).Rungs[w : w+1]
	}
	made, err := tc.ladder(ctx, dir, "original", X264, p, story.Stretch{}, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	if findings, _ := tc.Notice(f, [][]byte{made.Seen}, made.Heard); row.good && len(findings) > 0 {
		t.Errorf("a clip without a fault is remarked upon: %+v", findings)
	}
	path, got := save(t, made.Rungs[0])
	judgeRung(t, made.Rungs[0], got, row)
	judgeLoudness(t, f, path)
	if !row.hdr {
		reference := thumb(t, clip, "scale="+fmt.Sprintf("in_color_matrix=%s", matrixName(&f.Video)))
		if d := difference(thumb(t, path), reference); d > 10 {
			t.Errorf("pictures differ from the source's by %.1f of 255", d)
		}
	}
	if ok, _ := f.WebReady(); ok {
		info, _ := os.Stat(clip)
		o, err := tc.Remux(ctx, dir, "original", f, info.Size(), nil)
		if err != nil {
			t.Fatal(err)
		}
		path, got := save(t, o)
		for _, tags := range []map[string]string{got.Format.Tags, got.Streams[0].Tags} {
			for key := range tags {
				if strings.Contains(key, "location") || strings.Contains(key, "creation") || strings.Contains(key, "quicktime") || key == "title" {
					t.Errorf("the copy still carries %s", key)
				}
			}
		}
		if d := difference(thumb(t, path), thumb(t, clip)); d > 3 {
			t.Errorf("the copy's pictures differ by %.1f", d)
		}
	}
}

func judgeRung(t *testing.T, o story.Rendered, got probedOutput, row watchableRow) {
	t.Helper()
	v := got.Streams[0]
	if v.Codec != "h264" || v.PixFmt != "yuv420p" || v.Range != "tv" || v.Space != "bt709" || v.Transfer != "bt709" || v.Primaries != "bt709" {
		t.Errorf("pictures are %s %s %s %s %s %s, want h264 in BT.709", v.Codec, v.PixFmt, v.Range, v.Space, v.Transfer, v.Primaries)
	}
	if v.Width != o.Width || v.Height != o.Height || v.Width%2+v.Height%2 != 0 {
		t.Errorf("rung is %d×%d, planned %d×%d", v.Width, v.Height, o.Width, o.Height)
	}
	shown, have := float64(row.width)/float64(row.height), float64(v.Width)/float64(v.Height)
	if math.Abs(have/shown-1) > 0.03 {
		t.Errorf("shape is %.3f, want %.3f", have, shown)
	}
	if d := seconds(v.Duration); math.Abs(d-row.duration) > 0.15+0.02*row.duration {
		t.Errorf("rung lasts %.3f s, want %.3f", d, row.duration)
	}
	frames := seconds(v.Frames)
	if want := o.FrameRate * o.Duration; math.Abs(frames-want) > 1.01 {
		t.Errorf("%g frames, want %.1f", frames, want)
	}
	if row.silent {
		if len(got.Streams) != 1 {
			t.Errorf("%d streams for a silent clip", len(got.Streams))
		}
		return
	}
	if len(got.Streams) != 2 {
		t.Fatalf("%d streams, want pictures and sound", len(got.Streams))
	}
	a := got.Streams[1]
	if a.Codec != "aac" || a.Rate != "48000" || a.Channels != 2 {
		t.Errorf("sound is %s %s Hz %d channels", a.Codec, a.Rate, a.Channels)
	}
	if d := math.Abs(seconds(a.Start) - seconds(v.Start)); d > 0.02 {
		t.Errorf("sound and pictures begin %.3f s apart", d)
	}
}

func pictureSize(t testing.TB, path string) (int, int) {
	t.Helper()
	p := probeFile(t, path)
	return p.Streams[0].Width, p.Streams[0].Height
}

// TestUnusableFilesAreRefusedInWords wants a sentence, the file's fault, and an
// end in bounded time, for everything broken and hostile; some of it is
// watchable after all.
func TestUnusableFilesAreRefusedInWords(t *testing.T) {
	t.Parallel()
	dir := footage()
	rows := unusable
	if dir == "" {
		rows = nil
	}
	tc := newTranscoder(t)
	two := make(chan struct{}, 2)
	for _, row := range rows {
		t.Run(row.file, func(t *testing.T) {
			t.Parallel()
			two <- struct{}{}
			defer func() { <-two }()
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			dir := scratch(t, filepath.Join(dir, row.file))
			code := "ready"
			f, err := tc.Inspect(ctx, dir, "original", filmed)
			if err == nil {
				p := tc.plan(f)
				p.Rungs = p.Rungs[len(p.Rungs)-1:]
				_, err = tc.ladder(ctx, dir, "original", X264, p, story.Stretch{}, nil, nil)
			}
			if err != nil {
				p, ok := errors.AsType[*story.Problem](err)
				if !ok {
					t.Fatalf("not a refusal: %v", err)
				}
				if p.Fault != story.FaultFile || !strings.HasSuffix(p.Detail, ".") {
					t.Errorf("fault %s, %q: want the file's fault and a sentence", p.Fault, p.Detail)
				}
				code = p.Code
			}
			if got, want := code, row.want; got != want {
				t.Errorf("ended %q, want %q (%v)", got, want, err)
			}
		})
	}
}

// TestNamesReachNoTool unpacks files whose names are the attack. The worker
// gives every file the same name; here they stand for the bytes behind them.
func TestNamesReachNoTool(t *testing.T) {
	t.Parallel()
	dir := footage()
	if dir == "" {
		return
	}
	tc := newTranscoder(t)
	r, err := os.Open(filepath.Join(dir, "names.tar"))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	for files := tar.NewReader(r); ; {
		h, err := files.Next()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		if h.Typeflag != tar.TypeReg {
			continue
		}
		work := t.TempDir()
		b, err := io.ReadAll(files)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(work, "original"), b, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := tc.Inspect(t.Context(), work, "original", filmed); err != nil {
			t.Errorf("%q: %v", story.CleanFilename(h.Name), err)
		}
	}
}

// filmedLadder inspects a clip and makes all of its ladder.
func filmedLadder(t testing.TB, tc *Transcoder, clip string) (*story.Facts, story.Made) {
	t.Helper()
	dir := scratch(t, clip)
	f, err := tc.Inspect(t.Context(), dir, "original", filmed)
	if err != nil {
		t.Fatal(err)
	}
	made, err := tc.Ladder(t.Context(), dir, "original", f, story.Stretch{}, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	return f, made
}
