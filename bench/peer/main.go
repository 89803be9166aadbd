// Command peer is what the bench measures beside ours: tusd's handler over its
// own S3 store, under /least/ what hashing and storing costs at the least, or with
// -put one PutObject of minio-go. It is a module of its own, so that the AWS client is nothing that the product depends on.
package main

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
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
	least, err := newLeast(*endpoint, *region, *bucket)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	if err := run(context.Background(), client, *bucket, *temp, least); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(_ context.Context, client *s3.Client, bucket, temp string, least http.Handler) error {
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
	mux.Handle("/least/", least)
	return http.Serve(l, mux)
}

// newLeast answers a body with having hashed and stored it as an object, and does
// nothing else: no server that takes files and hashes them can do with less.
func newLeast(endpoint, region, bucket string) (http.Handler, error) {
	c, err := newMinio(endpoint, region)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		sum := sha256.New()
		body := struct{ io.Reader }{io.TeeReader(r.Body, sum)}
		if _, err := c.PutObject(r.Context(), bucket, "bench/least", body, r.ContentLength, minio.PutObjectOptions{DisableContentSha256: true}); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.Header().Set("Repr-Digest", fmt.Sprintf("sha-256=:%s:", base64.StdEncoding.EncodeToString(sum.Sum(nil))))
		w.Header().Set("Upload-Offset", r.Header.Get("Upload-Offset"))
		w.WriteHeader(http.StatusNoContent)
	}), err
}

func newMinio(endpoint, region string) (*minio.Client, error) {
	at, err := url.Parse(endpoint)
	if err != nil {
		return nil, err
	}
	return minio.New(at.Host, &minio.Options{Region: region, Creds: miniocredentials.NewStaticV4(os.Getenv("ACCESS_KEY"), os.Getenv("SECRET_KEY"), "")})
}

// zeroes is a file of nothing, as long as it should be.
type zeroes struct{}

func (zeroes) ReadAt(p []byte, _ int64) (int, error) { clear(p); return len(p), nil }

func putObject(endpoint, region, bucket string, size int64) error {
	c, err := newMinio(endpoint, region)
	if err != nil {
		return err
	}
	began := time.Now()
	_, err = c.PutObject(context.Background(), bucket, "bench/put", io.NewSectionReader(zeroes{}, 0, size), size, minio.PutObjectOptions{DisableContentSha256: true})
	fmt.Println(time.Since(began).Seconds())
	return err
}
