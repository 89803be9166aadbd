package transcode

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"fieldstory/story"
)

// excerpted is a folder with the file that an excerpt of a clip makes.
func excerpted(t *testing.T, r io.ReaderAt, e *story.Excerpt) (dir string) {
	t.Helper()
	b := slices.Clone(e.Head)
	for _, of := range e.Parts {
		part := make([]byte, of.Length)
		if _, err := r.ReadAt(part, of.Offset); err != nil {
			t.Fatal(err)
		}
		b = append(b, part...)
	}
	dir = t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "original"), b, 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

// kept collects what a ladder offers of one rung: its pictures and sound as one file.
type kept struct {
	mu       sync.Mutex
	segments int
	rungs    map[string][]byte
	standsIn []string
}

func (k *kept) grow(_ context.Context, list []story.Grown, _ bool) (bool, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, g := range list {
		if k.rungs == nil {
			k.rungs = map[string][]byte{}
		}
		if g.First == 0 {
			k.rungs[g.Name] = slices.Clone(g.Init)
		}
		for _, s := range g.Segments {
			b := make([]byte, s.Length)
			if _, err := g.File.ReadAt(b, s.Offset); err != nil {
				return false, err
			}
			k.rungs[g.Name] = append(k.rungs[g.Name], b...)
		}
		for _, r := range g.StandsIn {
			if !slices.Contains(k.standsIn, r.Name) {
				k.standsIn = append(k.standsIn, r.Name)
			}
		}
		k.segments = max(k.segments, g.First+len(g.Segments))
	}
	return true, nil
}

func (k *kept) file(t *testing.T) string { return k.rung(t, "180p") }

func (k *kept) rung(t *testing.T, name string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "rung.mp4")
	if err := os.WriteFile(path, k.rungs[name], 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestStreamIsBegunFromItsFirstBytes cuts streams off anywhere, and wants what is made
// of that to be whole segments that show what those of the whole stream show.
func TestStreamIsBegunFromItsFirstBytes(t *testing.T) {
	t.Parallel()
	tc := newTranscoder(t)
	const seconds = 15
	for name, args := range map[string][]string{
		"camcorder.mts": {"-c:v", "libx264", "-preset", "ultrafast", "-b:v", "2M", "-g", "13", "-pix_fmt", "yuv420p", "-c:a", "ac3", "-mpegts_m2ts_mode", "1"},
		"camera.mpg":    {"-c:v", "mpeg2video", "-b:v", "2M", "-g", "12", "-c:a", "mp2"},
		"screen.mkv":    {"-c:v", "libx264", "-preset", "ultrafast", "-g", "50", "-pix_fmt", "yuv420p", "-c:a", "libopus"},
		"old.avi":       {"-c:v", "mpeg4", "-b:v", "2M", "-g", "25", "-c:a", "pcm_s16le"},
		"fragments.mp4": {"-c:v", "libx264", "-preset", "ultrafast", "-g", "25", "-pix_fmt", "yuv420p", "-c:a", "aac", "-movflags", "+frag_keyframe+empty_moov"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			clip := film(t, name, slices.Concat([]string{"-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=24,noise=c0s=8:c0f=t", "-f", "lavfi", "-i", "sine=f=1000:d=24:r=48000"}, args)...)
			b, err := os.ReadFile(clip)
			if err != nil {
				t.Fatal(err)
			}
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, "original"), b[:len(b)*2/5], 0o600); err != nil {
				t.Fatal(err)
			}
			f, err := tc.InspectBeginning(t.Context(), dir, "original", filmed)
			if err != nil {
				t.Fatal(err)
			}
			if f.Duration < 7 || f.Duration > 12 {
				t.Errorf("two fifths of 24 s last %.1f s", f.Duration)
			}
			f.Duration = seconds // a guess too high
			early, want := &kept{}, &kept{}
			if _, err := tc.Ladder(t.Context(), dir, "original", f, story.Stretch{Early: &story.Early{Seconds: seconds}}, nil, early.grow); err != nil {
				t.Fatal(err)
			}
			if poster, telling := tc.Glimpsed(dir); poster == "" || !telling {
				t.Errorf("poster %q, telling %v", poster, telling)
			}
			whole := scratch(t, clip)
			g, err := tc.Inspect(t.Context(), whole, "original", filmed)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := tc.Ladder(t.Context(), whole, "original", g, story.Stretch{}, nil, want.grow); err != nil {
				t.Fatal(err)
			}
			if early.segments < 3 || early.segments > 6 {
				t.Errorf("%d segments were made of it", early.segments)
			}
			// The first second, and two more with every segment.
			frames, like := likeness(t, early.file(t), want.file(t))
			if frames != 25+50*(early.segments-1) || like < 0.9 {
				t.Errorf("%d pictures in %d segments, the least alike of them by %.3f", frames, early.segments, like)
			}
			if len(early.rungs["audio"]) == 0 {
				t.Error("there is no sound alone")
			}
		})
	}
}

// TestBeginningIsMadeBeforeTheRestIsHere makes the first segments of clips of which
// little more has come, and wants them to show what those of the whole clip show.
func TestBeginningIsMadeBeforeTheRestIsHere(t *testing.T) {
	t.Parallel()
	tc := newTranscoder(t)
	pictures := []string{"-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=40", "-f", "lavfi", "-i", "sine=f=1000:d=40,volume='if(lt(t,12),0.05,1)':eval=frame"}
	const segments, seconds = 4, 7
	for _, row := range []struct {
		name string
		args []string
	}{
		{"phone.mp4", []string{"-c:v", "libx264", "-preset", "ultrafast", "-bf", "2", "-g", "25", "-pix_fmt", "yuv420p", "-c:a", "aac"}},
		{"index first.mov", []string{"-c:v", "mpeg4", "-b:v", "2M", "-g", "12", "-c:a", "pcm_s16le", "-movflags", "+faststart"}},
		{"silent.mp4", []string{"-map", "0:v", "-c:v", "libx264", "-preset", "ultrafast", "-g", "25", "-pix_fmt", "yuv420p"}},
		{"turned.mp4", []string{"-c:v", "libx264", "-preset", "ultrafast", "-g", "50", "-pix_fmt", "yuv420p", "-c:a", "aac", "-ar", "44100"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			clip := film(t, row.name, append(slices.Clone(pictures), row.args...)...)
			b, err := os.Open(clip)
			if err != nil {
				t.Fatal(err)
			}
			defer b.Close()
			info, err := b.Stat()
			if err != nil {
				t.Fatal(err)
			}
			e, slow := tc.Beginning(b, info.Size(), seconds+2)
			if slow != (row.name == "index first.mov") { // the one that browsers do not play
				t.Errorf("slow: %v", slow)
			}
			if e == nil || e.Size() > info.Size()*2/3 || e.Whole {
				t.Fatalf("of %d bytes are needed: %+v", info.Size(), e)
			}
			if all, _ := tc.Beginning(b, info.Size(), 41); all == nil || !all.Whole {
				t.Errorf("an excerpt of all of it is %+v", all)
			}
			dir := excerpted(t, b, e)
			samePackets(t, filepath.Join(dir, "original"), clip, seconds+1)
			f, err := tc.Inspect(t.Context(), dir, "original", filmed)
			if err != nil {
				t.Fatal(err)
			}
			early, want := &kept{}, &kept{}
			if _, err := tc.Ladder(t.Context(), dir, "original", f, story.Stretch{Early: &story.Early{Seconds: seconds}}, nil, early.grow); err != nil {
				t.Fatal(err)
			}
			whole := scratch(t, clip)
			g, err := tc.Inspect(t.Context(), whole, "original", filmed)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := tc.Ladder(t.Context(), whole, "original", g, story.Stretch{Span: story.Span{End: segments}}, nil, want.grow); err != nil {
				t.Fatal(err)
			}
			if frames, like := likeness(t, early.file(t), want.file(t)); frames != 175 || like < 0.9 {
				t.Errorf("%d pictures, the least alike of them by %.3f", frames, like)
			}
			if early.segments != segments || (len(early.rungs["audio"]) > 0) != (f.Audio != nil) {
				t.Errorf("%d segments were watched early, sound alone %d bytes", early.segments, len(early.rungs["audio"]))
			}
			if f.Audio != nil && soundSums(t, early.file(t)) == soundSums(t, want.file(t)) {
				t.Error("the beginning is as loud as the whole, which proves nothing")
			}
		})
	}
}

// TestBeginningLooksLikeItsLadder: it is smaller and coarser, and else the same, to the
// last picture of a clip that ends with it.
func TestBeginningLooksLikeItsLadder(t *testing.T) {
	t.Parallel()
	tc := newTranscoder(t)
	const picture = "gradients=s=%s:r=%s:d=2.6:c0=0x203040:c1=0xe0b090:nb_colors=2:seed=7:speed=0.02"
	for _, row := range []struct {
		name, size, rate string
		above            []string
		frames           int
		args             []string
	}{
		{"hlg.mp4", "1280x720", "60", []string{"720p"}, 78, []string{"-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=none:keyint=30", "-pix_fmt", "yuv420p10le", "-tag:v", "hvc1",
			"-color_primaries", "bt2020", "-color_trc", "arib-std-b67", "-colorspace", "bt2020nc"}},
		{"tall.mp4", "1920x1080", "30", []string{"1080p", "720p"}, 78, []string{"-vf", "transpose=1", "-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=none", "-pix_fmt", "yuv420p", "-tag:v", "hvc1"}},
		{"woven.ts", "720x576", "25", []string{"576p"}, 66, []string{"-vf", "setsar=16/15", "-c:v", "mpeg2video", "-b:v", "8M", "-flags", "+ildct+ilme", "-top", "1"}},
		{"wide.mov", "1600x900", "24", []string{"900p", "720p"}, 63, []string{"-c:v", "prores_ks", "-profile:v", "2", "-color_primaries", "smpte432", "-color_trc", "bt709", "-colorspace", "bt709"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			args := append([]string{"-f", "lavfi", "-i", fmt.Sprintf(picture, row.size, row.rate), "-f", "lavfi", "-i", "sine=d=2.6"}, row.args...)
			dir := scratch(t, film(t, row.name, append(args, "-c:a", "aac")...))
			f, err := tc.Inspect(t.Context(), dir, "original", filmed)
			if err != nil {
				t.Fatal(err)
			}
			early, want := &kept{}, &kept{}
			st := story.Stretch{Early: &story.Early{Seconds: f.Duration, Ends: true}}
			if _, err := tc.Ladder(t.Context(), dir, "original", f, st, nil, early.grow); err != nil {
				t.Fatal(err)
			}
			if _, err := tc.Ladder(t.Context(), dir, "original", f, story.Stretch{}, nil, want.grow); err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(early.standsIn, row.above) || early.segments != want.segments {
				t.Errorf("it stands in for %q with %d segments, want %q and %d", early.standsIn, early.segments, row.above, want.segments)
			}
			for _, name := range []string{"480p", "240p"} {
				if frames, like := likeness(t, early.rung(t, name), want.rung(t, name)); frames != row.frames || like < 0.93 {
					t.Errorf("%s: %d pictures, the least alike of them by %.3f; want %d", name, frames, like, row.frames)
				}
			}
		})
	}
}

// likeness counts the pictures that two files share, and gives the SSIM of those that
// are least alike: an encoder whose rate is bounded writes other bytes when it is busy.
func likeness(t *testing.T, one, other string) (frames int, least float64) {
	t.Helper()
	out, err := exec.Command("ffmpeg", "-v", "error", "-i", one, "-i", other, "-lavfi", "[0:v][1:v]ssim=stats_file=-:shortest=1", "-f", "null", "-").Output()
	if err != nil {
		t.Fatalf("comparing %s: %v", one, err)
	}
	least = 1
	for line := range strings.Lines(string(out)) {
		_, all, ok := strings.Cut(line, "All:")
		if !ok {
			continue
		}
		var ssim float64
		if _, err := fmt.Sscan(all, &ssim); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		frames, least = frames+1, min(least, ssim)
	}
	return frames, least
}

// soundSums are the sums of the packets of a file's sound, with their times.
func soundSums(t *testing.T, path string) string {
	t.Helper()
	out, err := exec.Command("ffmpeg", "-v", "error", "-i", path, "-map", "0:a", "-c", "copy", "-f", "framemd5", "-").Output()
	if err != nil {
		t.Fatalf("sound of %s: %v", path, err)
	}
	return string(out)
}

// TestBeginningThatCannotBeTold waits for the whole of what says nothing of where its
// beginning lies, or lies.
func TestBeginningThatCannotBeTold(t *testing.T) {
	t.Parallel()
	tc := newTranscoder(t)
	pictures := []string{"-f", "lavfi", "-i", "testsrc2=s=64x64:r=25:d=4"}
	for name, args := range map[string][]string{
		"fragments.mp4": {"-c:v", "libx264", "-pix_fmt", "yuv420p", "-movflags", "+frag_keyframe+empty_moov"},
		"container.mkv": {"-c:v", "libx264", "-pix_fmt", "yuv420p"},
		"stream.ts":     {"-c:v", "libx264", "-pix_fmt", "yuv420p"},
	} {
		f, err := os.Open(film(t, name, append(slices.Clone(pictures), args...)...))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		info, _ := f.Stat()
		if got, slow := tc.Beginning(f, info.Size(), 1); got != nil || slow != (name == "stream.ts") {
			t.Errorf("%s: %v, slow %v", name, got, slow)
		}
	}
	// Counts that no file of this size can hold end a walk, not the machine.
	b, err := os.ReadFile(film(t, "counts.mp4", append(slices.Clone(pictures), "-c:v", "libx264", "-pix_fmt", "yuv420p")...))
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range []string{"stts", "stsc", "stsz", "stco"} {
		lies := slices.Clone(b)
		copy(lies[bytes.Index(lies, []byte(table))+8:], "\xff\xff\xff\xff")
		inside(t, table, tc, bytes.NewReader(lies), int64(len(lies)), 1e9)
	}
	if dir := footage(); dir != "" {
		all, _ := filepath.Glob(filepath.Join(dir, "[bho]*", "*"))
		for _, path := range all {
			f, err := os.Open(path)
			if err != nil {
				continue
			}
			info, _ := f.Stat()
			inside(t, path, tc, f, info.Size(), 1)
			f.Close()
		}
	}
}

// inside wants an excerpt, where there is one, to be of bytes that are there and to weigh
// little more than they do.
func inside(t *testing.T, name string, tc *Transcoder, r io.ReaderAt, size int64, seconds float64) {
	t.Helper()
	e, _ := tc.Beginning(r, size, seconds)
	if e == nil {
		return
	}
	for _, of := range e.Parts {
		if of.Offset < 0 || of.Length <= 0 || of.Offset+of.Length > size {
			t.Errorf("%s: %v of %d bytes", name, of, size)
		}
	}
	if most := 3*size + 4096; e.Size() > most {
		t.Errorf("%s: an excerpt of %d bytes of %d", name, e.Size(), size)
	}
}

// packets are those of a file's pictures and sound with times before an end, without
// where they lie and how long they last, which of the last is not told, and without those
// that nobody sees.
func packets(t *testing.T, path string, until float64) (lines []string) {
	t.Helper()
	out, err := exec.Command("ffprobe", "-v", "error", "-show_entries", "packet=codec_type,pts_time,size,flags,data_hash", "-show_data_hash", "crc32", "-of", "csv=p=0", path).Output()
	if err != nil {
		t.Fatalf("packets of %s: %v", path, err)
	}
	for line := range strings.Lines(string(out)) {
		kind, times, _ := strings.Cut(line, ",")
		var shown float64
		if _, err := fmt.Sscan(strings.Split(times, ",")[0], &shown); err == nil && shown < until && !strings.Contains(line, "D,CRC") && (kind == "video" || kind == "audio") {
			lines = append(lines, line)
		}
	}
	slices.Sort(lines)
	return lines
}

// samePackets wants one file to begin as another does, to the byte and the tick.
func samePackets(t *testing.T, one, other string, until float64) {
	t.Helper()
	got, want := packets(t, one, until), packets(t, other, until)
	if len(want) == 0 || !slices.Equal(got, want) {
		t.Errorf("%d packets before %.2f s, want %d", len(got), until, len(want))
		for i := range min(len(got), len(want)) {
			if got[i] != want[i] {
				t.Errorf("the first that is another: %q, want %q", got[i], want[i])
				break
			}
		}
	}
}

// TestExcerptIsWhatItsClipIs holds the first second of real footage beside the whole: the
// same packets, and the same pictures and sound as far as headers tell.
func TestExcerptIsWhatItsClipIs(t *testing.T) {
	t.Parallel()
	tc := newTranscoder(t)
	clips := []string{film(t, "two.mov", "-f", "lavfi", "-i", "testsrc2=s=64x64:r=25:d=4", "-f", "lavfi", "-i", "sine=d=4", "-f", "lavfi", "-i", "sine=f=300:d=4",
		"-map", "0", "-map", "1", "-map", "2", "-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a:0", "aac", "-c:a:1", "pcm_s16le", "-timecode", "01:00:00:00")}
	if dir := footage(); dir != "" {
		more, _ := filepath.Glob(filepath.Join(dir, "phone", "*"))
		clips = append(clips, more...)
	}
	told := 0
	for _, clip := range clips {
		f, err := os.Open(clip)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		info, _ := f.Stat()
		e, _ := tc.Beginning(f, info.Size(), 1)
		if e == nil {
			continue
		}
		whole, err := tc.Inspect(t.Context(), scratch(t, clip), "original", filmed)
		if err != nil {
			continue
		}
		dir := excerpted(t, f, e)
		part, err := tc.Inspect(t.Context(), dir, "original", filmed)
		if err != nil {
			t.Errorf("%s: %v", clip, err)
			continue
		}
		told++
		t.Run(filepath.Base(clip), func(t *testing.T) {
			samePackets(t, filepath.Join(dir, "original"), clip, 0.9)
			got, want := part.Video, whole.Video
			// These are of all of it.
			got.Bitrate, got.Duration, got.MaxRate, got.Nominal, got.Variable, got.KeyframeGap = want.Bitrate, want.Duration, want.MaxRate, want.Nominal, want.Variable, want.KeyframeGap
			if !reflect.DeepEqual(got, want) {
				t.Errorf("the pictures are\n%+v, want\n%+v", got, want)
			}
			if (part.Audio == nil) != (whole.Audio == nil) || part.Audio != nil && (part.Audio.Index != whole.Audio.Index || part.Audio.Codec != whole.Audio.Codec) {
				t.Errorf("the sound is %+v, want %+v", part.Audio, whole.Audio)
			}
			if !part.CapturedAt.Equal(whole.CapturedAt) {
				t.Errorf("filmed at %v, want %v", part.CapturedAt, whole.CapturedAt)
			}
		})
	}
	if told == 0 {
		t.Error("of no clip there is an excerpt")
	}
}
