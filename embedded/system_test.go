package embedded

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
)

// There can be one gateway in a process, and killing is part of the tests, so
// every system runs in a helper process: this test program, started again.
func TestMain(m *testing.M) {
	if raw := os.Getenv("EMBEDDED_TEST_CONFIG"); raw != "" {
		os.Exit(helper(raw))
	}
	os.Exit(m.Run())
}

// report is the helper's one line of output.
type report struct {
	Addresses Addresses
	Fault     string
	InUse     bool
}

func helper(raw string) int {
	var cfg Config
	if err := json.Unmarshal([]byte(raw), &cfg); err != nil {
		panic(err)
	}
	cfg.Logger = slog.New(slog.NewTextHandler(os.Stderr, nil))
	stop, _ := signal.NotifyContext(context.Background(), syscall.SIGINT)
	ctx, cancel := context.WithTimeout(stop, time.Minute)
	defer cancel()
	out := json.NewEncoder(os.Stdout)
	s, err := Start(ctx, cfg)
	if err != nil {
		_, plain := errors.AsType[*Fault](err)
		if !plain {
			panic(err)
		}
		out.Encode(report{Fault: err.Error(), InUse: errors.Is(err, ErrInUse)})
		return 3
	}
	out.Encode(report{Addresses: s.Addresses})
	select {
	case <-stop.Done():
	case err := <-s.Failed():
		fmt.Fprintln(os.Stderr, err)
	}
	if err := s.Stop(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// running is a system in a helper process.
type running struct {
	report
	t      *testing.T
	cmd    *exec.Cmd
	dir    string
	stderr *bytes.Buffer
	done   bool
}

func mustRun(t *testing.T, cfg Config) *running {
	t.Helper()
	r := run(t, cfg)
	if r.Fault != "" {
		t.Fatalf("start: %s", r.Fault)
	}
	return r
}

func run(t *testing.T, cfg Config) *running {
	t.Helper()
	raw, err := json.Marshal(struct {
		Config
		Logger any `json:",omitempty"`
	}{Config: cfg})
	if err != nil {
		t.Fatal(err)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	r := &running{t: t, cmd: exec.Command(self), dir: cfg.Dir, stderr: new(bytes.Buffer)}
	r.cmd.Env = append(os.Environ(), "EMBEDDED_TEST_CONFIG="+string(raw))
	r.cmd.Stderr = r.stderr
	out, err := r.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := r.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.kill)
	if err := json.NewDecoder(out).Decode(&r.report); err != nil {
		r.kill()
		t.Fatalf("the helper said nothing: %v\n%s", err, r.stderr)
	}
	return r
}

func (r *running) kill() {
	if !r.done {
		r.done = true
		r.cmd.Process.Kill()
		r.cmd.Wait()
	}
}

// stop ends the helper as Ctrl-C would and looks at what it left.
func (r *running) stop() {
	r.t.Helper()
	began := time.Now()
	r.done = true
	r.cmd.Process.Signal(syscall.SIGINT)
	if err := r.cmd.Wait(); err != nil {
		r.t.Errorf("stopping: %v\n%s", err, r.stderr)
	}
	if took := time.Since(began); took > 10*time.Second {
		r.t.Errorf("stopping took %v, want less than 10 s", took)
	}
	for _, part := range []string{"postgres", "redis"} {
		if pids := working(filepath.Join(r.dir, part)); len(pids) > 0 {
			r.t.Errorf("after stopping, %s still runs as %v", part, pids)
		}
	}
}

func (r *running) sql(statement string) string {
	r.t.Helper()
	programs, err := findPostgres("", 0)
	if err != nil {
		r.t.Fatal(err)
	}
	out, err := exec.Command(filepath.Join(programs.dir, "psql"), "-v", "ON_ERROR_STOP=1", "-Atc", statement, r.Addresses.DatabaseURL).CombinedOutput()
	if err != nil {
		r.t.Fatalf("%s: %v\n%s", statement, err, out)
	}
	return strings.TrimSpace(string(out))
}

// s3 makes one signed request and returns the body and the header.
func (r *running) s3(method, path, body string) (string, http.Header) {
	r.t.Helper()
	return r.s3As(http.StatusOK, method, path, body)
}

func (r *running) s3As(status int, method, path, body string) (string, http.Header) {
	r.t.Helper()
	req, err := http.NewRequest(method, r.Addresses.S3.Endpoint+path, strings.NewReader(body))
	if err != nil {
		r.t.Fatal(err)
	}
	req.Header.Set("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD")
	if method == http.MethodPut {
		req.Header.Set("Content-Type", "video/mp4")
	}
	keys := aws.Credentials{AccessKeyID: r.Addresses.S3.AccessKey, SecretAccessKey: r.Addresses.S3.SecretKey}
	err = v4.NewSigner().SignHTTP(r.t.Context(), keys, req, "UNSIGNED-PAYLOAD", "s3", r.Addresses.S3.Region, time.Now())
	if err != nil {
		r.t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		r.t.Fatal(err)
	}
	defer resp.Body.Close()
	got, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != status {
		r.t.Fatalf("%s %s: %s %v\n%s", method, path, resp.Status, err, got)
	}
	return string(got), resp.Header
}

// folderFor is a data folder that root's children can reach, or, closed, one
// in a folder that is shut to everybody else, as /root is.
func folderFor(t *testing.T, closed bool) string {
	t.Helper()
	dir := t.TempDir()
	mode := os.FileMode(0o711)
	if closed {
		mode = 0o700
	}
	for _, d := range []string{filepath.Dir(dir), dir} {
		if err := os.Chmod(d, mode); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(dir, "data")
}

func TestEverythingIsThereAgainAfterStopAndKill(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name              string
		closed, sideFiles bool
	}{
		{name: "open folder"},
		{name: "closed parent folder", closed: true},
		{name: "side files", sideFiles: true},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			cfg := Config{Dir: folderFor(t, test.closed), SideFiles: test.sideFiles}

			first := mustRun(t, cfg)
			first.sql("CREATE TABLE story (title text); INSERT INTO story VALUES ('مركز صحي'); CREATE EXTENSION ltree")
			first.s3("PUT", "/clips", "")
			first.s3("PUT", "/clips/a/b.mp4", "footage")
			if got, want := first.sql("SELECT upper('é') || current_setting('fsync')"), "Éon"; got != want {
				t.Errorf("upper case and fsync: got %q, want %q", got, want)
			}
			first.stop()

			// Only the first start decides about side files.
			second := mustRun(t, Config{Dir: cfg.Dir})
			second.check("مركز صحي", "footage")
			second.sql("INSERT INTO story VALUES ('committed and then killed')")
			second.s3("PUT", "/clips/a/c.mp4", "more")
			second.kill()

			third := mustRun(t, Config{Dir: cfg.Dir})
			third.check("مركز صحي\ncommitted and then killed", "footage")
			if got, _ := third.s3("GET", "/clips/a/c.mp4", ""); got != "more" {
				t.Errorf("object put before the kill: got %q", got)
			}
			third.stop()
		})
	}
}

func (r *running) check(titles, object string) {
	r.t.Helper()
	if got := r.sql("SELECT title FROM story"); got != titles {
		r.t.Errorf("rows: got %q, want %q", got, titles)
	}
	got, header := r.s3("GET", "/clips/a/b.mp4", "")
	if got != object {
		r.t.Errorf("object: got %q, want %q", got, object)
	}
	if got, want := header.Get("Content-Type"), "video/mp4"; got != want {
		r.t.Errorf("object's metadata: content type %q, want %q", got, want)
	}
}

func TestDeadPartsComeBack(t *testing.T) {
	t.Parallel()
	r := mustRun(t, Config{Dir: folderFor(t, false)})
	r.sql("CREATE TABLE story (title text); INSERT INTO story VALUES ('kept')")
	for _, part := range []string{"postgres", "redis"} {
		before := working(filepath.Join(r.dir, part))
		for _, pid := range before {
			syscall.Kill(pid, syscall.SIGKILL)
		}
		until(t, part+" runs again", func() bool {
			now := working(filepath.Join(r.dir, part))
			return len(now) > 0 && now[0] != before[0]
		})
	}
	until(t, "PostgreSQL is ready", func() bool {
		b, _ := os.ReadFile(filepath.Join(r.dir, "postgres", "postmaster.pid"))
		return strings.Contains(string(b), "ready")
	})
	if got, want := r.sql("SELECT title FROM story"), "kept"; got != want {
		t.Errorf("after a restart: got %q, want %q", got, want)
	}
	r.stop()
}

func TestUnreadableRedisFilesAreSetAside(t *testing.T) {
	t.Parallel()
	cfg := Config{Dir: folderFor(t, false), WithoutPostgres: true, WithoutS3: true}
	mustRun(t, cfg).stop()
	manifests, _ := filepath.Glob(filepath.Join(cfg.Dir, "redis", "appendonlydir", "*.manifest"))
	if len(manifests) != 1 {
		t.Fatalf("manifests: %v", manifests)
	}
	if err := os.WriteFile(manifests[0], []byte("not a manifest\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	mustRun(t, cfg).stop()
	if _, err := os.Stat(filepath.Join(cfg.Dir, "redis.unreadable")); err != nil {
		t.Errorf("the unreadable files should be kept aside: %v", err)
	}
}

func TestFaultsSayWhatToDo(t *testing.T) {
	t.Parallel()
	newer := folderFor(t, false)
	mustWrite(t, filepath.Join(newer, "VERSION"), strconv.Itoa(Version+1))
	file := filepath.Join(folderFor(t, false), "..", "file")
	mustWrite(t, file, "")
	old := folderFor(t, false)
	mustWrite(t, filepath.Join(old, "postgres", "PG_VERSION"), "9")
	for _, test := range []struct {
		name string
		cfg  Config
		want []string
	}{
		{"newer version", Config{Dir: newer}, []string{"newer Fieldstory", "nothing was changed"}},
		{"not a folder", Config{Dir: filepath.Join(file, "data")}, []string{"is not a folder", "--data"}},
		{"nothing installed", Config{Dir: folderFor(t, false), PostgresBin: "/nonexistent", RedisBin: "/nonexistent"},
			[]string{"PostgreSQL is not installed", "apt-get install postgresql", "Neither Redis nor Valkey", "FIELDSTORY_REDIS_URL"}},
		{"cluster of another version", Config{Dir: old, WithoutRedis: true, WithoutS3: true}, []string{"made by PostgreSQL 9", "postgresql-9"}},
		{"no place to write", Config{Dir: "/proc/fieldstory"}, []string{"cannot be written", "--data"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			r := run(t, test.cfg)
			for _, want := range test.want {
				if !strings.Contains(r.Fault, want) {
					t.Errorf("got %q, want it to have %q", r.Fault, want)
				}
			}
		})
	}
}

func TestFolderInUse(t *testing.T) {
	t.Parallel()
	cfg := Config{Dir: folderFor(t, false), WithoutRedis: true, WithoutS3: true}
	first := mustRun(t, cfg)
	second := run(t, cfg)
	if want := fmt.Sprintf("(process %d)", first.cmd.Process.Pid); !second.InUse || !strings.Contains(second.Fault, want) {
		t.Errorf("got %q, want it to name the other, %s", second.Fault, want)
	}
	got, err := Attach(cfg.Dir)
	if err != nil || got.DatabaseURL != first.Addresses.DatabaseURL {
		t.Errorf("Attach: got %q, %v; want %q", got.DatabaseURL, err, first.Addresses.DatabaseURL)
	}
	first.stop()
	if _, err := Attach(cfg.Dir); err == nil {
		t.Error("Attach to a stopped system: got no error")
	}
}

func mustWrite(t *testing.T, name, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o711); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

func until(t *testing.T, what string, ok func() bool) {
	t.Helper()
	deadline := time.After(30 * time.Second)
	for !ok() {
		select {
		case <-deadline:
			t.Fatalf("waited in vain: %s", what)
		case <-time.After(20 * time.Millisecond):
		}
	}
}
