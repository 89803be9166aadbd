package main

import (
	"encoding/json"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// The house, as docs/design.md has it: what each room may import of ours, and
// the drivers that it alone may import. Parts of a library that one room owns
// are named by their prefix.
var rooms = map[string]struct {
	imports []string
	owns    []string
}{
	"story":            {},
	"transcode":        {imports: []string{"story"}, owns: []string{"github.com/u2takey/", "github.com/landlock-lsm/"}},
	"queue":            {imports: []string{"story"}, owns: []string{"github.com/hibiken/", "github.com/redis/"}},
	"storage/postgres": {imports: []string{"story"}, owns: []string{"github.com/jackc/", "github.com/pressly/"}},
	"storage/s3":       {imports: []string{"story"}, owns: []string{"github.com/minio/"}},
	"api":              {imports: []string{"story"}, owns: []string{"github.com/go-chi/", "github.com/danielgtaylor/", "github.com/tus/"}},
	"worker":           {imports: []string{"story"}},
	"auth":             {imports: []string{"story"}, owns: []string{"github.com/alexedwards/", "github.com/coreos/", "golang.org/x/oauth2", "github.com/go-webauthn/"}},
	"notify":           {imports: []string{"story"}, owns: []string{"github.com/wneessen/"}},
	"push":             {imports: []string{"story"}, owns: []string{"github.com/vbauerster/"}},
	"embedded":         {owns: []string{"github.com/versity/"}},
	"web":              {},
	"cmd/fieldstory": {imports: []string{"story", "transcode", "queue", "storage/postgres", "storage/s3", "api", "worker", "auth", "notify", "push", "embedded", "web"},
		owns: []string{"github.com/alecthomas/", "github.com/prometheus/", "github.com/compose-spec/"}},
}

// The tests of the whole meet the house from outside: they may join rooms.
const testParts = "e2e"

type goPackage struct {
	ImportPath string
	Imports    []string
	Standard   bool
}

func TestFloorPlan(t *testing.T) {
	t.Parallel()
	cmd := exec.Command("go", "list", "-json=ImportPath,Imports,Standard", "fieldstory/...")
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	standard := standardLibrary(t)
	seen := 0
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p goPackage
		if err := d.Decode(&p); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimPrefix(p.ImportPath, "fieldstory/")
		if name == testParts || strings.HasPrefix(name, testParts+"/") {
			continue
		}
		room := roomOf(name)
		plan, known := rooms[room]
		if !known {
			t.Errorf("%s is in no room of the floor plan", p.ImportPath)
			continue
		}
		seen++
		for _, imported := range p.Imports {
			if ours, ok := strings.CutPrefix(imported, "fieldstory/"); ok {
				if other := roomOf(ours); other != room && !slices.Contains(plan.imports, other) {
					t.Errorf("%s imports %s: only %v may be imported there; write the interface where it is used", room, ours, plan.imports)
				}
				continue
			}
			if owner := ownerOf(imported); owner != "" && owner != room {
				t.Errorf("%s imports %s, which only %s may", room, imported, owner)
			}
			if room == "story" && !standard[imported] {
				t.Errorf("story imports %s: it imports the standard library only", imported)
			}
		}
	}
	if seen < 10 {
		t.Errorf("only %d packages seen; go list looks at the wrong place", seen)
	}
}

// roomOf finds the room that a package is in: the longest name before it.
func roomOf(name string) string {
	best := name
	for room := range rooms {
		if name == room || strings.HasPrefix(name, room+"/") {
			return room
		}
	}
	return best
}

func ownerOf(imported string) string {
	for room, plan := range rooms {
		for _, prefix := range plan.owns {
			if strings.HasPrefix(imported, prefix) {
				return room
			}
		}
	}
	return ""
}

func standardLibrary(t *testing.T) map[string]bool {
	t.Helper()
	out, err := exec.Command("go", "list", "std").Output()
	if err != nil {
		t.Fatalf("go list std: %v", err)
	}
	std := map[string]bool{}
	for _, name := range strings.Fields(string(out)) {
		std[name] = true
	}
	return std
}
