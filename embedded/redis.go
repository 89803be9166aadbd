package embedded

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

// redis is the Redis, or Valkey, server of the data folder. What it holds may
// be lost without harm: PostgreSQL knows every job that is owed.
type redis struct {
	folder   *folder
	program  string
	as       account
	password string
	port     int
	log      *logFile
	slog     *slog.Logger
	proven   bool // it has been up in this run: its files can be read
}

func newRedis(f *folder, cfg Config, as account) (*redis, error) {
	program, err := findRedis(cfg.RedisBin)
	if err != nil {
		return nil, err
	}
	password, err := f.secret("redis")
	if err != nil {
		return nil, err
	}
	log, err := openLog(f.path("logs", "redis.log"))
	if err != nil {
		return nil, unwritable(f.dir, err)
	}
	return &redis{folder: f, program: program, as: as, password: password, log: log, slog: cfg.Logger}, nil
}

func findRedis(bin string) (string, error) {
	for _, name := range []string{"redis-server", "valkey-server"} {
		if bin != "" {
			name = bin + "/" + name
		}
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", fault(nil, "Install one (on Debian and Ubuntu: apt-get install redis-server; or: make up), or give the address of one with FIELDSTORY_REDIS_URL.",
		"Neither Redis nor Valkey is installed on this machine.")
}

func (r *redis) dir() string { return r.folder.path("redis") }

func (r *redis) url() string {
	return fmt.Sprintf("redis://:%s@%s/0", r.password, loopback(r.port))
}

// start runs the server until it is ready. Files that it cannot read are put
// aside once, and it begins empty: the sweep brings back every job.
func (r *redis) start(ctx context.Context) (*process, error) {
	proc, err := r.try(ctx)
	if err == nil || ctx.Err() != nil || r.proven || portTaken(r.port) {
		return proc, err
	}
	if entries, _ := os.ReadDir(r.dir()); len(entries) == 0 {
		return nil, err
	}
	aside := r.dir() + ".unreadable"
	if err := errors.Join(os.RemoveAll(aside), os.Rename(r.dir(), aside)); err != nil {
		return nil, unwritable(r.folder.dir, err)
	}
	r.slog.Warn("Redis could not start with its files; they were put aside and it begins empty, jobs are found again by the sweep",
		"folder", aside, "cause", err)
	return r.try(ctx)
}

func (r *redis) try(ctx context.Context) (*process, error) {
	if err := r.as.own(r.dir()); err != nil {
		return nil, err
	}
	if err := clearOut(ctx, r.dir(), 3*time.Second, r.slog); err != nil {
		return nil, err
	}
	v, err := r.as.look(r.dir())
	if err != nil {
		return nil, err
	}
	// "-" reads the settings from standard input, so the password is neither
	// in a list of processes nor in a file that another user owns.
	c := child{path: r.program, args: []string{"-"}, stdin: []byte(r.settings(v.path)), as: r.as, view: v, log: r.log,
		orphan: syscall.SIGTERM}
	proc, err := c.start()
	if err != nil {
		return nil, childFault(err, "Redis could not be started", r.log)
	}
	if err := r.wait(ctx, proc); err != nil {
		r.stop(proc, 0)
		return nil, err
	}
	r.proven = true
	return proc, nil
}

func (r *redis) settings(dir string) string {
	return strings.Join([]string{
		"bind 127.0.0.1",
		fmt.Sprintf("port %d", r.port),
		"requirepass " + r.password,
		"dir " + dir,
		"daemonize no",
		"appendonly yes",
		"appendfsync everysec",
		`save ""`,
		// Jobs are not a cache: full memory is an error and not a silent loss.
		"maxmemory-policy noeviction",
		"loglevel notice",
		"",
	}, "\n")
}

// wait returns when the server answers PING, or fails when it ends before.
// Right after its start it answers LOADING while it reads its files.
func (r *redis) wait(ctx context.Context, proc *process) error {
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-proc.ended:
			return childFault(proc.err, "Redis ended while it was starting", r.log)
		case <-ctx.Done():
			return childFault(context.Cause(ctx), "Redis did not get ready in time", r.log)
		case <-tick.C:
		}
		if r.ping() == nil {
			return nil
		}
	}
}

// ping speaks just enough of the protocol to know it is our server that
// answers (https://redis.io/docs/latest/develop/reference/protocol-spec/).
func (r *redis) ping() error {
	conn, err := net.DialTimeout("tcp", loopback(r.port), time.Second)
	if err != nil {
		return err
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(time.Second))
	fmt.Fprintf(conn, "AUTH %s\r\nPING\r\n", r.password)
	answers := bufio.NewReader(conn)
	for _, want := range []string{"+OK", "+PONG"} {
		got, err := answers.ReadString('\n')
		if err != nil {
			return err
		}
		if strings.TrimSpace(got) != want {
			return errors.New("embedded: Redis answered " + strings.TrimSpace(got))
		}
	}
	return nil
}

// stop lets the server write its file to the disk and end.
func (r *redis) stop(proc *process, patience time.Duration) error {
	return proc.end(step{syscall.SIGTERM, max(patience, 500*time.Millisecond)})
}
