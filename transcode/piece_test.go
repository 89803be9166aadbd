package transcode

import (
	"bytes"
	"context"
	"crypto/md5"
	"fmt"
	"io"
	"maps"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"fieldstory/story"
)

// odd are sources in whose middle it is hard to begin.
var odd = []struct {
	name     string
	film     []string // as film wants it
	cut      string   // seconds that a copy leaves out by an edit list
	seekable bool
}{
	{name: "opengop.mp4", seekable: true, film: []string{
		"-f", "lavfi", "-i", "testsrc2=s=320x180:r=30000/1001:d=5.6", "-f", "lavfi", "-i", "aevalsrc='random(0)*sin(900*t*t)':s=44100:d=5.6",
		"-c:v", "libx264", "-preset", "veryfast", "-g", "75", "-bf", "3", "-x264-params", "open-gop=1", "-pix_fmt", "yuv420p", "-c:a", "aac"}},
	// A stretch without pictures ends shortly after a joint at 5 s, and frames are dropped here and there.
	{name: "gaps.mp4", seekable: true, film: []string{
		"-f", "lavfi", "-i", "testsrc2=s=320x180:r=30:d=6.5,select='not(between(t,2.3,5.1))*gt(random(0),0.2)'", "-f", "lavfi", "-i", "sine=d=6.5:r=48000",
		"-fps_mode", "vfr", "-c:v", "libx264", "-preset", "veryfast", "-g", "48", "-force_key_frames", "5.1", "-bf", "2", "-pix_fmt", "yuv420p", "-c:a", "aac"}},
	{name: "fifty.mkv", seekable: true, film: []string{
		"-f", "lavfi", "-i", "testsrc2=s=720x720:r=50:d=3.3", "-f", "lavfi", "-i", "sine=d=3.3:r=32000",
		"-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=none:keyint=50:min-keyint=50:open-gop=1:bframes=4", "-pix_fmt", "yuv420p", "-c:a", "libopus"}},
	{name: "cut.mov", cut: "1.37", seekable: true, film: []string{
		"-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=7", "-f", "lavfi", "-i", "sine=d=7:r=48000",
		"-c:v", "libx264", "-preset", "veryfast", "-g", "50", "-bf", "2", "-pix_fmt", "yuv420p", "-c:a", "aac"}},
	{name: "woven.ts", film: []string{
		"-f", "lavfi", "-i", "testsrc2=s=320x180:r=50:d=5.5,interlace", "-f", "lavfi", "-i", "sine=d=5.5:r=48000",
		"-c:v", "libx264", "-preset", "veryfast", "-flags", "+ildct+ilme", "-g", "50", "-pix_fmt", "yuv420p", "-c:a", "aac"}},
}

// filmOdd makes one of them in a job's folder and inspects it.
func filmOdd(t testing.TB, tc *Transcoder, i int) (dir string, f *story.Facts) {
	t.Helper()
	clip := film(t, odd[i].name, odd[i].film...)
	if odd[i].cut != "" {
		cut := filepath.Join(t.TempDir(), odd[i].name)
		if out, err := exec.Command("ffmpeg", "-v", "error", "-ss", odd[i].cut, "-i", clip, "-c", "copy", cut).CombinedOutput(); err != nil {
			t.Fatalf("cutting: %v: %s", err, out)
		}
		clip = cut
	}
	dir = scratch(t, clip)
	f, err := tc.Inspect(t.Context(), dir, "original", filmed)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := tc.Outline(f).Seekable, odd[i].seekable; got != want {
		t.Errorf("seekable: %v, want %v (%+v)", got, want, f.Video)
	}
	return dir, f
}

// TestPiecesAreTheWhole holds ladders made in pieces against those made in one
// run.
func TestPiecesAreTheWhole(t *testing.T) {
	t.Parallel()
	tc := newTranscoder(t)
	for i := range odd {
		t.Run(odd[i].name, func(t *testing.T) {
			t.Parallel()
			dir, f := filmOdd(t, tc, i)
			sameFrames(t, tc, dir, f, odd[i].name == "gaps.mp4")
			made, err := tc.Ladder(t.Context(), dir, "original", f, story.Stretch{}, nil, nil)
			if err != nil {
				t.Fatal(err)
			}
			joined := piecework(t, tc, filepath.Join(dir, "original"), f, 1, 2)
			if got, want := len(joined), len(made.Rungs); got != want {
				t.Fatalf("%d rungs in pieces, %d in one", got, want)
			}
			for i, whole := range made.Rungs {
				compareRungs(t, joined[i], whole, f)
			}
		})
	}
}

// sameFrames compares, picture by picture, what goes to the encoder in pieces
// with what goes there in one run. awkward wants some to begin too late.
func sameFrames(t *testing.T, tc *Transcoder, dir string, f *story.Facts, awkward bool) {
	t.Helper()
	p := tc.plan(f)
	pictured := func(s story.Span, preroll float64) (first int, hashes []string) {
		args := slices.Concat([]string{"-v", "error", "-noautorotate"}, from(p, s, preroll), ontoGrid(f, p.Rungs[0].Rate), []string{
			"-i", filepath.Join(dir, "original"), "-map", fmt.Sprintf("0:%d", f.Video.Index),
			"-vf", strings.Join(pictures(f, onGrid(f, p.Rungs[0], s), 320, 180, false), ","), "-f", "framemd5", "-"})
		out, err := exec.Command("ffmpeg", args...).CombinedOutput()
		if err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		for line := range strings.Lines(string(out)) {
			if fields := strings.Split(strings.TrimSpace(line), ","); !strings.HasPrefix(line, "#") && len(fields) == 6 {
				if len(hashes) == 0 {
					first, _ = strconv.Atoi(strings.TrimSpace(fields[2]))
				}
				hashes = append(hashes, strings.TrimSpace(fields[5]))
			}
		}
		return first, hashes
	}
	_, whole := pictured(story.Span{End: p.segments()}, 0)
	if got, want := len(whole), p.frames(); got != want || p.segments() < 3 {
		t.Fatalf("the whole has %d pictures in %d segments, want %d in three or more", got, p.segments(), want)
	}
	late := 0
	for n := 1; n < p.segments(); n++ {
		s := story.Span{First: n, End: min(n+2, p.segments())}
		from, end := p.Rungs[0].frame(s.First), min(p.frames(), p.Rungs[0].frame(s.End))
		for _, preroll := range prerolls {
			if !indexed(f) {
				preroll = math.Inf(1)
			}
			first, got := pictured(s, preroll)
			if first > 0 && !math.IsInf(preroll, 1) {
				late++
				continue
			}
			if want := whole[from:end]; !slices.Equal(got, want) {
				differ := slices.IndexFunc(want, func(h string) bool { i := slices.Index(want, h); return i >= len(got) || got[i] != h })
				t.Errorf("segments %d to %d: %d pictures, want %d; the first that differs is %d", s.First, s.End, len(got), len(want), differ)
			}
			break
		}
	}
	if awkward && late == 0 {
		t.Error("the source is not as awkward as it was meant to be")
	}
}

// piecework makes a ladder in pieces, as several workers do, and joins it.
func piecework(t testing.TB, tc *Transcoder, clip string, f *story.Facts, cuts ...int) []story.Rendered {
	t.Helper()
	o := tc.Outline(f)
	heads := map[string][]byte{}
	type rung struct {
		story.Rendition
		body     bytes.Buffer
		segments []story.Segment
	}
	rungs := map[string]*rung{}
	gather := func(first int) story.Grow {
		return func(_ context.Context, list []story.Grown, ended bool) (bool, error) {
			for _, g := range list {
				r := rungs[g.Name]
				if r == nil {
					r = &rung{Rendition: g.Rendition}
					rungs[g.Name], heads[g.Name] = r, g.Init
				}
				if g.First != len(r.segments) {
					t.Errorf("%s: segment %d comes after %d", g.Name, g.First, len(r.segments))
				}
				for _, s := range g.Segments {
					at := int64(r.body.Len())
					if _, err := io.Copy(&r.body, io.NewSectionReader(g.File, s.Offset, s.Length)); err != nil {
						t.Error(err)
					}
					s.Offset = at
					r.segments = append(r.segments, s)
				}
			}
			return true, nil
		}
	}
	var sound []byte
	cuts = append(cuts, o.Segments)
	for i, first := 0, 0; i < len(cuts); i++ {
		dir := scratch(t, clip)
		st := story.Stretch{Span: story.Span{First: first, End: cuts[i]}}
		if i > 0 {
			st.Heads = maps.Clone(heads)
			if o.SoundFile != "" {
				st.Sound = true
				if err := os.WriteFile(filepath.Join(dir, o.SoundFile), sound, 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}
		made, err := tc.Ladder(t.Context(), dir, "original", f, st, nil, gather(first))
		if err != nil {
			t.Fatalf("segments %d to %d: %v", first, cuts[i], err)
		}
		if made.Segments != cuts[i]-first || made.Rungs != nil {
			t.Errorf("segments %d to %d: %d were made and %d rungs", first, cuts[i], made.Segments, len(made.Rungs))
		}
		if i == 0 && o.SoundFile != "" {
			// What other workers get of it is what was published.
			sound = slices.Concat(heads["audio"], rungs["audio"].body.Bytes())
		}
		first = cuts[i]
	}
	dir := t.TempDir()
	var outs []story.Rendered
	for _, r := range o.Rungs {
		made := rungs[r.Name]
		if made == nil {
			t.Fatalf("nothing was made of %s", r.Name)
		}
		if err := os.WriteFile(filepath.Join(dir, r.Name), made.body.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		out, err := tc.Join(dir, r.Name, made.Rendition, heads[r.Name], made.segments)
		if err != nil {
			t.Fatal(err)
		}
		outs = append(outs, out)
	}
	return outs
}

func compareRungs(t *testing.T, joined, whole story.Rendered, f *story.Facts) {
	t.Helper()
	if joined.Codecs != whole.Codecs || math.Abs(joined.Duration-whole.Duration) > 1e-6 || len(joined.Index.Segments) != len(whole.Index.Segments) {
		t.Errorf("%s: joined %s, %.4f s, %d segments; in one %s, %.4f s, %d segments", whole.Name,
			joined.Codecs, joined.Duration, len(joined.Index.Segments), whole.Codecs, whole.Duration, len(whole.Index.Segments))
	}
	path, _ := save(t, joined)
	other, _ := save(t, whole)
	if got, want := soundSum(t, path), soundSum(t, other); !bytes.Equal(got, want) {
		t.Errorf("%s: the sound differs from the unbroken one, sample for sample", whole.Name)
	}
	if whole.Kind == story.KindAudio {
		return
	}
	got, want := seen(t, path), seen(t, other)
	if len(got) != len(want) || len(want) == 0 {
		t.Fatalf("%s: %d pictures joined, %d in one", whole.Name, len(got), len(want))
	}
	for i := range want {
		here := difference(got[i], want[i])
		if here > 3 {
			t.Errorf("%s: picture %d differs by %.1f of 255", whole.Name, i, here)
		}
		// Where the pictures move, each is nearest to its own.
		for _, j := range []int{i - 1, i + 1} {
			if j >= 0 && j < len(want) && difference(want[i], want[j]) > 1 && difference(got[i], want[j]) < here {
				t.Errorf("%s: picture %d is nearer to picture %d", whole.Name, i, j)
			}
		}
	}
	judgeTimes(t, path, whole.FrameRate)
	if !f.Video.Interlaced {
		judgeSegments(t, joined, path)
	}
}

// soundSum decodes the sound, nil where there is none.
func soundSum(t testing.TB, path string) []byte {
	t.Helper()
	out, err := exec.Command("ffmpeg", "-v", "error", "-i", path, "-map", "0:a?", "-f", "s16le", "-").Output()
	if err != nil && !strings.Contains(err.Error(), "exit status 1") {
		t.Fatal(err)
	}
	sum := md5.Sum(out)
	return fmt.Appendf(nil, "%x %d", sum, len(out))
}

// seen decodes every picture, small.
func seen(t testing.TB, path string) (all [][]byte) {
	t.Helper()
	const w, h = 64, 36
	cmd := exec.Command("ffmpeg", "-v", "error", "-i", path, "-map", "0:v", "-fps_mode", "passthrough", "-vf", fmt.Sprintf("scale=%d:%d:flags=area,format=gray", w, h), "-f", "rawvideo", "-")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil || stderr.Len() > 0 {
		t.Fatalf("decoding: %v: %s", err, stderr.String())
	}
	for len(out) >= w*h {
		all = append(all, out[:w*h])
		out = out[w*h:]
	}
	return all
}

// judgeTimes wants the pictures' times to follow each other evenly, from zero,
// and those of decoding to rise.
func judgeTimes(t testing.TB, path string, rate float64) {
	t.Helper()
	out, err := exec.Command("ffprobe", "-v", "error", "-select_streams", "v", "-show_entries", "packet=pts_time,dts_time", "-of", "csv=p=0", path).Output()
	if err != nil {
		t.Fatal(err)
	}
	var shown []float64
	last := math.Inf(-1)
	for line := range strings.Lines(string(out)) {
		var pts, dts float64
		if _, err := fmt.Sscanf(strings.TrimRight(strings.TrimSpace(line), ","), "%g,%g", &pts, &dts); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		if dts <= last {
			t.Errorf("decoding times do not rise: %g after %g", dts, last)
		}
		last = dts
		shown = append(shown, pts)
	}
	slices.Sort(shown)
	for i, at := range shown {
		if math.Abs(at-float64(i)/rate) > 0.0005 {
			t.Fatalf("picture %d is shown at %g s, want %g", i, at, float64(i)/rate)
		}
	}
}

// TestSoundThatEndsEarlyGoesOnAsSilence: players stop where one of two tracks
// has nothing, and nobody should wait for sound that never comes.
func TestSoundThatEndsEarlyGoesOnAsSilence(t *testing.T) {
	t.Parallel()
	tc := newTranscoder(t)
	clip := film(t, "early.mp4", "-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=9", "-f", "lavfi", "-i", "sine=d=2.5:r=48000", "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac")
	_, made := filmedLadder(t, tc, clip)
	for _, o := range made.Rungs {
		path, got := save(t, o)
		sound := got.Streams[len(got.Streams)-1]
		if d := seconds(sound.Duration); math.Abs(d-9) > 0.03 {
			t.Errorf("%s: the sound lasts %g s, want as long as the pictures", o.Name, d)
		}
		if len(o.Index.Segments) != 5 {
			t.Errorf("%s has %d segments, want 5", o.Name, len(o.Index.Segments))
		}
		out, err := exec.Command("ffmpeg", "-v", "error", "-i", path, "-map", "0:a", "-f", "s16le", "-").Output()
		if err != nil {
			t.Fatal(err)
		}
		if tail := out[len(out)/2:]; bytes.Count(tail, []byte{0}) != len(tail) {
			t.Errorf("%s: the second half is not silent", o.Name)
		}
	}
}
