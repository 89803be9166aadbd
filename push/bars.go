package push

import (
	"fmt"
	"sync"
	"time"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"

	"fieldstory/story"
)

// bars is for a terminal: one bar for every file under way, and one for all.
type bars struct {
	now func() time.Time
	all *mpb.Progress
	sum *mpb.Bar

	// making guards files. It is held while mpb takes a bar in, so nothing that
	// mpb asks while it draws may need it: that has mu, held for moments only.
	making sync.Mutex
	files  map[*take]*fileBar

	mu    sync.Mutex
	ready map[*take]int64 // bytes of each take that count for the whole
	done  int
	total int
	until time.Time // when waiting, zero otherwise
}

type fileBar struct {
	bar   *mpb.Bar
	doing string
}

func newBars(c Config, takes []*take) *bars {
	b := &bars{now: c.Now, files: map[*take]*fileBar{}, ready: map[*take]int64{}, total: len(takes)}
	var size int64
	for _, t := range takes {
		size += t.size()
	}
	b.all = mpb.New(mpb.WithOutput(c.Out), mpb.WithWidth(48), mpb.WithAutoRefresh(),
		mpb.PopCompletedMode()) // a card may have more files than the screen has lines
	b.sum = b.all.AddBar(max(1, size), mpb.BarPriority(1<<30),
		mpb.PrependDecorators(decor.Any(b.word, decor.WCSyncSpaceR)),
		mpb.AppendDecorators(decor.CountersKiloByte("% .1f / % .1f", decor.WCSyncSpace), decor.Percentage(decor.WCSyncSpace)))
	return b
}

// word stands before the bar for all.
func (b *bars) word(decor.Statistics) string {
	b.mu.Lock()
	defer b.mu.Unlock()
	if now := b.now(); b.until.After(now) {
		return untilText(now, b.until)
	}
	return fmt.Sprintf("%d of %s", b.done, count(b.total, "file"))
}

// set changes what a take's bar says, and begins the bar if there is none.
func (b *bars) set(t *take, doing string) *mpb.Bar {
	b.making.Lock()
	defer b.making.Unlock()
	f := b.files[t]
	if f == nil {
		f = &fileBar{}
		b.files[t] = f
		said := func(decor.Statistics) string {
			b.mu.Lock()
			defer b.mu.Unlock()
			return shorten(f.doing, 32)
		}
		f.bar = b.all.AddBar(max(1, t.size()), mpb.PrependDecorators(decor.Name(shorten(story.CleanFilename(t.name), 28), decor.WCSyncSpaceR), decor.Any(said, decor.WCSyncSpaceR)),
			mpb.AppendDecorators(decor.CountersKiloByte("% .1f / % .1f", decor.WCSyncSpace), decor.Percentage(decor.WCSyncSpace)))
	}
	b.mu.Lock()
	f.doing = doing
	b.mu.Unlock()
	return f.bar
}

// whole moves the bar for all.
func (b *bars) whole(t *take, ready int64) {
	b.mu.Lock()
	b.ready[t] = ready
	var n int64
	for _, r := range b.ready {
		n += r
	}
	b.mu.Unlock()
	b.sum.SetCurrent(n)
}

func (b *bars) reading(t *take) { b.set(t, "reading") }

func (b *bars) sending(t *take, offset int64) { b.at(t, offset) }

func (b *bars) at(t *take, offset int64) {
	// A bar that is full ends; the last byte is drawn when the server agrees.
	offset = max(0, min(offset, t.size()-1))
	b.set(t, "sending").SetCurrent(offset)
	b.whole(t, offset)
}

func (b *bars) verifying(t *take) { b.set(t, "checking") }

func (b *bars) note(t *take, text string) {
	if t != nil {
		b.set(t, text)
	}
}

func (b *bars) waiting(until time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.until = until
}

func (b *bars) ended(t *take, r Result) {
	bar := b.set(t, string(r.Status))
	if r.Status == Sent || r.Status == Already {
		bar.SetCurrent(max(1, t.size()))
		b.whole(t, t.size())
	} else {
		bar.Abort(false)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.done++
}

// close leaves every bar as it stands.
func (b *bars) close() {
	b.making.Lock()
	var open []*mpb.Bar
	for _, f := range b.files {
		open = append(open, f.bar)
	}
	b.making.Unlock()
	for _, bar := range append(open, b.sum) {
		bar.Abort(false)
	}
	b.all.Wait()
}

// shorten keeps the end of a name, where it differs from its neighbours'.
func shorten(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return "…" + string(r[len(r)-n+1:])
	}
	return s
}
