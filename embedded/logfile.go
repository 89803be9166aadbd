package embedded

import (
	"bytes"
	"os"
	"strings"
	"sync"
)

const (
	logSize  = 5 << 20 // bytes in a log before it is put aside
	logKept  = 3       // logs put aside: NAME.1, the newest, to NAME.3
	logLines = 20      // lines remembered to show when a child dies
)

// logFile is where a child's output goes. It keeps the last lines in memory
// and puts the file aside when it has grown. Writing never fails for the
// child: a full disk costs the log, not the database.
type logFile struct {
	mu    sync.Mutex
	name  string
	file  *os.File
	size  int64
	lines []string
	rest  []byte // a line that has not ended yet
}

func openLog(name string) (*logFile, error) {
	l := &logFile{name: name}
	if err := l.open(); err != nil {
		return nil, err
	}
	return l, nil
}

func (l *logFile) open() error {
	f, err := os.OpenFile(l.name, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	l.file, l.size = f, 0
	if fi, err := f.Stat(); err == nil {
		l.size = fi.Size()
	}
	return nil
}

func (l *logFile) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.remember(p)
	if l.size+int64(len(p)) > logSize {
		l.rotate()
	}
	if l.file != nil {
		n, _ := l.file.Write(p)
		l.size += int64(n)
	}
	return len(p), nil
}

func (l *logFile) remember(p []byte) {
	l.rest = append(l.rest, p...)
	for {
		line, after, found := bytes.Cut(l.rest, []byte("\n"))
		if !found {
			break
		}
		l.lines = append(l.lines, string(line))
		l.rest = after
	}
	if over := len(l.lines) - logLines; over > 0 {
		l.lines = append([]string(nil), l.lines[over:]...)
	}
	if len(l.rest) > 64<<10 { // not text; do not keep it all
		l.rest = nil
	}
}

func (l *logFile) rotate() {
	if l.file != nil {
		l.file.Close()
	}
	for i := logKept; i > 1; i-- {
		os.Rename(l.aside(i-1), l.aside(i))
	}
	os.Rename(l.name, l.aside(1))
	if err := l.open(); err != nil {
		l.file = nil
	}
}

func (l *logFile) aside(n int) string { return l.name + "." + string(rune('0'+n)) }

// tail is the last lines, one string.
func (l *logFile) tail() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.Join(l.lines, "\n")
}

func (l *logFile) close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.file != nil {
		l.file.Close()
		l.file = nil
	}
}
