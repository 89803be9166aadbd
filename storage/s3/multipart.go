package s3

import (
	"context"
	"errors"
	"io"

	"fieldstory/story"

	"github.com/minio/minio-go/v7"
)

// NewMultipart opens a multipart upload and returns the store's id for it.
// A store keeps its parts until Complete or Abort.
func (b *Bucket) NewMultipart(ctx context.Context, name story.ObjectName, contentType string) (id string, err error) {
	defer story.Wrap(&err, "NewMultipart(%s)", name)
	err = b.attempt(ctx, nil, func(ctx context.Context, _ body) error {
		id, err = b.core.NewMultipartUpload(ctx, b.conf.Bucket, string(name), minio.PutObjectOptions{ContentType: contentType})
		return err
	})
	return id, err
}

// PutPart writes part number n (1 to 10,000) of exactly size bytes. Writing a
// number again replaces the part, so after an error the same part is sent
// again under its own number. It is tried again here when r is an io.Seeker.
func (b *Bucket) PutPart(ctx context.Context, name story.ObjectName, id string, n int, size int64, r io.Reader) (part story.Part, err error) {
	defer story.Wrap(&err, "PutPart(%s, %d, %d)", name, n, size)
	err = b.attempt(ctx, r, func(ctx context.Context, r body) error {
		p, err := b.core.PutObjectPart(ctx, b.conf.Bucket, string(name), id, n, r, size,
			minio.PutObjectPartOptions{DisableContentSha256: b.unsigned})
		part = story.Part{Number: n, ETag: p.ETag, Size: size}
		return err
	})
	return part, b.orGone(ctx, name, id, err)
}

// orGone finds out whether a part could not be stored because there is nothing to
// store it in: a store that refuses a part before it has read it hangs up, and the
// answer is often lost with the line.
func (b *Bucket) orGone(ctx context.Context, name story.ObjectName, id string, err error) error {
	if err == nil || ctx.Err() != nil || errors.Is(err, story.NotFound()) {
		return err
	}
	gone := asProblem(b.once(ctx, nil, func(ctx context.Context, _ body) error {
		_, err := b.core.ListObjectParts(ctx, b.conf.Bucket, string(name), id, 0, 1)
		return err
	}))
	if errors.Is(gone, story.NotFound()) {
		return gone
	}
	return err
}

// Complete joins the parts into the object. A second call fails, for the
// multipart upload is then gone, and stores differ in what they answer (not
// found, or a part refused): look with Stat whether the first one succeeded.
func (b *Bucket) Complete(ctx context.Context, name story.ObjectName, id string, parts []story.Part) (err error) {
	defer story.Wrap(&err, "Complete(%s, %d parts)", name, len(parts))
	list := make([]minio.CompletePart, len(parts))
	for i, p := range parts {
		list[i] = minio.CompletePart{PartNumber: p.Number, ETag: p.ETag}
	}
	ctx, cancel := context.WithTimeout(ctx, b.conf.Assembly)
	defer cancel()
	for n := 1; ; n++ {
		// Not through attempt: a store may copy for minutes before it answers.
		_, err = b.core.CompleteMultipartUpload(ctx, b.conf.Bucket, string(name), id, list, minio.PutObjectOptions{})
		if err == nil || n >= b.conf.Attempts || ctx.Err() != nil || !passes(err) || !pause(ctx, n) {
			return asProblem(err)
		}
	}
}

// Abort drops a multipart upload and frees its parts. One that is not there is
// no error.
func (b *Bucket) Abort(ctx context.Context, name story.ObjectName, id string) (err error) {
	defer story.Wrap(&err, "Abort(%s)", name)
	err = b.attempt(ctx, nil, func(ctx context.Context, _ body) error {
		return b.core.AbortMultipartUpload(ctx, b.conf.Bucket, string(name), id)
	})
	return ignoreMissing(err)
}

// ListParts shows what the store holds of a multipart upload, in order: for
// operators and tests. What counts as received stands in the rows.
func (b *Bucket) ListParts(ctx context.Context, name story.ObjectName, id string) (parts []story.Part, err error) {
	defer story.Wrap(&err, "ListParts(%s)", name)
	for after, more := 0, true; more; {
		err := b.attempt(ctx, nil, func(ctx context.Context, _ body) error {
			page, err := b.core.ListObjectParts(ctx, b.conf.Bucket, string(name), id, after, 1000)
			if err != nil {
				return err
			}
			for _, p := range page.ObjectParts {
				parts = append(parts, story.Part{Number: p.PartNumber, ETag: p.ETag, Size: p.Size})
			}
			after, more = page.NextPartNumberMarker, page.IsTruncated
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return parts, nil
}

func ignoreMissing(err error) error {
	if errors.Is(err, story.NotFound()) {
		return nil
	}
	return err
}
