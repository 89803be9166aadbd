package web

import (
	"embed"
	"io/fs"
)

// The folder is there before the app is built (a placeholder is kept in it),
// so that Go code compiles on a machine without Node.
//
//go:embed all:build
var built embed.FS

// Files is the built web app, empty but for a placeholder when it was not
// built before this binary.
func Files() fs.FS {
	files, err := fs.Sub(built, "build")
	if err != nil {
		panic(err) // "build" is a constant and a valid path
	}
	return files
}
