package transcode

import (
	"math"
	"os/exec"
	"testing"

	"fieldstory/story"
)

// heard measures a file as it would be played.
func heard(t testing.TB, path string) loudness {
	t.Helper()
	report, err := exec.Command("ffmpeg", "-hide_banner", "-nostdin", "-i", path, "-vn", "-af", "ebur128=peak=true:framelog=verbose", "-f", "null", "-").CombinedOutput()
	if err != nil {
		t.Fatal(err)
	}
	l, err := readLoudness(string(report))
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// judgeLoudness holds a rung to what everything that can be heard must be.
func judgeLoudness(t testing.TB, f *story.Facts, path string) {
	t.Helper()
	if f.Duration < 1 || f.Audio == nil || f.Audio.Loudness < hushed || f.Audio.Makeup == mostMakeup {
		return
	}
	got := heard(t, path)
	if math.Abs(got.loudness-loudnessTarget) > 1 || got.peak > -1 {
		t.Errorf("plays at %.1f LUFS with peaks of %.1f dBTP, want %.0f within 1 and at most −1; came at %.1f and %.1f", got.loudness, got.peak, loudnessTarget, f.Audio.Loudness, f.Audio.Peak)
	}
}

// TestSoundIsAsLoudEverywhere films what is too quiet, too loud, spiky, thin or
// not there, and listens to what becomes of it.
func TestSoundIsAsLoudEverywhere(t *testing.T) {
	t.Parallel()
	tc := newTranscoder(t)
	for _, row := range []struct {
		name, sound, ext string
		codec            []string
		want, off        float64 // LUFS
	}{
		{"a voice far away", "anoisesrc=c=pink:r=48000:a=0.2:d=8:seed=1,volume='0.03+pow(abs(sin(t*9)*sin(t*2.3)),3)*between(mod(t,5),0,3.5)':eval=frame", "mp4", []string{"aac"}, -16, 1},
		{"a concert", "anoisesrc=c=pink:r=44100:a=1:d=8:seed=2,volume=12dB", "mov", []string{"pcm_s16le"}, -16, 1},
		{"one channel of a telephone", "anoisesrc=c=pink:r=8000:a=0.3:d=8:seed=3", "mov", []string{"pcm_mulaw"}, -16, 1},
		{"six channels", "anoisesrc=c=pink:r=48000:a=0.1:d=8:seed=4,pan=5.1|FL=c0|FR=c0|FC=c0|LFE=c0|BL=c0|BR=c0", "mkv", []string{"ac3"}, -16, 1},
		{"the hiss of a room", "anoisesrc=c=white:r=48000:a=0.0005:d=8:seed=5", "mp4", []string{"aac", "-b:a", "192k"}, -68, 3},
		{"nothing", "anullsrc=r=48000:d=8", "mp4", []string{"aac"}, -70, 0.1},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			clip := film(t, "sound."+row.ext, append([]string{"-f", "lavfi", "-i", "color=gray:s=128x72:r=10:d=8", "-f", "lavfi", "-i", row.sound,
				"-c:v", "libx264", "-preset", "ultrafast", "-c:a"}, row.codec...)...)
			f, made := filmedLadder(t, tc, clip)
			for _, o := range made.Rungs {
				path, _ := save(t, o)
				if got := heard(t, path); math.Abs(got.loudness-row.want) > row.off || got.peak > -1 {
					t.Errorf("%s plays at %.1f LUFS with peaks of %.1f dBTP, want %.0f within %g, and −1 at most; came at %.1f and %.1f",
						o.Name, got.loudness, got.peak, row.want, row.off, f.Audio.Loudness, f.Audio.Peak)
				}
			}
		})
	}
}

func TestGainIsBounded(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ loudness, gain float64 }{
		{-6, -10}, {-16, 0}, {-23, 7}, {-42, 26}, {-46, 13}, {-50, 0}, {-70, 0},
	} {
		if got := gainOf(&story.AudioFacts{Loudness: row.loudness, Peak: -1}); math.Abs(got-row.gain) > 0.01 {
			t.Errorf("gain of %g LUFS = %.2f dB, want %.2f", row.loudness, got, row.gain)
		}
	}
	if got := gainOf(&story.AudioFacts{}); got != 0 {
		t.Errorf("sound that was not measured is raised by %.1f dB", got)
	}
}

// TestLongClipsAreHeardInWindows measures a clip longer than is listened to
// whole, with a loud part and a quiet one.
func TestLongClipsAreHeardInWindows(t *testing.T) {
	t.Parallel()
	tc := newTranscoder(t)
	clip := film(t, "long.mov", "-f", "lavfi", "-i", "color=gray:s=32x32:r=1:d=300", "-f", "lavfi", "-i", "anoisesrc=c=pink:r=48000:a=0.3:d=300:seed=1,volume='if(lt(t,180),0.1,1)':eval=frame",
		"-c:v", "libx264", "-preset", "ultrafast", "-c:a", "pcm_s16le")
	dir := scratch(t, clip)
	f, err := tc.Inspect(t.Context(), dir, "original", filmed)
	if err != nil {
		t.Fatal(err)
	}
	tc.Hear(t.Context(), dir, "original", f)
	if got, want := f.Audio.Loudness, heard(t, clip).loudness; math.Abs(got-want) > 0.7 {
		t.Errorf("heard in windows it is %.1f LUFS, as a whole %.1f", got, want)
	}
}
