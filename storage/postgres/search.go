package postgres

import (
	"strings"
	"unicode"
)

// searchWords turns what a person typed into a query for to_tsquery: every
// word must be there, and each may be the beginning of a longer one, so that
// results come while typing. Nothing typed can be syntax.
func searchWords(typed string) string {
	words := strings.FieldsFunc(typed, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r) })
	if len(words) > 12 {
		words = words[:12]
	}
	for i := range words {
		words[i] = "'" + words[i] + "':*"
	}
	return strings.Join(words, " & ")
}
