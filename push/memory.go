package push

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"fieldstory/story"
)

// memory keeps what must survive a reboot: one small file for each take that
// was begun, one for each story that was made. Two runs at once do not disturb
// each other, for each file is written whole under its own name.
type memory struct{ dir string }

// begunTake is a take that was begun, and stays when it has arrived, so that
// more footage of the same card finds the story.
type begunTake struct {
	Server string   `json:"server"`
	Path   string   `json:"path"`
	Story  string   `json:"story"`
	Upload string   `json:"upload"` // its address, "" = there is none any more
	Clip   string   `json:"clip"`
	SHA256 string   `json:"sha256"`
	Pieces []string `json:"pieces"`          // SHA-256 of each file
	Ahead  bool     `json:"ahead,omitempty"` // a small copy was sent ahead
	Done   bool     `json:"done"`
}

// begunStory is a story that an earlier run of the same command made, or asked
// for without hearing the answer.
type begunStory struct {
	Story  string   `json:"story"`            // "" = asked for
	Title  string   `json:"title"`            // as asked for
	Before []string `json:"before,omitempty"` // the stories of that title there were
}

func key(parts ...string) string {
	h := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(h[:16])
}

// takeKey changes when a file does, so that a changed file is sent anew. into
// is the story that was asked for, "" = whichever it belongs to.
func takeKey(server, into string, t *take) string {
	parts := []string{server, into}
	for _, f := range t.pieces {
		parts = append(parts, f.path, fmt.Sprint(f.size), fmt.Sprint(f.mtime.UnixNano()))
	}
	return "take-" + key(parts...)
}

// storyKey is the same for the same command and the same first moment.
func storyKey(server, title string, began time.Time, paths []string) string {
	abs := make([]string, len(paths))
	for i, p := range paths {
		if a, err := filepath.Abs(p); err == nil {
			p = a
		}
		abs[i] = p
	}
	slices.Sort(abs)
	return "story-" + key(append([]string{server, title, fmt.Sprint(began.Unix())}, abs...)...)
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
	return replace(filepath.Join(m.dir, name+".json"), raw, 0o600)
}

// forget removes what was kept; nothing there is no error worth telling.
func (m memory) forget(name string) {
	if m.dir != "" {
		os.Remove(filepath.Join(m.dir, name+".json"))
	}
}

// tidy forgets what nobody asked for in half a year: by then the server has
// cleared away what was unfinished.
func (m memory) tidy(now time.Time) {
	entries, err := os.ReadDir(m.dir)
	if err != nil {
		return
	}
	for _, e := range entries {
		if info, err := e.Info(); err == nil && now.Sub(info.ModTime()) > 180*24*time.Hour {
			os.Remove(filepath.Join(m.dir, e.Name()))
		}
	}
}

// storyIDs are all stories that runs on this machine made.
func (m memory) storyIDs() map[string]bool {
	ids := map[string]bool{}
	names, _ := filepath.Glob(filepath.Join(m.dir, "story-*.json"))
	for _, path := range names {
		var b begunStory
		if m.recall(strings.TrimSuffix(filepath.Base(path), ".json"), &b) && b.Story != "" {
			ids[b.Story] = true
		}
	}
	return ids
}
