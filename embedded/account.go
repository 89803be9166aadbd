package embedded

import (
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
)

// account is the user whom the children run as. PostgreSQL refuses to run as
// root, so root gives them to somebody else; anybody else keeps them.
type account struct {
	name     string
	uid, gid int
	drop     bool // whether children have to change to it
}

// chooseAccount looks, as root, for the owner of the cluster that is there
// (a second start must not change hands), the owner of the data folder, the
// user that PostgreSQL's packages make, and the one that is everywhere.
func chooseAccount(dir string) (account, error) {
	if uid := os.Geteuid(); uid != 0 {
		return account{name: userName(uid), uid: uid, gid: os.Getegid()}, nil
	}
	for _, place := range []string{filepath.Join(dir, "postgres"), dir} {
		if uid, gid, ok := owner(place); ok && uid != 0 {
			return account{name: userName(uid), uid: uid, gid: gid, drop: true}, nil
		}
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, _ := strconv.Atoi(u.Uid)
		gid, _ := strconv.Atoi(u.Gid)
		return account{name: name, uid: uid, gid: gid, drop: true}, nil
	}
	return account{}, fault(nil, "Make a user for it, give them the data folder, and start again: chown NAME "+dir,
		"PostgreSQL must not run as root, and this machine has neither a user postgres nor a user nobody.")
}

func userName(uid int) string {
	if u, err := user.LookupId(strconv.Itoa(uid)); err == nil {
		return u.Username
	}
	return strconv.Itoa(uid)
}

func owner(path string) (uid, gid int, ok bool) {
	fi, err := os.Stat(path)
	if err != nil {
		return 0, 0, false
	}
	st, ok := fi.Sys().(*syscall.Stat_t)
	if !ok {
		return 0, 0, false
	}
	return int(st.Uid), int(st.Gid), true
}

// own makes a folder that only the account can enter.
func (a account) own(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return unwritable(filepath.Dir(dir), err)
	}
	if !a.drop {
		return nil
	}
	if err := os.Chown(dir, a.uid, a.gid); err != nil {
		return fault(err, "Put the data folder on a file system of this machine.",
			"The folder %s cannot be given to the user %s (%v).", dir, a.name, reason(err))
	}
	return nil
}

// blocked is the first folder above path that the account may not pass
// through, "" if it can reach path.
func (a account) blocked(path string) (string, error) {
	if !a.drop {
		return "", nil
	}
	for dir := filepath.Dir(path); ; dir = filepath.Dir(dir) {
		fi, err := os.Stat(dir)
		if err != nil {
			return "", err
		}
		if !a.mayPass(fi) {
			return dir, nil
		}
		if dir == "/" {
			return "", nil
		}
	}
}

// mayPass looks at the plain permission bits. An access list may grant more;
// then the child is handed the folder, which works as well.
func (a account) mayPass(fi fs.FileInfo) bool {
	st := fi.Sys().(*syscall.Stat_t)
	switch {
	case int(st.Uid) == a.uid:
		return fi.Mode()&0o100 != 0
	case int(st.Gid) == a.gid:
		return fi.Mode()&0o010 != 0
	}
	return fi.Mode()&0o001 != 0
}

// view is how a child sees its own folder.
type view struct {
	path string // the name to call it by
	hand string // the real folder to hand to the child opened, "" = none
}

// handed is the first file that a child gets beside input and output. Going
// through it needs no right to the folders above, unlike a name from the root.
const handed = "/proc/self/fd/3"

// look decides on the view of dir. Where a parent folder is closed to the
// account, as /root is, we who may go there open dir and hand it over, and the
// child calls it by that. So cloning Fieldstory into root's home just works,
// in a container too. Starting the child inside dir was tried first, and
// PostgreSQL 15 leaves its working folder while it looks for its own programs.
func (a account) look(dir string) (view, error) {
	closed, err := a.blocked(dir)
	if err != nil || closed == "" {
		return view{path: dir}, err
	}
	if _, err := os.Stat("/proc/self/fd"); err != nil {
		return view{}, fault(err, "Name a folder elsewhere with --data (make up DATA=…), for example /var/lib/fieldstory.",
			"The user %s, under whom PostgreSQL and Redis run, cannot reach %s, because %s is closed to others.", a.name, dir, closed)
	}
	return view{path: handed, hand: dir}, nil
}
