package api

import (
	"bytes"
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"

	"fieldstory/story"
)

// illegible is the answer to text that no column holds: PostgreSQL takes neither
// the character numbered 0 (its documentation, section 8.3) nor bytes that are no
// UTF-8. It is told at the door, before any rule or row meets it.
var illegible = story.Invalid("characters", "Some of this text holds a character that cannot be kept: the one numbered 0, or bytes that are not UTF-8. Write it anew and try again.")

func isLegible(s string) bool { return utf8.ValidString(s) && !strings.Contains(s, "\x00") }

// legible refuses requests whose address holds such text. As part of a path it is
// the name of nothing.
func (a *API) legible(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		err := queryError(r.URL.RawQuery)
		if !isLegible(r.URL.Path) {
			err = story.NotFound()
		}
		switch {
		case err == nil:
			next.ServeHTTP(w, r)
		case strings.HasPrefix(r.URL.Path, "/api/"):
			a.fail(w, r, err)
		default:
			a.pages.say(w, r, a.problem(r.Context(), err))
		}
	})
}

func queryError(raw string) error {
	if !strings.Contains(raw, "%") && isLegible(raw) {
		return nil // as nearly all are
	}
	list, _ := url.ParseQuery(raw) // what cannot be read is left out, as handlers leave it out
	for name, values := range list {
		if !isLegible(name + strings.Join(values, "")) {
			return illegible
		}
	}
	return nil
}

// formats are how bodies are read and written: JSON, in which such text can hide
// behind an escape.
func formats() map[string]huma.Format {
	f := huma.DefaultJSONFormat
	f.Unmarshal = func(data []byte, v any) error {
		if escapesZero(data) {
			return illegible
		}
		return json.Unmarshal(data, v)
	}
	all := maps.Clone(huma.DefaultFormats)
	for name := range all {
		all[name] = f
	}
	return all
}

// escapesZero tells whether a text of JSON holds the escape of the character
// numbered 0: one whose backslash is not itself escaped. Bytes that are no UTF-8
// the decoder replaces.
func escapesZero(data []byte) bool {
	const zero = `\u0000`
	for at := 0; ; {
		i := bytes.Index(data[at:], []byte(zero))
		if i < 0 {
			return false
		}
		before := at + i
		for before > 0 && data[before-1] == '\\' {
			before--
		}
		if (at+i-before)%2 == 0 {
			return true
		}
		at += i + len(zero)
	}
}
