package e2e

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"fieldstory/e2e/parts"
)

// outside is a house on parts that run elsewhere: PostgreSQL, Redis and S3 of
// e2e/parts, with a database, a Redis number and a bucket of its own.
type outside struct {
	env   []string
	redis *url.URL
}

var redisNumber atomic.Int32 // Redis has 16

func newOutside(t testing.TB) *outside {
	t.Helper()
	n := redisNumber.Add(1)
	at := parts.Addresses()
	redis, err := url.Parse(at.RedisURL)
	if err != nil {
		t.Fatal(err)
	}
	redis.Path = fmt.Sprintf("/%d", n)
	return &outside{redis: redis, env: []string{
		"FIELDSTORY_DATABASE_URL=" + parts.EmptyDatabase(t),
		"FIELDSTORY_REDIS_URL=" + redis.String(),
		"FIELDSTORY_S3_ENDPOINT=" + at.S3.Endpoint, "FIELDSTORY_S3_REGION=" + at.S3.Region,
		"FIELDSTORY_S3_ACCESS_KEY=" + at.S3.AccessKey, "FIELDSTORY_S3_SECRET_KEY=" + at.S3.SecretKey,
		fmt.Sprintf("FIELDSTORY_S3_BUCKET=e2e-%d", n),
	}}
}

// settle migrates and serves, and gives the administrator.
func (o *outside) settle(t testing.TB) *person {
	t.Helper()
	if stdout, stderr, status := once(t, o.env, "migrate", "--admin-email", "chief@example.org"); status != 0 {
		t.Fatalf("migrate ended with %d: %s%s", status, stdout, stderr)
	}
	server := start(t, o.env, "serve", "--addr", "127.0.0.1:0")
	server.awaitReady(t)
	token, stderr, status := once(t, o.env, "token", "--email", "chief@example.org")
	if status != 0 {
		t.Fatalf("token ended with %d: %s", status, stderr)
	}
	return enter(t, server.url, strings.TrimSpace(token), "chief@example.org")
}

// worker starts one more worker with a scratch folder of its own.
func (o *outside) worker(t testing.TB) (p *program, scratch string) {
	t.Helper()
	scratch = t.TempDir()
	return start(t, o.env, "worker", "--scratch", scratch), scratch
}

// emptyRedis is what a restart of a Redis without a disk does.
func (o *outside) emptyRedis(t testing.TB) {
	t.Helper()
	conn, err := net.DialTimeout("tcp", o.redis.Host, 5*time.Second)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(5 * time.Second))
	answers := bufio.NewReader(conn)
	password, _ := o.redis.User.Password()
	for _, order := range []string{"AUTH " + password, "SELECT " + strings.TrimPrefix(o.redis.Path, "/"), "FLUSHDB"} {
		fmt.Fprintf(conn, "%s\r\n", order)
		if answer, err := answers.ReadString('\n'); err != nil || !strings.HasPrefix(answer, "+OK") {
			t.Fatalf("Redis to %s: %q %v", strings.Fields(order)[0], answer, err)
		}
	}
}

// A nudge that Redis lost is made good by the sweep.
func TestLostNudge(t *testing.T) {
	t.Parallel()
	o := newOutside(t)
	chief := o.settle(t)
	card := chief.newStory(t, "Nobody was told")
	clip := chief.upload(t, card.ID, "a.mp4", film(t, "a.mp4", scene("320x180", 2)...))
	if c := chief.clip(t, clip); c.State != "received" {
		t.Fatalf("with no worker the clip is %s, want received", c.State)
	}
	o.emptyRedis(t)
	o.worker(t)
	judge(t, chief, chief.ready(t, clip, patience))
}

// Two workers share the clips; one is killed in the middle of ffmpeg, and the
// other brings its clip to the end.
func TestLostWorker(t *testing.T) {
	t.Parallel()
	o := newOutside(t)
	chief := o.settle(t)
	card := chief.newStory(t, "Two workers")
	first, scratch := o.worker(t)
	long := chief.upload(t, card.ID, "long.mp4", film(t, "long.mp4", scene("640x360", 20)...))
	chief.follow(t, long, patience, "the ladder is being made", func(c clipCard) bool {
		return c.State == "rendering" && c.Progress > 0.1 || c.ended()
	})
	second, _ := o.worker(t)
	if c := chief.clip(t, long); c.ended() {
		t.Fatalf("the clip was %s before its worker could be killed", c.State)
	}
	first.kill()
	until(t, 5*time.Second, "ffmpeg ends with its worker", func() bool { return len(processesOf(scratch)) == 0 })

	// The other worker is there for everybody else meanwhile.
	short := chief.upload(t, card.ID, "short.mp4", film(t, "short.mp4", scene("320x180", 2)...))
	judge(t, chief, chief.ready(t, short, patience))
	judge(t, chief, chief.ready(t, long, patience))
	second.interrupt(t)
}

// A worker that is asked to stop hands back what it has in hand at once.
func TestWorkerHandsBack(t *testing.T) {
	t.Parallel()
	o := newOutside(t)
	chief := o.settle(t)
	card := chief.newStory(t, "Handed back")
	first, scratch := o.worker(t)
	clip := chief.upload(t, card.ID, "long.mp4", film(t, "long.mp4", scene("640x360", 20)...))
	chief.follow(t, clip, patience, "the ladder is being made", func(c clipCard) bool {
		return c.State == "rendering" && c.Progress > 0.1 || c.ended()
	})
	first.interrupt(t)
	if strings.Contains(first.stderr.String(), "could not save") {
		t.Errorf("a worker that stopped did not hand back its clip:\n%s", first.stderr)
	}
	if left, _ := os.ReadDir(scratch); len(left) > 0 {
		t.Errorf("a worker that stopped left %v in its scratch folder", left)
	}
	o.worker(t)
	judge(t, chief, chief.ready(t, clip, patience))
}

// Programs of different ages do not work on one database.
func TestOldSchema(t *testing.T) {
	t.Parallel()
	o := newOutside(t)
	for _, command := range []string{"serve", "worker"} {
		args := []string{command}
		if command == "serve" {
			args = append(args, "--addr", "127.0.0.1:0")
		}
		stdout, stderr, status := once(t, o.env, args...)
		if status == 0 || !strings.Contains(stderr, "migrate") || strings.Contains(stdout, "ready") {
			t.Errorf("%s on an empty database ended with %d, want a sentence about migrate: %s%s", command, status, stdout, stderr)
		}
	}
}

// Readiness follows the parts.
func TestReadiness(t *testing.T) {
	t.Parallel()
	d := sharedDemo(t)
	nobody := &person{url: d.url, name: "nobody"}
	for _, path := range []string{"/healthz", "/readyz"} {
		if status, _, body := nobody.fetch(t, "GET", path, nil); status != http.StatusOK {
			t.Errorf("%s = %d %s", path, status, body)
		}
	}
	if _, stderr, status := once(t, nil, "health", d.url+"/readyz"); status != 0 {
		t.Errorf("fieldstory health ended with %d: %s", status, stderr)
	}
	status, _, metrics := nobody.fetch(t, "GET", "/metrics", nil)
	if status != http.StatusOK || !strings.Contains(string(metrics), "\nfieldstory_build_info{") {
		t.Errorf("/metrics = %d without fieldstory_build_info:\n%s", status, metrics)
	}
	var document struct {
		OpenAPI string         `json:"openapi"`
		Paths   map[string]any `json:"paths"`
	}
	nobody.send(t, "GET", "/api/openapi.json", nil, &document)
	if !strings.HasPrefix(document.OpenAPI, "3.1") {
		t.Errorf("/api/openapi.json is of version %q, want 3.1", document.OpenAPI)
	}
	for _, path := range []string{"/api/v1/stories", "/api/v1/stories/{id}", "/api/v1/stories/{id}/trail", "/api/v1/stories/{id}/{verb}", "/api/v1/stories/{id}/publications", "/api/v1/clips/{id}"} {
		if document.Paths[path] == nil {
			t.Errorf("/api/openapi.json lacks %s", path)
		}
	}
	refused(t, nobody, "GET", "/api/v1/nothing-here", nil, http.StatusNotFound)
	// The web app itself is tried in e2e/browser; a program that was built
	// without it says so.
	if _, header, _ := nobody.fetch(t, "GET", "/", nil); !strings.HasPrefix(header.Get("Content-Type"), "text/html") {
		t.Errorf("the web app is %s", header.Get("Content-Type"))
	}
}
