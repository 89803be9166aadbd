package push

import (
	"encoding/json"
	"fmt"
	"io"
	"sync"
	"time"
)

// show tells the person how it goes. Calls come from both lanes, the witness
// and the connections at once.
type show interface {
	reading(t *take)               // its SHA-256 is being computed
	sending(t *take, offset int64) // bytes move from here on
	at(t *take, offset int64)
	verifying(t *take)
	note(t *take, text string) // nil = of no take
	waiting(until time.Time)   // for the time of day to send
	ended(t *take, r Result)
	close()
}

func newShow(c Config, takes []*take) show {
	switch {
	case c.JSON:
		return &lines{out: c.Out, json: true, now: c.Now}
	case c.Terminal:
		return newBars(c, takes)
	}
	return &lines{out: plain{c.Out}, now: c.Now}
}

// lines is for logs and pipes: a line when something happens, and one every
// ten seconds while bytes move; or the same as JSON.
type lines struct {
	out  io.Writer
	json bool
	now  func() time.Time

	mu   sync.Mutex
	last time.Time
	said time.Time // until when it was said to wait
}

type event struct {
	Event  string     `json:"event"` // reading, sending, progress, verifying, note, waiting, file
	Path   string     `json:"path,omitempty"`
	Offset *int64     `json:"offset,omitempty"`
	Size   int64      `json:"size,omitempty"`
	Text   string     `json:"text,omitempty"`
	Until  *time.Time `json:"until,omitempty"`
	Result *Result    `json:"result,omitempty"`
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

func (l *lines) reading(t *take) {
	l.say(event{Event: "reading", Path: t.path(), Size: t.size()}, "%s: reading %s", t.label(), bytesOf(t.size()))
}

func (l *lines) sending(t *take, offset int64) {
	l.say(event{Event: "sending", Path: t.path(), Offset: &offset, Size: t.size()}, "%s: sending from %s of %s", t.label(), bytesOf(offset), bytesOf(t.size()))
}

func (l *lines) at(t *take, offset int64) {
	l.mu.Lock()
	now := l.now()
	due := now.Sub(l.last) >= 10*time.Second
	if due {
		l.last = now
	}
	l.mu.Unlock()
	if due {
		size := t.size()
		l.say(event{Event: "progress", Path: t.path(), Offset: &offset, Size: size}, "%s: %s of %s (%d %%)", t.label(), bytesOf(offset), bytesOf(size), 100*offset/size)
	}
}

func (l *lines) verifying(t *take) {
	l.say(event{Event: "verifying", Path: t.path(), Size: t.size()}, "%s: everything is there; the server reads it back", t.label())
}

func (l *lines) note(t *take, text string) {
	if t == nil {
		l.say(event{Event: "note", Text: text}, "%s", text)
		return
	}
	l.say(event{Event: "note", Path: t.path(), Text: text}, "%s: %s", t.label(), text)
}

// waiting says it once, though both lanes wait.
func (l *lines) waiting(until time.Time) {
	l.mu.Lock()
	said := l.said.Equal(until)
	l.said = until
	l.mu.Unlock()
	if !said {
		l.say(event{Event: "waiting", Until: &until, Text: untilText(l.now(), until)}, "%s", untilText(l.now(), until))
	}
}

func (l *lines) ended(t *take, r Result) {
	l.say(event{Event: "file", Path: r.Path, Size: r.Size, Result: &r}, "%s: %s", t.label(), sentence(r))
}

func (l *lines) close() {}

// untilText says until when nothing is sent.
func untilText(now, until time.Time) string {
	day := ""
	if now.YearDay() != until.YearDay() {
		day = " tomorrow"
	}
	return fmt.Sprintf("waiting until %s%s, for %s", until.Format("15:04"), day, until.Sub(now).Round(time.Minute))
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
