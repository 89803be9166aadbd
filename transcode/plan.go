package transcode

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"fieldstory/story"
)

// Rung is one step of the ladder, as data.
type Rung struct {
	Short int // pixels of the shorter side, which is its name
	// CRF is x264's constant quality; Cap bounds it, bits per second at up to
	// 30 frames a second. Content decides the rate, the cap what a link bears.
	CRF int
	Cap int
}

// Ladder is what editors and visitors watch, from the top; never empty.
type Ladder []Rung

// Rungs are all there are.
var Rungs = Ladder{
	{Short: 2160, CRF: 24, Cap: 14_000_000},
	{Short: 1080, CRF: 24, Cap: 5_500_000},
	{Short: 720, CRF: 24, Cap: 3_000_000},
	{Short: 480, CRF: 25, Cap: 1_500_000},
	{Short: 360, CRF: 25, Cap: 850_000},
	{Short: 240, CRF: 26, Cap: 400_000},
}

// NewLadder takes rungs by their names, in any order. One that is not among
// [Rungs] is an error, and so is none at all.
func NewLadder(names ...int) (Ladder, error) {
	var l Ladder
	for _, r := range Rungs {
		if slices.Contains(names, r.Short) {
			l = append(l, r)
		}
	}
	for _, name := range names {
		if !slices.ContainsFunc(Rungs, func(r Rung) bool { return r.Short == name }) {
			return nil, fmt.Errorf("there is no rung of %d; there are %s", name, Rungs)
		}
	}
	if len(l) == 0 {
		return nil, fmt.Errorf("a ladder needs a rung; there are %s", Rungs)
	}
	return l, nil
}

func (l Ladder) String() string {
	var names []string
	for _, r := range l {
		names = append(names, strconv.Itoa(r.Short))
	}
	return strings.Join(names, ", ")
}

const (
	segmentSeconds = 2       // of a closed group of pictures, and of an HLS segment
	firstSeconds   = 1       // of the very first one: it is waited for
	heavyFirst     = 0.5     // of the same where there is much to work on
	audioRate      = 128_000 // bits per second of AAC-LC stereo
	minShort       = 16      // pixels; smaller pictures are enlarged, decoders want a macroblock
	maxLong        = 4096    // pixels, H.264's widest at level 5.2
)

// Plan is what will be made of a clip. It follows from the facts and the ladder
// alone.
type Plan struct {
	Rungs []PlannedRung // from the top; never empty
	Above []PlannedRung // those left out that the first of them stands in for, see thin
	Audio bool          // sound in every rung, and a rung of sound alone
	facts *story.Facts
}

// PlannedRung is one rendition to be encoded.
type PlannedRung struct {
	Name          string
	Width, Height int // even
	Rate          Rate
	GOP           int // frames
	FirstGOP      int // frames of the first group, shorter so that it closes sooner
	CRF, Cap      int
}

// rendition is the rung as far as it is known beforehand.
func (r PlannedRung) rendition() story.Rendition {
	return story.Rendition{Name: r.Name, Kind: story.KindLadder, Width: r.Width, Height: r.Height, FrameRate: r.Rate.Float()}
}

// Rate is frames a second as a fraction.
type Rate struct{ Num, Den int }

func (r Rate) String() string {
	if r.Den == 1 {
		return fmt.Sprint(r.Num)
	}
	return fmt.Sprintf("%d/%d", r.Num, r.Den)
}

// Float is the rate in frames a second.
func (r Rate) Float() float64 { return float64(r.Num) / float64(r.Den) }

// NewPlan decides what a clip gets of a ladder: from the source down, never above
// it, portrait as portrait, measured by the shorter side. Where the source lies
// below every rung, it is the only one.
func NewPlan(f *story.Facts, ladder Ladder) Plan {
	p := Plan{Audio: f.Audio != nil, facts: f}
	short := max(min(f.Width, f.Height), 1)
	rate := constantRate(f)
	// Two seconds in whole frames of the slower rungs, so that groups begin at
	// the same instants on all of them.
	slow := rate
	if rate.Float() > 32 {
		slow.Den *= 2
		if slow.Num%2 == 0 {
			slow.Num, slow.Den = slow.Num/2, slow.Den/2
		}
	}
	slowGOP := max(1, int(math.Round(segmentSeconds*slow.Float())))
	first := float64(firstSeconds)
	if heavy(f) {
		first = heavyFirst
	}
	slowFirst := max(1, int(math.Round(first*slow.Float())))
	for i, rung := range ladder {
		target := rung.Short
		if len(p.Rungs) == 0 {
			// The top rung is the source's own size where that lies between two.
			if target = min(short, rung.Short); i+1 < len(ladder) && short <= ladder[i+1].Short {
				continue
			}
		} else if float64(target) > 0.85*float64(shorter(p.Rungs[0])) {
			continue // too near to the top to be worth its CPU
		}
		width, height := rungSize(f.Width, f.Height, target)
		planned := PlannedRung{
			Name: fmt.Sprintf("%dp", min(width, height)), Width: width, Height: height,
			Rate: slow, GOP: slowGOP, FirstGOP: slowFirst, CRF: rung.CRF, Cap: rung.Cap,
		}
		if slow != rate && rung.Short >= 720 {
			planned.Rate, planned.GOP, planned.FirstGOP, planned.Cap = rate, 2*slowGOP, 2*slowFirst, rung.Cap*3/2
		}
		p.Rungs = append(p.Rungs, planned)
	}
	return p
}

// thinShort is what a beginning has that must be watched before the ladder can be, in
// pixels of the shorter side.
const thinShort = 480

// thin leaves out of a plan what takes long: the first rung that is left stands in for
// those above it.
func (p Plan) thin() Plan {
	first := slices.IndexFunc(p.Rungs, func(r PlannedRung) bool { return shorter(r) <= thinShort })
	if first < 0 {
		first = len(p.Rungs) - 1
	}
	p.Above, p.Rungs = p.Rungs[:first], p.Rungs[first:]
	return p
}

// heavy tells that a second of a clip has more pixels than 1080p at 30 pictures a second.
func heavy(f *story.Facts) bool {
	rate := max(f.FrameRate, constantRate(f).Float())
	return float64(f.Video.CodedWidth*f.Video.CodedHeight)*rate > 1.05*1920*1080*30
}

func (t *Transcoder) plan(f *story.Facts) Plan { return NewPlan(f, t.cfg.Ladder) }

// watched is the rung whose pictures are looked at for what is worth telling,
// and every how many of them.
type watched struct{ rung, step int }

func (p Plan) watched() watched {
	w := watched{rung: len(p.Rungs) - 1}
	for i, r := range p.Rungs {
		if shorter(r) >= lookShort {
			w.rung = i // the last that is large enough
		}
	}
	w.step = max(1, int(math.Round(p.Rungs[w.rung].Rate.Float()/lookRate)))
	return w
}

func shorter(r PlannedRung) int { return min(r.Width, r.Height) }

// rungSize scales to the shorter side, in even numbers, within what H.264
// bears on the longer.
func rungSize(width, height, short int) (int, int) {
	w, h := float64(max(width, 1)), float64(max(height, 1))
	scale := float64(max(short, minShort)) / min(w, h)
	if long := max(w, h) * scale; long > maxLong {
		scale *= maxLong / long
	}
	even := func(v float64) int {
		n := 2 * int(math.Round(v*scale/2))
		if scale <= 1 && float64(n) > v {
			n -= 2
		}
		return max(n, minShort)
	}
	return even(w), even(h)
}

// standardRates are those that cameras mean when their clocks say nearly that.
var standardRates = []Rate{
	{24000, 1001}, {24, 1}, {25, 1}, {30000, 1001}, {30, 1}, {48, 1}, {50, 1}, {60000, 1001}, {60, 1},
	{5, 1}, {10, 1}, {12, 1}, {25, 2}, {15000, 1001}, {15, 1}, {20, 1},
	{100, 1}, {120000, 1001}, {120, 1}, {240000, 1001}, {240, 1},
}

// constantRate chooses the steady rate of the upper rungs, at most 60. Frames
// that come at uneven times are laid on a grid fine enough not to judder:
// repeated frames cost almost nothing.
func constantRate(f *story.Facts) Rate {
	v := &f.Video
	guess := v.Nominal
	if guess <= 0 {
		guess = f.FrameRate
	}
	if guess <= 0 {
		return Rate{25, 1}
	}
	// Field-coded material counts its fields; a picture has two.
	if v.Interlaced && guess > 32 {
		guess /= 2
	}
	// The header's rate is finer than times rounded to milliseconds, where the
	// two agree at all.
	if v.MaxRate > 0 && math.Abs(v.MaxRate/guess-1) < 0.02 {
		guess = v.MaxRate
	}
	rate, ok := nearestStandard(guess)
	switch {
	case strings.Contains(f.Container, "mp4") && !v.Interlaced && guess < 55 && f.FrameRate > 1.1*guess:
		// Phones begin slowly in the dark. The average, which MP4 has of all its
		// pictures, tells that they come faster later: all of that fits into sixty.
		rate = Rate{60, 1}
	case ok && (!v.Variable || rate.Float() > 23):
	case v.Variable && guess < 31:
		rate = Rate{30, 1}
	case v.Variable:
		rate = Rate{60, 1}
	default:
		rate = Rate{int(math.Round(guess * 1000)), 1000}
	}
	if each := math.Ceil(rate.Float() / 61); each > 1 { // one picture in so many
		rate.Den *= int(each)
	}
	if rate.Float() < 1 {
		rate = Rate{1, 1}
	}
	return lowest(rate)
}

func nearestStandard(guess float64) (Rate, bool) {
	best, off := Rate{}, 0.01
	for _, r := range standardRates {
		if d := math.Abs(r.Float()/guess - 1); d < off {
			best, off = r, d
		}
	}
	return best, off < 0.01
}

func lowest(r Rate) Rate {
	a, b := r.Num, r.Den
	for b != 0 {
		a, b = b, a%b
	}
	return Rate{r.Num / a, r.Den / a}
}
