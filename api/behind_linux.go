package api

import (
	"runtime"

	"golang.org/x/sys/unix"
)

// readBackNiceness has reading back go behind whatever is waited for on the same
// machine, and before ladders.
const readBackNiceness = 4

// behindOthers does something on a thread that lets others go first, and waits for it. The
// thread ends with it: what yields may not take that back.
func behindOthers(do func()) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		runtime.LockOSThread()
		_ = unix.Setpriority(unix.PRIO_PROCESS, unix.Gettid(), readBackNiceness)
		do()
	}()
	<-done
}
