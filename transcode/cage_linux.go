package transcode

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"unsafe"

	"github.com/landlock-lsm/go-landlock/landlock"
	llsys "github.com/landlock-lsm/go-landlock/landlock/syscall"
	"golang.org/x/sys/unix"
)

const cageable = true

// init turns the process into a caged tool when it was started as one. It
// stands in init, not in main, so that every program that links this package
// (the tests too) can be its own cage.
func init() {
	if len(os.Args) < 2 || os.Args[0] != cageName {
		return
	}
	err := becomeTool(os.Args[1], os.Args[2:])
	fmt.Fprintln(os.Stderr, "fieldstory cage:", err)
	os.Exit(cageFailed)
}

// becomeTool builds the walls and executes the tool; it returns only when
// that fails.
func becomeTool(order string, args []string) error {
	var o cageOrder
	if err := json.Unmarshal([]byte(order), &o); err != nil {
		return err
	}
	// Seccomp, no_new_privs and niceness belong to a thread, and so does exec.
	runtime.LockOSThread()
	if o.Walls.Landlock {
		if err := landlockAround(o); err != nil {
			return fmt.Errorf("landlock: %w", err)
		}
	}
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return fmt.Errorf("no_new_privs: %w", err)
	}
	for _, l := range []struct {
		what  int
		bound int64
	}{
		{unix.RLIMIT_CPU, o.Limits.CPU},
		{unix.RLIMIT_AS, o.Limits.Memory},
		{unix.RLIMIT_FSIZE, o.Limits.Output},
		{unix.RLIMIT_NOFILE, o.Limits.Files},
		{unix.RLIMIT_CORE, 0},
	} {
		bound := unix.Rlimit{Cur: uint64(l.bound), Max: uint64(l.bound)}
		// Prlimit, for unix.Setrlimit leaves RLIMIT_NOFILE to Go's own
		// bookkeeping, which would raise it again before exec.
		if err := unix.Prlimit(0, l.what, &bound, nil); err != nil {
			return fmt.Errorf("rlimit %d: %w", l.what, err)
		}
	}
	// More than the parent's stays as it is.
	if have, err := unix.Getpriority(unix.PRIO_PROCESS, 0); err == nil && 20-have < o.Limits.Nice {
		// Refused where it was told in the meantime to yield even more.
		if err := unix.Setpriority(unix.PRIO_PROCESS, 0, o.Limits.Nice); err != nil && err != unix.EACCES && err != unix.EPERM {
			return fmt.Errorf("nice: %w", err)
		}
	}
	if o.Walls.Seccomp {
		if err := denySockets(); err != nil {
			return fmt.Errorf("seccomp: %w", err)
		}
	}
	return unix.Exec(o.Program, append([]string{o.Program}, args...), os.Environ())
}

// landlockAround leaves the scratch folder, the system's libraries and a few
// harmless devices, and nothing else.
func landlockAround(o cageOrder) error {
	program, err := filepath.EvalSymlinks(o.Program)
	if err != nil {
		return err
	}
	return landlock.V7.BestEffort().Restrict(append(devicesOf(o.Encoder),
		landlock.RODirs("/usr", "/lib", "/lib64", "/lib32", "/bin", "/opt", "/nix/store").IgnoreIfMissing(),
		landlock.RODirs(filepath.Dir(program)),
		landlock.ROFiles("/etc/ld.so.cache", "/etc/ld.so.preload", "/dev/urandom", "/dev/zero").IgnoreIfMissing(),
		landlock.RWFiles("/dev/null").IgnoreIfMissing(),
		landlock.RODirs("/sys/devices/system/cpu").IgnoreIfMissing(),
		landlock.RWDirs(o.Dir),
	)...)
}

// devicesOf is what the driver of a hardware encoder opens, as libdrm and
// NVIDIA's libraries name it. A file that gets the better of ffmpeg then
// reaches the driver too, which is the price of a chip. With Landlock other
// processes' parts of /proc stay shut, whatever the paths say.
func devicesOf(e Encoder) []landlock.Rule {
	switch e {
	case VAAPI:
		return []landlock.Rule{
			landlock.RWDirs("/dev/dri").WithIoctlDev().IgnoreIfMissing(),
			landlock.RODirs("/sys/dev/char", "/sys/devices", "/sys/class/drm").IgnoreIfMissing(),
			landlock.ROFiles("/etc/libva.conf", "/etc/drirc").IgnoreIfMissing(),
		}
	case NVENC:
		cards, _ := filepath.Glob("/dev/nvidia[0-9]*")
		cards = append(cards, "/dev/nvidiactl", "/dev/nvidia-uvm", "/dev/nvidia-uvm-tools", "/dev/nvidia-modeset")
		return []landlock.Rule{
			landlock.RWDirs("/dev/nvidia-caps").WithIoctlDev().IgnoreIfMissing(),
			landlock.RWFiles(cards...).WithIoctlDev().IgnoreIfMissing(),
			landlock.RODirs("/proc/self", "/proc/driver/nvidia", "/sys/devices", "/sys/bus/pci").IgnoreIfMissing(),
			landlock.ROFiles("/proc/devices", "/proc/modules", "/proc/meminfo", "/proc/cpuinfo").IgnoreIfMissing(),
		}
	}
	return nil
}

// deniedCalls answer EPERM: no sockets of any family, no way into other
// processes, no ring that could do either unseen.
var deniedCalls = []uint32{
	unix.SYS_SOCKET, unix.SYS_SOCKETPAIR, unix.SYS_CONNECT, unix.SYS_BIND, unix.SYS_LISTEN,
	unix.SYS_PTRACE, unix.SYS_PROCESS_VM_READV, unix.SYS_PROCESS_VM_WRITEV,
	unix.SYS_IO_URING_SETUP, unix.SYS_MOUNT, unix.SYS_UNSHARE, unix.SYS_SETNS, unix.SYS_BPF,
}

var auditArch = map[string]uint32{"amd64": unix.AUDIT_ARCH_X86_64, "arm64": unix.AUDIT_ARCH_AARCH64}[runtime.GOARCH]

// denySockets installs the filter: see seccomp(2). Offsets 0 and 4 of struct
// seccomp_data are the call's number and the architecture.
func denySockets() error {
	const (
		load  = unix.BPF_LD | unix.BPF_W | unix.BPF_ABS
		equal = unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K
		more  = unix.BPF_JMP | unix.BPF_JGE | unix.BPF_K
		give  = unix.BPF_RET | unix.BPF_K
		x32   = 0x40000000 // the bit of x86's other calling convention
	)
	filter := []unix.SockFilter{
		{Code: load, K: 4},
		{Code: equal, K: auditArch, Jt: 1},
		{Code: give, K: unix.SECCOMP_RET_KILL_PROCESS},
		{Code: load, K: 0},
		{Code: more, K: x32, Jf: 1},
		{Code: give, K: unix.SECCOMP_RET_KILL_PROCESS},
	}
	for i, call := range deniedCalls {
		filter = append(filter, unix.SockFilter{Code: equal, K: call, Jt: uint8(len(deniedCalls) - i)})
	}
	filter = append(filter,
		unix.SockFilter{Code: give, K: unix.SECCOMP_RET_ALLOW},
		unix.SockFilter{Code: give, K: unix.SECCOMP_RET_ERRNO | uint32(unix.EPERM)},
	)
	program := unix.SockFprog{Len: uint16(len(filter)), Filter: &filter[0]}
	return unix.Prctl(unix.PR_SET_SECCOMP, unix.SECCOMP_MODE_FILTER, uintptr(unsafe.Pointer(&program)), 0, 0)
}

// standingWalls asks this kernel which walls it can build.
func standingWalls() Walls {
	abi, err := llsys.LandlockGetABIVersion()
	return Walls{Landlock: err == nil && abi > 0, Seccomp: auditArch != 0, Limits: true}
}

func groupedToDie() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}
