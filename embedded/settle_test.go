package embedded

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

func TestSettle(t *testing.T) {
	t.Parallel()
	for _, sidecar := range []bool{false, true} {
		g := &gateway{dir: filepath.Join(t.TempDir(), "objects")}
		lay := func(root string, path ...string) {
			t.Helper()
			file := filepath.Join(append([]string{root}, path...)...)
			if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, []byte("moving pictures"), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		lay(g.dir, "bucket", "originals", "clip")
		lay(filepath.Dir(g.dir), "outside")
		if sidecar {
			g.sidecar = filepath.Join(t.TempDir(), "sidecar")
			if err := g.settle("bucket", "originals/clip"); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("an object without its side files = %v, want not there", err)
			}
			lay(g.sidecar, "bucket", "originals", "clip", "meta", "etag")
		}
		if err := g.settle("bucket", "originals/clip"); err != nil {
			t.Errorf("side files = %v: %v", sidecar, err)
		}
		if got, err := os.ReadFile(filepath.Join(g.dir, "bucket", "originals", "clip")); err != nil || string(got) != "moving pictures" {
			t.Errorf("the object reads %q, %v", got, err)
		}
		for _, name := range []string{"originals/none", "../../outside", "/etc/passwd", ""} {
			if err := g.settle("bucket", name); name != "" && !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("settle(%q) = %v, want not there", name, err)
			}
		}
	}
}
