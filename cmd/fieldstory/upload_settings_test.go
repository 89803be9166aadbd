package main

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"time"

	"fieldstory/api"
)

func TestUploadSettings(t *testing.T) {
	t.Parallel()
	g, parser := mustParser(t)
	if _, err := parser.Parse([]string{"serve"}); err != nil {
		t.Fatal(err)
	}
	got := api.NewUploadConfig()
	g.Serve.uploadSettings.apply(&got)
	if want := api.NewUploadConfig(); got.Limits != want.Limits {
		t.Errorf("settings by default give %+v, the package %+v", got.Limits, want.Limits)
	}
	if got.Memory != api.NewUploadConfig().Memory {
		t.Errorf("memory = %d", got.Memory)
	}
	if _, err := parser.Parse([]string{"up", "--max-file", "1.5GiB", "--max-uploads=3", "--upload-expires=36h", "--upload-memory=64 MB"}); err != nil {
		t.Fatal(err)
	}
	g.Up.uploadSettings.apply(&got)
	if l := got.Limits; l.MaxSize != 3<<29 || l.MaxOpen != 3 || l.Expires != 36*time.Hour || got.Memory != 64e6 {
		t.Errorf("settings give %+v, %d", l, got.Memory)
	}
}

func TestUploadSettingsThatAreWrong(t *testing.T) {
	t.Parallel()
	var stderr bytes.Buffer
	status := run(&process{ctx: t.Context(), stdout: io.Discard, stderr: &stderr}, []string{"serve",
		"--max-file=lots", "--max-uploads=0", "--upload-expires=10s", "--upload-memory=12"})
	for _, want := range []string{"FIELDSTORY_MAX_FILE", "FIELDSTORY_MAX_UPLOADS", "FIELDSTORY_UPLOAD_EXPIRES", "FIELDSTORY_UPLOAD_MEMORY"} {
		if status != 2 || !strings.Contains(stderr.String(), want) {
			t.Errorf("status %d, the report lacks %q:\n%s", status, want, stderr.String())
		}
	}
}

func TestSizes(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int64{"12": 12, "1kB": 1000, "1 KiB": 1024, "1.5 MB": 1_500_000, "2GB": 2e9, "5TiB": 5 << 40, "3M": 3e6, "10b": 10} {
		if got, err := size(text).bytes(); err != nil || got != want {
			t.Errorf("size(%q) = %d, %v; want %d", text, got, err, want)
		}
	}
	for _, text := range []string{"", "MB", "1XB", "many", "1i", "0x10"} {
		if got, err := size(text).bytes(); err == nil {
			t.Errorf("size(%q) = %d, want an error", text, got)
		}
	}
}
