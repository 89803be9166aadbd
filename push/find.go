package push

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// file is something to send.
type file struct {
	path  string // absolute
	size  int64
	mtime time.Time
}

func (f file) name() string { return filepath.Base(f.path) }

// footage is what a folder is searched for. A file that is named itself is
// sent whatever it is called: the server looks inside.
var footage = []string{
	".3g2", ".3gp", ".avi", ".braw", ".dv", ".flv", ".m2t", ".m2ts", ".m4v", ".mkv", ".mod", ".mov", ".mp4", ".mpeg", ".mpg",
	".mts", ".mxf", ".ogv", ".tod", ".ts", ".vob", ".webm", ".wmv",
}

// find lists the files that paths name, folders searched, in order and each
// once. left counts what lies in folders and is no footage.
func find(paths []string) (list []file, left int, err error) {
	seen := map[string]bool{}
	add := func(path string, info fs.FileInfo) {
		if !seen[path] {
			seen[path] = true
			list = append(list, file{path, info.Size(), info.ModTime()})
		}
	}
	for _, p := range paths {
		abs, err := filepath.Abs(p)
		if err != nil {
			return nil, 0, err
		}
		info, err := os.Stat(abs)
		switch {
		case err != nil:
			return nil, 0, fmt.Errorf("%s cannot be read: %w", p, err)
		case info.Mode().IsRegular():
			add(abs, info)
			continue
		case !info.IsDir():
			return nil, 0, fmt.Errorf("%s is neither a file nor a folder", p)
		}
		err = filepath.WalkDir(abs, func(path string, d fs.DirEntry, err error) error {
			hidden := strings.HasPrefix(d.Name(), ".") && path != abs
			switch {
			case err != nil:
				return err
			case hidden && d.IsDir():
				return fs.SkipDir
			case d.IsDir():
				return nil
			case hidden || !d.Type().IsRegular() || !slices.Contains(footage, strings.ToLower(filepath.Ext(path))):
				left++
				return nil
			}
			info, err := d.Info()
			if err == nil {
				add(path, info)
			}
			return err
		})
		if err != nil {
			return nil, 0, fmt.Errorf("%s cannot be read: %w", p, err)
		}
	}
	return list, left, nil
}

// titleOf makes a title of what the person named first.
func titleOf(paths []string) string {
	abs, err := filepath.Abs(paths[0])
	if err != nil {
		return "Footage"
	}
	name := filepath.Base(abs)
	if info, err := os.Stat(abs); err == nil && !info.IsDir() {
		name = strings.TrimSuffix(name, filepath.Ext(name))
	}
	name = strings.ToValidUTF8(name, "")
	if r := []rune(name); len(r) > 200 {
		name = string(r[:200])
	}
	if strings.Trim(name, " ./\\") == "" {
		return "Footage"
	}
	return name
}
