package transcode

import (
	"context"
	"os"
	"strings"

	"fieldstory/story"
)

// ahead is a copy of a source's own pictures that runs before anybody knows what
// the file is.
type ahead struct {
	video, audio int // of its streams; audio -1 = none
	cancel       context.CancelFunc
	ended        chan struct{}
	err          error // read after ended is closed
}

// Stop ends the copy where nobody took it. It may be called again.
func (a *ahead) Stop() {
	a.cancel()
	<-a.ended
}

// largestIndex is how much of a file is read to guess what it is: an hour's index has
// a few MiB.
const largestIndex = 32 << 20

// Ahead begins what Remux will be asked for, beside Inspect, where the file's index
// looks as if browsers played it: people wait for both, and each takes longer to start
// than to do. It gives nil where that is unlikely, and never an error: Remux tells.
func (t *Transcoder) Ahead(ctx context.Context, dir, file string) story.Ahead {
	a := guess(inDir(dir, file))
	if a == nil {
		return nil
	}
	info, err := os.Stat(inDir(dir, file))
	if err != nil || info.Size() > story.QuickCopy {
		return nil
	}
	f := &story.Facts{Video: story.VideoFacts{Index: a.video}}
	if a.audio >= 0 {
		f.Audio = &story.AudioFacts{Index: a.audio, Codec: "aac"}
	}
	ctx, a.cancel = context.WithCancel(ctx)
	go func() {
		defer close(a.ended)
		defer a.cancel()
		a.err = t.copy(ctx, dir, file, f, info.Size())
	}()
	return a
}

// guess reads the index alone: one track of H.264, and of sound none or one of AAC.
func guess(path string) *ahead {
	f, err := os.Open(path)
	if err != nil {
		return nil
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil
	}
	a := &ahead{video: -1, audio: -1, ended: make(chan struct{})}
	for kind, at := range outermost(f, info.Size()) {
		if kind != "moov" {
			continue
		}
		if at.Length < 0 || at.Length > largestIndex {
			return nil
		}
		moov := make([]byte, at.Length)
		if _, err := f.ReadAt(moov, at.Offset); err != nil {
			return nil
		}
		for i, track := range readTracks(moov) {
			switch {
			case track.handler == "vide" && a.video < 0 && strings.HasPrefix(track.codec, "avc1."):
				a.video = i
			case track.handler == "soun" && a.audio < 0 && strings.HasPrefix(track.codec, "mp4a.40."):
				a.audio = i
			case track.handler == "vide", track.handler == "soun":
				return nil
			}
		}
		break
	}
	if a.video < 0 {
		return nil
	}
	return a
}

// of tells whether the copy is of what Inspect chose.
func (a *ahead) of(f *story.Facts) bool {
	if f.Audio == nil {
		return a.video == f.Video.Index && a.audio < 0
	}
	return a.video == f.Video.Index && a.audio == f.Audio.Index && f.Audio.Codec == "aac"
}
