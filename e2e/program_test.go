package e2e

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// program is a running fieldstory.
type program struct {
	cmd    *exec.Cmd
	stdout *terminal
	stderr *terminal
	ended  chan struct{}
	err    error // once ended
	url    string
	once   sync.Once
}

// start runs the program and does not wait. It is killed when the test ends,
// with whatever it left in its process group.
func start(t testing.TB, env []string, args ...string) *program {
	t.Helper()
	p, err := launch(env, args...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		p.kill()
		if t.Failed() {
			t.Logf("fieldstory %s\n%s\n%s", strings.Join(args, " "), p.stdout, p.stderr)
		}
		if strings.Contains(p.stderr.String(), "DATA RACE") {
			t.Errorf("a data race in fieldstory %s:\n%s", args[0], p.stderr)
		}
	})
	return p
}

func launch(env []string, args ...string) (*program, error) {
	if err := look(); err != nil {
		return nil, err
	}
	p := &program{cmd: exec.Command(binary, args...), stdout: newTerminal(), stderr: newTerminal(), ended: make(chan struct{})}
	p.cmd.Env = append(cleanEnviron(), env...)
	p.cmd.Dir = workDir
	p.cmd.Stdout, p.cmd.Stderr = p.stdout, p.stderr
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	// Children that outlive the program must not keep Wait from seeing its end.
	p.cmd.WaitDelay = 2 * time.Second
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	go func() {
		p.err = p.cmd.Wait()
		close(p.ended)
	}()
	return p, nil
}

// cleanEnviron is this process' environment without settings of Fieldstory. Race
// builds hold every process for a second before it ends, for reports that are on
// their way; a tenth is enough for those.
func cleanEnviron() []string {
	env := []string{"GORACE=atexit_sleep_ms=100"}
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "FIELDSTORY_") {
			env = append(env, v)
		}
	}
	return env
}

var readyLine = regexp.MustCompile(`(?m)^ready: (http://\S+)$`)

// up starts everything on dir and waits until it serves.
func up(t testing.TB, dir string, args ...string) *program {
	t.Helper()
	p := start(t, nil, append([]string{"up", "--data", dir, "--addr", "127.0.0.1:0"}, args...)...)
	p.awaitReady(t)
	return p
}

func (p *program) awaitReady(t testing.TB) {
	t.Helper()
	found := p.stdout.await(readyLine, p.ended, 3*time.Minute)
	if found == nil {
		t.Fatalf("no “ready” line within three minutes:\n%s\n%s", p.stdout, p.stderr)
	}
	p.url = found[1]
}

// interrupt presses Ctrl-C, waits, and holds the program to its ten seconds.
func (p *program) interrupt(t testing.TB) {
	t.Helper()
	began := time.Now()
	p.cmd.Process.Signal(syscall.SIGINT)
	select {
	case <-p.ended:
	case <-time.After(30 * time.Second):
		t.Fatalf("still running 30 s after Ctrl-C:\n%s", p.stderr)
	}
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("ending took %v, want less than 10 s:\n%s", took, p.stderr)
	}
	if p.err != nil {
		t.Errorf("after Ctrl-C it ended with %v, want status 0:\n%s", p.err, p.stderr)
	}
}

// kill is kill -9 of the program alone. What it started has to notice.
func (p *program) kill() {
	p.once.Do(func() { p.cmd.Process.Kill() })
	<-p.ended
}

// once runs a program to its end and gives what it printed and its status.
func once(t testing.TB, env []string, args ...string) (stdout, stderr string, status int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	if err := look(); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(ctx, binary, args...)
	cmd.Env = append(cleanEnviron(), env...)
	cmd.Dir = workDir
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	cmd.WaitDelay = 2 * time.Second
	if err := cmd.Run(); cmd.ProcessState == nil {
		t.Fatal(err)
	}
	if ctx.Err() != nil {
		t.Errorf("fieldstory %s did not end by itself:\n%s%s", args[0], &out, &errs)
	}
	return out.String(), errs.String(), cmd.ProcessState.ExitCode()
}

// processesOf lists the processes that have to do with a folder: named in
// their command line, or working in it or below. Folders are compared and not
// their names, which differ inside a mount namespace.
func processesOf(dir string) (found []string) {
	folders := map[place]bool{}
	filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() {
			folders[placeOf(path)] = true
		}
		return nil
	})
	delete(folders, place{}) // gone meanwhile
	entries, _ := filepath.Glob("/proc/[0-9]*")
	for _, proc := range entries {
		line, err := os.ReadFile(filepath.Join(proc, "cmdline"))
		if pid, _ := strconv.Atoi(filepath.Base(proc)); pid == os.Getpid() || err != nil || len(line) == 0 {
			continue
		}
		words := strings.ReplaceAll(string(line), "\x00", " ")
		if folders[placeOf(filepath.Join(proc, "cwd"))] || strings.Contains(words, dir) {
			found = append(found, filepath.Base(proc)+" "+words)
		}
	}
	return found
}

// place is a folder, whatever its name; zero = none.
type place struct{ device, inode uint64 }

// placeOf goes past os.Stat: go test would note that a test looked at the folder
// in which make works, which is never the same again, and keep no result.
func placeOf(path string) place {
	var s syscall.Stat_t
	if syscall.Stat(path, &s) != nil {
		return place{}
	}
	return place{uint64(s.Dev), s.Ino}
}

// dataDir is a folder for one test's server. Its parents let PostgreSQL's
// user through.
func dataDir(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp(workDir, "data-")
	if err != nil {
		t.Fatal(err)
	}
	os.Chmod(dir, 0o711)
	t.Cleanup(func() { os.RemoveAll(dir) })
	return filepath.Join(dir, "data")
}
