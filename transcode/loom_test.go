package transcode

import (
	"testing"

	"fieldstory/story"
)

// TestSoundEndsWithPictures: while a ladder is made nobody knows which pictures are
// the last, and what is shown of the sound must not go on behind them: it would be
// taken away again when the whole is there.
func TestSoundEndsWithPictures(t *testing.T) {
	t.Parallel()
	tc := newTranscoder(t)
	clip := film(t, "a.mkv", "-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=3.4", "-f", "lavfi", "-i", "sine=440:d=8",
		"-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac")
	dir := scratch(t, clip)
	f, err := tc.Inspect(t.Context(), dir, "original", filmed)
	if err != nil {
		t.Fatal(err)
	}
	p := tc.plan(f)
	made, err := tc.ladder(t.Context(), dir, "original", X264, p, story.Stretch{}, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	whole := made.Rungs[len(made.Rungs)-1]
	l := newLoom(tc, dir, p, story.Stretch{}) // as it is just before ffmpeg ends
	defer l.close()
	l.soundEnded.Store(true)
	if err := l.look(false); err != nil {
		t.Fatal(err)
	}
	pictures, sound := l.rungs[0], l.rungs[len(l.rungs)-1]
	if whole.Kind != story.KindAudio || sound.Kind != story.KindAudio || pictures.read == 0 {
		t.Fatalf("made %q, %d segments; want sound alone behind pictures", whole.Name, pictures.read)
	}
	for i, s := range sound.closed {
		if final := whole.Index.Segments[i]; s.Duration != final.Duration {
			t.Errorf("segment %d of the sound was shown with %.3f s, and has %.3f when complete", i, s.Duration, final.Duration)
		}
	}
	if err := l.look(true); err != nil {
		t.Fatal(err)
	}
	if got, want := len(sound.closed), len(whole.Index.Segments); got != want {
		t.Errorf("the sound has %d segments in the end, want %d", got, want)
	}
}
