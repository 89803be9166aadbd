package push

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
)

// plan is what a run will do, found without asking the server.
type plan struct {
	card   card
	groups []*group
	takes  []*take // of all groups, in their order
}

func newPlan(conf Config, paths []string) (p plan, err error) {
	if p.card, err = look(paths); err != nil {
		return p, err
	}
	gap := conf.Gap
	if conf.Story != "" {
		gap = 0
	}
	takes := p.card.takes()
	conf.Clock.correct(takes)
	p.groups = grouped(takes, gap)
	entitle(p.groups, conf.Title, paths)
	for _, g := range p.groups {
		p.takes = append(p.takes, g.takes...)
	}
	return p, nil
}

// planned is a take in the plan's JSON.
type planned struct {
	Files    []string  `json:"files"`
	Name     string    `json:"name"`
	Size     int64     `json:"size"`
	Captured time.Time `json:"captured_at"`
	Device   string    `json:"device,omitempty"`
	Part     int       `json:"part,omitempty"`
	Parts    int       `json:"parts,omitempty"`
}

func (t *take) planned() planned {
	return planned{Files: t.paths(), Name: t.name, Size: t.size(), Captured: t.captured, Device: t.device, Part: t.part, Parts: t.parts}
}

// write shows what would be sent: --dry-run.
func (p plan) write(out io.Writer, conf Config) error {
	if conf.JSON {
		return p.writeJSON(out)
	}
	out = plain{out}
	if len(p.card.layouts) > 0 {
		fmt.Fprintf(out, "This is a card of: %s.\n", strings.Join(p.card.layouts, ", "))
	}
	var total int64
	for i, g := range p.groups {
		var size int64
		for _, t := range g.takes {
			size += t.size()
		}
		total += size
		head := fmt.Sprintf("Story %d: “%s”", i+1, g.title)
		if conf.Story != "" {
			head = "To the story " + conf.Story
		}
		fmt.Fprintf(out, "\n%s, %s, %s\n", head, count(len(g.takes), "clip"), bytesOf(size))
		w := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
		for _, t := range g.takes {
			note := t.device
			if n := len(t.pieces); n > 1 {
				note = strings.TrimSpace(fmt.Sprintf("%d files joined, one recording  %s", n, note))
			}
			if t.name != t.pieces[0].name() {
				note = strings.TrimSpace("as “" + t.name + "”  " + note)
			}
			fmt.Fprintf(w, "  %s\t%s\t%s\t%s\n", t.label(), bytesOf(t.size()), t.captured.Local().Format("2006-01-02 15:04"), note)
		}
		if err := w.Flush(); err != nil {
			return err
		}
	}
	fmt.Fprintf(out, "\n%s in %s, %s. Nothing was sent.\n", count(len(p.takes), "clip"), countStories(len(p.groups)), bytesOf(total))
	writeLeft(out, p.card.left)
	return nil
}

func (p plan) writeJSON(out io.Writer) error {
	type planStory struct {
		Title string    `json:"title"`
		Clips []planned `json:"clips"`
	}
	v := struct {
		Event   string      `json:"event"`
		Card    []string    `json:"card"`
		Stories []planStory `json:"stories"`
		Left    []Left      `json:"left"`
	}{Event: "plan", Card: append([]string{}, p.card.layouts...), Stories: []planStory{}, Left: append([]Left{}, p.card.left...)}
	for _, g := range p.groups {
		s := planStory{Title: g.title}
		for _, t := range g.takes {
			s.Clips = append(s.Clips, t.planned())
		}
		v.Stories = append(v.Stories, s)
	}
	return json.NewEncoder(out).Encode(v)
}

// writeLeft lists what is not sent: by name what is only here, by number what
// a camera makes anew.
func writeLeft(out io.Writer, left []Left) {
	if len(left) == 0 {
		return
	}
	names := []struct {
		kind Kind
		what string
	}{{Sidecar, "notes beside clips, read for time and device"}, {Preview, "the camera's thumbnails and small copies"},
		{Index, "the camera's own lists"}, {System, "files of computers, such as .DS_Store"}}
	fmt.Fprintln(out, "\nLeft out:")
	for _, n := range names {
		number := 0
		for _, l := range left {
			if l.Kind == n.kind {
				number++
			}
		}
		if number > 0 {
			fmt.Fprintf(out, "  %d  %s\n", number, n.what)
		}
	}
	only := slices.DeleteFunc(slices.Clone(left), func(l Left) bool { return l.Kind != Other })
	if len(only) == 0 {
		return
	}
	fmt.Fprintf(out, "  %d  that are no footage and are only here:\n", len(only))
	for i, l := range only {
		if i == 20 {
			fmt.Fprintf(out, "       and %d more; --json lists all\n", len(only)-i)
			break
		}
		fmt.Fprintf(out, "       %s\n", l.Path)
	}
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

func countStories(n int) string {
	if n == 1 {
		return "1 story"
	}
	return fmt.Sprintf("%d stories", n)
}
