package transcode

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"slices"
	"time"

	"fieldstory/story"
)

const (
	livePeek  = 40 * time.Millisecond // between two looks for the first segments
	livePause = time.Second           // between two later ones: what is gained by more is heard by nobody
)

// growth is one rung's file while ffmpeg writes it.
type growth struct {
	story.Rendition
	file *os.File
	m    movie
	told int // segments that were handed on
}

// newGrowths lists what a plan makes. Peaks are not known yet; the cap of the
// encoder stands in.
func newGrowths(p Plan) []*growth {
	var list []*growth
	for _, r := range p.Rungs {
		g := &growth{Rendition: r.rendition()}
		g.Bandwidth = int64(r.Cap)
		if p.Audio {
			g.Bandwidth += audioRate
		}
		list = append(list, g)
	}
	if p.Audio {
		list = append(list, &growth{Rendition: story.Rendition{Name: "audio", Kind: story.KindAudio, Bandwidth: audioRate * 11 / 10}})
	}
	return list
}

// look reads what was written since the last look, and gives the segments that
// are whole and were not handed on.
func (g *growth) look(dir string) ([]story.Segment, error) {
	if g.file == nil {
		f, err := os.Open(inDir(dir, outputFile(g.Name)))
		if errors.Is(err, fs.ErrNotExist) {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		g.file = f
	}
	info, err := g.file.Stat()
	if err != nil {
		return nil, err
	}
	if err := g.m.more(g.file, info.Size()); err != nil {
		return nil, err
	}
	lead := g.m.lead()
	if lead.codec == "" || len(g.m.fragments) <= g.told {
		return nil, nil
	}
	g.Codecs = g.m.codecs()
	var closed []story.Segment
	for _, f := range g.m.fragments[g.told:] {
		ticks := f.duration[lead.id]
		if ticks == 0 {
			break // it will be joined to the one before it, see segments
		}
		closed = append(closed, story.Segment{
			ByteRange: story.ByteRange{Offset: f.offset, Length: f.length}, Duration: float64(ticks) / float64(lead.timescale),
		})
	}
	return closed, nil
}

// init is what every segment of the rung needs before it.
func (g *growth) init() []byte {
	head := slices.Clone(g.m.head)
	if g.Kind == story.KindLadder {
		setUpright(head)
	}
	return head
}

// follow hands segments to grown as they close, until the returned function is
// called: with whole = true when ffmpeg has ended well, so that the last ones
// are handed on too. What grown does not take is offered again. It is never
// called after that function has returned.
func (t *Transcoder) follow(ctx context.Context, dir string, p Plan, grown func(context.Context, []story.Grown) error) (end func(whole bool)) {
	if grown == nil {
		return func(bool) {}
	}
	ctx, cancel := context.WithCancel(ctx)
	last, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		rungs := newGrowths(p)
		defer func() {
			for _, g := range rungs {
				if g.file != nil {
					g.file.Close()
				}
			}
		}()
		begun := false
		ticker := time.NewTicker(livePeek)
		defer ticker.Stop()
		for ended := false; !ended; {
			select {
			case <-ctx.Done():
				return
			case <-last:
				// Where nobody watches yet the whole is as near.
				if ended = true; !begun {
					return
				}
			case <-ticker.C:
			}
			told, err := tell(ctx, dir, rungs, begun, grown)
			if err != nil && ctx.Err() == nil {
				t.log.WarnContext(ctx, "could not publish what is made so far", "error", err)
			}
			if begun = begun || told; begun || err != nil {
				ticker.Reset(livePause)
			}
		}
	}()
	return func(whole bool) {
		if whole {
			close(last)
		} else {
			cancel()
		}
		<-done
		cancel()
	}
}

// tell hands on what closed. The first time every rung with pictures must have
// something: players choose among the rungs that were there when they came.
func tell(ctx context.Context, dir string, rungs []*growth, begun bool, grown func(context.Context, []story.Grown) error) (bool, error) {
	var news []story.Grown
	var told []*growth
	for _, g := range rungs {
		closed, err := g.look(dir)
		if err != nil {
			return false, err
		}
		if len(closed) == 0 {
			if !begun && g.Kind == story.KindLadder {
				return false, nil
			}
			continue
		}
		news = append(news, story.Grown{Rendition: g.Rendition, Init: g.init(), First: g.told, Segments: closed, File: g.file})
		told = append(told, g)
	}
	if len(news) == 0 {
		return false, nil
	}
	if err := grown(ctx, news); err != nil {
		return false, err
	}
	for i, g := range told {
		g.told += len(news[i].Segments)
	}
	return true, nil
}
