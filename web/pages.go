package web

import (
	"embed"
	"io/fs"
)

//go:embed public/*.html public/words/*.json
var public embed.FS

// Pages are the templates of the pages that need no script (the public story
// and its frame for other sites, the door of a one-time link, a sentence where
// something is wrong) and their words in every language.
func Pages() fs.FS {
	sub, err := fs.Sub(public, "public")
	if err != nil {
		panic(err) // the folder is compiled in
	}
	return sub
}
