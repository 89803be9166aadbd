package story

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"
	"unicode/utf8"
)

// Wording is a text that people agree to, kept to the letter. A wording has a
// name, e.g. “General” or “Children”; its versions are numbered from 1 and each
// may be in several languages. A text is never changed: a better one is a new
// version, and consent records go on naming the one that was agreed to.
type Wording struct {
	ID        WordingID
	Name      string // 1 to 60 characters
	Version   int    // from 1, within the name
	Language  string // BCP 47
	Text      string // 1 to 20,000 characters, as it was given, every space of it
	SHA256    string // hex, of Text in UTF-8
	CreatedAt time.Time
	CreatedBy Actor
	RetiredAt time.Time // zero = offered for new records
	Used      int       // by how many records; filled when lists are read
}

// NewWording adds a text to the organisation's. there are all that it has.
// version 0 begins the next version of the name; another adds a language to
// that version. root is headquarters: only its administrators may.
func NewWording(who Scope, root Office, there []Wording, name string, version int, language, text string, now time.Time) (Wording, error) {
	w := Wording{ID: NewID[WordingID](now), Name: strings.Join(strings.Fields(name), " "), Version: version, Language: strings.TrimSpace(language), Text: text,
		CreatedAt: now, CreatedBy: who.Actor()}
	if !who.May(ActAdminister, root.Path) {
		return w, Forbidden("Only an administrator of %s can add a wording.", root.Name)
	}
	if n := utf8.RuneCountInString(w.Name); n == 0 || n > 60 {
		return w, Invalid("wording_name", "Give the wording a name of 1 to 60 characters, for example “General” or “Children”.")
	}
	if w.Language == "" || len(w.Language) > 35 {
		return w, Invalid("language", "Choose the language from the list.")
	}
	if n := utf8.RuneCountInString(text); strings.TrimSpace(text) == "" || n > 20_000 || !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
		return w, Invalid("wording_text", "Write the text that people agree to, in at most 20,000 characters.")
	}
	newest := 0
	for _, t := range there {
		if t.Name != w.Name {
			continue
		}
		newest = max(newest, t.Version)
		if t.Version == version && t.Language == w.Language {
			return w, Conflict("wording_there", "Version %d of “%s” is there in this language already, and a text that people agree to is never changed. Begin a new version.", version, w.Name)
		}
	}
	switch {
	case version == 0:
		w.Version = newest + 1
	case version < 0 || version > newest:
		return w, Invalid("wording_version", "There is no such version of “%s” yet. Leave the version out to begin the next one.", w.Name)
	}
	sum := sha256.Sum256([]byte(text))
	w.SHA256 = hex.EncodeToString(sum[:])
	return w, nil
}

// Retire takes a text out of what is offered for new records, or offers it
// again. Records that name it keep it.
func (w *Wording) Retire(who Scope, root Office, retired bool, now time.Time) error {
	if !who.May(ActAdminister, root.Path) {
		return Forbidden("Only an administrator of %s can retire a wording.", root.Name)
	}
	switch {
	case !retired:
		w.RetiredAt = time.Time{}
	case w.RetiredAt.IsZero():
		w.RetiredAt = now
	}
	return nil
}
