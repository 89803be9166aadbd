package s3_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"fieldstory/storage/s3"
	"fieldstory/story"
)

func mustBucket(tb testing.TB, change func(*s3.Config)) *s3.Bucket {
	tb.Helper()
	c := conf
	if change != nil {
		change(&c)
	}
	b, err := s3.New(c)
	if err != nil {
		tb.Fatal(err)
	}
	return b
}

func name(t *testing.T) story.ObjectName {
	return story.OriginalObject(story.NewID[story.ClipID](time.Now()))
}

func noise(n int) []byte {
	p := make([]byte, n)
	src := rand.NewChaCha8([32]byte{byte(n)})
	src.Read(p)
	return p
}

func mustRead(tb testing.TB, r io.ReadCloser, err error) []byte {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
	defer r.Close()
	p, err := io.ReadAll(r)
	if err != nil {
		tb.Fatal(err)
	}
	return p
}

func TestObjects(t *testing.T) {
	t.Parallel()
	for _, trusted := range []bool{true, false} {
		t.Run(fmt.Sprintf("trusted=%v", trusted), func(t *testing.T) {
			t.Parallel()
			ctx := t.Context()
			b := mustBucket(t, func(c *s3.Config) { c.TrustedNetwork = trusted })
			for _, size := range []int{0, 1, 100_000, 6 << 20} {
				n, want := name(t), noise(size)
				if err := b.Put(ctx, n, "video/mp4", int64(size), bytes.NewReader(want)); err != nil {
					t.Fatal(err)
				}
				if got, err := b.Stat(ctx, n); err != nil || got != int64(size) {
					t.Errorf("Stat = %d, %v, want %d", got, err, size)
				}
				r, err := b.Get(ctx, n)
				if got := mustRead(t, r, err); !bytes.Equal(got, want) {
					t.Errorf("Get gave %d bytes that differ from the %d put", len(got), size)
				}
				if err := b.Remove(ctx, n); err != nil {
					t.Fatal(err)
				}
				if _, err := b.Stat(ctx, n); !errors.Is(err, story.NotFound()) {
					t.Errorf("Stat after Remove = %v, want not found", err)
				}
			}
		})
	}
}

func TestRanges(t *testing.T) {
	t.Parallel()
	ctx, b, n, all := t.Context(), mustBucket(t, nil), name(t), noise(1000)
	if err := b.Put(ctx, n, "", 1000, bytes.NewReader(all)); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ offset, length int64 }{{0, 1}, {0, 10}, {10, 1}, {990, 10}, {500, -1}, {0, -1}, {5, 0}} {
		want := all[c.offset:]
		if c.length >= 0 {
			want = want[:c.length]
		}
		r, err := b.GetRange(ctx, n, c.offset, c.length)
		if got := mustRead(t, r, err); !bytes.Equal(got, want) {
			t.Errorf("GetRange(%d, %d) gave %d bytes, want %d", c.offset, c.length, len(got), len(want))
		}
	}
}

func TestRemoveUnder(t *testing.T) {
	t.Parallel()
	ctx, b, u := t.Context(), mustBucket(t, nil), story.NewID[story.UploadID](time.Now())
	for i := range int64(3) {
		if err := b.Put(ctx, story.TailObject(u, story.Tail{Number: i}), "", 1, strings.NewReader("x")); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.RemoveUnder(ctx, "uploads/"+string(u)+"/"); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Stat(ctx, story.TailObject(u, story.Tail{Number: 2})); !errors.Is(err, story.NotFound()) {
		t.Errorf("Stat = %v, want not found", err)
	}
	if err := b.RemoveUnder(ctx, "uploads/"+string(u)+"/"); err != nil {
		t.Errorf("RemoveUnder of nothing = %v", err)
	}
}

func TestMissing(t *testing.T) {
	t.Parallel()
	ctx, b, n := t.Context(), mustBucket(t, nil), name(t)
	if _, err := b.Get(ctx, n); !errors.Is(err, story.NotFound()) {
		t.Errorf("Get = %v, want not found", err)
	}
	if err := b.Remove(ctx, n); err != nil {
		t.Errorf("Remove of nothing = %v, want nil", err)
	}
	if err := b.Abort(ctx, n, "00000000-0000-4000-8000-000000000000"); err != nil {
		t.Errorf("Abort of nothing = %v, want nil", err)
	}
	err := b.Complete(ctx, n, "00000000-0000-4000-8000-000000000000", []story.Part{{Number: 1, ETag: "x", Size: 1}})
	if err == nil { // not found, or a part refused: stores differ
		t.Error("Complete of nothing succeeded")
	}
}

func TestMultipart(t *testing.T) {
	t.Parallel()
	ctx, b, n := t.Context(), mustBucket(t, nil), name(t)
	id, err := b.NewMultipart(ctx, n, "video/mp4")
	if err != nil {
		t.Fatal(err)
	}
	const size = 5 << 20
	all := noise(2*size + 77)
	var parts []story.Part
	for i := range 3 {
		piece := all[i*size : min((i+1)*size, len(all))]
		// The first try of every part is cut off half-way and sent again.
		if _, err := b.PutPart(ctx, n, id, i+1, int64(len(piece)), io.LimitReader(bytes.NewReader(piece), 50)); err == nil {
			t.Error("a part shorter than announced was accepted")
		}
		p, err := b.PutPart(ctx, n, id, i+1, int64(len(piece)), bytes.NewReader(piece))
		if err != nil {
			t.Fatal(err)
		}
		parts = append(parts, p)
	}
	listed, err := b.ListParts(ctx, n, id)
	if err != nil || len(listed) != 3 || listed[2].Size != 77 {
		t.Errorf("ListParts = %v, %v", listed, err)
	}
	if err := b.Complete(ctx, n, id, parts); err != nil {
		t.Fatal(err)
	}
	r, err := b.Get(ctx, n)
	if got := mustRead(t, r, err); !bytes.Equal(got, all) {
		t.Error("the joined object differs from its parts")
	}
}

// TestStoreAway: a store that cannot be reached is a problem of its own, told
// after a bounded number of tries.
func TestStoreAway(t *testing.T) {
	t.Parallel()
	b := mustBucket(t, func(c *s3.Config) { c.Endpoint, c.Attempts = "http://127.0.0.1:1", 2 })
	err := b.Put(t.Context(), name(t), "", 1, strings.NewReader("x"))
	if p := story.AsProblem(err); p.Code != "store_away" || p.Fault != story.FaultDependency {
		t.Errorf("problem = %v, want store_away", p)
	}
}

// before stands between a bucket and the store; what answers gives is not passed on.
func before(t *testing.T, answers func(http.ResponseWriter, *http.Request) bool) (endpoint string) {
	t.Helper()
	target, err := url.Parse(conf.Endpoint)
	if err != nil {
		t.Fatal(err)
	}
	proxy := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(target)
		r.Out.Host = r.In.Host
	}}
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !answers(w, r) {
			proxy.ServeHTTP(w, r)
		}
	}))
	t.Cleanup(srv.Close)
	return srv.URL
}

// TestPartOfNothing: a store that hangs up on a part, since the upload is gone,
// says so when it is asked.
func TestPartOfNothing(t *testing.T) {
	t.Parallel()
	at := before(t, func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method == http.MethodPut {
			panic(http.ErrAbortHandler)
		}
		return false
	})
	b := mustBucket(t, func(c *s3.Config) { c.Endpoint, c.Attempts = at, 2 })
	n := name(t)
	id, err := b.NewMultipart(t.Context(), n, "")
	if err != nil {
		t.Fatal(err)
	}
	put := func() error {
		_, err := b.PutPart(t.Context(), n, id, 1, 100_000, bytes.NewReader(noise(100_000)))
		return err
	}
	if got := story.AsProblem(put()).Code; got != "store_away" {
		t.Errorf("while the upload is there: %s, want store_away", got)
	}
	if err := b.Abort(t.Context(), n, id); err != nil {
		t.Fatal(err)
	}
	if err := put(); !errors.Is(err, story.NotFound()) {
		t.Errorf("once it is gone: %v, want not found", err)
	}
}

// TestFaults puts a proxy before the store that fails in ways stores do.
func TestFaults(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		fault string
		fail  func(w http.ResponseWriter, r *http.Request)
		times int32
		want  string // problem code, "" = success
	}{
		{"two 500s", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(500) }, 2, ""},
		{"two resets", func(w http.ResponseWriter, r *http.Request) {
			io.CopyN(io.Discard, r.Body, 1000)
			panic(http.ErrAbortHandler)
		}, 2, ""},
		{"a stall", func(w http.ResponseWriter, r *http.Request) {
			io.Copy(io.Discard, r.Body)
			<-r.Context().Done()
		}, 1, ""},
		{"a 400 without a reason", func(w http.ResponseWriter, r *http.Request) {
			http.Error(w, "Error when parsing request", 400)
		}, 1, ""},
		{"a 400 with one", func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(400)
			io.WriteString(w, "<Error><Code>InvalidArgument</Code></Error>")
		}, 1, "store_refused"},
		{"500s for ever", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(500) }, 1 << 30, "store_away"},
		{"disk full", func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(http.StatusInsufficientStorage)
			io.WriteString(w, "<Error><Code>InsufficientStorage</Code></Error>")
		}, 1 << 30, "store_full"},
		{"no rights", func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(403)
			io.WriteString(w, "<Error><Code>AccessDenied</Code></Error>")
		}, 1 << 30, "store_denied"},
	} {
		t.Run(c.fault, func(t *testing.T) {
			t.Parallel()
			var tries atomic.Int32
			at := before(t, func(w http.ResponseWriter, r *http.Request) bool {
				fails := r.Method == http.MethodPut && tries.Add(1) <= c.times
				if fails {
					c.fail(w, r)
				}
				return fails
			})
			b := mustBucket(t, func(c *s3.Config) { c.Endpoint, c.Stall, c.Attempts = at, time.Second, 4 })
			n, want := name(t), noise(300_000)
			err := b.Put(t.Context(), n, "", int64(len(want)), bytes.NewReader(want))
			if c.want != "" {
				if got := story.AsProblem(err).Code; got != c.want {
					t.Errorf("problem = %s (%v), want %s", got, err, c.want)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			r, err := b.Get(context.WithoutCancel(t.Context()), n)
			if got := mustRead(t, r, err); !bytes.Equal(got, want) {
				t.Error("what was stored after the fault differs")
			}
		})
	}
}

func TestSecretStaysSecret(t *testing.T) {
	t.Parallel()
	c := conf
	if got := fmt.Sprintf("%v %+v %#v %s", c, c, c, c.SecretKey); strings.Contains(got, string(append([]byte(nil), c.SecretKey...))) {
		t.Error("the secret key shows when the settings are printed")
	}
}
