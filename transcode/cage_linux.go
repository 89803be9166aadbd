package transcode

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"syscall"

	llsys "github.com/landlock-lsm/go-landlock/landlock/syscall"
	"golang.org/x/sys/unix"

	"fieldstory/transcode/cage"
)

// caged makes the process: our own binary, which builds the cage around itself and then
// becomes the tool.
func (t *Transcoder) caged(c command, bounds cage.Limits) (*exec.Cmd, error) {
	if t.cfg.NoCage {
		return exec.Command(c.program, c.args...), nil
	}
	o := cage.Order{Program: c.program, Args: c.args, Limits: bounds}
	if t.walls.Seccomp {
		o.Filter = noSockets()
	}
	// Not the binary's name: an upgrade may have put another in its place.
	cmd := &exec.Cmd{Path: "/proc/self/exe"}
	if t.walls.Landlock {
		ruleset, err := rulesetFor(c)
		if err != nil {
			return nil, fmt.Errorf("landlock: %w", err)
		}
		// Behind the pipes.
		o.Ruleset = 3 + len(c.pipes)
		cmd.ExtraFiles = append(cmd.ExtraFiles, ruleset)
	}
	cmd.Args = o.Argv()
	return cmd, nil
}

// beneath is a right to some paths and what lies beneath them. Those that are not there
// are left out, unless needed.
type beneath struct {
	right  uint64
	paths  []string
	needed bool
}

// As package landlock names them: to look at files, to look at folders too, to do with
// them whatever is done with files.
const (
	readFiles   = llsys.AccessFSExecute | llsys.AccessFSReadFile
	readFolders = readFiles | llsys.AccessFSReadDir
	writeFiles  = readFiles | llsys.AccessFSWriteFile | llsys.AccessFSTruncate
	allFolders  = readFolders | writeFiles | llsys.AccessFSRemoveDir | llsys.AccessFSRemoveFile | llsys.AccessFSMakeChar | llsys.AccessFSMakeDir |
		llsys.AccessFSMakeReg | llsys.AccessFSMakeSock | llsys.AccessFSMakeFifo | llsys.AccessFSMakeBlock | llsys.AccessFSMakeSym
	devices = llsys.AccessFSIoctlDev
)

// handled is what is refused where no rule allows it, as far as the kernel knows of it:
// its Landlock ABI, see https://docs.kernel.org/userspace-api/landlock.html.
func handled(abi int) (r llsys.RulesetAttr) {
	r.HandledAccessFS = allFolders &^ llsys.AccessFSTruncate
	if abi >= 2 {
		r.HandledAccessFS |= llsys.AccessFSRefer
	}
	if abi >= 3 {
		r.HandledAccessFS |= llsys.AccessFSTruncate
	}
	if abi >= 4 {
		r.HandledAccessNet = llsys.AccessNetBindTCP | llsys.AccessNetConnectTCP
	}
	if abi >= 5 {
		r.HandledAccessFS |= devices
	}
	if abi >= 6 {
		r.Scoped = llsys.ScopeAbstractUnixSocket | llsys.ScopeSignal
	}
	return r
}

// rulesetFor leaves the scratch folder, the system's libraries and a few harmless devices,
// and nothing else. It is to be closed.
func rulesetFor(c command) (*os.File, error) {
	program, err := filepath.EvalSymlinks(c.program)
	if err != nil {
		return nil, err
	}
	abi, err := llsys.LandlockGetABIVersion()
	if err != nil {
		return nil, err
	}
	attr := handled(abi)
	fd, err := llsys.LandlockCreateRuleset(&attr, 0)
	if err != nil {
		return nil, err
	}
	ruleset := os.NewFile(uintptr(fd), "ruleset")
	for _, rule := range append(devicesOf(c.encoder),
		beneath{readFolders, []string{"/usr", "/lib", "/lib64", "/lib32", "/bin", "/opt", "/nix/store"}, false},
		beneath{readFolders, []string{filepath.Dir(program)}, true},
		beneath{readFiles, []string{"/etc/ld.so.cache", "/etc/ld.so.preload", "/dev/urandom", "/dev/zero"}, false},
		beneath{writeFiles, []string{"/dev/null"}, false},
		beneath{readFolders, []string{"/sys/devices/system/cpu"}, false},
		beneath{allFolders, []string{c.dir}, true},
	) {
		if err := rule.addTo(fd, attr.HandledAccessFS); err != nil {
			ruleset.Close()
			return nil, err
		}
	}
	return ruleset, nil
}

func (b beneath) addTo(ruleset int, handled uint64) error {
	for _, path := range b.paths {
		fd, err := unix.Open(path, unix.O_PATH|unix.O_CLOEXEC, 0)
		if err == unix.ENOENT && !b.needed {
			continue
		}
		if err != nil {
			return fmt.Errorf("open %s: %w", path, err)
		}
		err = llsys.LandlockAddPathBeneathRule(ruleset, &llsys.PathBeneathAttr{AllowedAccess: b.right & handled, ParentFd: fd}, 0)
		_ = unix.Close(fd)
		if err != nil {
			return fmt.Errorf("allow %s: %w", path, err)
		}
	}
	return nil
}

// devicesOf is what the driver of a hardware encoder opens, as libdrm and
// NVIDIA's libraries name it. A file that gets the better of ffmpeg then
// reaches the driver too, which is the price of a chip. With Landlock other
// processes' parts of /proc stay shut, whatever the paths say.
func devicesOf(e Encoder) []beneath {
	switch e {
	case VAAPI:
		return []beneath{
			{allFolders | devices, []string{"/dev/dri"}, false},
			{readFolders, []string{"/sys/dev/char", "/sys/devices", "/sys/class/drm"}, false},
			{readFiles, []string{"/etc/libva.conf", "/etc/drirc"}, false},
		}
	case NVENC:
		cards, _ := filepath.Glob("/dev/nvidia[0-9]*")
		cards = append(cards, "/dev/nvidiactl", "/dev/nvidia-uvm", "/dev/nvidia-uvm-tools", "/dev/nvidia-modeset")
		return []beneath{
			{allFolders | devices, []string{"/dev/nvidia-caps"}, false},
			{writeFiles | devices, cards, false},
			{readFolders, []string{"/proc/self", "/proc/driver/nvidia", "/sys/devices", "/sys/bus/pci"}, false},
			{readFiles, []string{"/proc/devices", "/proc/modules", "/proc/meminfo", "/proc/cpuinfo"}, false},
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

// noSockets is the filter: see seccomp(2). Offsets 0 and 4 of struct seccomp_data are the
// call's number and the architecture.
func noSockets() []cage.Instruction {
	const (
		load  = unix.BPF_LD | unix.BPF_W | unix.BPF_ABS
		equal = unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K
		more  = unix.BPF_JMP | unix.BPF_JGE | unix.BPF_K
		give  = unix.BPF_RET | unix.BPF_K
		x32   = 0x40000000 // the bit of x86's other calling convention
	)
	filter := []cage.Instruction{
		{Code: load, K: 4},
		{Code: equal, K: auditArch, Jt: 1},
		{Code: give, K: unix.SECCOMP_RET_KILL_PROCESS},
		{Code: load, K: 0},
		{Code: more, K: x32, Jf: 1},
		{Code: give, K: unix.SECCOMP_RET_KILL_PROCESS},
	}
	for i, call := range deniedCalls {
		filter = append(filter, cage.Instruction{Code: equal, K: call, Jt: uint8(len(deniedCalls) - i)})
	}
	return append(filter,
		cage.Instruction{Code: give, K: unix.SECCOMP_RET_ALLOW},
		cage.Instruction{Code: give, K: unix.SECCOMP_RET_ERRNO | uint32(unix.EPERM)},
	)
}

// standingWalls asks this kernel which walls it can build.
func standingWalls() Walls {
	abi, err := llsys.LandlockGetABIVersion()
	return Walls{Landlock: err == nil && abi > 0, Seccomp: auditArch != 0, Limits: true}
}

func groupedToDie() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}
