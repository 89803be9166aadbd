package push

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"fieldstory/story"
)

// memory keeps what must survive a reboot: one small file for each upload on
// its way, one for each story that was made. Two runs at once do not disturb
// each other, for each file is written whole under its own name.
type memory struct{ dir string }

// onItsWay is an upload that was begun.
type onItsWay struct {
	Server string `json:"server"`
	Path   string `json:"path"`
	Story  string `json:"story"`
	Upload string `json:"upload"` // its address
	Clip   string `json:"clip"`
	SHA256 string `json:"sha256"`
}

// begunStory is a story that an earlier run of the same command made.
type begunStory struct {
	Story string `json:"story"`
}

func key(parts ...string) string {
	h := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(h[:16])
}

// fileKey changes when the file does, so that a changed file is sent anew.
func fileKey(server, story string, f file) string {
	return "upload-" + key(server, story, f.path, fmt.Sprint(f.size), fmt.Sprint(f.mtime.UnixNano()))
}

// storyKey is the same for the same command.
func storyKey(server, title string, paths []string) string {
	abs := make([]string, len(paths))
	for i, p := range paths {
		if a, err := filepath.Abs(p); err == nil {
			p = a
		}
		abs[i] = p
	}
	slices.Sort(abs)
	return "story-" + key(append([]string{server, title}, abs...)...)
}

// recall reads what was kept under a name; false = nothing that can be read.
func (m memory) recall(name string, v any) bool {
	if m.dir == "" {
		return false
	}
	raw, err := os.ReadFile(filepath.Join(m.dir, name+".json"))
	return err == nil && json.Unmarshal(raw, v) == nil
}

// keep writes v under a name, whole or not at all.
func (m memory) keep(name string, v any) (err error) {
	defer story.Wrap(&err, "keep(%s)", name)
	if m.dir == "" {
		return nil
	}
	raw, err := json.Marshal(v)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(m.dir, 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(m.dir, name+".*.new")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.Write(raw)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), filepath.Join(m.dir, name+".json"))
}

// forget removes what was kept; nothing there is no error worth telling.
func (m memory) forget(name string) {
	if m.dir != "" {
		os.Remove(filepath.Join(m.dir, name+".json"))
	}
}
