package e2e

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"fieldstory/e2e/parts"
	"fieldstory/embedded"
)

// Absolute, for the S3 gateway of e2e/parts changes the working folder.
var (
	here       string // the folder of this package
	binary     string // the program under test
	footageDir string // "" = none here
	workDir    string // for everything that is shared by tests
)

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	var err error
	if workDir, err = os.MkdirTemp("", "fieldstory-e2e-"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(workDir)
	os.Chmod(workDir, 0o711) // PostgreSQL may run as somebody else
	if here, err = os.Getwd(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	if binary, err = build(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	footageDir = footage()
	// Tests here wait for other processes most of the time: as many beside each
	// other as there are cores would leave the cores idle. -parallel still wins.
	flag.Set("test.parallel", "8")
	defer func() {
		if shared.server != nil {
			shared.server.kill()
		}
	}()
	return parts.Run(m, embedded.Config{})
}

// look makes go test see what build reads, for it keeps a result until something
// that a test opened has changed: the files of our own packages, and their
// folders, where a new one would come. Not web's: what tools write there changes
// at every check. It has to be called by a test; what TestMain opens does not count.
var look = sync.OnceValue(func() error {
	const files = `{{with .Module}}{{if .Main}}{{$.Dir}}
{{range $.GoFiles}}{{$.Dir}}/{{.}}
{{end}}{{range $.EmbedFiles}}{{$.Dir}}/{{.}}
{{end}}{{.GoMod}}
{{end}}{{end}}`
	list := exec.Command("go", "list", "-deps", "-f", files, "fieldstory/cmd/fieldstory")
	list.Dir = here
	out, err := list.Output()
	if err != nil {
		return fmt.Errorf("listing what fieldstory is built of: %w", err)
	}
	for line := range strings.Lines(string(out)) {
		path := strings.TrimSpace(line)
		if path == "" || filepath.Base(path) == "web" {
			continue
		}
		info, err := os.Stat(path)
		if err != nil {
			return err
		}
		if info.IsDir() {
			os.ReadDir(path)
		}
	}
	return nil
})

func build() (string, error) {
	path := filepath.Join(workDir, "fieldstory")
	args := []string{"build", "-ldflags", "-s -w", "-o", path}
	if race {
		args = append(args, "-race")
	}
	out, err := exec.Command("go", append(args, "fieldstory/cmd/fieldstory")...).CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("building fieldstory: %w\n%s", err, out)
	}
	return path, nil
}

func footage() string {
	dir := os.Getenv("FIELDSTORY_FOOTAGE")
	if dir == "" {
		dir = filepath.Join("..", "..", "shared", "footage")
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return ""
	}
	if _, err := os.Stat(filepath.Join(dir, "MANIFEST.tsv")); err != nil {
		return ""
	}
	return dir
}
