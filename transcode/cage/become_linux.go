package cage

import (
	"os"
	"runtime"
	"syscall"
	"unsafe"
)

// Of the kernel's headers, where package syscall lacks them; the same on every
// architecture that is built for.
const (
	prSetNoNewPrivs   = 38  // linux/prctl.h
	landlockRestrict  = 446 // landlock_restrict_self(2)
	seccompModeFilter = 2   // linux/seccomp.h
	niceOfNobody      = 20  // getpriority(2) answers this less the niceness
)

// init stands here, not in main, so that every program that links this package (the
// tests too) can be its own cage.
func init() {
	if len(os.Args) < words || os.Args[0] != Name {
		return
	}
	o, err := orderOf(os.Args)
	if err == nil {
		err = o.become()
	}
	os.Stderr.WriteString("fieldstory cage: " + err.Error() + "\n")
	os.Exit(Failed)
}

// become builds the walls and executes the tool; it returns only when that fails.
func (o Order) become() error {
	// Landlock, seccomp, no_new_privs and niceness belong to a thread, and so does exec.
	runtime.LockOSThread()
	if err := prctl("no_new_privs", prSetNoNewPrivs, 1, 0); err != nil {
		return err
	}
	if o.Ruleset > 0 {
		if _, _, e := syscall.RawSyscall(landlockRestrict, uintptr(o.Ruleset), 0, 0); e != 0 {
			return os.NewSyscallError("landlock", e)
		}
		_ = syscall.Close(o.Ruleset)
	}
	if err := o.Limits.hold(); err != nil {
		return err
	}
	if err := o.filter(); err != nil {
		return err
	}
	return os.NewSyscallError("exec "+o.Program, syscall.Exec(o.Program, append([]string{o.Program}, o.Args...), os.Environ()))
}

func (l Limits) hold() error {
	for _, of := range []struct {
		name  string
		what  int
		bound int64
	}{
		{"cpu", syscall.RLIMIT_CPU, l.CPU},
		{"address space", syscall.RLIMIT_AS, l.Memory},
		{"file size", syscall.RLIMIT_FSIZE, l.Output},
		{"core", syscall.RLIMIT_CORE, 0},
		// Go raises this one as it starts and lowers it again before exec, unless it was
		// set by syscall.Setrlimit meanwhile.
		{"open files", syscall.RLIMIT_NOFILE, l.Files},
	} {
		if err := syscall.Setrlimit(of.what, &syscall.Rlimit{Cur: uint64(of.bound), Max: uint64(of.bound)}); err != nil {
			return os.NewSyscallError("rlimit of "+of.name, err)
		}
	}
	// More than the parent's stays as it is.
	if have, err := syscall.Getpriority(syscall.PRIO_PROCESS, 0); err == nil && niceOfNobody-have < int(l.Nice) {
		// Refused where it was told in the meantime to yield even more.
		if err := syscall.Setpriority(syscall.PRIO_PROCESS, 0, int(l.Nice)); err != nil && err != syscall.EACCES && err != syscall.EPERM {
			return os.NewSyscallError("nice", err)
		}
	}
	return nil
}

// filter has the kernel look at every call from here on, see seccomp(2).
func (o Order) filter() error {
	if len(o.Filter) == 0 {
		return nil
	}
	program := struct {
		length uint16
		filter *Instruction
	}{uint16(len(o.Filter)), &o.Filter[0]}
	return prctl("seccomp", syscall.PR_SET_SECCOMP, seccompModeFilter, uintptr(unsafe.Pointer(&program)))
}

func prctl(name string, option, arg2, arg3 uintptr) error {
	if _, _, e := syscall.RawSyscall6(syscall.SYS_PRCTL, option, arg2, arg3, 0, 0, 0); e != 0 {
		return os.NewSyscallError(name, e)
	}
	return nil
}
