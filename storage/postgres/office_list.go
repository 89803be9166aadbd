package postgres

import (
	"context"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"

	"fieldstory/story"
)

// within is true for the offices o that the person has anything to do with:
// those that their grants reach and the ones above them.
const within = `(@reach::text[]::ltree[] @> o.path OR @reach::text[]::ltree[] <@ o.path)`

// reachArgs are the arguments of [within].
func reachArgs(who story.Scope) pgx.NamedArgs {
	reach := []string{}
	for _, g := range who.Grants {
		reach = append(reach, string(g.Path))
	}
	return pgx.NamedArgs{"reach": reach}
}

// Offices lists offices within the person's reach and those above them, the
// highest first, each level by name. more tells whether there is another page.
func (db *DB) Offices(ctx context.Context, who story.Scope, q story.OfficeQuery) (_ []story.OfficeLine, more bool, err error) {
	defer story.Wrap(&err, "Offices(%+v)", q)
	if q.Limit < 1 || q.Limit > 1000 {
		q.Limit = 200
	}
	args := reachArgs(who)
	where := within
	add := func(condition, name string, value any) {
		where += " AND " + condition
		args[name] = value
	}
	if q.Parent != "" {
		add(`o.parent = @parent`, "parent", q.Parent)
	}
	if q.Act != "" {
		add(`@act::text[]::ltree[] @> o.path`, "act", who.Reach(q.Act))
	}
	if q.IDs != nil {
		add(`o.id = ANY(@ids::text[]::uuid[])`, "ids", q.IDs)
	}
	if !q.Closed {
		where += ` AND NOT o.closed`
	}
	where += named(`o.name`, q.Words, args)
	if q.After.ID != "" {
		add(`(nlevel(o.path), folded(o.name), o.id) > (@depth, folded(@name), @after)`, "depth", q.After.Depth)
		args["name"], args["after"] = q.After.Name, q.After.ID
	}
	args["limit"], args["closed"] = q.Limit+1, q.Closed
	rows, _ := db.pool.Query(ctx, `
		SELECT `+officeColumns+`,
			(SELECT count(*) FROM offices b WHERE b.parent = o.id AND (@closed OR NOT b.closed)
				AND (@reach::text[]::ltree[] @> b.path OR @reach::text[]::ltree[] <@ b.path)),
			(SELECT coalesce(array_agg(a.name ORDER BY nlevel(a.path)), '{}') FROM offices a WHERE a.path @> o.path AND a.id <> o.id)
		FROM offices o WHERE `+where+`
		ORDER BY nlevel(o.path), folded(o.name), o.id LIMIT @limit`, args)
	list, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (l story.OfficeLine, err error) {
		l.Office, err = scanOffice(tailed{row, []any{&l.Below, &l.Way}})
		return l, err
	})
	if err != nil {
		return nil, false, err
	}
	if more = len(list) > q.Limit; more {
		list = list[:q.Limit]
	}
	return list, more, nil
}

// tailed is a row with more columns at its end than a scan function knows.
type tailed struct {
	pgx.CollectableRow
	tail []any
}

func (t tailed) Scan(dest ...any) error { return t.CollectableRow.Scan(append(dest, t.tail...)...) }

// named is the condition that every word which a person typed is found in a name,
// wherever in it. A condition for each: the index answers one, and not a list.
func named(name, typed string, args pgx.NamedArgs) (where string) {
	words := strings.Fields(typed)
	if len(words) > 8 {
		words = words[:8]
	}
	escape := strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)
	for i, w := range words {
		arg := "word" + strconv.Itoa(i)
		where += ` AND folded(` + name + `) LIKE folded(@` + arg + `)`
		args[arg] = "%" + escape.Replace(w) + "%"
	}
	return where
}
