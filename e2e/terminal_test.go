package e2e

import (
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

// terminal keeps what a program prints, for people who wait for a line.
type terminal struct {
	mu   sync.Mutex
	text strings.Builder
	more chan struct{} // closed and made new with every write
}

func newTerminal() *terminal { return &terminal{more: make(chan struct{})} }

func (t *terminal) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.text.Write(p)
	close(t.more)
	t.more = make(chan struct{})
	return len(p), nil
}

func (t *terminal) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.text.String()
}

// await waits for a line and gives its groups; nil when the program ended or
// the time was over before.
func (t *terminal) await(line *regexp.Regexp, ended <-chan struct{}, patience time.Duration) []string {
	deadline := time.After(patience)
	for {
		t.mu.Lock()
		found, more := line.FindStringSubmatch(t.text.String()), t.more
		t.mu.Unlock()
		if found != nil {
			return found
		}
		select {
		case <-more:
		case <-ended:
			return line.FindStringSubmatch(t.String())
		case <-deadline:
			return nil
		}
	}
}

// until waits for what announces itself nowhere.
func until(t testing.TB, patience time.Duration, what string, ok func() bool) {
	t.Helper()
	deadline := time.After(patience)
	tick := time.NewTicker(30 * time.Millisecond)
	defer tick.Stop()
	for !ok() {
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatalf("waited %v in vain: %s", patience, what)
		case <-t.Context().Done():
			t.Fatalf("the test ended while waiting: %s", what)
		}
	}
}
