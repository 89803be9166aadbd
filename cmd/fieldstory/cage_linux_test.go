package main

import (
	"bytes"
	"os"
	"os/exec"
	"strings"
	"testing"

	"fieldstory/transcode/cage"
)

// TestCageComesBeforeTheRestOfTheProgram: tools are started one after another while
// somebody waits, so what links everything becomes one before it comes to life.
func TestCageComesBeforeTheRestOfTheProgram(t *testing.T) {
	t.Parallel()
	o := cage.Order{Program: "/bin/echo", Args: []string{"became", "it"}, Limits: cage.Limits{CPU: 60, Memory: 1 << 46, Output: 1 << 20, Files: 64}}
	var out, trace bytes.Buffer
	cmd := exec.Cmd{Path: "/proc/self/exe", Args: o.Argv(), Env: append(os.Environ(), "GODEBUG=inittrace=1"), Stdout: &out, Stderr: &trace}
	if err := cmd.Run(); err != nil || out.String() != "became it\n" {
		t.Fatalf("said %q, %v: %s", out.String(), err, trace.String())
	}
	if !strings.Contains(trace.String(), "init os ") {
		t.Fatalf("what came to life is not told: %s", trace.String())
	}
	for line := range strings.Lines(trace.String()) {
		for _, late := range []string{"fieldstory/", "encoding/json", "github.com/aws/aws-sdk-go/aws/", "github.com/danielgtaylor/"} {
			if strings.HasPrefix(line, "init "+late) {
				t.Errorf("it waited for %s", line)
			}
		}
	}
}
