package web

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Handler serves the web app of this binary.
func Handler() http.Handler { return Serve(Files()) }

// Serve serves a built web app from any file system. It reads every file once,
// now; the app is a few megabytes and lies in the binary anyway.
func Serve(files fs.FS) http.Handler {
	s := &site{assets: map[string]*asset{}}
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(path.Base(name), ".") {
			return err
		}
		body, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		s.add(name, body)
		return nil
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		panic(err) // an embedded file system that cannot be read is a broken binary
	}
	s.policy = policy(s.assets["index.html"])
	return s
}

// asset is one file in every form it was built in.
type asset struct {
	kind  string          // Content-Type
	forms map[string]form // by Content-Encoding, "" = as it is
}

// form is a file's bytes in one encoding, with a tag that changes with them.
type form struct {
	body []byte
	etag string
}

type site struct {
	assets map[string]*asset // by path without a slash before it
	policy string            // Content-Security-Policy
}

// twins are the endings of compressed files, the smallest first.
var twins = []struct{ ending, encoding string }{{".br", "br"}, {".gz", "gzip"}}

func (s *site) add(name string, body []byte) {
	encoding := ""
	for _, t := range twins {
		if cut, ok := strings.CutSuffix(name, t.ending); ok {
			name, encoding = cut, t.encoding
		}
	}
	a := s.assets[name]
	if a == nil {
		a = &asset{kind: kind(name), forms: map[string]form{}}
		s.assets[name] = a
	}
	sum := sha256.Sum256(body)
	a.forms[encoding] = form{body, `"` + hex.EncodeToString(sum[:12]) + `"`}
}

// kinds are those that matter here: a machine's own table may lack or change them.
var kinds = map[string]string{
	".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8",
	".json": "application/json", ".svg": "image/svg+xml", ".woff2": "font/woff2", ".txt": "text/plain; charset=utf-8",
}

func kind(name string) string {
	ending := path.Ext(name)
	return cmp.Or(kinds[ending], mime.TypeByExtension(ending), "application/octet-stream")
}

func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "Pages can only be read.", http.StatusMethodNotAllowed)
		return
	}
	h := w.Header()
	secure(h, s.policy)
	name := strings.TrimPrefix(path.Clean("/"+r.URL.Path), "/")
	a, found := s.assets[name]
	switch {
	case found && strings.HasPrefix(name, "_app/immutable/"):
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	case found:
		h.Set("Cache-Control", "no-cache")
	case strings.HasPrefix(name, "_app/"):
		// A page of an older version asks for a file that is gone: answering
		// with the page would be read as a script.
		h.Set("Cache-Control", "no-store")
		http.Error(w, "This file belongs to another version of the app. Reload the page.", http.StatusNotFound)
		return
	default:
		a = s.assets["index.html"]
		h.Set("Cache-Control", "no-cache")
	}
	if a == nil {
		unbuilt(w)
		return
	}
	s.send(w, r, a)
}

func (s *site) send(w http.ResponseWriter, r *http.Request, a *asset) {
	h := w.Header()
	h.Set("Content-Type", a.kind)
	f := a.forms[""]
	if len(a.forms) > 1 {
		h.Add("Vary", "Accept-Encoding")
		for _, t := range twins {
			if twin, ok := a.forms[t.encoding]; ok && accepts(r, t.encoding) {
				f = twin
				h.Set("Content-Encoding", t.encoding)
				break
			}
		}
	}
	h.Set("ETag", f.etag)
	// ServeContent leaves the length to us where an encoding is set; a range
	// of a compressed file is of no use to anybody.
	if h.Get("Content-Encoding") != "" {
		r.Header.Del("Range")
		h.Set("Content-Length", strconv.Itoa(len(f.body)))
	}
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(f.body))
}

// accepts tells whether the browser takes an encoding; "gzip;q=0" is a no.
func accepts(r *http.Request, encoding string) bool {
	for part := range strings.SplitSeq(r.Header.Get("Accept-Encoding"), ",") {
		name, params, _ := strings.Cut(part, ";")
		if strings.TrimSpace(name) != encoding {
			continue
		}
		q, weighed := strings.CutPrefix(strings.ReplaceAll(params, " ", ""), "q=")
		weight, err := strconv.ParseFloat(q, 64)
		return !weighed || err != nil || weight > 0
	}
	return false
}

// inline finds the scripts that stand in the page itself.
var inline = regexp.MustCompile(`(?s)<script>(.*?)</script>`)

// policy lets the page run its own scripts and the ones written into it, named
// by their hashes, and nothing else. Styles may stand in the page: the player
// and the menus set them, and a style cannot call home under this policy.
func policy(page *asset) string {
	scripts := []string{"'self'"}
	if page != nil {
		for _, m := range inline.FindAllSubmatch(page.forms[""].body, -1) {
			sum := sha256.Sum256(m[1])
			scripts = append(scripts, "'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"'")
		}
	}
	slices.Sort(scripts[1:])
	return strings.Join([]string{
		"default-src 'none'",
		"script-src " + strings.Join(scripts, " "),
		"style-src 'self' 'unsafe-inline'",
		"img-src 'self' data: blob:",
		"font-src 'self'",
		"media-src 'self' blob:",
		"connect-src 'self'",
		"manifest-src 'self'",
		"form-action 'self'",
		"base-uri 'none'",
		"frame-ancestors 'none'",
	}, "; ")
}

func secure(h http.Header, policy string) {
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("X-Frame-Options", "DENY")
	// Filming now is the app's own wish; nothing else is.
	h.Set("Permissions-Policy", "camera=(self), microphone=(self), geolocation=(), payment=(), usb=()")
}

// unbuilt says what to do where the binary was built without the app.
func unbuilt(w http.ResponseWriter) {
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusServiceUnavailable)
	_, _ = w.Write([]byte("<!doctype html><html lang=en><meta charset=utf-8><title>Fieldstory</title>" +
		"<p>The web app is not in this binary. Run <code>make build</code>, which builds the app first, and start again.\n"))
}
