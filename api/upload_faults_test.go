package api_test

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"sync"
	"testing"
	"time"

	"fieldstory/api"
	"fieldstory/e2e/parts"
	"fieldstory/storage/s3"
)

// seeds is how many uploads TestUploadFaults sends; each meets other faults.
// make bench sends a thousand. One that failed is sent again by its seed:
//
//	go test ./api -run 'UploadFaults/^94$' -seeds 1000
var seeds = flag.Int("seeds", 20, "uploads sent through a store with faults")

// faulty is a proxy before the store that breaks as its seed says: answers of
// 500 and 503, connections reset before, within and after a request, answers
// cut short, and requests that stand still.
type faulty struct {
	mu    sync.Mutex
	dice  *rand.Rand
	next  *httputil.ReverseProxy
	calm  bool
	count map[string]int
}

func (f *faulty) roll() (fault string, at int64) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.calm || f.dice.Float64() > 0.3 {
		return "", 0
	}
	all := []string{"500", "503", "reset before", "reset within", "reset after", "truncated", "stall"}
	fault = all[f.dice.IntN(len(all))]
	f.count[fault]++
	return fault, f.dice.Int64N(9 << 20)
}

func (f *faulty) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	fault, at := f.roll()
	switch fault {
	case "500", "503":
		io.CopyN(io.Discard, r.Body, at)
		status := map[string]int{"500": 500, "503": 503}[fault]
		w.WriteHeader(status)
		fmt.Fprintf(w, "<Error><Code>%s</Code></Error>", map[int]string{500: "InternalError", 503: "SlowDown"}[status])
	case "reset before":
		reset(w)
	case "reset within":
		io.CopyN(io.Discard, r.Body, at)
		reset(w)
	case "stall":
		io.CopyN(io.Discard, r.Body, at)
		// Until the client gives up, which the rest of its body hides.
		select {
		case <-r.Context().Done():
		case <-time.After(time.Second):
		}
		reset(w)
	case "reset after":
		f.next.ServeHTTP(&lost{header: http.Header{}}, r)
		reset(w)
	case "truncated":
		f.next.ServeHTTP(&cutShort{ResponseWriter: w, left: at % 300}, r)
		reset(w)
	default:
		f.next.ServeHTTP(w, r)
	}
}

// reset ends the connection without a goodbye.
func reset(w http.ResponseWriter) {
	c, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	if t, ok := c.(*net.TCPConn); ok {
		t.SetLinger(0)
	}
	c.Close()
}

// lost is an answer that nobody gets.
type lost struct{ header http.Header }

func (l *lost) Header() http.Header         { return l.header }
func (l *lost) Write(p []byte) (int, error) { return len(p), nil }
func (l *lost) WriteHeader(int)             {}

// cutShort is an answer of which only the beginning arrives.
type cutShort struct {
	http.ResponseWriter
	left int64
}

func (c *cutShort) Unwrap() http.ResponseWriter { return c.ResponseWriter }

func (c *cutShort) Write(p []byte) (int, error) {
	n := min(c.left, int64(len(p)))
	c.left -= n
	if _, err := c.ResponseWriter.Write(p[:n]); err != nil || c.left == 0 {
		http.NewResponseController(c.ResponseWriter).Flush()
		panic(http.ErrAbortHandler)
	}
	return len(p), nil
}

// TestUploadFaults: whatever happens between us and the store, an upload ends
// equal to what was sent, and its offset never goes back.
func TestUploadFaults(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	target, err := url.Parse(parts.Addresses().S3.Endpoint)
	if err != nil {
		t.Fatal(err)
	}
	count, slots := map[string]int{}, make(chan struct{}, 4)
	var all sync.WaitGroup
	defer func() { t.Log("faults met:", count) }()
	defer all.Wait()
	var mu sync.Mutex
	for seed := range *seeds {
		slots <- struct{}{}
		all.Go(func() {
			defer func() { <-slots }()
			f := &faulty{dice: rand.New(rand.NewPCG(uint64(seed), 13)), count: map[string]int{}}
			f.next = &httputil.ReverseProxy{
				Rewrite:       func(r *httputil.ProxyRequest) { r.SetURL(target); r.Out.Host = r.In.Host },
				FlushInterval: -1, ErrorHandler: func(w http.ResponseWriter, _ *http.Request, _ error) { reset(w) },
			}
			t.Run(fmt.Sprint(seed), func(t *testing.T) { sendThrough(t, h, f, seed) })
			mu.Lock()
			defer mu.Unlock()
			for fault, n := range f.count {
				count[fault] += n
			}
		})
	}
}

func sendThrough(t *testing.T, h *house, f *faulty, seed int) {
	store := httptest.NewServer(f)
	defer func() { store.CloseClientConnections(); store.Close() }()
	at := parts.Addresses().S3
	conf := s3.NewConfig()
	conf.Endpoint, conf.Region, conf.AccessKey, conf.SecretKey = store.URL, at.Region, at.AccessKey, s3.Secret(at.SecretKey)
	conf.Bucket, conf.Attempts, conf.Stall, conf.TrustedNetwork = "fieldstory-test", 2, 300*time.Millisecond, true
	b, err := s3.New(conf)
	if err != nil {
		t.Fatal(err)
	}
	d := newDock(t, h, func(c *api.UploadConfig) { c.Bytes = b })
	s := d.sender(t, fmt.Sprintf("amina-%d", seed))
	dice := rand.New(rand.NewPCG(uint64(seed), 8))
	data := noise([]int{1, 700_000, part, part + 1, 2*part + 333, 3 * part}[seed%6] + dice.IntN(100_000))
	where, clip := s.create(int64(len(data)), "sha256", sumOf(data))
	off := int64(0)
	for try := 0; off < int64(len(data)); try++ {
		if try == 400 {
			t.Fatalf("after %d requests still at %d of %d", try, off, len(data))
		}
		rest := data[off:]
		switch dice.IntN(4) {
		case 0:
			s.cut(where, off, rest, dice.IntN(len(rest)))
		case 1:
			s.attempt(where, off, rest[:1+dice.IntN(len(rest))])
		default:
			s.attempt(where, off, rest)
		}
		a := s.tus("HEAD", where, nil)
		if a.status == http.StatusServiceUnavailable {
			continue // it tries to finish, and the store is away
		}
		if a.status != http.StatusOK {
			t.Fatalf("HEAD = %d %v", a.status, a.header)
		}
		now := a.offset(t)
		if now < off {
			t.Fatalf("the offset went back from %d to %d", off, now)
		}
		off = now
	}
	s.arrived(clip, data)
}

// attempt sends data as a client over a bad link does: an answer that never
// comes, or a connection closed under it, leads to HEAD and nothing else.
func (s *sender) attempt(at string, offset int64, data []byte) {
	s.t.Helper()
	if u, err := url.Parse(at); err == nil {
		at = s.h.url + u.Path
	}
	req, err := http.NewRequestWithContext(s.t.Context(), http.MethodPatch, at, bytes.NewReader(data))
	if err != nil {
		s.t.Fatal(err)
	}
	req.Header.Set("Tus-Resumable", "1.0.0")
	req.Header.Set("Authorization", "Bearer "+s.token)
	req.Header.Set("Upload-Offset", fmt.Sprint(offset))
	req.Header.Set("Content-Type", "application/offset+octet-stream")
	if resp, err := http.DefaultClient.Do(req); err == nil {
		resp.Body.Close()
	}
}
