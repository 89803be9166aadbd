package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	pageLink    = regexp.MustCompile(`\]\(([^)#]+)[^)]*\)`)
	sayings     = regexp.MustCompile("(?m)(?:^|[ `(])(?:bin/|/usr/local/bin/)?fieldstory ([a-z]+)((?: --[a-z-]+)?)")
	settingName = regexp.MustCompile(`FIELDSTORY_[A-Z0-9_]*[A-Z0-9]`)
)

// The pages name files, commands and settings that are there.
func TestPagesSayWhatIsTrue(t *testing.T) {
	t.Parallel()
	root := filepath.Join("..", "..")
	_, parser := mustParser(t)
	var commands, settings []string
	for _, c := range parser.Model.Children {
		commands = append(commands, c.Name)
	}
	for _, s := range settingsOf(parser.Model) {
		settings = append(settings, s.Env, s.Env+"_FILE")
	}
	pages, err := filepath.Glob(filepath.Join(root, "docs", "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, page := range append(pages, filepath.Join(root, "README.md")) {
		b, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		text, name := string(b), filepath.Base(page)
		for _, m := range pageLink.FindAllStringSubmatch(text, -1) {
			if strings.Contains(m[1], "://") {
				continue
			}
			if _, err := os.Stat(filepath.Join(filepath.Dir(page), m[1])); err != nil {
				t.Errorf("%s links to %s, which is not there", name, m[1])
			}
		}
		for _, m := range sayings.FindAllStringSubmatch(text, -1) {
			if strings.Contains(m[0], "bin/") && !slices.Contains(commands, m[1]) {
				t.Errorf("%s says “fieldstory %s”, which is no command", name, m[1])
			}
		}
		for _, s := range settingName.FindAllString(text, -1) {
			if !slices.Contains(settings, s) {
				t.Errorf("%s names %s, which is no setting", name, s)
			}
		}
	}
}
