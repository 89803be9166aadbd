package e2e

import (
	"archive/tar"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"fieldstory/story"
)

// row is what the manifest of the footage says of a file.
type row struct{ file, folder, vcodec, size, sar, rotation, duration, videos, audio, probeFailed, fields string }

func manifest(t testing.TB) []row {
	t.Helper()
	f, err := os.Open(filepath.Join(footageDir, "MANIFEST.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comma, r.LazyQuotes = '\t', true
	lines, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var rows []row
	for _, line := range lines[1:] {
		get := func(column string) string { return line[slices.Index(lines[0], column)] }
		rows = append(rows, row{file: get("file"), folder: path.Dir(get("file")), vcodec: get("vcodec"), size: get("size"), sar: get("sar"),
			rotation: get("rotation"), duration: get("duration"), videos: get("n_video"), audio: get("audio"),
			probeFailed: get("ffprobe_rc"), fields: get("field_order")})
	}
	return rows
}

// ending is how a file may end.
type ending int

const (
	mustBeReady ending = iota
	mustBeRefused
	either // broken, and who knows: something may be watched, or nothing
)

func (r row) ending() ending {
	switch {
	case r.probeFailed == "1", r.videos == "0", slices.Contains([]string{"png", "gif", "svg"}, r.vcodec),
		r.file == "hostile/quicktime-reference-movie.mov":
		return mustBeRefused
	case r.file == "broken/polyglot-html-tail.mp4", r.file == "broken/sample_with_invalid_nalu.mp4":
		return mustBeReady // a player would not notice
	case r.folder == "broken", r.folder == "hostile":
		return either
	}
	return mustBeReady
}

// shown is the size as people see it; ok is false where the manifest does not
// say, or says it of another stream than the one that is used.
func (r row) shown() (width, height float64, ok bool) {
	if n, _ := fmt.Sscanf(r.size, "%gx%g", &width, &height); n != 2 || r.videos != "1" || r.ending() != mustBeReady {
		return 0, 0, false
	}
	var num, den float64
	if n, _ := fmt.Sscanf(r.sar, "%g:%g", &num, &den); n == 2 && num > 0 && den > 0 {
		width *= num / den
	}
	if degrees, _ := strconv.Atoi(r.rotation); degrees%180 != 0 {
		width, height = height, width
	}
	return width, height, true
}

// TestFootage sends every file there is with fieldstory push, a story a
// folder, and looks at what became of each.
func TestFootage(t *testing.T) {
	t.Parallel()
	if footageDir == "" {
		t.Log("no footage here; TestOwnClips makes its own")
		return
	}
	d := sharedDemo(t)
	author := d.busy(t, "contributor")
	rows := map[string][]row{}
	for _, r := range manifest(t) {
		rows[r.folder] = append(rows[r.folder], r)
	}
	names := unpack(t, filepath.Join(footageDir, "names.tar"))
	for folder, rows := range rows {
		if folder == "bench" || folder == "derived" {
			continue // long, and nothing new; encodings for transcode, which looks at each
		}
		dir := footageDir
		if folder == "names" {
			dir = names
		}
		t.Run(folder, func(t *testing.T) {
			t.Parallel()
			var paths []string
			for _, r := range rows {
				paths = append(paths, filepath.Join(dir, r.file))
			}
			clips := pushed(t, d, author, "Footage: "+folder, paths)
			for _, r := range rows {
				t.Run(path.Base(r.file), func(t *testing.T) {
					c, ok := clips[filepath.Join(dir, r.file)]
					if !ok {
						if r.ending() == mustBeReady {
							t.Error("did not arrive")
						}
						return
					}
					judgeFootage(t, author, r, c)
				})
			}
		})
	}
}

func judgeFootage(t *testing.T, p *person, r row, c clipCard) {
	switch r.ending() {
	case mustBeRefused:
		judgeRefused(t, c)
		return
	case either:
		if c.State == "refused" {
			judgeRefused(t, c)
			return
		}
	}
	if c.State != "ready" {
		t.Fatalf("ended %s: %+v", c.State, c.Problem)
	}
	judge(t, p, c)
	if r.ending() == either {
		return
	}
	f := c.Facts
	if w, h, ok := r.shown(); ok && (math.Abs(w-float64(f.Width)) > 1 || math.Abs(h-float64(f.Height)) > 1) {
		t.Errorf("shown as %d×%d, the manifest has %g×%g", f.Width, f.Height, w, h)
	}
	if want, err := strconv.ParseFloat(r.duration, 64); err == nil && r.videos == "1" && !near(f.Duration, want) {
		t.Errorf("lasts %.2f s, the manifest has %.2f s", f.Duration, want)
	}
	if sound, want := f.AudioCodec != "", r.audio != ""; sound != want {
		t.Errorf("sound is %q, the manifest has %q", f.AudioCodec, r.audio)
	}
	if r.videos == "1" && f.VideoCodec != r.vcodec {
		t.Errorf("pictures are %s, the manifest has %s", f.VideoCodec, r.vcodec)
	}
	if want := r.fields == "tt" || r.fields == "bb"; want && !f.Interlaced {
		t.Errorf("not seen to be interlaced, the manifest has %q", r.fields)
	}
}

// pushed sends files as a person in the field would and gives, by path, the
// clips that became of them once machines are done.
func pushed(t testing.TB, d *demo, p *person, title string, paths []string) map[string]clipCard {
	t.Helper()
	card := p.newStory(t, title)
	stdout, stderr, status := once(t, []string{"XDG_STATE_HOME=" + t.TempDir()},
		append([]string{"push", "--server", d.url, "--token", p.token, "--story", card.ID, "--"}, paths...)...)
	// 3: some files were refused while they were sent.
	if status != 0 && status != 3 {
		t.Fatalf("push ended with %d:\n%s%s", status, stdout, stderr)
	}
	story := must[storyCard](t, p, "GET", "/api/v1/stories/"+card.ID, nil)
	var ids []string
	for _, c := range story.Clips {
		ids = append(ids, c.ID)
	}
	ended := p.followAll(t, ids, patience, "machines are done with "+title, clipCard.ended)
	clips := map[string]clipCard{}
	for _, file := range paths {
		for _, c := range ended {
			if c.Filename == cleaned(file) {
				clips[file] = c
			}
		}
	}
	return clips
}

// cleaned is what a file is called once it arrived.
func cleaned(file string) string { return story.CleanFilename(filepath.Base(file)) }

// unpack lays the clips of a tar into a folder. Several are the same under
// other names, which push would send once, so each gets a box at its end that
// no player minds.
func unpack(t testing.TB, from string) string {
	t.Helper()
	dir := t.TempDir()
	f, err := os.Open(from)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for n, r := 0, tar.NewReader(f); ; n++ {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return dir
		}
		if err != nil {
			t.Fatal(err)
		}
		if h.Typeflag != tar.TypeReg {
			continue
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		content = append(content, fmt.Sprintf("\x00\x00\x00\x10free%8d", n)...)
		name := filepath.Join(dir, filepath.FromSlash(h.Name))
		os.MkdirAll(filepath.Dir(name), 0o755)
		mustWrite(t, name, content)
	}
}
