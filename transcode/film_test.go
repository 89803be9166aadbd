package transcode

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"fieldstory/story"
)

// TestSoundAndPicturesStayTogether films a white flash with a beep in it, at
// its beginning and near its end, and looks where both have gone.
func TestSoundAndPicturesStayTogether(t *testing.T) {
	t.Parallel()
	tc := newTranscoder(t)
	for _, row := range []struct{ name, rate, sampling string }{
		{"thirty.mp4", "30", "44100"}, {"film.mkv", "24000/1001", "48000"}, {"fifty.mov", "50", "32000"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			clip := film(t, row.name,
				"-f", "lavfi", "-i", "color=black:s=320x180:r="+row.rate+":d=6,drawbox=c=white:t=fill:enable='between(mod(t,4),1,1.2)'",
				"-f", "lavfi", "-i", "sine=f=1000:r="+row.sampling+":d=6,volume='if(between(mod(t,4),1,1.2),1,0)':eval=frame,asetnsamples=64",
				"-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "aac")
			dir := scratch(t, clip)
			f, err := tc.Inspect(t.Context(), dir, "original", filmed)
			if err != nil {
				t.Fatal(err)
			}
			made, err := tc.Ladder(t.Context(), dir, "original", f, story.Stretch{}, nil, nil)
			outs := made.Rungs
			if err != nil {
				t.Fatal(err)
			}
			flashes, beeps := moments(t, clip)
			for _, o := range outs {
				path, got := save(t, o)
				if o.Kind != story.KindLadder {
					continue
				}
				if d := math.Abs(seconds(got.Streams[0].Duration) - seconds(got.Streams[1].Duration)); d > 0.02 {
					t.Errorf("%s: sound and pictures end %.3f s apart", o.Name, d)
				}
				ourFlashes, ourBeeps := moments(t, path)
				if len(ourFlashes) != len(flashes) || len(ourBeeps) != len(beeps) {
					t.Fatalf("%s: flashes at %v, beeps at %v; the source has %v and %v", o.Name, ourFlashes, ourBeeps, flashes, beeps)
				}
				for i := range flashes {
					before, after := flashes[i]-beeps[i], ourFlashes[i]-ourBeeps[i]
					if d := math.Abs(before - after); d > 0.02 {
						t.Errorf("%s: sound moved by %.3f s against the pictures at %.1f s", o.Name, d, flashes[i])
					}
				}
			}
		})
	}
}

// moments finds when flashes and beeps begin, in seconds.
func moments(t testing.TB, path string) (flashes, beeps []float64) {
	t.Helper()
	const fps, rate = 200, 48000
	pictures, err := exec.Command("ffmpeg", "-v", "error", "-i", path, "-vf", fmt.Sprintf("fps=%d,scale=1:1,format=gray", fps), "-f", "rawvideo", "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	for i := 1; i < len(pictures); i++ {
		if pictures[i] > 128 && pictures[i-1] <= 128 {
			flashes = append(flashes, float64(i)/fps)
		}
	}
	sound, err := exec.Command("ffmpeg", "-v", "error", "-i", path, "-ac", "1", "-ar", fmt.Sprint(rate), "-f", "s16le", "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	quiet := rate
	for i := 0; i+1 < len(sound); i += 2 {
		loud := math.Abs(float64(int16(binary.LittleEndian.Uint16(sound[i:])))) > 1000
		if loud && quiet > rate/2 {
			beeps = append(beeps, float64(i/2)/rate)
		}
		if quiet++; loud {
			quiet = 0
		}
	}
	return flashes, beeps
}

// TestFilmedClips runs what needs no footage through the same judgement, so
// that a machine without it still proves the main way.
func TestFilmedClips(t *testing.T) {
	t.Parallel()
	tc := newTranscoder(t)
	pictures := []string{"-f", "lavfi", "-i", "testsrc2=s=640x360:r=25:d=3"}
	beep := []string{"-f", "lavfi", "-i", "sine=d=3"}
	plain := append(append(pictures, beep...), "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac")
	for _, row := range []struct {
		row  watchableRow
		args []string
	}{
		{watchableRow{file: "plain.mp4", width: 640, height: 360, duration: 3}, plain},
		{watchableRow{file: "mjpeg.avi", width: 640, height: 360, duration: 3}, append(append(pictures, beep...), "-c:v", "mjpeg", "-pix_fmt", "yuvj422p", "-c:a", "pcm_s16le")},
		{watchableRow{file: "silent.webm", width: 640, height: 360, duration: 3, silent: true}, append(pictures, "-c:v", "libvpx", "-deadline", "realtime", "-b:v", "1M")},
		{watchableRow{file: "surround.mkv", width: 640, height: 360, duration: 3}, append(append(pictures, beep...), "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "ac3", "-ac", "6")},
		{watchableRow{file: "wide_pixels.mpg", width: 1024, height: 576, duration: 2, silent: true}, []string{"-f", "lavfi", "-i", "testsrc2=s=720x576:r=25:d=2,setsar=64/45", "-c:v", "mpeg2video", "-b:v", "6M"}},
	} {
		t.Run(row.row.file, func(t *testing.T) {
			t.Parallel()
			judge(t, tc, film(t, row.row.file, row.args...), row.row)
		})
	}
}

// TestGroupsBeginTogether wants the segments of all rungs cut at the same
// instants, each beginning with a keyframe that nothing before it is needed for.
func TestGroupsBeginTogether(t *testing.T) {
	t.Parallel()
	tc := newTranscoder(t)
	clip := film(t, "sixty.mp4", "-f", "lavfi", "-i", "testsrc2=s=720x720:r=60000/1001:d=3.003", "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")
	dir := scratch(t, clip)
	f, err := tc.Inspect(t.Context(), dir, "original", filmed)
	if err != nil {
		t.Fatal(err)
	}
	made, err := tc.Ladder(t.Context(), dir, "original", f, story.Stretch{}, nil, nil)
	outs := made.Rungs
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range outs {
		path, _ := save(t, o)
		var cuts []string
		for _, s := range o.Index.Segments {
			cuts = append(cuts, fmt.Sprintf("%.3f", s.Duration))
		}
		if got, want := strings.Join(cuts, " "), "1.001 2.002"; got != want {
			t.Errorf("%s is cut into %s, want %s", o.Name, got, want)
		}
		judgeSegments(t, o, path)
	}
}

// judgeSegments decodes each segment alone, after the initialisation.
func judgeSegments(t testing.TB, o story.Rendered, path string) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	part := func(r story.ByteRange) []byte { return b[r.Offset : r.Offset+r.Length] }
	for i, s := range o.Index.Segments {
		alone := filepath.Join(t.TempDir(), "segment.mp4")
		if err := os.WriteFile(alone, bytes.Join([][]byte{part(o.Index.Init), part(s.ByteRange)}, nil), 0o600); err != nil {
			t.Fatal(err)
		}
		out, err := exec.Command("ffprobe", "-v", "error", "-select_streams", "v", "-count_frames", "-show_entries", "stream=nb_read_frames", "-of", "csv=p=0", alone).CombinedOutput()
		if err != nil {
			t.Fatalf("%s, segment %d alone: %v: %s", o.Name, i, err, out)
		}
		if got, want := strings.TrimSpace(string(out)), fmt.Sprintf("%.0f", s.Duration*o.FrameRate); got != want {
			t.Errorf("%s, segment %d alone gives %s frames, want %s", o.Name, i, got, want)
		}
	}
}

// TestPosterIsNotTheBlackBeginning films a clip that fades in from black.
func TestPosterIsNotTheBlackBeginning(t *testing.T) {
	t.Parallel()
	tc := newTranscoder(t)
	clip := film(t, "fade.mp4", "-f", "lavfi", "-i", "color=black:s=320x180:r=25:d=2[b];testsrc2=s=320x180:r=25:d=4[c];[b][c]concat", "-c:v", "libx264", "-g", "25", "-pix_fmt", "yuv420p")
	dir := scratch(t, clip)
	f, err := tc.Inspect(t.Context(), dir, "original", filmed)
	if err != nil {
		t.Fatal(err)
	}
	poster, err := tc.Poster(t.Context(), dir, "original", f)
	if err != nil {
		t.Fatal(err)
	}
	var sum float64
	for _, v := range thumb(t, poster) {
		sum += float64(v)
	}
	if mean := sum / (8 * 8 * 3); mean < 40 {
		t.Errorf("the poster is black (mean %.0f of 255)", mean)
	}
}

// TestPicturesThatComeLateAreAllShown films pictures that begin a second after the
// sound, and a flash with a beep near their end.
func TestPicturesThatComeLateAreAllShown(t *testing.T) {
	t.Parallel()
	tc := newTranscoder(t)
	for _, name := range []string{"late.mov", "late.ts"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			clip := film(t, name,
				"-itsoffset", "1", "-f", "lavfi", "-i", "color=black:s=320x180:r=25:d=3,drawbox=c=white:t=fill:enable='between(t,2.4,2.6)'",
				"-f", "lavfi", "-i", "sine=f=1000:d=4.2,volume='if(between(t,3.4,3.6),1,0)':eval=frame,asetnsamples=64",
				"-fps_mode", "passthrough", "-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "mp2")
			dir := scratch(t, clip)
			f, err := tc.Inspect(t.Context(), dir, "original", filmed)
			if err != nil {
				t.Fatal(err)
			}
			if f.Video.Start < 0.9 || math.Abs(f.Duration-4) > 0.1 {
				t.Errorf("pictures begin at %.2f s and end at %.2f s, want 1 and 4", f.Video.Start, f.Duration)
			}
			made, err := tc.Ladder(t.Context(), dir, "original", f, story.Stretch{}, nil, nil)
			if err != nil {
				t.Fatal(err)
			}
			path, got := save(t, made.Rungs[0])
			if d := seconds(got.Streams[0].Duration); math.Abs(d-4) > 0.1 {
				t.Errorf("the rung lasts %.2f s, want 4", d)
			}
			flashes, beeps := moments(t, path)
			if len(flashes) != 1 || len(beeps) != 1 || math.Abs(flashes[0]-beeps[0]) > 0.03 {
				t.Errorf("flashes at %v, beeps at %v, want one of each at the same time", flashes, beeps)
			}
		})
	}
}

// TestOddSizesOfWideColours films pictures of odd numbers of lines in colours that are
// mapped on the way.
func TestOddSizesOfWideColours(t *testing.T) {
	t.Parallel()
	tc := newTranscoder(t)
	for name, colours := range map[string][]string{
		"wide.webm": {"-vf", "scale=321:181", "-color_primaries", "bt2020", "-colorspace", "bt2020nc", "-color_trc", "bt709"},
		"tiny.webm": {"-vf", "scale=15:15", "-color_primaries", "bt2020", "-colorspace", "bt2020nc", "-color_trc", "smpte2084"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			clip := film(t, name, append([]string{"-f", "lavfi", "-i", "testsrc2=s=320x180:r=10:d=0.5", "-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-pix_fmt", "yuv420p10"}, colours...)...)
			dir := scratch(t, clip)
			f, err := tc.Inspect(t.Context(), dir, "original", filmed)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := tc.Poster(t.Context(), dir, "original", f); err != nil {
				t.Error(err)
			}
			if _, err := tc.Ladder(t.Context(), dir, "original", f, story.Stretch{}, nil, nil); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestWhatChangesOnTheWay joins clips of which the second is of another size, or
// has another number of channels, and wants flashes and beeps to stay together.
func TestWhatChangesOnTheWay(t *testing.T) {
	t.Parallel()
	tc := newTranscoder(t)
	for _, row := range []struct {
		name, size string
		channels   string
		more       []string
	}{
		{"larger.mkv", "640x360", "2", nil},
		{"upright.mkv", "180x320", "2", nil},
		{"turned.mov", "640x360", "2", []string{"-metadata:s:v", "rotate=90"}},
		{"surround.mkv", "320x180", "6", nil},
		{"surround.ts", "320x180", "6", nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			part := func(name, size, channels string) string {
				return film(t, name,
					"-f", "lavfi", "-i", "color=black:s="+size+":r=25:d=3,drawbox=c=white:t=fill:enable='between(t,1,1.2)'",
					"-f", "lavfi", "-i", "sine=f=1000:r=48000:d=3,volume='if(between(t,1,1.2),1,0)':eval=frame,asetnsamples=64",
					"-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "25", "-c:a", "ac3", "-ac", channels)
			}
			list := filepath.Join(t.TempDir(), "list")
			text := fmt.Sprintf("file '%s'\nfile '%s'\n", part("first.mkv", "320x180", "2"), part("second.mkv", row.size, row.channels))
			if err := os.WriteFile(list, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			clip := film(t, row.name, append([]string{"-f", "concat", "-safe", "0", "-i", list, "-c", "copy"}, row.more...)...)
			_, made := filmedLadder(t, tc, clip)
			path, got := save(t, made.Rungs[0])
			if packets, most := seconds(got.Streams[1].Frames), 6.2*48000/1024; packets > most {
				t.Errorf("%g packets of sound, want no more than %g", packets, most)
			}
			if heard := float64(len(unpack[moment](made.Heard))) / listenRate; heard > 6.3 {
				t.Errorf("%.2f s were listened to, want 6", heard)
			}
			flashes, beeps := moments(t, path)
			if len(flashes) != 2 || len(beeps) != 2 {
				t.Fatalf("flashes at %v, beeps at %v, want two of each", flashes, beeps)
			}
			for i := range flashes {
				if d := flashes[i] - beeps[i]; math.Abs(d) > 0.04 {
					t.Errorf("sound is %.3f s before the pictures at %.1f s", d, flashes[i])
				}
			}
		})
	}
}

// TestProgramsAreNotMixed takes the sound of a broadcast from the program whose pictures
// it takes.
func TestProgramsAreNotMixed(t *testing.T) {
	t.Parallel()
	tc := newTranscoder(t)
	clip := film(t, "two.ts", "-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=2", "-f", "lavfi", "-i", "sine=d=2:r=48000",
		"-f", "lavfi", "-i", "testsrc2=s=640x360:r=25:d=2", "-f", "lavfi", "-i", "sine=d=2:r=32000", "-map", "0", "-map", "1", "-map", "2", "-map", "3",
		"-c:v", "mpeg2video", "-c:a", "mp2", "-program", "title=one:st=0:st=1", "-program", "title=other:st=2:st=3")
	f, err := tc.Inspect(t.Context(), scratch(t, clip), "original", filmed)
	if err != nil {
		t.Fatal(err)
	}
	if f.Height != 360 || f.Audio == nil || f.Audio.SampleRate != 32000 {
		t.Errorf("pictures of %d lines, sound %+v", f.Height, f.Audio)
	}
}
