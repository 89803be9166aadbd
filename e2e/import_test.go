package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// An operator brings offices and then people from files: checked first, all of a
// file or nothing, and twice does nothing more.
func TestImport(t *testing.T) {
	t.Parallel()
	d := sharedDemo(t)
	admin := d.by(t, "admin")
	dir := t.TempDir()
	write := func(name, text string) string {
		t.Helper()
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	run := func(want int, args ...string) (stdout, stderr string) {
		t.Helper()
		stdout, stderr, status := once(t, []string{"FIELDSTORY_SERVER=" + d.url, "FIELDSTORY_TOKEN=" + admin.token}, append([]string{"import"}, args...)...)
		if status != want {
			t.Errorf("fieldstory import %s ended with %d, want %d: %s", strings.Join(args, " "), status, want, stderr)
		}
		return stdout, stderr
	}
	people := func() int {
		t.Helper()
		return len(must[struct {
			Items []struct{ Email string }
		}](t, admin, "GET", "/api/v1/members?q=imported", nil).Items)
	}

	offices := write("offices.csv", "office,level\nImported,Region\nImported / Deep,Team\n")
	if out, said := run(0, "offices", offices, "--check"); out != "Imported\nImported / Deep\n" || !strings.Contains(said, "Offices to add: 2.") {
		t.Errorf("checking offices says %q and %q", out, said)
	}
	run(0, "offices", offices)
	if _, said := run(0, "offices", offices); !strings.Contains(said, "Offices added: 0. There already: 2.") {
		t.Errorf("the same offices again: %s", said)
	}

	bad := write("bad.csv", "name,email,office,role\nOne,one@imported.example,Imported,editor\nTwo,two,Imported,editor\n")
	if out, said := run(3, "people", bad); out != "" || !strings.Contains(said, "line 3: This does not look like an e-mail address.") || people() != 0 {
		t.Errorf("a bad file says %q and %q, and %d are there", out, said, people())
	}
	good := write("good.csv", "name;email;office;role;language\n=One;one@imported.example;Imported / Deep;editor;fr\nTwo;two@imported.example;Imported;viewer;\n")
	if out, said := run(0, "people", good, "--check"); out != "" || !strings.Contains(said, "To invite: 2.") || people() != 0 {
		t.Errorf("checking says %q and %q, and %d are there", out, said, people())
	}
	links := filepath.Join(dir, "links.csv")
	run(3, "people", bad, "--links", links)
	if _, said := run(0, "people", good, "--links", links); !strings.Contains(said, "Invited: 2.") || people() != 2 {
		t.Errorf("it says %q, and %d are there", said, people())
	}
	got, err := os.ReadFile(links)
	if err != nil || !strings.HasPrefix(string(got), "name,email,office,link\n'=One,one@imported.example,Deep,http") || strings.Count(string(got), "/sign-in/") != 2 {
		t.Errorf("the links are %q (%v)", got, err)
	}
	if out, said := run(0, "people", good); out != "" || !strings.Contains(said, "Invited: 0.") || !strings.Contains(said, "Nothing to do: 2.") {
		t.Errorf("the same people again: %q and %q", out, said)
	}
	if _, said := run(1, "people", good, "--links", links); !strings.Contains(said, "nothing was done") {
		t.Errorf("over links that are there already: %s", said)
	}
}
