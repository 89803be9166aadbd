package push

import (
	"cmp"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
)

// group is the takes that become one story.
type group struct {
	title string
	takes []*take
	began time.Time
	exact bool // the camera says so, for all of them

	mu     sync.Mutex // one lane at a time finds or makes the story
	story  remoteStory
	sought bool // and not found
}

// grouped sorts takes by when they were filmed, and begins a new story where
// nothing was filmed for longer than gap; 0 = all is one story. Parts of one
// recording stay together.
func grouped(takes []*take, gap time.Duration) (list []*group) {
	began := map[*take]time.Time{}
	for i, t := range takes {
		began[t] = t.captured
		// Parts lie one after the other on the card; all go where the first goes.
		if t.part > 1 && i > 0 && takes[i-1].parts == t.parts && filepath.Dir(takes[i-1].path()) == filepath.Dir(t.path()) {
			began[t] = began[takes[i-1]]
		}
	}
	takes = slices.Clone(takes)
	slices.SortStableFunc(takes, func(a, b *take) int { return began[a].Compare(began[b]) })
	var last time.Time
	for _, t := range takes {
		if len(list) == 0 || gap > 0 && began[t].Sub(last) > gap && !(t.part > 1) {
			list = append(list, &group{began: began[t], exact: true})
		}
		g := list[len(list)-1]
		g.takes, g.exact = append(g.takes, t), g.exact && t.exact
		if t.captured.After(last) {
			last = t.captured
		}
	}
	for _, g := range list {
		slices.SortStableFunc(g.takes, func(a, b *take) int {
			return cmp.Or(began[a].Compare(began[b]), cmp.Compare(filepath.Dir(a.path()), filepath.Dir(b.path())), cmp.Compare(a.part, b.part))
		})
	}
	return list
}

// entitle gives every group its story's title: the one that was asked for or
// the first path's name, with the time of filming where there are several.
func entitle(list []*group, title string, paths []string) {
	if title == "" {
		title = titleOf(paths)
	}
	for _, g := range list {
		g.title = strings.Join(strings.Fields(title), " ")
		if len(list) > 1 {
			g.title += ", " + g.began.Local().Format("2006-01-02 15:04")
		}
	}
}

// titleOf makes a title of what the person named first.
func titleOf(paths []string) string {
	abs, err := filepath.Abs(paths[0])
	if err != nil {
		return "Footage"
	}
	name := filepath.Base(abs)
	if info, err := os.Stat(abs); err == nil && !info.IsDir() {
		name = strings.TrimSuffix(name, filepath.Ext(name))
	}
	name = strings.ToValidUTF8(name, "")
	if r := []rune(name); len(r) > 180 { // 200 with the time
		name = string(r[:180])
	}
	if strings.Trim(name, " ./\\") == "" {
		return "Footage"
	}
	return name
}
