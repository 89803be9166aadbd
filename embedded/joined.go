package embedded

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/versity/versitygw/backend"
	"github.com/versity/versitygw/backend/meta"
	"github.com/versity/versitygw/backend/posix"
	"golang.org/x/sys/unix"
)

// joinedKept is how long the copy of an upload that stands still takes its space. When
// it goes on, its parts are copied once more beside it.
const joinedKept = 10 * time.Minute

// joined is the beginning of an object of which parts still come: their copy, one after
// another, in a file without a name. The parts stay, so it may be lost at any time.
type joined struct {
	folder string // of a bucket, for what is not finished
	bucket string
	under  string // where the parts lie in it
	meta   meta.MetadataStorer

	mu      sync.Mutex
	still   sync.Cond    // nothing is being copied
	file    *os.File     // nil = no copy
	parts   []joinedPart // in it, from the first
	coming  map[int]int  // parts being written
	copying bool
	stale   bool // what is being copied was written again meanwhile
	ended   bool
	rest    *time.Timer // forgets it

	held []int // open parts; of the one call that completes the upload
}

type joinedPart struct {
	etag string
	end  int64 // in the copy
}

func newJoined(dir string, store meta.MetadataStorer, bucket, object, id string) *joined {
	// As the gateway names them (backend/posix/posix.go, UploadPartWithPostFunc, v1.8.0).
	under := filepath.Join(posix.MetaTmpMultipartDir, fmt.Sprintf("%x", sha256.Sum256([]byte(object))), id)
	j := &joined{folder: filepath.Join(dir, bucket), bucket: bucket, under: under, meta: store, coming: map[int]int{}}
	j.still.L = &j.mu
	return j
}

// comes tells that part n is going to be written. What was copied of it, and after it,
// is worth nothing then: links break, and what came of a part is sent again.
func (j *joined) comes(n int) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.coming[n]++
	if n <= len(j.parts) {
		j.parts = j.parts[:n-1]
	}
	j.stale = j.stale || n <= len(j.parts)+1
}

// came tells that part n is no longer written, and has what is next copied.
func (j *joined) came(n int) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.coming[n]--; j.coming[n] == 0 {
		delete(j.coming, n)
	}
	if j.ended {
		return
	}
	j.rest.Reset(joinedKept)
	if !j.copying {
		j.copying = true
		go j.catchUp()
	}
}

// catchUp copies parts until the next is not there.
func (j *joined) catchUp() {
	j.mu.Lock()
	defer j.mu.Unlock()
	for !j.ended && j.coming[len(j.parts)+1] == 0 && j.opened() {
		to, n, at := j.file, len(j.parts)+1, int64(0)
		if n > 1 {
			at = j.parts[n-2].end
		}
		j.stale = false
		j.mu.Unlock()
		part, err := j.copy(to, n, at)
		j.mu.Lock()
		if err != nil {
			break // it is not there, or the gateway will run into the same
		}
		if !j.stale {
			j.parts = append(j.parts, part)
		}
	}
	j.copying = false
	j.still.Broadcast()
}

// opened makes the file, where the file system can have one without a name.
func (j *joined) opened() bool {
	if j.file == nil {
		fd, err := unix.Open(filepath.Join(j.folder, posix.MetaTmpDir), unix.O_RDWR|unix.O_TMPFILE|unix.O_CLOEXEC, 0o600)
		if err != nil {
			return false
		}
		j.file = os.NewFile(uintptr(fd), "joined")
	}
	return true
}

// copy brings part n to where it belongs. Only one call at a time does.
func (j *joined) copy(to *os.File, n int, at int64) (joinedPart, error) {
	name := filepath.Join(j.under, strconv.Itoa(n))
	from, err := os.Open(filepath.Join(j.folder, name))
	if err != nil {
		return joinedPart{}, err
	}
	defer from.Close()
	etag, err := j.meta.RetrieveAttribute(from, j.bucket, name, "etag")
	if err != nil {
		return joinedPart{}, err
	}
	if nearlyFull(to) {
		return joinedPart{}, errors.New("the disk is nearly full")
	}
	if _, err := to.Seek(at, io.SeekStart); err != nil {
		return joinedPart{}, err
	}
	size, err := io.Copy(to, from)
	return joinedPart{string(etag), at + size}, err
}

// nearlyFull tells whether less than a twentieth of the disk is free: parts that may never
// become an object are not to be there twice then.
func nearlyFull(f *os.File) bool {
	var disk unix.Statfs_t
	return unix.Fstatfs(int(f.Fd()), &disk) == nil && disk.Bavail < disk.Blocks/20
}

// busy tells whether a part is being written or copied.
func (j *joined) busy() bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.copying || len(j.coming) > 0
}

// end waits for what is being copied, and has nothing copied any more.
func (j *joined) end() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.ended = true
	j.rest.Stop()
	for j.copying {
		j.still.Wait()
	}
}

// close lets go of the copy; after end.
func (j *joined) close() {
	if j.file != nil {
		_ = j.file.Close()
	}
	j.file = nil
}

// heldMost bounds the parts that an upload has open at a time: 16 GiB in parts of 8 MiB,
// and an eighth of the files that the process may open, for there are other uploads.
var heldMost = sync.OnceValue(func() int {
	var files unix.Rlimit
	if unix.Getrlimit(unix.RLIMIT_NOFILE, &files) != nil {
		return 0
	}
	return int(min(2048, files.Cur/8))
})

// hold keeps a part open, so that its removal only takes its name: a file that nobody has
// open is emptied first, page by page, 0.2 s for a gigabyte, and the sender waits for it.
func (j *joined) hold(part *os.File) {
	if len(j.held) >= heldMost() {
		return
	}
	if fd, err := unix.FcntlInt(part.Fd(), unix.F_DUPFD_CLOEXEC, 0); err == nil {
		j.held = append(j.held, fd)
	}
}

// letGo has the parts emptied that are removed, a gigabyte in three seconds: whoever
// waits to see the object needs the machine meanwhile.
func (j *joined) letGo() {
	for _, fd := range j.held {
		_ = unix.Close(fd)
		time.Sleep(20 * time.Millisecond)
	}
	j.held = nil
}

// agrees tells how many of an object's parts are in the copy as they are; after end.
func (j *joined) agrees(parts []types.CompletedPart) (n int) {
	for n < min(len(parts), len(j.parts)) {
		p := parts[n]
		if p.PartNumber == nil || int(*p.PartNumber) != n+1 || p.ETag == nil || !backend.AreEtagsSame(j.parts[n].etag, *p.ETag) {
			break
		}
		n++
	}
	return n
}
