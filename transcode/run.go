package transcode

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"fieldstory/transcode/cage"
)

// command is one run of ffmpeg or ffprobe. Arguments go straight to the
// process, never through a shell.
type command struct {
	program string
	args    []string
	// dir is the working directory and the one place the process may write.
	dir    string
	stdout io.Writer // nil = thrown away
	// pipes are told what the process writes to its file descriptors 3, 4 and so
	// on. They are written to side by side, and not after run has returned.
	pipes  []io.Writer
	wall   time.Duration // how long it may take altogether
	output int64         // bytes that any one file it writes may reach, 0 = 64 MiB
	// progress is told how far the output has come, in seconds of media. Where
	// it is set, stdout carries ffmpeg's -progress report and a process that
	// reports nothing new for Config.Stall is ended.
	progress func(seconds float64)
	encoder  Encoder // whose devices it needs; "" = none
	// nice is how far it lets everything else on the machine go first, see [yielding].
	nice int
}

const (
	// yielding is the niceness of what takes minutes and loses little by it: a third of
	// the weight of what does not yield, so that a busy machine still gets it done.
	yielding = 5
	// awaitedYielding is that of what somebody waits for: behind what takes a second,
	// more than twice the weight of what goes on for minutes.
	awaitedYielding = 1
	// idleYielding is that of what nobody waits for: a tenth of the weight of what goes on
	// for minutes, a twentieth of what somebody waits for.
	idleYielding = 15
)

// exitError is a tool that ended badly by itself. Stderr is for the operator.
type exitError struct {
	program string
	code    int            // -1 where a signal ended it
	signal  syscall.Signal // 0 = none
	stderr  string
}

func (e *exitError) Error() string {
	if e.signal != 0 {
		return fmt.Sprintf("%s was ended by %v: %s", e.program, e.signal, e.stderr)
	}
	return fmt.Sprintf("%s exited with %d: %s", e.program, e.code, e.stderr)
}

// tooHeavy tells that the process met one of its own bounds.
func (e *exitError) tooHeavy() bool {
	return e.signal == syscall.SIGXCPU || e.signal == syscall.SIGXFSZ
}

var (
	errTooLong = errors.New("took longer than its bound")
	errStalled = errors.New("made no progress")
)

// run starts the tool in its cage, waits for it, and ends it with all its
// children within a second of the context's end.
func (t *Transcoder) run(ctx context.Context, c command) error {
	_, err := t.runTail(ctx, c)
	return err
}

// runTail is run, and gives what the tool wrote to stderr last.
func (t *Transcoder) runTail(ctx context.Context, c command) (string, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	bound := time.AfterFunc(c.wall, func() { cancel(errTooLong) })
	defer bound.Stop()

	bounds := cage.Limits{
		CPU: int64(c.wall.Seconds())*int64(runtime.NumCPU()) + 10,
		// Every thread of an encoder takes address space for its stack.
		Memory: t.cfg.Memory + int64(runtime.NumCPU())*(256<<20),
		Output: max(c.output, 64<<20),
		Files:  128,
		Nice:   int64(c.nice),
	}
	if c.encoder == NVENC {
		bounds.Memory = 1 << 46 // CUDA reserves what the card and the machine have
	}
	cmd, err := t.caged(c, bounds)
	if err != nil {
		return "", err
	}
	cmd.Dir = c.dir
	// Nothing of ours leaks into the tools, secrets in the environment least.
	cmd.Env = []string{"LC_ALL=C", "HOME=" + c.dir, "TMPDIR=" + c.dir, "AV_LOG_FORCE_NOCOLOR=1", "MALLOC_ARENA_MAX=8"}
	var stderr tail
	cmd.Stderr = &stderr
	cmd.Stdout = c.stdout
	cmd.WaitDelay = 500 * time.Millisecond

	if c.progress != nil {
		watch := &progressWatch{tell: c.progress}
		watch.seen.Store(time.Now().UnixNano())
		cmd.Stdout = watch
		ticker := time.NewTicker(t.cfg.Stall / 8)
		defer ticker.Stop()
		go func() {
			for {
				select {
				case <-ctx.Done():
					return
				case now := <-ticker.C:
					if now.UnixNano()-watch.seen.Load() > int64(t.cfg.Stall) {
						cancel(errStalled)
					}
				}
			}
		}()
	}

	drained, err := pipeTo(cmd, c.pipes)
	if err != nil {
		return "", err
	}
	err = startAndWait(ctx, cmd)
	drained()
	last := strings.TrimSpace(stderr.String())
	if err == nil {
		return last, nil
	}
	if cause := context.Cause(ctx); cause != nil {
		if errors.Is(cause, errTooLong) || errors.Is(cause, errStalled) {
			return last, fmt.Errorf("%s %w: %s", c.program, cause, last)
		}
		return last, cause
	}
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		e := &exitError{program: c.program, code: exit.ExitCode(), stderr: last}
		if status, ok := exit.Sys().(syscall.WaitStatus); ok && status.Signaled() {
			e.signal = status.Signal()
		}
		return last, e
	}
	return last, err
}

// pipeTo gives cmd pipes behind its standard three, before other files of its own, and
// carries what comes through them. The returned function is to be called when cmd has ended, or
// could not be started; it waits until everything was carried.
func pipeTo(cmd *exec.Cmd, writers []io.Writer) (drained func(), err error) {
	var carried sync.WaitGroup
	var ours []*os.File
	drained = func() {
		for _, theirs := range cmd.ExtraFiles {
			theirs.Close()
		}
		for _, r := range ours {
			// A child that outlived its parent must not keep us.
			r.SetReadDeadline(time.Now().Add(cmd.WaitDelay))
		}
		carried.Wait()
	}
	for i, w := range writers {
		r, theirs, err := os.Pipe()
		if err != nil {
			drained()
			return nil, err
		}
		ours, cmd.ExtraFiles = append(ours, r), slices.Insert(cmd.ExtraFiles, i, theirs)
		carried.Go(func() {
			defer r.Close()
			io.Copy(w, r)
		})
	}
	return drained, nil
}

// startAndWait runs cmd in a process group of its own that dies with us.
func startAndWait(ctx context.Context, cmd *exec.Cmd) error {
	// Pdeathsig fires when the *thread* that started the process ends, so the
	// thread is kept for as long as the process lives.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	cmd.SysProcAttr = groupedToDie()
	if err := cmd.Start(); err != nil {
		return err
	}
	done := make(chan struct{})
	defer close(done)
	go func() {
		select {
		case <-ctx.Done():
			// SIGKILL, for what it wrote so far is thrown away anyway.
			_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
		case <-done:
		}
	}()
	return cmd.Wait()
}

// progressWatch reads "-progress" lines, key=value each.
type progressWatch struct {
	lines
	tell func(seconds float64)
	last float64
	seen atomic.Int64 // when something new was heard, Unix nanoseconds
}

func (w *progressWatch) Write(p []byte) (int, error) {
	for line := range w.whole(p) {
		key, value, _ := strings.Cut(line, "=")
		if key != "out_time_us" {
			continue
		}
		if us, err := strconv.ParseInt(strings.TrimSpace(value), 10, 64); err == nil {
			if s := float64(us) / 1e6; s > w.last {
				w.last = s
				w.seen.Store(time.Now().UnixNano())
				w.tell(s)
			}
		}
	}
	return len(p), nil
}

// lines takes apart what a tool writes bit by bit.
type lines struct{ rest []byte }

// whole gives the lines that p completes, without their ends.
func (l *lines) whole(p []byte) iter.Seq[string] {
	l.rest = append(l.rest, p...)
	return func(yield func(string) bool) {
		for {
			line, rest, ok := bytes.Cut(l.rest, []byte("\n"))
			if !ok {
				return
			}
			l.rest = rest
			if !yield(strings.TrimSpace(string(line))) {
				return
			}
		}
	}
}

// tail keeps the last 4 KiB written to it.
type tail struct{ b []byte }

func (t *tail) Write(p []byte) (int, error) {
	t.b = append(t.b, p...)
	if over := len(t.b) - 4096; over > 0 {
		t.b = append(t.b[:0], t.b[over:]...)
	}
	return len(p), nil
}

func (t *tail) String() string { return strings.ToValidUTF8(string(t.b), "�") }
