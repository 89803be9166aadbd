package embedded

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// database is both the name of the database and of the role that owns it.
const database = "fieldstory"

// postgres is the PostgreSQL cluster in the data folder.
type postgres struct {
	folder   *folder
	programs postgresPrograms
	as       account
	password string
	port     int
	// throwaway is [Config.Throwaway].
	throwaway bool
	log       *logFile
	slog      *slog.Logger
}

func newPostgres(f *folder, cfg Config, as account) (*postgres, error) {
	dir := f.path("postgres")
	major, err := clusterMajor(dir)
	if err != nil {
		return nil, unwritable(f.dir, err)
	}
	programs, err := findPostgres(cfg.PostgresBin, major)
	if err != nil {
		return nil, err
	}
	password, err := f.secret("postgres")
	if err != nil {
		return nil, err
	}
	log, err := openLog(f.path("logs", "postgres.log"))
	if err != nil {
		return nil, unwritable(f.dir, err)
	}
	p := &postgres{folder: f, programs: programs, as: as, password: password, throwaway: cfg.Throwaway, log: log, slog: cfg.Logger}
	if major > 0 {
		return p, nil
	}
	if err := p.create(); err != nil {
		log.close()
		return nil, err
	}
	return p, nil
}

func (p *postgres) dir() string { return p.folder.path("postgres") }

func (p *postgres) url() string {
	return fmt.Sprintf("postgres://%s:%s@%s/%s?sslmode=disable", database, p.password, loopback(p.port), database)
}

// create makes the cluster in a folder aside and moves it into place when it
// is whole, so that being killed on the first start leaves no half of one.
func (p *postgres) create() error {
	aside := p.folder.path("postgres.new")
	if err := os.RemoveAll(aside); err != nil {
		return unwritable(p.folder.dir, err)
	}
	defer os.RemoveAll(aside)
	cluster := filepath.Join(aside, "cluster")
	if err := errors.Join(p.as.own(aside), p.as.own(cluster)); err != nil {
		return err
	}
	v, err := p.as.look(cluster)
	if err != nil {
		return err
	}
	if err := p.writePassword(filepath.Join(aside, "password")); err != nil {
		return err
	}
	// C.UTF-8 sorts by code point and is on every machine; an upgrade of the
	// C library never changes it, as it has broken indexes in other locales.
	initdb := child{path: filepath.Join(p.programs.dir, "initdb"), as: p.as, view: v, log: p.log, orphan: syscall.SIGKILL,
		args: []string{"-D", v.path, "-U", database, "--pwfile=" + v.path + "/../password", "--auth=scram-sha-256",
			"--encoding=UTF8", "--locale=C.UTF-8", "--lc-messages=C", "--text-search-config=simple", "--data-checksums", "--no-instructions"}}
	if p.throwaway {
		initdb.args = append(initdb.args, "--no-sync")
	}
	if err := initdb.run(); err != nil {
		return p.broken(err, "PostgreSQL could not make its database")
	}
	// Single-user mode: no port, no password, one statement a line.
	single := child{path: filepath.Join(p.programs.dir, "postgres"), as: p.as, view: v, log: p.log, orphan: syscall.SIGKILL,
		args: []string{"--single", "-D", v.path, "postgres"}, stdin: []byte("CREATE DATABASE " + database + "\n")}
	if p.throwaway {
		single.args = []string{"--single", "-D", v.path, "-F", "postgres"}
	}
	if err := single.run(); err != nil {
		return p.broken(err, "PostgreSQL could not make its database")
	}
	return os.Rename(cluster, p.dir())
}

func (p *postgres) writePassword(name string) error {
	if err := os.WriteFile(name, []byte(p.password+"\n"), 0o600); err != nil {
		return unwritable(p.folder.dir, err)
	}
	if !p.as.drop {
		return nil
	}
	return os.Chown(name, p.as.uid, p.as.gid)
}

// begin clears away what an earlier run left; start may be called after it.
func (p *postgres) begin(ctx context.Context) error {
	if err := clearOut(ctx, p.dir(), 5*time.Second, p.slog); err != nil {
		return err
	}
	// Nobody works in the folder, so this file is from a crash. PostgreSQL
	// would take any live process with that number, after a reboot say, for a
	// server and refuse to start.
	err := os.Remove(filepath.Join(p.dir(), "postmaster.pid"))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return unwritable(p.folder.dir, err)
	}
	return nil
}

// start runs the server until it is ready.
func (p *postgres) start(ctx context.Context) (*process, error) {
	if err := p.begin(ctx); err != nil {
		return nil, err
	}
	v, err := p.as.look(p.dir())
	if err != nil {
		return nil, err
	}
	c := child{path: filepath.Join(p.programs.dir, "postgres"), args: p.args(v.path), as: p.as, view: v, log: p.log,
		orphan: syscall.SIGINT} // a fast shutdown: ends sessions, writes a checkpoint
	proc, err := c.start()
	if err != nil {
		return nil, p.broken(err, "PostgreSQL could not be started")
	}
	if err := p.wait(ctx, proc); err != nil {
		p.stop(proc, 0)
		return nil, err
	}
	return proc, nil
}

// args are the settings that differ from PostgreSQL's own. They stand on the
// command line so that a newer Fieldstory brings its own with it; everything
// else may be set by hand in postgres/postgresql.conf.
func (p *postgres) args(dir string) []string {
	settings := []string{
		"listen_addresses=127.0.0.1",
		"port=" + strconv.Itoa(p.port),
		"unix_socket_directories=", // none: their paths are limited to 107 bytes
		"max_connections=100",
		"shared_buffers=128MB",
		"random_page_cost=1.1", // SSDs; also right for what is in memory anyway
		"jit=off",              // costs more than short queries take
		"fsync=on",
		"synchronous_commit=on",
		"logging_collector=off",
		"log_line_prefix=%m [%p] ",
		"log_timezone=UTC",
		"timezone=UTC",
	}
	if p.throwaway {
		// Of two settings of one name the later counts.
		settings = append(settings, "fsync=off", "full_page_writes=off")
	}
	args := []string{"-D", dir}
	for _, s := range settings {
		args = append(args, "-c", s)
	}
	return args
}

// wait returns when the server takes connections. It says so itself in the
// last line of its pid file, which is what pg_ctl looks at too
// (src/include/utils/pidfile.h: LOCK_FILE_LINE_PM_STATUS, "ready   ").
// Recovery after a crash may take long, so only ctx bounds the wait.
func (p *postgres) wait(ctx context.Context, proc *process) error {
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-proc.ended:
			return p.broken(proc.err, "PostgreSQL ended while it was starting")
		case <-ctx.Done():
			return p.broken(context.Cause(ctx), "PostgreSQL did not get ready in time")
		case <-tick.C:
		}
		if p.ready(proc.pid) {
			return nil
		}
	}
}

func (p *postgres) ready(pid int) bool {
	f, err := os.Open(filepath.Join(p.dir(), "postmaster.pid"))
	if err != nil {
		return false
	}
	defer f.Close()
	var lines []string
	for s := bufio.NewScanner(f); s.Scan(); {
		lines = append(lines, strings.TrimSpace(s.Text()))
	}
	return len(lines) >= 8 && lines[0] == strconv.Itoa(pid) && lines[7] == "ready"
}

// stop shuts the server down within the patience: sessions are ended and a
// checkpoint is written; if that takes too long, it stops at once and the log
// is replayed on the next start. Nothing committed is lost either way.
func (p *postgres) stop(proc *process, patience time.Duration) error {
	return proc.end(step{syscall.SIGINT, max(patience-2*time.Second, 500*time.Millisecond)}, step{syscall.SIGQUIT, 1500 * time.Millisecond})
}

func (p *postgres) broken(err error, what string) error {
	return childFault(err, what, p.log)
}

// childFault shows what the child said last, which is the best hint there is.
func childFault(err error, what string, log *logFile) error {
	said := log.tail()
	if said == "" {
		return fault(err, "See "+log.name+".", "%s (%v).", what, err)
	}
	return fault(err, "All of it is in "+log.name+".", "%s (%v). It said last:\n%s\n", what, err, said)
}
