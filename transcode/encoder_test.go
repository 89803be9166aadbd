package transcode

import (
	"bytes"
	"context"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"

	"fieldstory/story"
)

// TestX264StandsInForAChip: one that does not work is noticed at the start, and
// one that fails on a clip costs that clip a note in the log.
func TestX264StandsInForAChip(t *testing.T) {
	t.Parallel()
	var said bytes.Buffer
	cfg := NewConfig()
	cfg.Preset, cfg.Encoder, cfg.Device = "ultrafast", VAAPI, "/dev/null"
	tc, err := New(t.Context(), cfg, slog.New(slog.NewTextHandler(&said, nil)))
	if err != nil || tc.chip.now() != X264 || !strings.Contains(said.String(), "x264 makes the ladders until the next start") {
		t.Fatalf("%v, %s makes ladders, %s", err, tc.chip.now(), &said)
	}
	clip := film(t, "a.mp4", "-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=3", "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")
	dir := filepath.Dir(clip)
	f, err := tc.Inspect(t.Context(), dir, filepath.Base(clip), filmed)
	if err != nil {
		t.Fatal(err)
	}
	tc.chip.encoder = VAAPI // as if it had worked at the start
	said.Reset()
	grown := 0
	grow := func(_ context.Context, list []story.Grown, _ bool) (bool, error) {
		grown += len(list)
		return true, nil
	}
	made, err := tc.Ladder(t.Context(), dir, filepath.Base(clip), f, story.Stretch{}, nil, grow)
	if err != nil || len(made.Rungs) == 0 || made.Segments != 2 || grown == 0 {
		t.Fatalf("%v, %d rungs of %d segments, %d grown", err, len(made.Rungs), made.Segments, grown)
	}
	if !strings.Contains(said.String(), "x264 makes it") || tc.chip.now() != VAAPI {
		t.Errorf("%s is next, the log has %s", tc.chip.now(), &said)
	}
}

// TestChipRestsAfterItFailedInTheMiddle: what was offered cannot be taken back,
// so that try fails and is not the file's fault; the next is x264's.
func TestChipRestsAfterItFailedInTheMiddle(t *testing.T) {
	t.Parallel()
	tc := &Transcoder{log: slog.New(slog.DiscardHandler), chip: chip{encoder: NVENC}}
	grow := func(context.Context, []story.Grown, bool) (bool, error) { return true, nil }
	var tried []Encoder
	try := func(e Encoder, grow story.Grow) (story.Made, error) {
		tried = append(tried, e)
		if e == X264 {
			return story.Made{Segments: 1}, nil
		}
		if _, err := grow(t.Context(), nil, false); err != nil {
			return story.Made{}, err
		}
		return story.Made{}, errChip
	}
	if _, err := tc.withChip(t.Context(), grow, try); err == nil || story.AsProblem(err).Fault == story.FaultFile {
		t.Errorf("the first try = %v", err)
	}
	if made, err := tc.withChip(t.Context(), grow, try); err != nil || made.Segments != 1 || len(tried) != 2 || tried[1] != X264 {
		t.Errorf("the second try = %+v, %v; tried %v", made, err, tried)
	}
}
