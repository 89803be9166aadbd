package e2e

import (
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// Ctrl-C ends everything within ten seconds and leaves no process; the second
// start finds everything, and says nothing about a first one.
func TestStopAndStartAgain(t *testing.T) {
	t.Parallel()
	dir := dataDir(t)
	began := time.Now()
	first := start(t, nil, "up", "--data", dir, "--addr", "127.0.0.1:0")
	first.awaitReady(t)
	making := time.Since(began)
	if !strings.Contains(first.stdout.String(), first.url+"/sign-in/") {
		t.Errorf("a first start prints no sign-in link:\n%s", first.stdout)
	}
	chief := newPerson(t, first.url, dir, "admin@localhost")
	card := chief.newStory(t, "Kept over night")
	clip := chief.upload(t, card.ID, "a.mp4", film(t, "a.mp4", scene("320x180", 2)...))
	chief.ready(t, clip, patience)
	// With a page open and an upload on its way, too.
	chief.listen(t.Context(), t)
	slow := chief.begin(t, card.ID, "slow.mp4", 1<<20)
	body, cut := trickle(t)
	sent := make(chan struct{})
	go func() {
		defer close(sent)
		slow.send(t, 0, body)
	}()
	stored := chief.follow(t, slow.clip, patience, "some bytes are stored", func(c clipCard) bool { return c.Offset > 0 }).Offset
	if len(processesOf(dir)) < 3 {
		t.Errorf("while running, only these work in the data folder: %q", processesOf(dir))
	}
	first.interrupt(t)
	cut()
	<-sent
	until(t, 2*time.Second, "no process is left", func() bool { return len(processesOf(dir)) == 0 })

	began = time.Now()
	second := up(t, dir)
	// On a machine that does ten other things ten seconds are its own; there, nothing
	// may be made that was made before.
	if took := time.Since(began); took > max(making, 10*time.Second) {
		t.Errorf("the second start took %v, want less than 10 s, or than the first, which took %v", took, making)
	}
	if strings.Contains(second.stdout.String(), "/sign-in/") {
		t.Errorf("the second start prints a sign-in link:\n%s", second.stdout)
	}
	chief = enter(t, second.url, chief.token, chief.name)
	judge(t, chief, chief.clip(t, clip))
	slow.who = chief
	if at, err := slow.offset(t); err != nil || at < stored {
		t.Errorf("of an upload that was cut by the stop, %d bytes (%v) are kept, want the %d that were acknowledged at least", at, err, stored)
	} else {
		t.Logf("%d bytes had been shown as stored, %d were", stored, at)
	}
	second.interrupt(t)
}

// trickle is a link so slow that a file never ends: some bytes now and then,
// until it is cut.
func trickle(t testing.TB) (body io.Reader, cut func()) {
	body, w := io.Pipe()
	go func() {
		tick := time.NewTicker(200 * time.Millisecond)
		defer tick.Stop()
		for {
			if _, err := w.Write(make([]byte, 100)); err != nil {
				return
			}
			select {
			case <-tick.C:
			case <-t.Context().Done():
				w.Close()
				return
			}
		}
	}()
	return body, func() { w.Close() }
}

// What a person can mend is a sentence that says how, and the program ends.
func TestFaultsAtTheStart(t *testing.T) {
	t.Parallel()
	d := sharedDemo(t)
	newer := dataDir(t)
	if err := os.Mkdir(newer, 0o755); err != nil {
		t.Fatal(err)
	}
	mustWrite(t, filepath.Join(newer, "VERSION"), []byte("99\n"))
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { taken.Close() })
	// Everything is on this PATH but ffmpeg.
	path := t.TempDir()
	if redis, err := exec.LookPath("redis-server"); err == nil {
		os.Symlink(redis, filepath.Join(path, "redis-server"))
	}
	for _, test := range []struct {
		name string
		env  []string
		args []string
		want []string
	}{
		{name: "busy port", args: []string{"up", "--data", dataDir(t), "--addr", taken.Addr().String()}, want: []string{"taken", "--addr"}},
		{name: "folder in use", args: []string{"up", "--data", d.dir, "--addr", "127.0.0.1:0"}, want: []string{"in use", "--data"}},
		{name: "newer folder", args: []string{"up", "--data", newer, "--addr", "127.0.0.1:0"}, want: []string{"newer Fieldstory"}},
		{name: "unwritable folder", args: []string{"up", "--data", "/proc/fieldstory", "--addr", "127.0.0.1:0"}, want: []string{"cannot be", "--data"}},
		{name: "a file for a folder", args: []string{"up", "--data", binary, "--addr", "127.0.0.1:0"}, want: []string{"not a folder", "--data"}},
		{name: "no ffmpeg", env: []string{"PATH=" + path}, args: []string{"up", "--data", dataDir(t), "--addr", "127.0.0.1:0"}, want: []string{"fieldstory: ffmpeg is not installed", "apt install ffmpeg"}},
		{name: "all mistakes at once", args: []string{"serve", "--addr", "nowhere"}, want: []string{"DATABASE_URL", "REDIS_URL", "S3_ENDPOINT", "--addr"}},
		{name: "no such member", args: []string{"token", "--data", d.dir, "--email", "nobody@example.org"}, want: []string{"nobody@example.org"}},
		{name: "no such command", args: []string{"fly"}, want: []string{"fly"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			stdout, stderr, status := once(t, test.env, test.args...)
			if status == 0 || strings.Contains(stdout, "ready:") {
				t.Errorf("ended with %d: %s%s", status, stdout, stderr)
			}
			for _, want := range test.want {
				if !strings.Contains(stderr, want) {
					t.Errorf("said %q, want it to have %q", stderr, want)
				}
			}
			if strings.Contains(stderr, "panic") || strings.Contains(stderr, "goroutine ") {
				t.Errorf("panicked: %s", stderr)
			}
		})
	}
}

// The sign-ins that --demo prints open the door.
func TestPrintedSignIn(t *testing.T) {
	t.Parallel()
	d := sharedDemo(t)
	for _, p := range d.people {
		printed := regexp.MustCompile(regexp.QuoteMeta(p.name) + `\s+(\S+)`).FindStringSubmatch(d.stdout.String())
		if printed == nil {
			t.Fatalf("--demo prints no password for %s:\n%s", p.name, d.stdout)
		}
		newBrowser(t, d.url).signIn(t, p.name, printed[1])
	}
}
