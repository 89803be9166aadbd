package story_test

import (
	"errors"
	"testing"
	"time"

	"fieldstory/story"
)

func TestCleanFilename(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"IMG_0001.MOV":        "IMG_0001.MOV",
		"../../etc/passwd":    "passwd",
		`C:\clips\well.mp4`:   "well.mp4",
		"日本語ファイル名 📱.MOV":      "日本語ファイル名 📱.MOV",
		"\u202e4pm.exe.mp4":   "4pm.exe.mp4",
		"مقابلة مع أمينة.mp4": "مقابلة مع أمينة.mp4",
		"a\x00b\nc.mp4":       "abc.mp4",
		"":                    "clip",
		"..":                  "clip",
		"  ":                  "clip",
		"bad\xff.mp4":         "bad�.mp4",
	} {
		if got := story.CleanFilename(in); got != want {
			t.Errorf("CleanFilename(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestIDs(t *testing.T) {
	t.Parallel()
	a := story.NewID[story.StoryID](time.UnixMilli(1))
	b := story.NewID[story.StoryID](time.UnixMilli(2))
	if a >= b {
		t.Errorf("%s made before %s does not sort before it", a, b)
	}
	if got, err := story.ParseID[story.StoryID](string(a)); err != nil || got != a {
		t.Errorf("ParseID(%s) = %s, %v", a, got, err)
	}
	for _, bad := range []string{"", "1", "0190f3e2-7b7a-7c3a-9f00-00000000000G", "0190f3e2-7b7a-7c3a-9f00-0000000000001", "'; DROP TABLE stories; --"} {
		if _, err := story.ParseID[story.StoryID](bad); !errors.Is(err, story.NotFound()) {
			t.Errorf("ParseID(%q) = %v, want not found", bad, err)
		}
	}
}
