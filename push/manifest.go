package push

import (
	"bufio"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"fieldstory/story"
)

// manifest is a list of SHA-256 sums that "sha256sum -c" checks: of every file
// that the server has read back, written as it does. Lines of earlier runs
// stay. The zero manifest is no file.
type manifest struct {
	path string // absolute
	mu   sync.Mutex
	sums map[string]string // by name as it stands in the file
	list []string          // names in order
}

func openManifest(path string) (m *manifest, err error) {
	defer story.Wrap(&err, "the manifest %s", path)
	m = &manifest{sums: map[string]string{}}
	if path == "" {
		return m, nil
	}
	if m.path, err = filepath.Abs(path); err != nil {
		return m, err
	}
	// Whether it can be written shows now and not after a night of sending.
	f, err := os.OpenFile(m.path, os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return m, err
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		sum, name, ok := strings.Cut(lines.Text(), "  ")
		if !ok {
			continue
		}
		if escaped, ok := strings.CutPrefix(sum, `\`); ok {
			sum, name = escaped, unescape(name)
		}
		m.put(name, sum)
	}
	return m, lines.Err()
}

func (m *manifest) put(name, sum string) (changed bool) {
	old, there := m.sums[name]
	if !there {
		m.list = append(m.list, name)
	}
	m.sums[name] = sum
	return !there || old != sum
}

// add writes the lines of files by path. The file is replaced whole, so that a
// reader never sees half a line.
func (m *manifest) add(paths, sums []string) (err error) {
	if m.path == "" || len(sums) != len(paths) {
		return nil
	}
	defer story.Wrap(&err, "the manifest %s", m.path)
	m.mu.Lock()
	defer m.mu.Unlock()
	changed := false
	for i, path := range paths {
		changed = m.put(m.name(path), sums[i]) || changed
	}
	if !changed {
		return nil
	}
	var text strings.Builder
	for _, name := range m.list {
		if shown := escape(name); shown != name {
			text.WriteString(`\` + m.sums[name] + "  " + shown + "\n")
			continue
		}
		text.WriteString(m.sums[name] + "  " + name + "\n")
	}
	return replace(m.path, []byte(text.String()), 0o644)
}

// name is a file's in the manifest: below the manifest's own folder relative
// to it, so that a copy of the folder can be checked too; elsewhere absolute.
func (m *manifest) name(path string) string {
	rel, err := filepath.Rel(filepath.Dir(m.path), path)
	if err != nil || !filepath.IsLocal(rel) {
		return path
	}
	return rel
}

// escape is sha256sum's, for names that would break the line:
// https://www.gnu.org/software/coreutils/manual/html_node/cksum-output-modes.html
func escape(name string) string {
	return strings.NewReplacer(`\`, `\\`, "\n", `\n`, "\r", `\r`).Replace(name)
}

func unescape(name string) string {
	return strings.NewReplacer(`\\`, `\`, `\n`, "\n", `\r`, "\r").Replace(name)
}

// replace writes a file whole or not at all.
func replace(path string, raw []byte, mode os.FileMode) error {
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*.new")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	f.Chmod(mode) // a memory card may know no modes; the bytes matter
	_, err = f.Write(raw)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
