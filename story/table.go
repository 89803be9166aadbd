package story

import (
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
)

// table is how a CSV file (RFC 4180, UTF-8, comma or semicolon) with a line of
// column names is read.
type table struct {
	size    int64 // bytes that are read at most
	lines   int   // that it can have, those without a word not counted
	large   *Problem
	needed  []string
	lacking func(column string) *Problem // refuses a file without a column that is needed
	alias   map[string]string            // other names that people write, and what they mean
}

// tableLine is a line of the file.
type tableLine struct {
	Line   int // the one with the names is 1
	fields map[string]string
}

// get is what stands in a column, without spaces around it; "" where the line or
// the file has none.
func (l tableLine) get(column string) string { return l.fields[column] }

// Mistake is what is wrong with a line. Line 1 is the one with the names.
type Mistake struct {
	Line   int
	Code   string
	Detail string
}

// mistake says of a line what an error says.
func mistake(line int, err error) Mistake {
	p := AsProblem(err)
	return Mistake{line, p.Code, p.Detail}
}

// read reads the lines. What is wrong with the file as a whole is an error, what
// is wrong with a line a mistake.
func (t table) read(r io.Reader) (list []tableLine, mistakes []Mistake, err error) {
	b, err := io.ReadAll(io.LimitReader(r, t.size+1))
	if err != nil {
		return nil, nil, err
	}
	if int64(len(b)) > t.size {
		return nil, nil, t.large
	}
	text := strings.TrimPrefix(strings.ToValidUTF8(string(b), "\ufffd"), "\ufeff") // as spreadsheets write it
	if strings.Contains(text, "\ufffd") {
		return nil, nil, Invalid("import_encoding", "Some letters of this file cannot be read, because it is not in UTF-8. Save the table as CSV (UTF-8).")
	}
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
		if meant, ok := t.alias[names[i]]; ok {
			names[i] = meant
		}
	}
	for _, name := range t.needed {
		if !slices.Contains(names, name) {
			return nil, nil, t.lacking(name)
		}
	}
	for {
		fields, err := c.Read()
		if errors.Is(err, io.EOF) {
			return list, mistakes, nil
		}
		if err != nil {
			line := 0
			if bad, ok := errors.AsType[*csv.ParseError](err); ok {
				line = bad.StartLine
			}
			return list, append(mistakes, Mistake{line, "import_form", "This line cannot be read: a quotation mark is missing or stands alone. Nothing after it was looked at."}), nil
		}
		if strings.Join(fields, "") == "" {
			continue
		}
		if len(list) == t.lines {
			return nil, nil, t.large
		}
		at, _ := c.FieldPos(0)
		line := tableLine{Line: at, fields: map[string]string{}}
		for i, field := range fields {
			if i < len(names) && line.fields[names[i]] == "" {
				line.fields[names[i]] = strings.Join(strings.Fields(field), " ")
			}
		}
		list = append(list, line)
	}
}
