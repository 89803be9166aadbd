package story

import "testing"

// TestCopiesAreQuick: what is copied for browsers is what is there before the first
// segments of a ladder would be.
func TestCopiesAreQuick(t *testing.T) {
	phone := Facts{Container: "mov,mp4,m4a", Duration: 60,
		Video: VideoFacts{Codec: "h264", PixelFormat: "yuv420p", CodedWidth: 1920, CodedHeight: 1080, Nominal: 30, Bitrate: 17_000_000}}
	if ok, why := phone.WebReady(); !ok {
		t.Fatalf("a minute of a phone is not copied: %s", why)
	}
	for what, change := range map[string]func(*Facts){
		"ten minutes":              func(f *Facts) { f.Duration = 600 },
		"an hour of unknown rate":  func(f *Facts) { f.Duration, f.Video.Bitrate = 3600, 0 },
		"two minutes of 50 Mbit/s": func(f *Facts) { f.Duration, f.Video.Bitrate = 120, 50_000_000 },
	} {
		f := phone
		change(&f)
		if ok, _ := f.WebReady(); ok {
			t.Errorf("%s is copied whole before it can be watched", what)
		}
	}
}
