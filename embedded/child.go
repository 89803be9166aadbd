package embedded

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"time"
)

// child is a program to run, with everything that is the same each time.
type child struct {
	path  string
	args  []string
	stdin []byte // what it reads first, e.g. settings with a password in them
	as    account
	view  view // its data folder
	log   *logFile

	// orphan is the signal the kernel sends it when this process is gone,
	// however that came about.
	orphan syscall.Signal
}

// process is a child that was started.
type process struct {
	pid   int
	ended chan struct{}
	err   error // how it ended; read after ended is closed
	proc  *os.Process
}

// start runs the child on a thread of its own. The kernel sends the orphan
// signal when the starting *thread* ends, so that thread is kept until the
// child has ended.
func (c child) start() (*process, error) {
	p := &process{ended: make(chan struct{})}
	started := make(chan error, 1)
	onThread(func() {
		cmd := c.command()
		if err := c.launch(cmd); err != nil {
			started <- err
			return
		}
		p.pid, p.proc = cmd.Process.Pid, cmd.Process
		started <- nil
		p.err = cmd.Wait()
		close(p.ended)
	})
	return p, <-started
}

// launch starts the command, with its folder in hand where it needs that.
func (c child) launch(cmd *exec.Cmd) error {
	if c.view.hand != "" {
		dir, err := os.Open(c.view.hand)
		if err != nil {
			return err
		}
		defer dir.Close()
		cmd.ExtraFiles = []*os.File{dir}
	}
	return cmd.Start()
}

func (c child) command() *exec.Cmd {
	cmd := exec.Command(c.path, c.args...)
	cmd.Dir = "/" // each goes into its data folder by itself
	cmd.Stdin = bytes.NewReader(c.stdin)
	cmd.Stdout, cmd.Stderr = c.log, c.log
	// Grandchildren that outlive a killed child hold its output open.
	cmd.WaitDelay = 2 * time.Second
	// Nothing of this process' environment is theirs: not its secrets, and no
	// PGDATA or REDISCLI_AUTH that somebody set for something else.
	cmd.Env = []string{
		"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
		"HOME=" + c.view.path, "LC_ALL=C.UTF-8", "LC_MESSAGES=C", "TZ=UTC",
	}
	cmd.SysProcAttr = &syscall.SysProcAttr{
		// A group of its own, or Ctrl-C in a terminal would reach it before
		// this process has stopped using it.
		Setpgid:   true,
		Pdeathsig: c.orphan,
	}
	if c.as.drop {
		cmd.SysProcAttr.Credential = &syscall.Credential{Uid: uint32(c.as.uid), Gid: uint32(c.as.gid)}
	}
	return cmd
}

// run starts the child and waits for its end.
func (c child) run() error {
	p, err := c.start()
	if err != nil {
		return err
	}
	<-p.ended
	return p.err
}

// onThread runs f on a thread that nothing else runs on and that ends with f.
// It is never the process' first thread, whose working folder is what /proc
// shows as the whole process'.
func onThread(f func()) {
	go func() {
		runtime.LockOSThread()
		if syscall.Gettid() == os.Getpid() {
			taken := make(chan struct{})
			go func() {
				runtime.LockOSThread()
				close(taken)
				f()
			}()
			<-taken
			runtime.UnlockOSThread()
			return
		}
		f()
	}()
}

// end asks the process to go with each signal in turn, waiting that long after
// each. It returns when the process has ended.
func (p *process) end(steps ...step) error {
	for _, s := range steps {
		if err := p.proc.Signal(s.signal); errors.Is(err, os.ErrProcessDone) {
			<-p.ended
			return nil
		}
		select {
		case <-p.ended:
			return nil
		case <-time.After(s.wait):
		}
	}
	p.proc.Kill()
	<-p.ended
	return errors.New("embedded: it had to be killed")
}

type step struct {
	signal syscall.Signal
	wait   time.Duration
}

// alive tells whether the process runs.
func (p *process) alive() bool {
	select {
	case <-p.ended:
		return false
	default:
		return true
	}
}
