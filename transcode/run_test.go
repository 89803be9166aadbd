package transcode

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"fieldstory/story"
)

func TestCageHoldsItsPrisoner(t *testing.T) {
	t.Parallel()
	tc := newTranscoder(t)
	if w := tc.Walls(); !w.Limits || !w.Seccomp {
		t.Fatalf("walls %+v: limits and seccomp stand on every Linux", w)
	}
	outside := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(outside, []byte("secret"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		name, script string
		landlock     bool // needs a kernel with it
	}{
		{"reads a file of ours", "cat " + outside, true},
		{"reads the passwords", "cat /etc/passwd", true},
		{"writes beside its folder", "echo x > " + outside, true},
		{"opens a socket", "exec 3<>/dev/tcp/127.0.0.1/9", false},
		{"writes more than it may", "head -c 100000000 /dev/zero > big", false},
		{"opens more than it may", "for i in {10..200}; do eval \"exec $i</dev/zero\" || exit 1; done", false},
		{"lifts its bounds", "ulimit -Hn 1000", false},
		{"takes more memory than it may", "ulimit -v unlimited || exit 1", false},
		{"finds an open file of ours", "for i in {3..9}; do { true <&$i; } 2>/dev/null && exit 0; done; exit 1", false},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			if row.landlock && !tc.Walls().Landlock {
				t.Log("this kernel has no Landlock; nothing to hold")
				return
			}
			err := tc.run(t.Context(), command{program: "/bin/bash", args: []string{"-c", row.script}, dir: t.TempDir(), wall: 20 * time.Second})
			if err == nil {
				t.Errorf("%s got through", row.script)
			}
		})
	}
	t.Run("works in its own folder", func(t *testing.T) {
		t.Parallel()
		dir := t.TempDir()
		var out bytes.Buffer
		err := tc.run(t.Context(), command{program: "/bin/bash", args: []string{"-c", "echo mine > f; cat f"}, dir: dir, stdout: &out, wall: 20 * time.Second})
		if err != nil || out.String() != "mine\n" {
			t.Errorf("said %q, %v", out.String(), err)
		}
	})
}

// TestWhatTakesLongYields: ladders let everything else go first.
func TestWhatTakesLongYields(t *testing.T) {
	t.Parallel()
	tc := newTranscoder(t)
	have := ownNiceness(t)
	for _, nice := range []int{0, awaitedYielding, yielding, idleYielding} {
		want := max(have, nice)
		var out bytes.Buffer
		err := tc.run(t.Context(), command{program: "/bin/bash", args: []string{"-c", "exec nice"}, dir: t.TempDir(), stdout: &out, wall: 20 * time.Second, nice: nice})
		if got := strings.TrimSpace(out.String()); err != nil || got != strconv.Itoa(want) {
			t.Errorf("niceness %q, %v; want %d", got, err, want)
		}
	}
}

func ownNiceness(t *testing.T) int {
	t.Helper()
	own, err := exec.Command("nice").Output()
	if err != nil {
		t.Fatal(err)
	}
	have, err := strconv.Atoi(strings.TrimSpace(string(own)))
	if err != nil {
		t.Fatal(err)
	}
	return have
}

func TestCancelEndsTheToolAndItsChildrenWithinASecond(t *testing.T) {
	t.Parallel()
	tc := newTranscoder(t)
	ctx, cancel := context.WithCancel(t.Context())
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	done := make(chan error, 1)
	go func() {
		// A child that would outlive its parent, and holds on to stdout.
		done <- tc.run(ctx, command{program: "/bin/bash", args: []string{"-c", "sleep 600 & echo ready; wait"}, dir: t.TempDir(), stdout: w, wall: time.Hour})
	}()
	said := make([]byte, 16)
	if _, err := r.Read(said); err != nil { // it runs
		t.Fatal(err)
	}
	began := time.Now()
	cancel()
	err = <-done
	if took := time.Since(began); took > time.Second {
		t.Errorf("ending took %v", took)
	}
	if !errors.Is(err, context.Canceled) {
		t.Errorf("ended with %v, want the context's end", err)
	}
	w.Close()
	// The pipe is at its end when nobody holds it any more.
	if _, err := r.Read(said); err == nil {
		t.Error("somebody still holds the pipe")
	}
}

func TestHangingToolMeetsItsBounds(t *testing.T) {
	t.Parallel()
	tc := newTranscoder(t)
	err := tc.run(t.Context(), command{program: "/bin/sleep", args: []string{"600"}, dir: t.TempDir(), wall: 300 * time.Millisecond})
	if !errors.Is(err, errTooLong) {
		t.Errorf("a tool that sleeps ended with %v, want %v", err, errTooLong)
	}
	tc.cfg.Stall = 400 * time.Millisecond
	err = tc.run(t.Context(), command{program: "/bin/sleep", args: []string{"600"}, dir: t.TempDir(), wall: time.Hour, progress: func(float64) {}})
	if !errors.Is(err, errStalled) {
		t.Errorf("a tool that reports nothing ended with %v, want %v", err, errStalled)
	}
	if p := story.AsProblem(theirs(err, errBroken)); p.Code != "too_heavy" {
		t.Errorf("a stall is told as %q", p.Code)
	}
}

// TestNothingLeaksIntoTheTools looks at the environment of a caged process.
func TestNothingLeaksIntoTheTools(t *testing.T) {
	t.Setenv("FIELDSTORY_S3_SECRET_KEY", "hush")
	tc := newTranscoder(t)
	var out bytes.Buffer
	if err := tc.run(t.Context(), command{program: "/usr/bin/env", dir: t.TempDir(), stdout: &out, wall: 20 * time.Second}); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(out.String(), "hush") {
		t.Errorf("the tool sees %s", out.String())
	}
}
