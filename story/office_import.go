package story

import (
	"encoding/csv"
	"errors"
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

// Mistake is what is wrong with a line. Line 1 is the one with the names.
type Mistake struct {
	Line   int
	Code   string
	Detail string
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
	b, err := io.ReadAll(io.LimitReader(r, maxImportSize+1))
	if err != nil {
		return nil, nil, err
	}
	if len(b) > maxImportSize {
		return nil, nil, Invalid("import_large", "This file is too large. Split it: the offices higher up first.")
	}
	text := strings.TrimPrefix(string(b), "\ufeff") // as spreadsheets write it
	head, _, _ := strings.Cut(text, "\n")
	c := csv.NewReader(strings.NewReader(text))
	c.FieldsPerRecord, c.TrimLeadingSpace = -1, true
	if strings.Count(head, ";") > strings.Count(head, ",") {
		c.Comma = ';' // as spreadsheets in half of the world's languages write it
	}
	names, err := c.Read()
	if err != nil {
		return nil, nil, Invalid("import_form", "This is not a CSV file with a line of column names. Save the table as CSV (UTF-8).").Because(err)
	}
	for i := range names {
		names[i] = strings.ReplaceAll(strings.ToLower(strings.TrimSpace(names[i])), " ", "_")
	}
	for _, needed := range []string{"office", "level"} {
		if !slices.Contains(names, needed) {
			return nil, nil, Invalid("import_columns", "The first line must name the columns, and one called “%s” is missing. Others may be time_zone, languages and review_days.", needed)
		}
	}
	for {
		fields, err := c.Read()
		if errors.Is(err, io.EOF) {
			return rows, mistakes, nil
		}
		line, _ := c.FieldPos(0)
		if err != nil {
			if bad, ok := errors.AsType[*csv.ParseError](err); ok {
				line = bad.StartLine
			}
			return rows, append(mistakes, Mistake{line, "import_form", "This line cannot be read: a quotation mark is missing or stands alone. Nothing after it was looked at."}), nil
		}
		get := func(name string) string {
			if i := slices.Index(names, name); i >= 0 && i < len(fields) {
				return strings.Join(strings.Fields(fields[i]), " ")
			}
			return ""
		}
		if strings.Join(fields, "") == "" {
			continue
		}
		row := OfficeRow{Line: line, Level: get("level"), Timezone: get("time_zone"), Languages: strings.Fields(strings.ReplaceAll(get("languages"), ",", " ")), ReviewDays: get("review_days")}
		for name := range strings.SplitSeq(get("office"), waySeparator) {
			row.Way = append(row.Way, strings.TrimSpace(name))
		}
		if rows = append(rows, row); len(rows) > maxImport {
			return nil, nil, Invalid("import_large", "A file can have %d offices. Split it: the offices higher up first.", maxImport)
		}
	}
}

// PlanOffices decides what a file does below an office. there are that office
// and all below it, closed ones too, those above first. Whoever asks
// administers it. With one mistake nothing is to be done at all.
func PlanOffices(who Scope, root Office, there []Office, rows []OfficeRow, now time.Time) (plan OfficeImport, err error) {
	if !who.May(ActAdminister, root.Path) {
		return plan, Forbidden("Only an administrator of %s can add offices there.", root.Name)
	}
	byWay, wayOf := map[string]Office{"": root}, map[OfficeID]string{root.ID: ""}
	for _, o := range there {
		if above, ok := wayOf[o.Parent]; ok && o.ID != root.ID {
			way := above + waySeparator + fold(o.Name)
			byWay[way], wayOf[o.ID] = o, way
		}
	}
	// Those above first, whatever the order in the file.
	rows = slices.Clone(rows)
	slices.SortStableFunc(rows, func(a, b OfficeRow) int { return len(a.Way) - len(b.Way) })
	seen := map[string]int{} // line by way
	wrong := func(r OfficeRow, err error) {
		p := AsProblem(err)
		plan.Mistakes = append(plan.Mistakes, Mistake{r.Line, p.Code, p.Detail})
	}
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
