package web

import (
	"crypto/sha256"
	"encoding/base64"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
)

const page = "<!doctype html><script>var a = 1;</script><script src=x></script>"

func site1() http.Handler {
	file := func(s string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(s)} }
	return Serve(fstest.MapFS{
		"index.html":                     file(page),
		"index.html.br":                  file("brotli page"),
		"index.html.gz":                  file("gzip page"),
		"icon.svg":                       file("<svg/>"),
		"_app/immutable/start.abc.js":    file("script"),
		"_app/immutable/start.abc.js.br": file("brotli script"),
		".gitkeep":                       file(""),
	})
}

func get(t *testing.T, h http.Handler, path string, headers ...string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

func body(t *testing.T, r *http.Response) string {
	t.Helper()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestAnyAddressIsThePage(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"/", "/desk", "/stories/0199/edit", "/index.html", "/.gitkeep", "/../../etc/passwd"} {
		r := get(t, site1(), path)
		if got, want := r.StatusCode, http.StatusOK; got != want {
			t.Errorf("%s: got status %d, want %d", path, got, want)
		}
		if got, want := body(t, r), page; got != want {
			t.Errorf("%s: got body %q, want the page", path, got)
		}
		if got, want := r.Header.Get("Cache-Control"), "no-cache"; got != want {
			t.Errorf("%s: got Cache-Control %q, want %q", path, got, want)
		}
	}
}

func TestHashedFilesAreKeptForEver(t *testing.T) {
	t.Parallel()
	r := get(t, site1(), "/_app/immutable/start.abc.js")
	if got, want := r.Header.Get("Cache-Control"), "public, max-age=31536000, immutable"; got != want {
		t.Errorf("got Cache-Control %q, want %q", got, want)
	}
	if got, want := r.Header.Get("Content-Type"), "text/javascript; charset=utf-8"; got != want {
		t.Errorf("got Content-Type %q, want %q", got, want)
	}
	gone := get(t, site1(), "/_app/immutable/start.old.js")
	if got, want := gone.StatusCode, http.StatusNotFound; got != want {
		t.Errorf("a script of another version: got status %d, want %d", got, want)
	}
}

func TestCompressedTwinsAreServed(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ accept, encoding, body string }{
		{"gzip, deflate, br", "br", "brotli page"},
		{"gzip", "gzip", "gzip page"},
		{"br;q=0, gzip;q=0.5", "gzip", "gzip page"},
		{"identity", "", page},
	} {
		r := get(t, site1(), "/desk", "Accept-Encoding", c.accept)
		if got, want := r.Header.Get("Content-Encoding"), c.encoding; got != want {
			t.Errorf("%s: got encoding %q, want %q", c.accept, got, want)
		}
		if got, want := body(t, r), c.body; got != want {
			t.Errorf("%s: got body %q, want %q", c.accept, got, want)
		}
		if got, want := r.Header.Get("Content-Type"), "text/html; charset=utf-8"; got != want {
			t.Errorf("%s: got Content-Type %q, want %q", c.accept, got, want)
		}
		if got, want := r.Header.Get("Vary"), "Accept-Encoding"; got != want {
			t.Errorf("%s: got Vary %q, want %q", c.accept, got, want)
		}
	}
}

func TestTagsTellFormsApart(t *testing.T) {
	t.Parallel()
	plain, small := get(t, site1(), "/"), get(t, site1(), "/", "Accept-Encoding", "br")
	if plain.Header.Get("ETag") == small.Header.Get("ETag") {
		t.Error("the page and its compressed twin have the same ETag, want two")
	}
	again := get(t, site1(), "/", "Accept-Encoding", "br", "If-None-Match", small.Header.Get("ETag"))
	if got, want := again.StatusCode, http.StatusNotModified; got != want {
		t.Errorf("asked with its own ETag: got status %d, want %d", got, want)
	}
	other := get(t, site1(), "/", "If-None-Match", small.Header.Get("ETag"))
	if got, want := other.StatusCode, http.StatusOK; got != want {
		t.Errorf("asked with the other form's ETag: got status %d, want %d", got, want)
	}
}

func TestOnlyKnownScriptsRun(t *testing.T) {
	t.Parallel()
	sum := sha256.Sum256([]byte("var a = 1;"))
	hash := "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
	for _, path := range []string{"/", "/icon.svg", "/_app/immutable/start.abc.js"} {
		csp := get(t, site1(), path).Header.Get("Content-Security-Policy")
		if want := "script-src 'self' " + hash + ";"; !strings.Contains(csp, want) {
			t.Errorf("%s: got policy %q, want it to contain %q", path, csp, want)
		}
		for _, want := range []string{"default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"} {
			if !strings.Contains(csp, want) {
				t.Errorf("%s: got policy %q, want it to contain %q", path, csp, want)
			}
		}
	}
}

func TestNothingIsWritten(t *testing.T) {
	t.Parallel()
	w := httptest.NewRecorder()
	site1().ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/desk", nil))
	if got, want := w.Code, http.StatusMethodNotAllowed; got != want {
		t.Errorf("got status %d, want %d", got, want)
	}
}

func TestAnUnbuiltAppSaysWhatToDo(t *testing.T) {
	t.Parallel()
	r := get(t, Serve(fstest.MapFS{".gitkeep": &fstest.MapFile{}}), "/")
	if got, want := r.StatusCode, http.StatusServiceUnavailable; got != want {
		t.Errorf("got status %d, want %d", got, want)
	}
	if got, want := body(t, r), "make build"; !strings.Contains(got, want) {
		t.Errorf("got body %q, want it to name %q", got, want)
	}
}

func TestTheEmbeddedFilesAreServed(t *testing.T) {
	t.Parallel()
	r := get(t, Handler(), "/")
	if r.StatusCode != http.StatusOK && r.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("got status %d, want the page, or the sentence where the app is not built", r.StatusCode)
	}
}
