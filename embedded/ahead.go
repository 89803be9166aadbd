package embedded

import (
	"context"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/versity/versitygw/backend/meta"
	"github.com/versity/versitygw/backend/posix"
	"github.com/versity/versitygw/s3response"
	"golang.org/x/sys/unix"
)

// ahead is the gateway's store, with large objects joined while their parts come. The
// gateway copies all of them when the last is there: whoever has sent a gigabyte waits
// for that, from a second to as long as a slow disk takes, and so do those who wait to
// see it.
//
// What it joins is a copy in a file without a name. It takes the place of the empty file
// that the gateway opens to copy into, and everything else is the gateway's. If it is not
// there, is behind, or of other parts, the gateway copies what is missing.
type ahead struct {
	*posix.Posix
	meta meta.MetadataStorer
	dir  string // objects

	mu      sync.Mutex
	uploads map[string]*joined // by the upload's id
}

func newAhead(back *posix.Posix, store meta.MetadataStorer, dir string) *ahead {
	return &ahead{Posix: back, meta: store, dir: dir, uploads: map[string]*joined{}}
}

func (a *ahead) UploadPart(ctx context.Context, in *s3.UploadPartInput) (*s3.UploadPartOutput, error) {
	defer a.writing(in.Bucket, in.Key, in.UploadId, in.PartNumber)()
	return a.Posix.UploadPart(ctx, in)
}

func (a *ahead) UploadPartCopy(ctx context.Context, in *s3.UploadPartCopyInput) (s3response.CopyPartResult, error) {
	defer a.writing(in.Bucket, in.Key, in.UploadId, in.PartNumber)()
	return a.Posix.UploadPartCopy(ctx, in)
}

func (a *ahead) AbortMultipartUpload(ctx context.Context, in *s3.AbortMultipartUploadInput) error {
	if in.UploadId != nil {
		a.forget(*in.UploadId)
	}
	return a.Posix.AbortMultipartUpload(ctx, in)
}

func (a *ahead) CompleteMultipartUpload(ctx context.Context, in *s3.CompleteMultipartUploadInput) (s3response.CompleteMultipartUploadResult, string, error) {
	if in.UploadId == nil || in.MultipartUpload == nil {
		return a.Posix.CompleteMultipartUpload(ctx, in)
	}
	j := a.taken(*in.UploadId)
	if j == nil {
		return a.Posix.CompleteMultipartUpload(ctx, in)
	}
	defer j.close()
	defer func() { go j.letGo() }()
	return a.CompleteMultipartUploadWithCopy(ctx, in, j.filling(in.MultipartUpload.Parts))
}

// writing tells that a part is going to be written; written, that it no longer is.
func (a *ahead) writing(bucket, object, id *string, number *int32) (written func()) {
	if bucket == nil || object == nil || id == nil || number == nil {
		return func() {} // the gateway refuses it
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	j := a.uploads[*id]
	if j == nil {
		j = newJoined(a.dir, a.meta, *bucket, *object, *id)
		j.rest = time.AfterFunc(joinedKept, func() { a.idle(*id, j) })
		a.uploads[*id] = j
	}
	j.comes(int(*number))
	return func() { j.came(int(*number)) }
}

// idle forgets an upload that stands still.
func (a *ahead) idle(id string, j *joined) {
	a.mu.Lock()
	defer a.mu.Unlock()
	switch {
	case a.uploads[id] != j: // it is done
	case j.busy():
		j.rest.Reset(joinedKept)
	default:
		delete(a.uploads, id)
		j.end()
		j.close()
	}
}

// forget lets go of what is joined of an upload.
func (a *ahead) forget(id string) {
	if j := a.taken(id); j != nil {
		j.close()
	}
}

// taken ends what is joined of an upload, and hands it over; nil = nothing is.
func (a *ahead) taken(id string) *joined {
	a.mu.Lock()
	j := a.uploads[id]
	delete(a.uploads, id)
	a.mu.Unlock()
	if j != nil {
		j.end()
	}
	return j
}

// close lets go of every file.
func (a *ahead) close() {
	a.mu.Lock()
	all := a.uploads
	a.uploads = map[string]*joined{}
	a.mu.Unlock()
	for _, j := range all {
		j.end()
		j.close()
	}
}

// filling is how the gateway comes by an object of these parts, one call each. What it
// tells besides is that its parts are still there, so it may try again.
func (j *joined) filling(parts []types.CompletedPart) posix.CustomCopyFunc {
	first, there := true, 0
	return func(from, to *os.File) (idempotent bool, err error) {
		if first {
			first, there = false, j.into(to, parts)
		}
		if there > 0 {
			there--
			j.hold(from)
			return true, nil
		}
		return true, addTo(to, from)
	}
}

// into makes to the file with what was joined, and tells how many of the parts are in it.
func (j *joined) into(to *os.File, parts []types.CompletedPart) int {
	n := j.agrees(parts)
	// One with a name would be found by it, and be empty.
	if n == 0 || !strings.HasPrefix(to.Name(), "/proc/self/fd/") {
		return 0
	}
	at := j.parts[n-1].end
	if j.file.Truncate(at) != nil {
		return 0
	}
	if _, err := j.file.Seek(at, io.SeekStart); err != nil {
		return 0
	}
	if unix.Dup3(int(j.file.Fd()), int(to.Fd()), unix.O_CLOEXEC) != nil {
		return 0
	}
	return n
}

// addTo copies a part to the end of a file; where that fails both are as before, for the
// gateway tries it once more.
func addTo(to, from *os.File) error {
	at, err := to.Seek(0, io.SeekCurrent)
	if err != nil {
		return err
	}
	if _, err = io.Copy(to, from); err == nil {
		return nil
	}
	if short := to.Truncate(at); short != nil {
		return short
	}
	_, _ = from.Seek(0, io.SeekStart)
	return err
}
