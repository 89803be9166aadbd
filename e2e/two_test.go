package e2e

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
)

// shaky passes connections on to servers in turn, and cuts each after so many
// bytes from the client.
type shaky struct {
	net.Listener
	turn   atomic.Int64
	passed atomic.Int64 // bytes from clients
	at     []string
	every  int64
}

func newShaky(t *testing.T, every int64, urls ...string) *shaky {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &shaky{Listener: l, every: every}
	for _, url := range urls {
		s.at = append(s.at, strings.TrimPrefix(url, "http://"))
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go s.pass(c)
		}
	}()
	return s
}

func (s *shaky) pass(from net.Conn) {
	defer from.Close()
	for range s.at { // one of them may be gone
		to, err := net.Dial("tcp", s.at[s.turn.Add(1)%int64(len(s.at))])
		if err != nil {
			continue
		}
		defer to.Close()
		go func() {
			io.Copy(from, to)
			from.Close()
		}()
		counted := io.TeeReader(io.LimitReader(from, s.every), counter{&s.passed})
		io.Copy(to, counted)
		return
	}
}

type counter struct{ n *atomic.Int64 }

func (c counter) Write(p []byte) (int, error) {
	c.n.Add(int64(len(p)))
	return len(p), nil
}

// Two servers take one file between them, over a link that breaks all the time
// and comes back at the other; one of them is killed in the middle.
func TestTwoServers(t *testing.T) {
	t.Parallel()
	o := newOutside(t)
	chief := o.settle(t)
	one, other := start(t, o.env, "serve", "--addr", "127.0.0.1:0"), start(t, o.env, "serve", "--addr", "127.0.0.1:0")
	one.awaitReady(t)
	other.awaitReady(t)
	o.worker(t)

	file := film(t, "long.mp4", scene("1280x720", 4)...)
	path := filepath.Join(t.TempDir(), "long.mp4")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	link := newShaky(t, int64(len(file)/10), one.url, other.url)
	sending := start(t, []string{"XDG_STATE_HOME=" + t.TempDir()}, "push", "--server", "http://"+link.Addr().String(), "--token", chief.token, "--title", "By two servers", "--", path)
	until(t, patience, "half of it has passed", func() bool { return link.passed.Load() > int64(len(file)/2) })
	one.kill()
	<-sending.ended
	sum := sha256.Sum256(file)
	if sending.err != nil || !strings.Contains(sending.stdout.String(), hex.EncodeToString(sum[:])) {
		t.Fatalf("push ended with %v, without a receipt of the file's hash:\n%s\n%s", sending.err, sending.stdout, sending.stderr)
	}
	t.Logf("%d bytes were sent for a file of %d", link.passed.Load(), len(file))
	// Requests and what each broken one had in flight come on top.
	if passed := link.passed.Load(); passed > int64(len(file)*3/2) {
		t.Errorf("%d bytes were sent for a file of %d", passed, len(file))
	}
}
