package story

import (
	"io"
	"slices"
	"strings"
	"time"
)

// People come from a CSV file with a line of column names:
//
//	name      what they are called
//	email     their address, by which they are known
//	office    where their role is: the names from below headquarters, or from
//	          below the office that one administers, joined by " / " as in a file
//	          of offices; or the office's short name, as in the address of its feed
//	role      viewer, contributor, editor, publisher, custodian or admin
//	language  BCP 47, in which they are spoken to; may be empty or missing
//
// Somebody with several roles has several lines. Whoever has an account keeps it,
// with its name and language, and gets the role; so the same file can be brought
// again. Whoever of them has never come in can then be invited again: links are
// shown once, and an answer that breaks off takes them with it.
const (
	maxPeople     = 50_000
	maxPeopleSize = 12 << 20 // bytes
)

// InvitationLasts is how long an invitation can be used: long enough for a field
// office that reads mail once a week.
const InvitationLasts = 14 * 24 * time.Hour

// PersonRow is a line of the file.
type PersonRow struct {
	Line     int
	Name     string
	Email    string
	Office   string
	Role     Role
	Language string
}

// PeopleImport is what a file would do, or did.
type PeopleImport struct {
	People   []ImportedPerson // to whom it does something, in the order of the file
	There    int              // lines whose person holds that role there already
	Unseen   int              // people with an account who have never come in, and whom the asker may hold
	Mistakes []Mistake
	ByMail   bool // invitations went out by mail; else there are links
}

// ImportedPerson is somebody who is invited, or gets a role.
type ImportedPerson struct {
	Line   int // the first that names them
	Member Member
	New    bool    // they have no account yet
	Again  bool    // they have one, have never come in, and are invited again
	At     Grant   // the first that the file names, be it theirs already
	Grants []Grant // those that they get
	Secret string  // of their one-time link, "" = none; known this once
}

// Invited tells whether they get a way in by this import.
func (p ImportedPerson) Invited() bool { return p.New || p.Again }

// ReadPeople reads the lines of a file. What is wrong with the file as a whole
// is an error, what is wrong with a line a mistake.
func ReadPeople(r io.Reader) (rows []PersonRow, mistakes []Mistake, err error) {
	lines, mistakes, err := table{size: maxPeopleSize, lines: maxPeople, needed: []string{"name", "email", "office", "role"},
		alias: map[string]string{"e-mail": "email", "mail": "email"},
		large: Invalid("import_people_large", "A file of people can have 50,000 lines and 12 MB. Split it."),
		lacking: func(column string) *Problem {
			return Invalid("import_people_columns", "The first line must name the columns, and one called “%s” is missing. They are name, email, office and role; language may be there too.", column)
		},
	}.read(r)
	for _, l := range lines {
		rows = append(rows, PersonRow{Line: l.Line, Name: l.get("name"), Email: l.get("email"), Office: l.get("office"), Role: Role(strings.ToLower(l.get("role"))), Language: l.get("language")})
	}
	return rows, mistakes, err
}

// MayImportPeople refuses whoever administers no office at all: what they may
// give to whom is asked of every line.
func MayImportPeople(who Scope) error {
	if len(who.Reach(ActAdminister)) == 0 {
		return Forbidden("Only administrators can invite people.")
	}
	return nil
}

// PlanPeople decides what a file does. offices is the whole tree, those above
// first; there are the people with an account whom the file names, by address.
// Each line asks what a single invitation asks, and inviting again what a new link
// asks. With one mistake nothing is to be done at all.
func PlanPeople(who Scope, offices []Office, there map[string]Granted, rows []PersonRow, again bool, now time.Time) (plan PeopleImport) {
	find := officesBy(who, offices)
	at := map[string]int{} // place in plan.People, by address
	type line struct {
		email  string
		office OfficeID
		role   Role
	}
	seen, named := map[line]int{}, map[string]PersonRow{}
	wrong := func(r PersonRow, err error) { plan.Mistakes = append(plan.Mistakes, mistake(r.Line, err)) }
	for _, r := range rows {
		office, err := find(r.Office)
		if err != nil {
			wrong(r, err)
			continue
		}
		m, grant, err := Invite(who, r.Name, r.Email, office, r.Role, now)
		if err == nil && r.Language != "" && !languageTag(r.Language) {
			err = Invalid("import_language", "“%s” is not a language. Write its code, for example en, fr, ar or sw.", r.Language)
		}
		if err != nil {
			wrong(r, err)
			continue
		}
		m.Language = r.Language
		one := line{m.Email, office.ID, r.Role}
		if before, twice := seen[one]; twice {
			wrong(r, Invalid("import_person_twice", "This person has the same role at the same office on line %d already.", before))
			continue
		}
		seen[one] = r.Line
		if before, ok := named[m.Email]; ok && fold(before.Name) != fold(m.Name) {
			wrong(r, Invalid("import_person_name", "This address stands on line %d with another name, “%s”.", before.Line, before.Name))
			continue
		} else if !ok {
			named[m.Email] = r
		}
		known, has := there[m.Email]
		held := has && slices.ContainsFunc(known.Grants, func(g Grant) bool { return g.Office == grant.Office && g.Role == grant.Role })
		if held {
			plan.There++
		}
		unseen := has && !known.CameIn && !known.Suspended && who.MayHold(known) == nil
		if unseen && named[m.Email].Line == r.Line {
			plan.Unseen++
		}
		if held && !(unseen && again) {
			continue
		}
		i, ok := at[m.Email]
		if !ok {
			p := ImportedPerson{Line: r.Line, Member: m, New: !has, Again: unseen && again, At: grant}
			if has {
				p.Member = known.Member
				p.Member.Name = m.Name // as the file has it: what else is on record stays there
			}
			i = len(plan.People)
			at[m.Email], plan.People = i, append(plan.People, p)
		}
		if !held {
			plan.People[i].Grants = append(plan.People[i].Grants, grant)
		}
	}
	return plan
}

// officesBy finds the offices that somebody administers by how a file names
// them. Of others it tells nothing.
func officesBy(who Scope, offices []Office) func(text string) (Office, error) {
	byID := make(map[OfficeID]Office, len(offices))
	byWay, bySlug := map[string][]OfficeID{}, map[string]OfficeID{}
	ways := map[OfficeID][]string{}
	note := func(way []string, o Office) {
		if k := key(way); len(way) > 0 && !slices.Contains(byWay[k], o.ID) {
			byWay[k] = append(byWay[k], o.ID)
		}
	}
	top := map[OfficeID]int{} // how many offices are above the highest that they administer on the way
	for _, o := range offices {
		byID[o.ID] = o
		ways[o.ID] = append(slices.Clone(ways[o.Parent]), o.Name)
		if !who.May(ActAdminister, o.Path) {
			continue
		}
		above, ok := top[o.Parent]
		if !ok {
			above = len(ways[o.ID]) - 1
		}
		top[o.ID] = above
		bySlug[o.Slug] = o.ID
		for _, from := range []int{0, 1, above, above + 1} {
			note(ways[o.ID][min(from, len(ways[o.ID])):], o)
		}
	}
	return func(text string) (Office, error) {
		if text == "" {
			return Office{}, Invalid("import_office", "Say at which office: its names from below headquarters, with “/” between them.")
		}
		found := byWay[key(wayOf(text))]
		if len(found) > 1 {
			return Office{}, Invalid("import_office_unclear", "“%s” could be several offices. Write its names from headquarters on, or its short name.", text)
		}
		if id, ok := bySlug[strings.ToLower(text)]; ok && len(found) == 0 {
			found = []OfficeID{id}
		}
		if len(found) == 0 {
			return Office{}, Invalid("import_office", "You administer no office “%s”. Write its names from below headquarters, with “/” between them, or its short name.", text)
		}
		return byID[found[0]], nil
	}
}
