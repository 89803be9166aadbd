package api

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"

	"golang.org/x/text/language"

	"fieldstory/story"
)

// pages are the ones that need no script: public stories, the door of a
// one-time link, a sentence where something is wrong. They speak the language
// that the reader's browser asks for.
type pages struct {
	spoken language.Matcher
	in     []*template.Template // in the order of pageLanguages
	words  []map[string]string  // likewise
}

// pageLanguages are those of the words; the first where none fits.
var pageLanguages = []language.Tag{language.English, language.French, language.Arabic}

func parsePages(files fs.FS) (_ *pages, err error) {
	defer story.Wrap(&err, "parsePages")
	p := &pages{spoken: language.NewMatcher(pageLanguages)}
	for _, tag := range pageLanguages {
		words, err := readWords(files, "words/"+tag.String()+".json")
		if err != nil {
			return nil, err
		}
		t, err := template.New("pages").Funcs(template.FuncMap{
			"say":  func(key string) (string, error) { return say(words, key) },
			"lang": tag.String,
			"dir":  func() string { return words["direction"] },
		}).ParseFS(files, "*.html")
		if err != nil {
			return nil, err
		}
		p.in, p.words = append(p.in, t), append(p.words, words)
	}
	return p, nil
}

func readWords(files fs.FS, name string) (words map[string]string, err error) {
	b, err := fs.ReadFile(files, name)
	if err == nil {
		err = json.Unmarshal(b, &words)
	}
	return words, err
}

// say fails for a word that a language lacks, which every page's test shows.
func say(words map[string]string, key string) (string, error) {
	if w, ok := words[key]; ok {
		return w, nil
	}
	return "", fmt.Errorf("there is no word for %q", key)
}

// spokenKey is where a request's context carries the language, BCP 47, of whom
// a page was made for.
type spokenKey struct{}

// language chooses what the reader asked for with ?lang=, then that of whom the
// page was made for, then what the browser asks for (RFC 9110, section 12.5.4).
// One that there are no words in is passed over.
func (p *pages) language(r *http.Request) int {
	made, _ := r.Context().Value(spokenKey{}).(string)
	for _, asked := range []string{r.URL.Query().Get("lang"), made} {
		tag, err := language.Parse(asked)
		if _, i, sure := p.spoken.Match(tag); asked != "" && err == nil && sure >= language.High {
			return i
		}
	}
	_, i := language.MatchStrings(p.spoken, r.Header.Get("Accept-Language"))
	return i
}

// pagePolicy lets a page load its own pictures, video and styles, and nothing else.
const pagePolicy = "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// show answers with a page. A policy that was set before stays.
func (p *pages) show(w http.ResponseWriter, r *http.Request, status int, name string, data any) {
	var out bytes.Buffer
	if err := p.in[p.language(r)].ExecuteTemplate(&out, name, data); err != nil {
		panic(err) // recovered; a template that fails is our mistake
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Add("Vary", "Accept-Language")
	if h.Get("Content-Security-Policy") == bare {
		h.Set("Content-Security-Policy", pagePolicy)
	}
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "no-store")
	}
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		w.Write(out.Bytes())
	}
}

// say answers with the sentence of a problem, in the reader's language where
// there are words for its code.
func (p *pages) say(w http.ResponseWriter, r *http.Request, problem *Problem) {
	sentence, ok := p.words[p.language(r)]["problem_"+problem.Code]
	if !ok {
		sentence = problem.Detail
	}
	p.show(w, r, problem.Status, "sentence.html", sentence)
}
