package s3

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"fieldstory/story"

	"github.com/minio/minio-go/v7"
)

// maxSinglePut is the largest object one PUT may carry (S3's limit).
const maxSinglePut = 5 << 30

// Put writes an object of exactly size bytes, over whatever had its name. It
// is tried again when r is an io.Seeker; above 5 GiB r must be an io.ReaderAt
// (as files are), for the object then travels in parts. contentType "" =
// application/octet-stream.
func (b *Bucket) Put(ctx context.Context, name story.ObjectName, contentType string, size int64, r io.Reader) (err error) {
	defer story.Wrap(&err, "Put(%s, %d)", name, size)
	if size < 0 {
		return fmt.Errorf("size must be known")
	}
	opts := minio.PutObjectOptions{ContentType: contentType, DisableContentSha256: b.unsigned}
	if size > maxSinglePut {
		if _, ok := r.(io.ReaderAt); !ok {
			return fmt.Errorf("an object above %d bytes needs an io.ReaderAt", int64(maxSinglePut))
		}
		opts.PartSize, opts.NumThreads = 128<<20, 1
		_, err = b.core.Client.PutObject(ctx, b.conf.Bucket, string(name), r, size, opts)
		return asProblem(err)
	}
	if size == 0 {
		r = strings.NewReader("")
	}
	return b.attempt(ctx, r, func(ctx context.Context, r body) error {
		_, err := b.core.PutObject(ctx, b.conf.Bucket, string(name), exactly(r, size), size, "", "", opts)
		return err
	})
}

// exactly lets an empty body be seen as empty by net/http, which otherwise
// sends it in chunks of unknown length.
func exactly(r io.Reader, size int64) io.Reader {
	if size == 0 {
		return http.NoBody
	}
	return r
}

// Get opens an object for reading from its start; the caller closes it.
func (b *Bucket) Get(ctx context.Context, name story.ObjectName) (io.ReadCloser, error) {
	return b.GetRange(ctx, name, 0, -1)
}

// GetRange opens length bytes of an object from offset on; length -1 = to its
// end. The caller closes the reader, and should expect it to break half-way.
func (b *Bucket) GetRange(ctx context.Context, name story.ObjectName, offset, length int64) (_ io.ReadCloser, err error) {
	defer story.Wrap(&err, "GetRange(%s, %d, %d)", name, offset, length)
	if length == 0 {
		return http.NoBody, nil
	}
	var opts minio.GetObjectOptions
	if offset > 0 || length > 0 {
		end := int64(0) // minio-go's "to the end"
		if length > 0 {
			end = offset + length - 1
		}
		if offset == 0 && length == 1 {
			opts.Set("Range", "bytes=0-0") // SetRange(0, 0) means all of it
		} else if err := opts.SetRange(offset, end); err != nil {
			return nil, err
		}
	}
	// Not through attempt: the reader outlives the call, its context must too.
	ctx, cancel := context.WithCancelCause(ctx)
	defer func() {
		if err != nil {
			cancel(nil)
		}
	}()
	stalled := time.AfterFunc(b.conf.Stall, func() { cancel(errStalled) })
	for n := 1; ; n++ {
		r, _, _, err := b.core.GetObject(ctx, b.conf.Bucket, string(name), opts)
		if err == nil {
			return &incoming{ctx: ctx, r: r, stalled: stalled, cancel: cancel, stall: b.conf.Stall}, nil
		}
		if n >= b.conf.Attempts || ctx.Err() != nil || !passes(err) || !pause(ctx, n) {
			stalled.Stop()
			return nil, asProblem(orStalled(ctx, err))
		}
		stalled.Reset(b.conf.Stall)
	}
}

// incoming is the body of an answer. It gives up when a Read stands still; the
// clock only runs while somebody reads, for a slow reader is no fault of the store.
type incoming struct {
	ctx     context.Context
	r       io.ReadCloser
	stalled *time.Timer
	stall   time.Duration
	cancel  context.CancelCauseFunc
}

func (i *incoming) Read(p []byte) (int, error) {
	i.stalled.Reset(i.stall)
	n, err := i.r.Read(p)
	i.stalled.Stop()
	if err != nil && err != io.EOF {
		err = asProblem(orStalled(i.ctx, err))
	}
	return n, err
}

func (i *incoming) Close() error {
	i.stalled.Stop()
	i.cancel(nil)
	return i.r.Close()
}

// Stat returns the size of an object in bytes, or a not-found problem.
func (b *Bucket) Stat(ctx context.Context, name story.ObjectName) (size int64, err error) {
	defer story.Wrap(&err, "Stat(%s)", name)
	err = b.attempt(ctx, nil, func(ctx context.Context, _ body) error {
		info, err := b.core.StatObject(ctx, b.conf.Bucket, string(name), minio.StatObjectOptions{})
		size = info.Size
		return err
	})
	return size, err
}

// Remove deletes an object. One that is not there is no error.
func (b *Bucket) Remove(ctx context.Context, name story.ObjectName) (err error) {
	defer story.Wrap(&err, "Remove(%s)", name)
	err = b.attempt(ctx, nil, func(ctx context.Context, _ body) error {
		return b.core.RemoveObject(ctx, b.conf.Bucket, string(name), minio.RemoveObjectOptions{})
	})
	return ignoreMissing(err)
}

// RemoveUnder deletes every object whose name begins with prefix, which must
// end in a slash. It is for tidying up: a listing may miss what was just
// written, so nothing may depend on it.
func (b *Bucket) RemoveUnder(ctx context.Context, prefix string) (err error) {
	defer story.Wrap(&err, "RemoveUnder(%s)", prefix)
	if !strings.HasSuffix(prefix, "/") || len(prefix) < 2 {
		return fmt.Errorf("prefix must end in a slash")
	}
	for o := range b.core.Client.ListObjects(ctx, b.conf.Bucket, minio.ListObjectsOptions{Prefix: prefix, Recursive: true}) {
		if o.Err != nil {
			return asProblem(o.Err)
		}
		if err := b.Remove(ctx, story.ObjectName(o.Key)); err != nil {
			return err
		}
	}
	return nil
}
