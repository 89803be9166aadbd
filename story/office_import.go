package story

import (
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A tree of offices comes from a CSV file (RFC 4180, UTF-8, comma or
// semicolon) with a line of column names:
//
//	office      where it is: the names from below the office that the file is
//	            brought to, joined by " / ", e.g. "East Africa / Kenya / Turkana"
//	level       what that level is called there
//	time_zone   IANA name; may be empty or missing
//	languages   BCP 47, the preferred one first, with spaces between; the same
//	review_days days until a reminder; the same
//
// Lines may come in any order. Offices that are there already stay as they are,
// so the same file can be brought again.
const (
	waySeparator  = "/"
	maxImport     = 10_000
	maxImportSize = 4 << 20 // bytes
)

// OfficeRow is a line of the file.
type OfficeRow struct {
	Line       int
	Way        []string
	Level      string
	Timezone   string
	Languages  []string
	ReviewDays string
}

// OfficeImport is what a file would do, or did.
type OfficeImport struct {
	New      []Office // those above before those below
	Ways     [][]string
	There    int // lines whose office is there already
	Mistakes []Mistake
}

// ReadOffices reads the lines of a file. What is wrong with the file as a whole
// is an error, what is wrong with a line a mistake.
func ReadOffices(r io.Reader) (rows []OfficeRow, mistakes []Mistake, err error) {
	lines, mistakes, err := table{size: maxImportSize, lines: maxImport, needed: []string{"office", "level"},
		large: Invalid("import_large", "A file can have 10,000 offices and 4 MB. Split it: the offices higher up first."),
		lacking: func(column string) *Problem {
			return Invalid("import_columns", "The first line must name the columns, and one called “%s” is missing. Others may be time_zone, languages and review_days.", column)
		},
	}.read(r)
	for _, l := range lines {
		rows = append(rows, OfficeRow{Line: l.Line, Way: wayOf(l.get("office")), Level: l.get("level"), Timezone: l.get("time_zone"),
			Languages: strings.Fields(strings.ReplaceAll(l.get("languages"), ",", " ")), ReviewDays: l.get("review_days")})
	}
	return rows, mistakes, err
}

// wayOf takes apart the names that say where an office is.
func wayOf(text string) (way []string) {
	for name := range strings.SplitSeq(text, waySeparator) {
		way = append(way, strings.TrimSpace(name))
	}
	return way
}

// PlanOffices decides what a file does below an office. there are that office
// and all below it, closed ones too, those above first. Whoever asks
// administers it. With one mistake nothing is to be done at all.
func PlanOffices(who Scope, root Office, there []Office, rows []OfficeRow, now time.Time) (plan OfficeImport, err error) {
	if !who.May(ActAdminister, root.Path) {
		return plan, Forbidden("Only an administrator of %s can add offices there.", root.Name)
	}
	byWay, ways := map[string]Office{"": root}, map[OfficeID]string{root.ID: ""}
	for _, o := range there {
		if above, ok := ways[o.Parent]; ok && o.ID != root.ID {
			way := above + waySeparator + fold(o.Name)
			byWay[way], ways[o.ID] = o, way
		}
	}
	// Those above first, whatever the order in the file.
	rows = slices.Clone(rows)
	slices.SortStableFunc(rows, func(a, b OfficeRow) int { return len(a.Way) - len(b.Way) })
	seen := map[string]int{} // line by way
	wrong := func(r OfficeRow, err error) { plan.Mistakes = append(plan.Mistakes, mistake(r.Line, err)) }
	for _, r := range rows {
		above := key(r.Way[:len(r.Way)-1])
		way := key(r.Way)
		if line, twice := seen[way]; twice {
			wrong(r, Invalid("import_twice", "This office stands on line %d already.", line))
			continue
		}
		seen[way] = r.Line
		if _, ok := byWay[way]; ok {
			plan.There++
			continue
		}
		parent, ok := byWay[above]
		if !ok {
			wrong(r, Invalid("import_above", "The office above it, “%s”, is neither there nor in this file, or has a mistake itself.", strings.Join(r.Way[:len(r.Way)-1], " / ")))
			continue
		}
		o, err := newOfficeOf(who, parent, r, now)
		if err != nil {
			wrong(r, err)
			continue
		}
		byWay[way] = o
		plan.New, plan.Ways = append(plan.New, o), append(plan.Ways, r.Way)
	}
	slices.SortFunc(plan.Mistakes, func(a, b Mistake) int { return a.Line - b.Line })
	return plan, nil
}

func newOfficeOf(who Scope, parent Office, r OfficeRow, now time.Time) (Office, error) {
	o, err := NewOffice(who, &parent, r.Way[len(r.Way)-1], r.Level, now)
	if err != nil {
		return o, err
	}
	c := OfficeChange{Timezone: &r.Timezone}
	if len(r.Languages) > 0 {
		c.Languages = &r.Languages
	}
	if r.ReviewDays != "" {
		days, err := strconv.Atoi(r.ReviewDays)
		if err != nil || days < 0 {
			return o, Invalid("review_limit", "The days until a reminder must be a whole number, for example 3.")
		}
		limit := time.Duration(min(days, 10_000)) * 24 * time.Hour // more is refused below, and must not overflow
		c.ReviewLimit = &limit
	}
	return o, o.Change(who, c, now)
}

func key(way []string) string {
	k := ""
	for _, name := range way {
		k += waySeparator + fold(name)
	}
	return k
}

// fold makes names equal that people take for the same.
func fold(name string) string { return strings.ToLower(strings.Join(strings.Fields(name), " ")) }
