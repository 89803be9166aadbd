package transcode

import (
	"fmt"
	"strings"
	"testing"

	"fieldstory/story"
)

func TestPlanNeverGoesAboveTheSource(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name          string
		width, height int
		rate          float64
		variable      bool
		want          string
	}{
		{"phone, upright", 1080, 1920, 29.97, false, "1080x1920@30000/1001/60 720x1280@30000/1001/60 480x854@30000/1001/60 360x640@30000/1001/60 240x426@30000/1001/60"},
		{"4K at 60", 3840, 2160, 60, false, "1920x1080@60/120 1280x720@60/120 854x480@30/60 640x360@30/60 426x240@30/60"},
		{"50i camera made 50p keeps its halves aligned", 1920, 1080, 50, false, "1920x1080@50/100 1280x720@50/100 854x480@25/50 640x360@25/50 426x240@25/50"},
		{"slow motion at 240", 1280, 720, 240, false, "1280x720@60/120 854x480@30/60 640x360@30/60 426x240@30/60"},
		{"300 a second", 1280, 720, 300, false, "1280x720@60/120 854x480@30/60 640x360@30/60 426x240@30/60"},
		{"between two rungs", 960, 540, 25, false, "960x540@25/50 640x360@25/50 426x240@25/50"},
		{"near to a rung", 768, 432, 10, false, "768x432@10/20 640x360@10/20 426x240@10/20"},
		{"odd numbers", 161, 121, 29.97, false, "160x120@30000/1001/60"},
		{"one pixel", 1, 1, 1, false, "16x16@1/2"},
		{"a panorama", 9000, 500, 25, false, "4096x228@25/50"},
		{"drops frames at no rhythm", 640, 480, 8.8, true, "640x480@30/60 480x360@30/60 320x240@30/60"},
		{"drops frames of 24", 640, 360, 24.01, true, "640x360@24/48 426x240@24/48"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			f := &story.Facts{Width: row.width, Height: row.height, FrameRate: row.rate}
			f.Video.Nominal, f.Video.Variable = row.rate, row.variable
			var got []string
			for _, r := range NewPlan(f, NewConfig().Ladder).Rungs {
				got = append(got, fmt.Sprintf("%dx%d@%s/%d", r.Width, r.Height, r.Rate, r.GOP))
			}
			if got, want := strings.Join(got, " "), row.want; got != want {
				t.Errorf("rungs of %d×%d at %g:\n got %s\nwant %s", row.width, row.height, row.rate, got, want)
			}
		})
	}
}

func TestLadderIsWhatWasAskedFor(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		names         []int
		width, height int
		rate          float64
		want          string
	}{
		{[]int{240, 2160, 1080}, 3840, 2160, 60, "3840x2160@60 1920x1080@60 426x240@30"},
		{[]int{2160, 1080, 720}, 2560, 1440, 25, "2560x1440@25 1920x1080@25 1280x720@25"},
		{[]int{2160, 1080, 720}, 1280, 720, 25, "1280x720@25"},
		{[]int{480, 240, 480}, 3840, 2160, 50, "854x480@25 426x240@25"},
		{[]int{2160}, 640, 360, 25, "640x360@25"},
	} {
		ladder, err := NewLadder(row.names...)
		if err != nil {
			t.Fatal(err)
		}
		f := &story.Facts{Width: row.width, Height: row.height, FrameRate: row.rate}
		f.Video.Nominal = row.rate
		var got []string
		for _, r := range NewPlan(f, ladder).Rungs {
			got = append(got, fmt.Sprintf("%dx%d@%s", r.Width, r.Height, r.Rate))
		}
		if got := strings.Join(got, " "); got != row.want {
			t.Errorf("%v of %d×%d at %g:\n got %s\nwant %s", row.names, row.width, row.height, row.rate, got, row.want)
		}
	}
	for _, names := range [][]int{nil, {900}, {1080, 0}} {
		if l, err := NewLadder(names...); err == nil {
			t.Errorf("NewLadder(%v) = %v", names, l)
		}
	}
}

// TestPieceOfAnotherLadderIsLeft: workers that were set up differently must not
// leave a rung with a hole.
func TestPieceOfAnotherLadderIsLeft(t *testing.T) {
	t.Parallel()
	tc := newTranscoder(t)
	f := &story.Facts{Width: 640, Height: 360, FrameRate: 25, Duration: 10}
	begun := map[string][]byte{"360p": nil, "240p": nil, "180p": nil, "audio": nil}
	_, err := tc.Ladder(t.Context(), t.TempDir(), "original", f, story.Stretch{Span: story.Span{First: 1, End: 2}, Heads: begun}, nil, nil)
	if p := story.AsProblem(err); p.Code != "other_encoder" || p.Fault != story.FaultDependency {
		t.Errorf("a piece of a ladder with a rung that is not ours: %v", err)
	}
}

func TestOrientationUndoesEveryMatrix(t *testing.T) {
	t.Parallel()
	// The eight ways to put a picture; a, b, c, d of x' = ax + cy, y' = bx + dy.
	for _, row := range []struct {
		a, b, c, d int
		degrees    int
		mirrored   bool
		filters    string
	}{
		{1, 0, 0, 1, 0, false, ""},
		{0, 1, -1, 0, 90, false, "transpose=clock"},
		{-1, 0, 0, -1, 180, false, "hflip,vflip"},
		{0, -1, 1, 0, 270, false, "transpose=cclock"},
		{-1, 0, 0, 1, 0, true, "hflip"},
		{1, 0, 0, -1, 180, true, "vflip"},
		{0, 1, 1, 0, 270, true, "transpose=cclock_flip"},
		{0, -1, -1, 0, 90, true, "transpose=clock_flip"},
	} {
		dump := fmt.Sprintf("\n00000000: %12d %12d 0\n00000001: %12d %12d 0\n00000002: 0 0 1073741824\n", row.a<<16, row.b<<16, row.c<<16, row.d<<16)
		degrees, mirrored := orientation(dump)
		if degrees != row.degrees || mirrored != row.mirrored {
			t.Errorf("orientation(%d %d %d %d) = %d, %v; want %d, %v", row.a, row.b, row.c, row.d, degrees, mirrored, row.degrees, row.mirrored)
		}
		if got := strings.Join(upright(degrees, mirrored), ","); got != row.filters {
			t.Errorf("filters for %d, %v = %q, want %q", degrees, mirrored, got, row.filters)
		}
	}
}

// TestRateIsThatOfTheFastestStretch gives the rhythm of a beginning and the average of
// the whole.
func TestRateIsThatOfTheFastestStretch(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		container        string
		nominal, average float64
		want             string
	}{
		{"mov,mp4", 24, 35.9, "60"}, // 24 in the dark, then 60
		{"mov,mp4", 60, 42, "60"},
		{"mov,mp4", 30, 29.6, "30"},
		{"mov,mp4", 29.97, 30.3, "30000/1001"},
		{"mpegts", 23.98, 29.97, "24000/1001"}, // an average that a header claims
	} {
		f := &story.Facts{Width: 640, Height: 720, Container: row.container, FrameRate: row.average}
		f.Video.Nominal = row.nominal
		if got := fmt.Sprint(NewPlan(f, NewConfig().Ladder).Rungs[0].Rate); got != row.want {
			t.Errorf("%g at the beginning and %g on average in %s become %s, want %s", row.nominal, row.average, row.container, got, row.want)
		}
	}
}
