// Command peer is what the bench measures beside ours: tusd's handler over its
// own S3 store, or with -put one PutObject of minio-go. It is a module of its
// own, so that the AWS client is nothing that the product depends on.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/minio/minio-go/v7"
	miniocredentials "github.com/minio/minio-go/v7/pkg/credentials"
	"github.com/tus/tusd/v2/pkg/handler"
	"github.com/tus/tusd/v2/pkg/s3store"
	"golang.org/x/exp/slog"
)

func main() {
	endpoint, region, bucket := flag.String("endpoint", "", ""), flag.String("region", "us-east-1", ""), flag.String("bucket", "", "")
	temp := flag.String("temp", "", "where its temporary files go")
	put := flag.Int64("put", 0, "store an object of so many bytes, print the seconds it took, and end")
	flag.Parse()
	if *put > 0 {
		if err := putObject(*endpoint, *region, *bucket, *put); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	client := s3.New(s3.Options{
		BaseEndpoint: endpoint, Region: *region, UsePathStyle: true,
		Credentials:                credentials.NewStaticCredentialsProvider(os.Getenv("ACCESS_KEY"), os.Getenv("SECRET_KEY"), ""),
		RequestChecksumCalculation: aws.RequestChecksumCalculationWhenRequired,
	})
	if err := run(context.Background(), client, *bucket, *temp); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(_ context.Context, client *s3.Client, bucket, temp string) error {
	store := s3store.New(bucket, client)
	store.TemporaryDirectory = temp
	parts := handler.NewStoreComposer()
	store.UseIn(parts)
	h, err := handler.NewHandler(handler.Config{StoreComposer: parts, BasePath: "/files/", Logger: slog.New(slog.NewTextHandler(io.Discard, nil))})
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Printf("ready: http://%s\n", l.Addr())
	mux := http.NewServeMux()
	mux.Handle("/files/", http.StripPrefix("/files/", h))
	mux.Handle("/files", http.StripPrefix("/files", h))
	return http.Serve(l, mux)
}

// zeroes is a file of nothing, as long as it should be.
type zeroes struct{}

func (zeroes) ReadAt(p []byte, _ int64) (int, error) { clear(p); return len(p), nil }

func putObject(endpoint, region, bucket string, size int64) error {
	at, err := url.Parse(endpoint)
	if err != nil {
		return err
	}
	c, err := minio.New(at.Host, &minio.Options{Region: region, Creds: miniocredentials.NewStaticV4(os.Getenv("ACCESS_KEY"), os.Getenv("SECRET_KEY"), "")})
	if err != nil {
		return err
	}
	began := time.Now()
	_, err = c.PutObject(context.Background(), bucket, "bench/put", io.NewSectionReader(zeroes{}, 0, size), size, minio.PutObjectOptions{DisableContentSha256: true})
	fmt.Println(time.Since(began).Seconds())
	return err
}
