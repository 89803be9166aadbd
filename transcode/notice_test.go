package transcode

import (
	"encoding/binary"
	"math"
	"testing"

	"fieldstory/story"
)

// noticed makes the one rung of a clip that is looked at, and tells what was
// found.
func noticed(t *testing.T, tc *Transcoder, clip string) (*story.Facts, []story.Finding, []byte) {
	t.Helper()
	dir := scratch(t, clip)
	f, err := tc.Inspect(t.Context(), dir, "original", filmed)
	if err != nil {
		t.Fatal(err)
	}
	tc.Hear(t.Context(), dir, "original", f)
	p := tc.plan(f)
	p.Rungs = p.Rungs[p.watched().rung : p.watched().rung+1]
	made, err := tc.ladder(t.Context(), dir, "original", X264, p, story.Stretch{}, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	findings, waveform := tc.Notice(f, [][]byte{made.Seen}, made.Heard)
	return f, findings, waveform
}

// TestSpoiltFootageIsNoticed spoils a sound clip in one way after the other,
// from its second on, and wants that found, there, and nothing else.
func TestSpoiltFootageIsNoticed(t *testing.T) {
	t.Parallel()
	tc := newTranscoder(t)
	const voice = "anoisesrc=c=pink:r=48000:a=0.4:d=8:seed=1,highpass=f=200,volume='0.3+abs(sin(t*9)*sin(t*2.3))':eval=frame"
	for _, row := range []struct {
		name, pictures, sound string
		want                  story.FindingCode // "" = nothing
		from, to              float64
	}{
		{name: "nothing"},
		{name: "dark", pictures: "lutyuv=y='16+(val-16)*0.15':u=128:v=128:enable='gte(t,2)'", want: story.FoundTooDark, from: 2, to: 8},
		{name: "dim", pictures: "lutyuv=y='36+(val-16)*0.1':u=128:v=128:enable='gte(t,2)'", want: story.FoundTooDark, from: 2, to: 8},
		{name: "white", pictures: "lutyuv=y='clip(val+150,16,235)':u=128:v=128:enable='gte(t,2)'", want: story.FoundBlownOut, from: 2, to: 8},
		{name: "black", pictures: "drawbox=t=fill:c=black:enable='between(t,2,5)'", want: story.FoundBlack, from: 2, to: 5},
		{name: "soft", pictures: "gblur=sigma=6:enable='gte(t,2)'", want: story.FoundOutOfFocus, from: 2, to: 8},
		{name: "shaken", pictures: "crop=iw-64:ih-36:'32+gte(t,2)*32*(2*random(1)-1)':'18+gte(t,2)*18*(2*random(2)-1)'", want: story.FoundShaking, from: 2, to: 8},
		{name: "frozen", pictures: "loop=loop=125:size=1:start=50", want: story.FoundFrozen, from: 2, to: 7},
		{name: "wind", sound: "anoisesrc=c=pink:r=48000:a=0.9:d=8:seed=2,lowpass=f=120,volume='4*gte(t,2)':eval=frame[w];[v]volume=-20dB[q];[q][w]amix=2:normalize=0", want: story.FoundWind, from: 2, to: 8},
		{name: "too loud", sound: "[v]volume='if(gte(t,2),600,1)':eval=frame,aformat=sample_fmts=s16", want: story.FoundClipping, from: 2, to: 8},
		{name: "mute", sound: "[v]volume='if(gte(t,2),0,1)':eval=frame", want: story.FoundSilence, from: 2, to: 8},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			if row.pictures == "" {
				row.pictures = "null"
			}
			if row.sound == "" {
				row.sound = "[v]anull"
			}
			clip := film(t, "spoilt.mp4", "-filter_complex", "testsrc2=s=640x360:r=25:d=8,"+row.pictures+"[p];"+voice+"[v];"+row.sound+"[a]",
				"-map", "[p]", "-map", "[a]", "-t", "8", "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "128k")
			_, findings, waveform := noticed(t, tc, clip)
			if row.want == "" {
				if len(findings) > 0 {
					t.Errorf("found %+v in a sound clip", findings)
				}
			} else if len(findings) != 1 || findings[0].Code != row.want || math.Abs(findings[0].From-row.from) > 1.1 || math.Abs(findings[0].To-row.to) > 1.1 {
				t.Errorf("found %+v, want %s from %g to %g", findings, row.want, row.from, row.to)
			}
			if len(waveform) < 20+2*8*listenRate {
				t.Errorf("the waveform has %d bytes for eight seconds", len(waveform))
			}
		})
	}
}

// TestWaveformIsAsPlayed reads the peaks of a tone that falls silent.
func TestWaveformIsAsPlayed(t *testing.T) {
	t.Parallel()
	tc := newTranscoder(t)
	clip := film(t, "tone.mp4", "-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=6", "-f", "lavfi", "-i", "sine=f=1000:r=48000:d=6,volume='if(lt(t,3),0.5,0)':eval=frame",
		"-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac")
	f, _, b := noticed(t, tc, clip)
	for i, want := range []uint32{1, 1, 48000, 2400} {
		if got := binary.LittleEndian.Uint32(b[4*i:]); got != want {
			t.Errorf("number %d of the header is %d, want %d", i, got, want)
		}
	}
	n := int(binary.LittleEndian.Uint32(b[16:]))
	if len(b) != 20+2*n || n < 6*listenRate || n > 7*listenRate {
		t.Fatalf("%d peaks in %d bytes, want about %d", n, len(b), 6*listenRate)
	}
	at := func(seconds float64) (low, high int8) {
		i := 20 + 2*int(seconds*listenRate)
		return int8(b[i]), int8(b[i+1])
	}

	// ffmpeg's sine has an eighth of full scale; one channel is shared out to two.
	want := 127 * 0.125 * 0.5 * math.Sqrt2 / 2 * math.Pow(10, gainOf(f.Audio)/20)
	if low, high := at(1.5); math.Abs(float64(high)-want) > 4 || math.Abs(float64(low)+want) > 4 {
		t.Errorf("a tone has peaks %d and %d, want ±%.0f", low, high, want)
	}
	if low, high := at(4.5); low < -1 || high > 1 {
		t.Errorf("silence has peaks %d and %d", low, high)
	}
}
