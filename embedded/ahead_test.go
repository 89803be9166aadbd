package embedded

import (
	"crypto/sha256"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
)

// sending is an object that is sent to the store of a helper in parts.
type sending struct {
	*running
	path, id string
	mu       sync.Mutex
	parts    map[int]string
	tags     map[int]string
}

var uploadID = regexp.MustCompile(`<UploadId>([^<]+)</UploadId>`)

func (r *running) sending(path string) *sending {
	r.t.Helper()
	answer, _ := r.s3("POST", path+"?uploads=", "")
	return &sending{running: r, path: path, id: uploadID.FindStringSubmatch(answer)[1], parts: map[int]string{}, tags: map[int]string{}}
}

// part sends part n, of so many MiB of noise.
func (s *sending) part(n, size int) {
	s.t.Helper()
	noise := make([]byte, size<<20)
	rand.NewChaCha8([32]byte{byte(n), byte(size), byte(rand.Uint32())}).Read(noise)
	_, header := s.s3("PUT", fmt.Sprintf("%s?partNumber=%d&uploadId=%s", s.path, n, s.id), string(noise))
	s.mu.Lock()
	defer s.mu.Unlock()
	s.parts[n], s.tags[n] = string(noise), header.Get("ETag")
}

// whole is what the object should be.
func (s *sending) whole() string {
	var all strings.Builder
	for n := range len(s.parts) {
		all.WriteString(s.parts[n+1])
	}
	return all.String()
}

// complete has the parts joined and looks at what there is then.
func (s *sending) complete() {
	s.t.Helper()
	var list strings.Builder
	for n := range len(s.parts) {
		fmt.Fprintf(&list, "<Part><PartNumber>%d</PartNumber><ETag>%s</ETag></Part>", n+1, s.tags[n+1])
	}
	s.s3("POST", s.path+"?uploadId="+s.id, "<CompleteMultipartUpload>"+list.String()+"</CompleteMultipartUpload>")
	got, header := s.s3("GET", s.path, "")
	if want := s.whole(); got != want {
		s.t.Errorf("%s comes back as %d bytes, %x, want %d, %x", s.path, len(got), sha256.Sum256([]byte(got)), len(want), sha256.Sum256([]byte(want)))
	}
	if want := fmt.Sprintf("-%d\"", len(s.parts)); !strings.HasSuffix(header.Get("ETag"), want) {
		s.t.Errorf("its tag is %s, want one that ends in %s", header.Get("ETag"), want)
	}
}

// copied is the file without a name that the helper joins in; nil = none.
func (r *running) copied() os.FileInfo { return r.open("/.sgwtmp/#") }

// open is a file that the helper has open whose path has that in it; nil = none.
func (r *running) open(name string) os.FileInfo {
	list, _ := filepath.Glob(fmt.Sprintf("/proc/%d/fd/*", r.cmd.Process.Pid))
	for _, fd := range list {
		to, _ := os.Readlink(fd)
		if strings.Contains(to, name) {
			if info, err := os.Stat(fd); err == nil {
				return info
			}
		}
	}
	return nil
}

// TestPartsAreJoinedWhileTheyCome: when the last part is there, the object is what was
// joined before, whatever order they came in and however often, and nothing is left.
func TestPartsAreJoinedWhileTheyCome(t *testing.T) {
	t.Parallel()
	for _, sideFiles := range []bool{false, true} {
		t.Run(fmt.Sprint("side files ", sideFiles), func(t *testing.T) {
			t.Parallel()
			r := mustRun(t, Config{Dir: folderFor(t, false), SideFiles: sideFiles, WithoutRedis: true, WithoutPostgres: true})
			r.s3("PUT", "/clips", "")
			s := r.sending("/clips/one/original")
			for _, n := range []int{3, 1, 2, 5} {
				s.part(n, 5)
			}
			s.part(2, 6)
			s.part(4, 5)
			s.part(6, 1)
			until(t, "all is joined", func() bool {
				c := r.copied()
				return c != nil && c.Size() == int64(len(s.whole()))
			})
			before := r.copied()
			s.complete()
			after, err := os.Stat(filepath.Join(r.dir, "objects", "clips", "one", "original"))
			if err != nil || before.Sys().(*syscall.Stat_t).Ino != after.Sys().(*syscall.Stat_t).Ino {
				t.Errorf("the object is another file than what was joined (%v)", err)
			}
			if c := r.copied(); c != nil {
				t.Errorf("a copy of %d bytes is left", c.Size())
			}
			if left, _ := filepath.Glob(filepath.Join(r.dir, "objects", "clips", ".sgwtmp", "*", "*", "*")); len(left) > 0 {
				t.Errorf("left behind: %v", left)
			}
			until(t, "the parts give their space back", func() bool { return r.open("/.sgwtmp/multipart/") == nil })
		})
	}
}

// TestJoinedAsTheyStand sends parts side by side, some of them twice, and joins at once:
// whether or not the copy has come as far, the object is what was sent.
func TestJoinedAsTheyStand(t *testing.T) {
	t.Parallel()
	r := mustRun(t, Config{Dir: folderFor(t, false), WithoutRedis: true, WithoutPostgres: true})
	r.s3("PUT", "/clips", "")
	for round := range 2 {
		s := r.sending(fmt.Sprintf("/clips/%d/original", round))
		var all sync.WaitGroup
		for _, n := range rand.Perm(3) {
			all.Go(func() {
				s.part(n+1, 5)
				if rand.IntN(3) == 0 {
					s.part(n+1, 5+rand.IntN(2))
				}
			})
		}
		all.Wait()
		s.complete()
	}
	if c := r.copied(); c != nil {
		t.Errorf("a copy of %d bytes is left", c.Size())
	}
}

// TestJoiningGoesOnAfterAKill: what was joined is lost with the process, and what came
// is not.
func TestJoiningGoesOnAfterAKill(t *testing.T) {
	t.Parallel()
	cfg := Config{Dir: folderFor(t, false), WithoutRedis: true, WithoutPostgres: true}
	r := mustRun(t, cfg)
	r.s3("PUT", "/clips", "")
	s := r.sending("/clips/one/original")
	given := r.sending("/clips/two/original")
	given.part(1, 5)
	s.part(1, 5)
	s.part(2, 5)
	r.kill()
	r = mustRun(t, cfg)
	s.running, given.running = r, r
	s.part(3, 1)
	until(t, "all is joined", func() bool {
		c := r.copied()
		return c != nil && c.Size() == int64(len(s.whole()))
	})
	s.complete()
	given.part(2, 5)
	r.s3As(http.StatusNoContent, "DELETE", given.path+"?uploadId="+given.id, "")
	if c := r.copied(); c != nil {
		t.Errorf("a copy of %d bytes is left of what was given up", c.Size())
	}
}
