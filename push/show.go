package push

import (
	"encoding/json"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
)

// show tells the person how it goes. Calls come from one goroutine at a time,
// except at, which comes from the connection's.
type show interface {
	reading(f file)               // its SHA-256 is being computed
	sending(f file, offset int64) // bytes move from here on
	at(f file, offset int64)
	verifying(f file)
	note(f file, text string)
	ended(r Result)
	close()
}

func newShow(c Config, count int) show {
	switch {
	case c.JSON:
		return &lines{out: c.Out, json: true}
	case c.Terminal:
		return newBars(c.Out, count)
	}
	return &lines{out: c.Out}
}

// lines is for logs and pipes: a line when something happens, and one every
// ten seconds while bytes move; or the same as JSON.
type lines struct {
	out  io.Writer
	json bool
	mu   sync.Mutex
	last time.Time
}

type event struct {
	Event  string  `json:"event"` // reading, sending, progress, verifying, note, file
	Path   string  `json:"path"`
	Offset *int64  `json:"offset,omitempty"`
	Size   int64   `json:"size,omitempty"`
	Text   string  `json:"text,omitempty"`
	Result *Result `json:"result,omitempty"`
}

func (l *lines) say(e event, format string, args ...any) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.json {
		json.NewEncoder(l.out).Encode(e)
		return
	}
	fmt.Fprintf(l.out, format+"\n", args...)
}

func (l *lines) reading(f file) {
	l.say(event{Event: "reading", Path: f.path, Size: f.size}, "%s: reading %s", f.name(), bytesOf(f.size))
}

func (l *lines) sending(f file, offset int64) {
	l.say(event{Event: "sending", Path: f.path, Offset: &offset, Size: f.size}, "%s: sending from %s of %s", f.name(), bytesOf(offset), bytesOf(f.size))
}

func (l *lines) at(f file, offset int64) {
	l.mu.Lock()
	due := time.Since(l.last) >= 10*time.Second
	if due {
		l.last = time.Now()
	}
	l.mu.Unlock()
	if due {
		l.say(event{Event: "progress", Path: f.path, Offset: &offset, Size: f.size}, "%s: %s of %s (%d %%)", f.name(), bytesOf(offset), bytesOf(f.size), 100*offset/f.size)
	}
}

func (l *lines) verifying(f file) {
	l.say(event{Event: "verifying", Path: f.path, Size: f.size}, "%s: everything is there; the server reads it back", f.name())
}

func (l *lines) note(f file, text string) {
	l.say(event{Event: "note", Path: f.path, Text: text}, "%s: %s", f.name(), text)
}

func (l *lines) ended(r Result) {
	l.say(event{Event: "file", Path: r.Path, Size: r.Size, Result: &r}, "%s: %s", r.Path, sentence(r))
}

func (l *lines) close() {}

// bars is for a terminal: one bar for the file, one that counts files.
type bars struct {
	all   *mpb.Progress
	count *mpb.Bar
	bar   *mpb.Bar
	mu    sync.Mutex
	doing string
}

func newBars(out io.Writer, count int) *bars {
	p := mpb.New(mpb.WithOutput(out), mpb.WithWidth(48), mpb.WithAutoRefresh())
	b := &bars{all: p}
	b.count = p.AddBar(int64(count), mpb.BarPriority(1<<30),
		mpb.PrependDecorators(decor.Name("files")), mpb.AppendDecorators(decor.CountersNoUnit("%d of %d")))
	return b
}

func (b *bars) reading(f file) {
	b.set("reading")
	b.bar = b.all.AddBar(f.size, mpb.PrependDecorators(decor.Name(shorten(f.name(), 28), decor.WCSyncSpaceR), decor.Any(func(decor.Statistics) string { return b.get() }, decor.WCSyncSpaceR)),
		mpb.AppendDecorators(decor.CountersKibiByte("% .1f / % .1f", decor.WCSyncSpace), decor.Percentage(decor.WCSyncSpace)))
}

func (b *bars) sending(f file, offset int64) {
	b.set("sending")
	b.bar.SetCurrent(offset)
}

func (b *bars) at(f file, offset int64) {
	// A bar that is full ends; the last byte is drawn when the server agrees.
	b.bar.SetCurrent(min(offset, f.size-1))
	b.set("sending")
}

func (b *bars) verifying(file)           { b.set("checking") }
func (b *bars) note(_ file, text string) { b.set(text) }
func (b *bars) close()                   { b.count.Abort(false); b.all.Wait() }
func (b *bars) get() string              { b.mu.Lock(); defer b.mu.Unlock(); return shorten(b.doing, 32) }
func (b *bars) set(text string)          { b.mu.Lock(); defer b.mu.Unlock(); b.doing = text }

func (b *bars) ended(r Result) {
	b.count.Increment()
	if b.bar == nil {
		return
	}
	b.set(string(r.Status))
	if r.Status == Sent || r.Status == Already {
		b.bar.SetCurrent(r.Size)
	} else {
		b.bar.Abort(false)
	}
	b.bar = nil
}

// shorten keeps the end of a name, where it differs from its neighbours'.
func shorten(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return "…" + string(r[len(r)-n+1:])
	}
	return s
}

// bytesOf is a number of bytes for people.
func bytesOf(n int64) string {
	units, v, i := []string{"bytes", "kB", "MB", "GB", "TB"}, float64(n), 0
	for v >= 1000 && i < len(units)-1 {
		v, i = v/1000, i+1
	}
	if i == 0 {
		return fmt.Sprintf("%d bytes", n)
	}
	return fmt.Sprintf("%.1f %s", v, units[i])
}
