package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// docs/security.md names tests; each of them is there.
func TestSecurityPageNamesTests(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("..", "..", "docs", "security.md"))
	if err != nil {
		t.Fatal(err)
	}
	names := regexp.MustCompile("`(Test[A-Za-z]+)`").FindAllStringSubmatch(string(page), -1)
	if len(names) < 20 {
		t.Fatalf("the page names %d tests", len(names))
	}
	var out strings.Builder
	for _, depth := range []string{"*", filepath.Join("*", "*")} {
		files, err := filepath.Glob(filepath.Join("..", "..", depth, "*_test.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			out.Write(text)
		}
	}
	for _, name := range names {
		if !strings.Contains(out.String(), "func "+name[1]+"(") {
			t.Errorf("docs/security.md names %s, and there is no such test", name[1])
		}
	}
}
