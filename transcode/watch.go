package transcode

import (
	"bytes"
	"slices"

	"fieldstory/story"
)

const (
	// lookRate is about how many pictures a second are looked at.
	lookRate = 10
	// lookShort is the shorter side of what is looked at, pixels: enough to tell
	// blur that a phone's screen shows.
	lookShort = 360
)

// glance is what one picture, and its change since the one before, amounts to.
// Brightness is from 0 = black to 1 = white.
type glance struct {
	At, Lasts float32 // seconds of the clip
	Middle    float32 // brightness that half of the picture is below
	Bright    float32 // that nine tenths are below
	Top       float32 // that all but a hundredth is below
	White     float32 // share of the picture that is at the end of the scale
	// Blur is that of the sharpest tenth of what has any detail, 0 = every edge
	// is one pixel wide, 1 = none is to be seen; −1 = nothing has detail.
	Blur float32
	// Change is the mean difference of pixels from the picture before, 0 to 1;
	// −1 = there is none before.
	Change float32
	// X and Y are how far the whole picture moved since the one before, in
	// shares of its width.
	X, Y float32
}

// watcher looks at pictures as they come, brightness only, one byte a pixel,
// from 16 = black to 235 = white.
//
// Its loops, and the listener's, say norace: they go over millions of pixels and
// samples that one goroutine has to itself, and a race build spent most of its
// time on looking at each.
type watcher struct {
	width, height int
	next, step    float64 // seconds: of the next picture, from one to another
	glances       []glance
	rest          []byte
	last          []byte
	columns, rows []float32 // profiles of the last picture
}

// newWatcher looks at what a span of a plan shows.
func newWatcher(p Plan, s story.Span) *watcher {
	which := p.watched()
	r := p.Rungs[which.rung]
	begins := p.begins(s.First)
	return &watcher{
		width: r.Width, height: r.Height,
		next: float64(begins.num) / float64(begins.den), step: float64(which.step) / r.Rate.Float(),
	}
}

// Write takes the pictures in pieces of any size. It never fails.
func (w *watcher) Write(p []byte) (int, error) {
	n, size := len(p), w.width*w.height
	for len(p) > 0 {
		take := min(len(p), size-len(w.rest))
		w.rest, p = append(w.rest, p[:take]...), p[take:]
		if len(w.rest) == size {
			w.look(w.rest)
			w.last, w.rest = w.rest, w.last[:0]
		}
	}
	return n, nil
}

func (w *watcher) look(p []byte) {
	g := glance{At: float32(w.next), Lasts: float32(w.step), Change: -1}
	w.next += w.step
	if len(w.glances) > 0 && bytes.Equal(p, w.last) {
		// The same picture again, as where a camera films fewer than are shown.
		again := w.glances[len(w.glances)-1]
		again.At, again.Change = g.At, 0
		w.glances = append(w.glances, again)
		return
	}
	w.light(&g, p)
	g.Blur = w.blur(p)
	columns, rows := profiles(p, w.width, w.height)
	if len(w.last) == len(p) {
		g.Change = change(p, w.last)
		g.X = shift(columns, w.columns) / float32(w.width)
		g.Y = shift(rows, w.rows) / float32(w.width)
	}
	w.columns, w.rows = columns, rows
	w.glances = append(w.glances, g)
}

// light reads the brightness off a histogram.
//
//go:norace
func (w *watcher) light(g *glance, p []byte) {
	var histogram [256]int
	for _, v := range p {
		histogram[v]++
	}
	level := func(v int) float32 { return min(1, max(0, (float32(v)-16)/219)) }
	sum := 0
	for v, n := range histogram {
		for _, mark := range []struct {
			share float64
			at    *float32
		}{{0.5, &g.Middle}, {0.9, &g.Bright}, {0.99, &g.Top}} {
			if limit := int(mark.share * float64(len(p))); sum <= limit && sum+n > limit {
				*mark.at = level(v)
			}
		}
		sum += n
		if v >= 233 {
			g.White += float32(n)
		}
	}
	g.White /= float32(len(p))
}

// blur compares neighbouring pixels with what a blurred copy of the picture
// would have there: where it makes little difference, the picture is blurred
// already (Crété et al., The blur effect, SPIE 2007). It is taken in blocks, for
// a face may be sharp in front of a soft background, and the sharpest count.
//
//go:norace
func (w *watcher) blur(p []byte) float32 {
	const block, reach = 40, 4 // pixels; the blurred copy averages 2·reach+1
	var blurs []float32
	for top := 0; top+block <= w.height; top += block {
		for left := 0; left+block <= w.width; left += block {
			var across, along [2]int32 // differences, and what a blurred copy takes away
			for y := top + reach + 1; y < top+block-reach; y += 2 {
				row := p[y*w.width+left : y*w.width+left+block]
				for x := reach + 1; x < block-reach; x++ {
					d := abs32(int32(row[x]) - int32(row[x-1]))
					b := abs32(int32(row[x+reach]) - int32(row[x-reach-1]))
					across[0] += d
					across[1] += max(0, d-b/(2*reach+1))
					at := y*w.width + left + x
					d = abs32(int32(p[at]) - int32(p[at-w.width]))
					b = abs32(int32(p[at+reach*w.width]) - int32(p[at-(reach+1)*w.width]))
					along[0] += d
					along[1] += max(0, d-b/(2*reach+1))
				}
			}
			const pixels = (block - 2*reach - 1) * ((block - 2*reach) / 2)
			worst := float32(-1)
			for _, d := range [][2]int32{across, along} {
				if d[0] > 2*pixels { // two steps of brightness a pixel
					worst = max(worst, 1-float32(d[1])/float32(d[0]))
				}
			}
			if worst >= 0 {
				blurs = append(blurs, worst)
			}
		}
	}
	if len(blurs) == 0 {
		return -1
	}
	slices.Sort(blurs)
	return blurs[len(blurs)/10]
}

func abs32(v int32) int32 {
	if v < 0 {
		return -v
	}
	return v
}

//go:norace
func change(a, b []byte) float32 {
	var sum int
	for i := range a {
		d := int(a[i]) - int(b[i])
		if d < 0 {
			d = -d
		}
		sum += d
	}
	return float32(sum) / float32(len(a)) / 219
}

// profiles are the mean brightness of each column and each row, without what
// all of them have in common.
//
//go:norace
func profiles(p []byte, width, height int) (columns, rows []float32) {
	sums := make([]int, width)
	rows = make([]float32, height)
	for y := range height {
		row, sum := p[y*width:(y+1)*width], 0
		for x, v := range row {
			sums[x] += int(v)
			sum += int(v)
		}
		rows[y] = float32(sum) / float32(width)
	}
	columns = make([]float32, width)
	for x, sum := range sums {
		columns[x] = float32(sum) / float32(height)
	}
	for _, line := range [][]float32{columns, rows} {
		var mean float32
		for _, v := range line {
			mean += v
		}
		mean /= float32(len(line))
		for i := range line {
			line[i] -= mean
		}
	}
	return columns, rows
}

// shift finds by how many pixels a profile moved, to fractions of one; 0 where
// nothing fits clearly better than standing still.
//
//go:norace
func shift(now, before []float32) float32 {
	reach := len(now) / 12
	if len(now) != len(before) || reach < 2 {
		return 0
	}
	costs := make([]float64, 2*reach+1)
	best := reach
	for i := range costs {
		by := i - reach
		from, to := max(0, by), min(len(now), len(now)+by)
		var sum float64
		for x := from; x < to; x++ {
			// Not math.Abs, whose way over bits is checked each time in a race build.
			d := now[x] - before[x-by]
			if d < 0 {
				d = -d
			}
			sum += float64(d)
		}
		if costs[i] = sum / float64(to-from); costs[i] < costs[best] {
			best = i
		}
	}
	if costs[best] > 0.7*costs[reach] && best != reach || best == 0 || best == len(costs)-1 {
		return 0
	}
	a, b, c := costs[best-1], costs[best], costs[best+1]
	fraction := 0.0
	if curve := a - 2*b + c; curve > 1e-6 {
		fraction = max(-0.5, min(0.5, 0.5*(a-c)/curve))
	}
	return float32(float64(best-reach) + fraction)
}
