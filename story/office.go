package story

import (
	"strings"
	"time"
)

// Office is a place in the organisation where stories are decided on. Offices
// form one tree of any depth; what a level is called is the organisation's own.
type Office struct {
	ID     OfficeID
	Parent OfficeID // "" for headquarters, the root of the tree
	Path   Path     // from the root down to this office
	Name   string
	Level  string // the organisation's own word, e.g. "Country office"
	Slug   string // for addresses of feeds; unique, ASCII

	Timezone    string        // IANA name, "" = UTC
	ReviewLimit time.Duration // a reminder comes after this wait; 0 = none
	Closed      bool          // takes no new stories
}

// Path is the way from the root of the tree to an office: labels joined by
// dots, each made from an office's id, so a renamed office keeps its path.
// Its form is that of PostgreSQL's ltree (documentation, F.23).
type Path string

// PathLabel makes an office's label in a path.
func PathLabel(id OfficeID) string { return strings.ReplaceAll(string(id), "-", "") }

// Contains tells whether other is this office or lies below it. The empty
// path contains nothing.
func (p Path) Contains(other Path) bool {
	return p != "" && (other == p || strings.HasPrefix(string(other), string(p)+"."))
}

// Depth is the number of offices on the way, 1 for headquarters.
func (p Path) Depth() int {
	if p == "" {
		return 0
	}
	return strings.Count(string(p), ".") + 1
}

// Check refuses an office that could not be told from others.
func (o *Office) Check() error {
	o.Name, o.Level = strings.TrimSpace(o.Name), strings.TrimSpace(o.Level)
	if n := len([]rune(o.Name)); n == 0 || n > 120 {
		return Invalid("office_name", "Give the office a name of 1 to 120 characters.")
	}
	if n := len([]rune(o.Level)); n == 0 || n > 60 {
		return Invalid("office_level", "Say what this level is called in your organisation, for example “Country office”, in at most 60 characters.")
	}
	return nil
}
