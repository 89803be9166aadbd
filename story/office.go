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

	Languages   []string       // BCP 47, the preferred one first; none = nothing said
	Timezone    string         // IANA name; "" = as the office above, UTC at headquarters
	ReviewLimit time.Duration  // a reminder comes after this wait on working days; 0 = as the office above, none at headquarters
	OwnCalendar bool           // DaysOff and Holidays are its own; false = those of the office above hold
	DaysOff     []time.Weekday // in order, at most six
	Holidays    []string       // yyyy-mm-dd, in order
	PausedUntil string         // yyyy-mm-dd, the first day it works again; "" = it is not paused

	Closed bool  // takes no new stories
	Quota  int64 // bytes for its clips and those below it; 0 = no limit, see [Quota]
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

// check refuses an office that could not be told from others, or whose
// calendar nobody could count on.
func (o *Office) check(now time.Time) error {
	o.Name, o.Level = strings.TrimSpace(o.Name), strings.TrimSpace(o.Level)
	if n := len([]rune(o.Name)); n == 0 || n > 120 {
		return Invalid("office_name", "Give the office a name of 1 to 120 characters.")
	}
	if n := len([]rune(o.Level)); n == 0 || n > 60 {
		return Invalid("office_level", "Say what this level is called in your organisation, for example “Country office”, in at most 60 characters.")
	}
	if err := o.checkLanguages(); err != nil {
		return err
	}
	return o.checkCalendar(now)
}

// NewOffice makes an office below parent; a nil parent makes headquarters,
// which only the program itself does. who administers the parent.
func NewOffice(who Scope, parent *Office, name, level string, now time.Time) (Office, error) {
	o := Office{ID: NewID[OfficeID](now), Name: name, Level: level}
	if err := o.check(now); err != nil {
		return o, err
	}
	o.Path = Path(PathLabel(o.ID))
	if parent != nil {
		if !who.May(ActAdminister, parent.Path) {
			return o, Forbidden("Only an administrator of %s can add an office there.", parent.Name)
		}
		if parent.Closed {
			return o, AboveClosed(*parent)
		}
		if err := depthFits(parent.Path.Depth() + 1); err != nil {
			return o, err
		}
		o.Parent = parent.ID
		o.Path = parent.Path + "." + o.Path
	}
	o.Slug = slugOf(o.Name)
	return o, nil
}

// OfficeChange is what an administrator changes of an office. Pointers: nil
// leaves it as it is.
type OfficeChange struct {
	Name        *string
	Level       *string
	Languages   *[]string
	Timezone    *string
	ReviewLimit *time.Duration
	OwnCalendar *bool
	DaysOff     *[]time.Weekday
	Holidays    *[]string
	PausedUntil *string
}

// Change gives an office a new name, level or calendar; its slug stays, for
// addresses of feeds were handed out with it.
func (o *Office) Change(who Scope, c OfficeChange, now time.Time) error {
	if !who.May(ActAdminister, o.Path) {
		return Forbidden("Only an administrator of %s can change it.", o.Name)
	}
	next := *o
	set(&next.Name, c.Name)
	set(&next.Level, c.Level)
	set(&next.Languages, c.Languages)
	set(&next.Timezone, c.Timezone)
	set(&next.ReviewLimit, c.ReviewLimit)
	set(&next.OwnCalendar, c.OwnCalendar)
	set(&next.DaysOff, c.DaysOff)
	set(&next.Holidays, c.Holidays)
	set(&next.PausedUntil, c.PausedUntil)
	if err := next.check(now); err != nil {
		return err
	}
	*o = next
	return nil
}

func set[T any](to *T, from *T) {
	if from != nil {
		*to = *from
	}
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
