package push

import (
	"cmp"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// takes makes clips of the card's footage: one for each file, but for pieces
// of one recording. Those are joined where that is only putting bytes one
// after the other and it is certain (AVCHD), and are numbered parts otherwise.
func (c *card) takes() (list []*take) {
	chapters := map[string][]*take{}
	rest := []file{}
	for _, f := range c.files {
		key, n := chapter(f)
		if n == 0 {
			rest = append(rest, f)
			continue
		}
		t := &take{pieces: []file{f}, name: f.name(), part: n}
		chapters[key] = append(chapters[key], t)
		list = append(list, t)
	}
	for _, of := range chapters {
		number(of, "chapter")
	}
	streams := map[string][]file{} // by folder
	for _, f := range rest {
		if isStream(f) {
			streams[filepath.Dir(f.path)] = append(streams[filepath.Dir(f.path)], f)
		}
	}
	joined := map[string]*take{} // by the path of each piece
	for dir, files := range streams {
		for _, t := range joinStreams(dir, files) {
			for _, p := range t.pieces {
				joined[p.path] = t
			}
		}
	}
	var plain []*take
	for _, f := range rest {
		t := joined[f.path]
		if t == nil {
			t = &take{pieces: []file{f}, name: f.name()}
			plain = append(plain, t)
		} else if t.path() != f.path {
			continue // its first piece stands for it
		}
		list = append(list, t)
	}
	cutAtLimit(plain)
	for _, t := range list {
		c.describe(t)
	}
	return list
}

// GoPro's names: GHccnnnn.MP4 is chapter cc of recording nnnn (GX for HEVC, GS
// for 360°); before HERO6, GOPRnnnn.MP4 and then GP01nnnn.MP4.
// https://community.gopro.com/s/article/GoPro-Camera-File-Naming-Convention
var (
	goproNew = regexp.MustCompile(`^(GH|GX|GS)(\d\d)(\d{4})\.(MP4|360)$`)
	goproOld = regexp.MustCompile(`^(?:GOPR|GP(\d\d))(\d{4})\.MP4$`)
)

// chapter tells which recording a file is a chapter of, and its number from 1;
// 0 = the name tells of none.
func chapter(f file) (recording string, n int) {
	name, dir := strings.ToUpper(f.name()), filepath.Dir(f.path)
	if m := goproNew.FindStringSubmatch(name); m != nil {
		n, _ = strconv.Atoi(m[2])
		return filepath.Join(dir, m[1]+m[3]+m[4]), n
	}
	if m := goproOld.FindStringSubmatch(name); m != nil {
		n, _ = strconv.Atoi(m[1]) // GOPR has no number: it is the first
		return filepath.Join(dir, "GP"+m[2]), n + 1
	}
	return "", 0
}

// number names the parts of one recording; a single one keeps its name. The
// last one's number is how many there are, so that a lost one shows.
func number(parts []*take, word string) {
	slices.SortFunc(parts, func(a, b *take) int { return cmp.Compare(a.part, b.part) })
	last := parts[len(parts)-1].part
	for _, t := range parts {
		if last == 1 {
			t.part = 0
			continue
		}
		ext := filepath.Ext(t.name)
		t.parts, t.name = last, fmt.Sprintf("%s (%s %d of %d)%s", strings.TrimSuffix(t.name, ext), word, t.part, last, ext)
	}
}

// A FAT file system holds files below 4 GiB, and some cameras stop at 2 GiB;
// they begin the next file a little before that.
const fatSlack = 48 << 20

func atLimit(size int64) bool {
	for _, limit := range []int64{2 << 30, 4 << 30} {
		if size <= limit && size > limit-fatSlack {
			return true
		}
	}
	return false
}

var numbered = regexp.MustCompile(`^(.*?)(\d{3,8})(\.[^.]+)$`)

// cutAtLimit finds files that end where the file system made the camera begin
// another: the one with the next number goes on.
func cutAtLimit(list []*take) {
	next := func(a, b *take) bool {
		if !atLimit(a.size()) || filepath.Dir(a.path()) != filepath.Dir(b.path()) {
			return false
		}
		m, n := numbered.FindStringSubmatch(a.name), numbered.FindStringSubmatch(b.name)
		if m == nil || n == nil || m[1] != n[1] || m[3] != n[3] {
			return false
		}
		i, _ := strconv.Atoi(m[2])
		j, _ := strconv.Atoi(n[2])
		return j == i+1
	}
	list = slices.Clone(list)
	slices.SortFunc(list, func(a, b *take) int { return strings.Compare(a.path(), b.path()) })
	for i := 0; i < len(list); {
		j := i + 1
		for j < len(list) && next(list[j-1], list[j]) {
			j++
		}
		inOrder(list[i:j])
		i = j
	}
}

// inOrder makes numbered parts of takes that follow each other.
func inOrder(list []*take) {
	for n, t := range list {
		t.part = n + 1
	}
	if len(list) > 0 {
		number(list, "part")
	}
}
