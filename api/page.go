package api

import (
	"bytes"
	"html/template"
	"io/fs"
	"net/http"

	"fieldstory/story"
)

// pages are the ones that need no script: public stories, the door of a
// one-time link, a sentence where something is wrong.
type pages struct{ templates *template.Template }

func parsePages(files fs.FS) (_ *pages, err error) {
	defer story.Wrap(&err, "parsePages")
	t, err := template.New("pages").ParseFS(files, "*.html")
	return &pages{t}, err
}

// policy lets a page load its own pictures, video and styles, and nothing else.
const policy = "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

func (p *pages) show(w http.ResponseWriter, r *http.Request, status int, name string, data any) {
	var out bytes.Buffer
	if err := p.templates.ExecuteTemplate(&out, name, data); err != nil {
		panic(err) // recovered; a template that fails is our mistake
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", policy)
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "no-store")
	}
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		w.Write(out.Bytes())
	}
}
