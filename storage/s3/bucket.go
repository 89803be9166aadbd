package s3

import (
	"context"
	"errors"

	"fieldstory/story"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
)

// Bucket is one bucket of an S3 store. It is safe for concurrent use.
type Bucket struct {
	conf     Config
	core     minio.Core
	unsigned bool
}

// New prepares a client; nothing is sent before the first call.
func New(conf Config) (_ *Bucket, err error) {
	defer story.Wrap(&err, "s3.New(%s)", conf.Endpoint)
	host, secure, err := conf.check()
	if err != nil {
		return nil, err
	}
	transport, err := minio.DefaultTransport(secure)
	if err != nil {
		return nil, err
	}
	// Fifty uploads write at once to a single host; idle connections are
	// cheaper than handshakes. The timeout belongs to each request instead.
	transport.MaxIdleConnsPerHost = 64
	transport.ResponseHeaderTimeout = 0
	transport.WriteBufferSize = 64 << 10
	transport.ReadBufferSize = 32 << 10
	client, err := minio.New(host, &minio.Options{
		Creds:        credentials.NewStaticV4(conf.AccessKey, string(conf.SecretKey), ""),
		Secure:       secure,
		Region:       conf.Region,
		Transport:    transport,
		BucketLookup: minio.BucketLookupAuto,
		MaxRetries:   1, // retries are ours, see attempt.go
	})
	if err != nil {
		return nil, err
	}
	return &Bucket{conf: conf, core: minio.Core{Client: client}, unsigned: secure || conf.TrustedNetwork}, nil
}

// Where names an object as S3 tools do, e.g. "s3://fieldstory/originals/…".
func (b *Bucket) Where(name story.ObjectName) string {
	return "s3://" + b.conf.Bucket + "/" + string(name)
}

// EnsureBucket makes the bucket when it is not there. Calling it again, or
// from two processes at once, is harmless.
func (b *Bucket) EnsureBucket(ctx context.Context) (err error) {
	defer story.Wrap(&err, "EnsureBucket(%s)", b.conf.Bucket)
	return b.attempt(ctx, nil, func(ctx context.Context, _ body) error {
		there, err := b.core.BucketExists(ctx, b.conf.Bucket)
		if there || err != nil {
			return err
		}
		err = b.core.MakeBucket(ctx, b.conf.Bucket, minio.MakeBucketOptions{Region: b.conf.Region})
		if e, ok := errors.AsType[minio.ErrorResponse](err); ok && e.Code == minio.BucketAlreadyOwnedByYou {
			return nil // another process was faster
		}
		return err
	})
}

// Ping asks the store for the bucket once, without trying again: for health
// checks, which want the truth of the moment.
func (b *Bucket) Ping(ctx context.Context) (err error) {
	defer story.Wrap(&err, "Ping(%s)", b.conf.Bucket)
	there, err := b.core.BucketExists(ctx, b.conf.Bucket)
	if err != nil {
		return asProblem(err)
	}
	if !there {
		return story.Refuse(story.FaultDependency, "store_away", "The place where footage is kept is not ready.")
	}
	return nil
}
