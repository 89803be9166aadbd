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
	Quota       int64         // bytes for its clips and those below it; 0 = no limit, see [Quota]
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

// Above is the path of the office above; headquarters' is its own.
func (p Path) Above() Path {
	if i := strings.LastIndexByte(string(p), '.'); i >= 0 {
		return p[:i]
	}
	return p
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

// NewOffice makes an office below parent; a nil parent makes headquarters,
// which only the program itself does. who administers the parent.
func NewOffice(who Scope, parent *Office, name, level string, now time.Time) (Office, error) {
	o := Office{ID: NewID[OfficeID](now), Name: name, Level: level}
	if err := o.Check(); err != nil {
		return o, err
	}
	o.Path = Path(PathLabel(o.ID))
	if parent != nil {
		if !who.May(ActAdminister, parent.Path) {
			return o, Forbidden("Only an administrator of %s can add an office there.", parent.Name)
		}
		o.Parent = parent.ID
		o.Path = parent.Path + "." + o.Path
	}
	o.Slug = slugOf(o.Name)
	return o, nil
}

// Rename gives an office a new name and level; its slug stays, for addresses
// of feeds were handed out with it.
func (o *Office) Rename(who Scope, name, level string) error {
	if !who.May(ActAdminister, o.Path) {
		return Forbidden("Only an administrator of %s can change it.", o.Name)
	}
	was := *o
	o.Name, o.Level = name, level
	if err := o.Check(); err != nil {
		*o = was
		return err
	}
	return nil
}

// slugOf makes an ASCII name for addresses, "office" where nothing is left of
// it, as with a name in Arabic.
func slugOf(name string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(name) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
		if b.Len() >= 40 {
			break
		}
	}
	if s := strings.Trim(b.String(), "-"); s != "" {
		return s
	}
	return "office"
}
