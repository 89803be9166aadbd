package embedded

import (
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// Version is the layout of the data folder that this program writes and reads.
// A folder with a higher number was written by a newer program.
const Version = 1

// lowSpace is where a warning begins: a minute of phone footage with its
// renditions takes a few hundred megabytes.
const lowSpace = 2 << 30 // bytes

// folder is a data folder that this process holds.
type folder struct {
	dir  string // absolute
	lock *os.File
}

func (f *folder) path(parts ...string) string {
	return filepath.Join(append([]string{f.dir}, parts...)...)
}

// openFolder makes the folder if need be, takes its lock and checks its
// version. The lock is an flock: the kernel lets go of it when the process
// ends, so a crash leaves nothing to clean up.
func openFolder(dir string) (*folder, error) {
	if !filepath.IsAbs(dir) {
		return nil, fmt.Errorf("embedded: the data folder %q is not an absolute path", dir)
	}
	// 0711: the children's user has to pass through, but not to look around.
	if err := os.MkdirAll(dir, 0o711); err != nil {
		return nil, unwritable(dir, err)
	}
	lock, err := os.OpenFile(filepath.Join(dir, "lock"), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, unwritable(dir, err)
	}
	f := &folder{dir: dir, lock: lock}
	if err := f.take(); err != nil {
		lock.Close()
		return nil, err
	}
	os.Remove(f.path("running")) // of a run that was killed
	if err := errors.Join(f.checkVersion(), f.makeSubfolders()); err != nil {
		f.close()
		return nil, err
	}
	return f, nil
}

func unwritable(dir string, err error) error {
	if errors.Is(err, syscall.ENOTDIR) || errors.Is(err, syscall.EEXIST) {
		return fault(err, "Name a folder with --data.", "%s is not a folder.", dir)
	}
	if errors.Is(err, syscall.ENOSPC) {
		return fault(err, "Make room on the disk, or name a folder on another one with --data.", "The disk that holds %s is full.", dir)
	}
	return fault(err, "Give this user the right to write there, or name another folder with --data.",
		"The data folder %s cannot be written (%v).", dir, reason(err))
}

// reason is the system's own word for err, without the path that the sentence
// around it already has.
func reason(err error) error {
	if pe, ok := errors.AsType[*fs.PathError](err); ok {
		return pe.Err
	}
	return err
}

func (f *folder) take() error {
	err := syscall.Flock(int(f.lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		holder := ""
		if pid := Holder(f.dir); pid > 0 {
			holder = fmt.Sprintf(" (process %d)", pid)
		}
		return fault(ErrInUse, "Stop that one first, or name another folder with --data.",
			"The data folder %s is already in use by another Fieldstory%s.", f.dir, holder)
	}
	if err != nil {
		return fault(err, "Put the data folder on a local disk.", "The file system of %s cannot lock files (%v).", f.dir, err)
	}
	if err := f.lock.Truncate(0); err != nil {
		return unwritable(f.dir, err)
	}
	_, err = f.lock.WriteAt([]byte(strconv.Itoa(os.Getpid())+"\n"), 0)
	if err != nil {
		return unwritable(f.dir, err)
	}
	return nil
}

// ErrInUse is the cause of the fault of a folder that another process holds;
// see [Attach].
var ErrInUse = errors.New("embedded: data folder in use")

// Holder is the process that holds the folder, or held it last; 0 if none ever
// did.
func Holder(dir string) int {
	b, err := os.ReadFile(filepath.Join(dir, "lock"))
	if err != nil {
		return 0
	}
	pid, _ := strconv.Atoi(strings.TrimSpace(string(b)))
	return pid
}

func (f *folder) checkVersion() error {
	name := f.path("VERSION")
	b, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return writeFile(name, []byte(strconv.Itoa(Version)+"\n"), 0o644)
	}
	if err != nil {
		return unwritable(f.dir, err)
	}
	v, err := strconv.Atoi(strings.TrimSpace(string(b)))
	if err != nil {
		return fault(err, "Check that --data names Fieldstory's own data folder.",
			"The file VERSION in %s does not hold a number.", f.dir)
	}
	if v > Version {
		return fault(nil, "Start the newer Fieldstory, or name another folder with --data; nothing was changed.",
			"The data folder %s was written by a newer Fieldstory (layout %d; this one knows %d).", f.dir, v, Version)
	}
	return nil
}

func (f *folder) makeSubfolders() error {
	for _, name := range []string{"secrets", "logs", "objects"} {
		if err := os.MkdirAll(f.path(name), 0o700); err != nil {
			return unwritable(f.dir, err)
		}
	}
	return nil
}

// free is the room left for this user on the folder's disk, in bytes; plenty where
// the file system does not count any.
func (f *folder) free() (int64, error) {
	var st syscall.Statfs_t
	if err := syscall.Statfs(f.dir, &st); err != nil {
		return 0, err
	}
	if st.Blocks == 0 {
		return math.MaxInt64, nil
	}
	return int64(st.Bavail) * st.Bsize, nil
}

// close lets go of the folder. The lock file stays: removing it would let two
// processes lock two different files of that name.
func (f *folder) close() {
	os.Remove(f.path("running"))
	f.lock.Close()
}

// writeFile puts a whole file in place at once: whoever reads it sees the old
// content or the new one, and after a crash too.
func writeFile(name string, data []byte, mode fs.FileMode) error {
	tmp, err := os.CreateTemp(filepath.Dir(name), ".new-*")
	if err != nil {
		return unwritable(filepath.Dir(name), err)
	}
	defer os.Remove(tmp.Name())
	_, err = tmp.Write(data)
	err = errors.Join(err, tmp.Chmod(mode), tmp.Sync(), tmp.Close())
	if err != nil {
		return unwritable(filepath.Dir(name), err)
	}
	return os.Rename(tmp.Name(), name)
}
