package api

import (
	"encoding/base64"
	"encoding/json"

	"fieldstory/story"
)

// writeCursor names a place in a list, for the next page. What is in it is
// nobody's business but ours.
func writeCursor(place any) string {
	b, _ := json.Marshal(place) // plain structs only
	return base64.RawURLEncoding.EncodeToString(b)
}

// readCursor finds the place again; an empty cursor is the beginning. One in which
// somebody wrote what no column holds is none.
func readCursor(s string, place any) error {
	if s == "" {
		return nil
	}
	b, err := base64.RawURLEncoding.DecodeString(s)
	if err == nil {
		err = json.Unmarshal(b, place)
	}
	if err != nil || escapesZero(b) {
		return story.Invalid("cursor", "The list cannot go on from there. Begin again from its first page.")
	}
	return nil
}
