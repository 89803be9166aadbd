package embedded

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"time"
)

// clearOut waits until no process works in dir any more. After a crash of this
// program its children shut down by themselves, which takes a moment; what is
// still there after patience is killed. The caller holds the data folder's
// lock, so nothing that works in there belongs to anybody else.
func clearOut(ctx context.Context, dir string, patience time.Duration, log *slog.Logger) error {
	began := time.Now()
	told := false
	for {
		pids := working(dir)
		if len(pids) == 0 {
			return nil
		}
		if !told {
			log.Info("waiting for what an earlier run left behind", "folder", dir, "processes", len(pids))
			told = true
		}
		waited := time.Since(began)
		if waited > patience {
			for _, pid := range pids {
				syscall.Kill(pid, syscall.SIGKILL)
			}
		}
		if waited > 2*patience {
			return fault(nil, fmt.Sprintf("End it by hand (kill -9 %d), then start again.", pids[0]),
				"Process %d still works in %s and does not end.", pids[0], dir)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// working lists the processes whose working folder is dir. PostgreSQL, each of
// its backends, and Redis work in their data folders. The folders themselves
// are compared and not their names, for there may be many to one folder.
func working(dir string) []int {
	want, err := os.Stat(dir)
	if err != nil {
		return nil
	}
	links, _ := filepath.Glob("/proc/[0-9]*/cwd")
	var pids []int
	for _, link := range links {
		got, err := os.Stat(link)
		if err != nil || !os.SameFile(want, got) {
			continue
		}
		pid, err := strconv.Atoi(filepath.Base(filepath.Dir(link)))
		if err == nil && pid != os.Getpid() {
			pids = append(pids, pid)
		}
	}
	return pids
}
