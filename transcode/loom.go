package transcode

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"sync/atomic"

	"fieldstory/story"
)

// loom holds a stretch of a ladder while ffmpeg writes it: a file for each
// rung's pictures, one for the sound, and what was woven of them so far.
type loom struct {
	t     *Transcoder
	dir   string
	plan  Plan
	st    story.Stretch
	span  story.Span
	rungs []*growth
	sound soundtrack
	// soundEnded tells that the file of sound is whole, if there is one.
	soundEnded atomic.Bool
}

// growth is one rung.
type growth struct {
	story.Rendition
	loom    *loom
	planned PlannedRung // zero for sound alone
	file    *os.File    // of pictures
	m       movie
	head    []byte          // what every segment needs before it; nil = not known yet
	shift   int64           // of its times against the file's
	read    int             // fragments that were woven; segments, for sound alone
	woven   spliced         // what was not taken yet
	closed  []story.Segment // of it
	told    int             // segments that were taken
	lead    track
}

func newLoom(t *Transcoder, dir string, p Plan, st story.Stretch) *loom {
	l := &loom{t: t, dir: dir, plan: p, st: st, span: p.spanOf(st)}
	l.soundEnded.Store(st.Sound || !p.Audio)
	for _, r := range p.Rungs {
		g := &growth{Rendition: r.rendition(), planned: r, loom: l}
		// Peaks are not known yet; the cap of the encoder stands in.
		g.Bandwidth = int64(r.Cap)
		if p.Audio {
			g.Bandwidth += audioRate
		}
		l.rungs = append(l.rungs, g)
	}
	if p.Audio && !st.Sound {
		l.rungs = append(l.rungs, &growth{Rendition: soundRendition(), loom: l})
	}
	return l
}

func soundRendition() story.Rendition {
	return story.Rendition{Name: "audio", Kind: story.KindAudio, Bandwidth: audioRate * 11 / 10}
}

// soundOf is where the sound of a beginning lies, or that of a whole clip.
func soundOf(early *story.Early) string {
	if early != nil {
		return earlySoundFile
	}
	return soundFile
}

func (l *loom) close() {
	for _, g := range l.rungs {
		if g.file != nil {
			g.file.Close()
		}
	}
	l.sound.close()
}

// closedSegments is how many segments of pictures were woven.
func (l *loom) closedSegments() int { return l.rungs[0].read }

// look reads what was written since the last look and weaves what is whole.
// ended tells that ffmpeg has ended well and nothing more comes.
func (l *loom) look(ended bool) error {
	if l.plan.Audio {
		if err := l.sound.look(inDir(l.dir, soundOf(l.st.Early)), ended || l.soundEnded.Load()); err != nil {
			return err
		}
		if !l.sound.heard() && !l.sound.ended {
			return nil // whether there will be any is not known yet
		}
	}
	for _, g := range l.rungs {
		var err error
		if g.Kind == story.KindAudio {
			err = g.lookAtSound(ended)
		} else {
			err = g.look(ended)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", g.Name, err)
		}
	}
	return nil
}

// look is loom.look for a rung with pictures.
func (g *growth) look(ended bool) error {
	if g.file == nil {
		f, err := os.Open(inDir(g.loom.dir, outputOf(g.loom.st.Early, g.Name)))
		if errors.Is(err, fs.ErrNotExist) && !ended {
			return nil
		}
		if err != nil {
			return err
		}
		g.file = f
	}
	info, err := g.file.Stat()
	if err != nil {
		return err
	}
	if err := g.m.more(g.file, info.Size()); err != nil {
		return err
	}
	if g.lead = g.m.lead(); g.lead.codec == "" {
		if ended {
			return errors.New("the output holds no pictures")
		}
		return nil
	}
	if g.head == nil {
		if err := g.begin(); err != nil {
			return err
		}
	}
	for _, f := range g.m.fragments[g.read:] {
		ticks := f.duration[g.lead.id]
		if ticks == 0 {
			if !ended {
				break
			}
			ticks = g.frameTicks() // a last picture that does not say how long it is
		}
		if early := g.loom.st.Early; early != nil && !early.Ends && ticks < uint64(g.planned.frame(g.read+1)-g.planned.frame(g.read))*g.frameTicks() {
			break // the file was cut off here: it is no segment of the whole
		}
		start := int64(f.start[g.lead.id]) + g.shift
		from, to := instant{start, int64(g.lead.timescale)}, instant{start + int64(ticks), int64(g.lead.timescale)}
		var list []packet
		if g.loom.plan.Audio {
			if !g.loom.sound.reaches(to) {
				break
			}
			if g.loom.sound.heard() {
				list = g.loom.sound.between(from, to)
			}
		}
		at := g.woven.size
		n, err := weave(&g.woven, g.file, f, g.shift, list, g.loom.span.First+g.read)
		if err != nil {
			return err
		}
		g.closed = append(g.closed, story.Segment{ByteRange: story.ByteRange{Offset: at, Length: n}, Duration: float64(ticks) / float64(g.lead.timescale)})
		g.read++
	}
	return nil
}

func (g *growth) frameTicks() uint64 {
	return g.lead.timescale * uint64(g.planned.Rate.Den) / uint64(g.planned.Rate.Num)
}

// begin reads the beginning of the rung's file, checks that it is where it
// should be, and decides what every segment of the rung has before it.
func (g *growth) begin() error {
	empty, first := edit(g.m.head)
	if empty > 0 && g.loom.span.First > 0 {
		return errLate
	}
	pictures := slices.Clone(g.m.head)
	setUpright(pictures)
	g.shift = int64(g.planned.frame(g.loom.span.First)) * int64(g.frameTicks())
	g.Codecs = g.m.codecs()
	var sound []byte
	if g.loom.sound.heard() {
		sound = g.loom.sound.m.head
		g.Codecs += "," + g.loom.sound.m.codecs()
	}
	if g.loom.st.Heads != nil {
		head := g.loom.st.Heads[g.Name]
		if !fits(head, pictures) {
			return errOtherCoder
		}
		_, theirs := edit(head)
		g.shift += theirs - first
		g.head = head
		return nil
	}
	var err error
	g.head, err = wovenHead(pictures, sound)
	return err
}

// lookAtSound is loom.look for the rung of sound alone, which is cut as the
// others are, and no further than they have come where they end with it.
func (g *growth) lookAtSound(ended bool) error {
	l := g.loom
	if !l.sound.heard() {
		return nil
	}
	if g.head == nil {
		g.head, g.Codecs, g.lead = slices.Clone(l.sound.m.head), l.sound.m.codecs(), l.sound.m.lead()
	}
	total := l.plan.segments()
	all := l.st.All(total)
	if all {
		total = l.closedSegments()
	}
	for ; g.read < total; g.read++ {
		from, to := l.plan.begins(g.read), l.plan.begins(g.read+1)
		switch last := g.read == total-1; {
		case last && !all:
			to = l.plan.ends()
		case last && all && ended:
			to = l.rungs[0].ends()
		case last && all && l.rungs[0].ends().before(to):
			return nil // these pictures may be the last: sound goes no further than they
		}
		if !l.sound.reaches(to) {
			return nil
		}
		list := l.sound.between(from, to)
		if len(list) == 0 {
			return nil // shorter than a packet
		}
		at := g.woven.size
		n := weaveSound(&g.woven, g.lead.id, list, g.read)
		var ticks int64
		for _, p := range list {
			ticks += int64(p.ticks)
		}
		g.closed = append(g.closed, story.Segment{ByteRange: story.ByteRange{Offset: at, Length: n}, Duration: float64(ticks) / soundRate})
	}
	return nil
}

// ends is where the pictures end that have closed.
func (g *growth) ends() instant {
	var ticks int64
	if g.read > 0 {
		f := g.m.fragments[g.read-1]
		ticks = int64(f.start[g.lead.id]) + max(int64(f.duration[g.lead.id]), int64(g.frameTicks())) + g.shift
	}
	return instant{ticks, int64(g.lead.timescale)}
}

// grown is what has closed and was not taken, nil where that is nothing. It
// can be read as long as the loom is open.
func (g *growth) grown() (story.Grown, bool) {
	if len(g.closed) == 0 {
		return story.Grown{}, false
	}
	first := g.told
	if g.Kind != story.KindAudio {
		first += g.loom.span.First
	}
	return story.Grown{Rendition: g.Rendition, StandsIn: g.standsIn(), Init: g.head, First: first, Segments: g.closed, File: splicedReader{g.woven, g.sources()}}, true
}

// standsIn tells what rungs the first of a thin plan is offered for.
func (g *growth) standsIn() (list []story.Rendition) {
	if g != g.loom.rungs[0] {
		return nil
	}
	for _, r := range g.loom.plan.Above {
		above := r.rendition()
		above.Codecs = atLevel(g.Codecs, r)
		above.Bandwidth = g.Bandwidth - int64(g.planned.Cap) + int64(r.Cap)
		list = append(list, above)
	}
	return list
}

// sources are the files that woven segments are read from.
func (g *growth) sources() []io.ReaderAt {
	return []io.ReaderAt{fromPictures: g.file, fromSound: g.loom.sound.file}
}

// taken forgets what was taken.
func (g *growth) taken() {
	g.told += len(g.closed)
	g.closed, g.woven = nil, spliced{}
}

// output completes a rung of which every segment was woven and none taken.
func (g *growth) output(dir string) (output, error) {
	if len(g.closed) == 0 {
		return output{}, errors.New("the output holds no media")
	}
	paths := []string{fromPictures: "", fromSound: ""}
	if g.file != nil {
		paths[fromPictures] = inDir(dir, outputFile(g.Name))
	}
	if g.loom.sound.file != nil {
		paths[fromSound] = inDir(dir, soundFile)
	}
	return newOutput(g.Rendition, g.head, g.lead, g.closed, g.woven, paths), nil
}
