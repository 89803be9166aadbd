package main

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

var update = flag.Bool("update", false, "write golden files anew")

func mustParser(t *testing.T) (*grammar, *kong.Kong) {
	t.Helper()
	g := new(grammar)
	parser, err := newParser(g, &process{stdout: io.Discard, stderr: io.Discard})
	if err != nil {
		t.Fatal(err)
	}
	return g, parser
}

// docs/settings.md lists what the binary knows, no more and no less.
func TestSettingsPage(t *testing.T) {
	t.Parallel()
	_, parser := mustParser(t)
	var page bytes.Buffer
	page.WriteString("# Settings\n\nEverything can be given as a flag or as a variable of the environment; the flag wins.\n" +
		"A secret can also stand in a file named by the same variable with `_FILE` at its end.\n" +
		"All mistakes are reported at once, and secrets never appear in logs.\n" +
		"This page is made from the program by `go test ./cmd/fieldstory -run SettingsPage -update`.\n\n" +
		"| variable | flag | for | default | what it is |\n| --- | --- | --- | --- | --- |\n")
	for _, s := range settingsOf(parser.Model) {
		name, standard, commands := "`"+s.Env+"`", "", strings.Join(s.Commands, ", ")
		if s.Secret {
			name += " (secret)"
		}
		if s.Default != "" {
			standard = "`" + s.Default + "`"
		}
		if commands == "" {
			commands = "all"
		}
		fmt.Fprintf(&page, "| %s | `%s` | %s | %s | %s |\n", name, s.Flag, commands, standard, s.Help)
	}
	file := filepath.Join("..", "..", "docs", "settings.md")
	if *update {
		if err := os.WriteFile(file, page.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(page.Bytes(), want) {
		t.Errorf("docs/settings.md is not what the program knows; run: go test ./cmd/fieldstory -run SettingsPage -update")
	}
}

func TestAllMistakesAreReportedAtOnce(t *testing.T) {
	t.Parallel()
	var stderr bytes.Buffer
	status := run(&process{ctx: t.Context(), stdout: io.Discard, stderr: &stderr}, []string{"serve",
		"--database-url=mysql://root:hunter2@db/x", "--redis-url=", "--addr=here", "--public-url=https://example.org/stories", "--s3-endpoint=s3"})
	if status != 2 {
		t.Errorf("exit status %d, want 2", status)
	}
	for _, want := range []string{"FIELDSTORY_DATABASE_URL is not an address", "FIELDSTORY_REDIS_URL is missing", "FIELDSTORY_ADDR",
		"FIELDSTORY_PUBLIC_URL has a path", "FIELDSTORY_S3_ENDPOINT is not an address", "FIELDSTORY_S3_ACCESS_KEY is missing", "FIELDSTORY_S3_SECRET_KEY is missing"} {
		if !strings.Contains(stderr.String(), want) {
			t.Errorf("the report lacks %q:\n%s", want, stderr.String())
		}
	}
	if strings.Contains(stderr.String(), "hunter2") {
		t.Errorf("the report shows a password:\n%s", stderr.String())
	}
}

// The environment belongs to the whole process, so these run alone.
func TestSecretsFromFiles(t *testing.T) {
	file := filepath.Join(t.TempDir(), "key")
	if err := os.WriteFile(file, []byte("from the file\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("FIELDSTORY_S3_SECRET_KEY_FILE", file)
	g, parser := mustParser(t)
	if _, err := parser.Parse([]string{"serve"}); err != nil {
		t.Fatal(err)
	}
	if got, want := string(g.Serve.S3.SecretKey), "from the file"; got != want {
		t.Errorf("secret key: got %q, want %q", got, want)
	}
	t.Setenv("FIELDSTORY_S3_SECRET_KEY", "both")
	if _, err := parser.Parse([]string{"serve"}); err == nil || !strings.Contains(err.Error(), "leave one of them out") {
		t.Errorf("with both set: got %v", err)
	}
}

func TestSecretsNeverPrint(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	settings := outside{DatabaseURL: "postgres://a:hunter2@b/c", S3: bucket{SecretKey: "hunter2"}}
	slog.New(slog.NewTextHandler(&log, nil)).Info("settings", "all", settings, "url", settings.DatabaseURL)
	slog.New(slog.NewJSONHandler(&log, nil)).Info("settings", "all", settings)
	fmt.Fprintf(&log, "%v %+v %#v %s %q", settings, settings, settings, settings.DatabaseURL, settings.DatabaseURL)
	if strings.Contains(log.String(), "hunter2") {
		t.Errorf("a secret was printed: %s", log.String())
	}
}

func TestMisspeltVariables(t *testing.T) {
	t.Parallel()
	_, parser := mustParser(t)
	got := strangers(parser.Model, []string{"FIELDSTORY_DATABSE_URL=x", "FIELDSTORY_S3_SECRET_KEY_FILE=x", "FIELDSTORY_ADDR=x", "HOME=/"})
	if len(got) != 1 || got[0] != "FIELDSTORY_DATABSE_URL" {
		t.Errorf("got %v, want the misspelt one", got)
	}
}
