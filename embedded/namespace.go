package embedded

import (
	"runtime"
	"syscall"
)

// enter moves the calling thread, which must be locked to its goroutine and
// must never be unlocked again, into a mount namespace of its own with v's
// folder bound in place. Processes started from this thread live there.
func (v view) enter() error {
	if v.mount == "" {
		return nil
	}
	// CLONE_NEWNS needs a thread that shares its working folder with no other.
	if err := syscall.Unshare(syscall.CLONE_NEWNS | syscall.CLONE_FS); err != nil {
		return err
	}
	// Without this the mount would spread to everybody where / is shared.
	if err := syscall.Mount("", "/", "", syscall.MS_REC|syscall.MS_PRIVATE, ""); err != nil {
		return err
	}
	return syscall.Mount(v.mount, v.path, "", syscall.MS_BIND, "")
}

// mayMount tries whether this process may make a mount namespace; in most
// containers even root may not.
func mayMount() bool {
	answer := make(chan bool)
	go func() {
		runtime.LockOSThread() // and never unlocked: the thread ends with the goroutine
		ok := syscall.Unshare(syscall.CLONE_NEWNS|syscall.CLONE_FS) == nil &&
			syscall.Mount("", "/", "", syscall.MS_REC|syscall.MS_PRIVATE, "") == nil
		answer <- ok
	}()
	return <-answer
}
