package s3_test

import (
	"context"
	"fmt"
	"os"
	"testing"

	"fieldstory/embedded"
	"fieldstory/storage/s3"
)

// conf points at the gateway of this test run.
var conf = s3.NewConfig()

// TestMain runs one real S3 gateway; there can be one in a process.
func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) (code int) {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "s3")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	sys, err := embedded.Start(ctx, embedded.Config{Dir: dir, WithoutPostgres: true, WithoutRedis: true})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer sys.Stop(ctx)
	at := sys.Addresses.S3
	conf.Endpoint, conf.Region, conf.AccessKey, conf.SecretKey, conf.TrustedNetwork = at.Endpoint, at.Region, at.AccessKey, s3.Secret(at.SecretKey), true
	b, err := s3.New(conf)
	if err == nil {
		err = b.EnsureBucket(ctx)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return m.Run()
}
