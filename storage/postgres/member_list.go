package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"fieldstory/story"
)

// Members lists the people who hold a role at or below the offices that the
// person administers, by name, each with those roles; and to whoever administers
// everything those without any role, see [story.Scope.Knows]. more tells whether
// there is another page.
func (db *DB) Members(ctx context.Context, who story.Scope, q story.MemberQuery) (_ []story.Granted, more bool, err error) {
	defer story.Wrap(&err, "Members(%+v)", q)
	if q.Limit < 1 || q.Limit > 200 {
		q.Limit = 50
	}
	held := `@administer::text[]::ltree[] @> o.path`
	args := pgx.NamedArgs{"administer": who.Reach(story.ActAdminister), "limit": q.Limit + 1}
	if q.Office != "" {
		held += ` AND o.path <@ (SELECT path FROM offices WHERE id = @office)`
		args["office"] = q.Office
	}
	if q.Role != "" {
		held += ` AND g.role = @role`
		args["role"] = q.Role
	}
	where := `EXISTS (SELECT FROM grants g JOIN offices o ON o.id = g.office WHERE g.member = m.id AND ` + held + `)`
	switch {
	case q.Role == story.NoRole && (q.Office != "" || !who.Knows(story.Granted{})):
		return nil, false, nil
	case q.Role == story.NoRole:
		where = `NOT EXISTS (SELECT FROM grants g WHERE g.member = m.id)`
	case q.Role == "" && q.Office == "" && who.Knows(story.Granted{}):
		where = `true` // whoever is at an office is at one of theirs
	}
	where += named(`m.name || ' ' || m.email`, q.Words, args)
	if q.After.ID != "" {
		where += ` AND (folded(m.name), m.id) > (folded(@name), @after)`
		args["name"], args["after"] = q.After.Name, q.After.ID
	}
	rows, _ := db.pool.Query(ctx, `SELECT `+memberColumns+` FROM members m WHERE `+where+` ORDER BY folded(m.name), m.id LIMIT @limit`, args)
	list, err := pgx.CollectRows(rows, scanMember)
	if err != nil {
		return nil, false, err
	}
	if more = len(list) > q.Limit; more {
		list = list[:q.Limit]
	}
	out := make([]story.Granted, len(list))
	for i, m := range list {
		out[i].Member = m
	}
	return out, more, grantsOf(ctx, db.pool, out, `$2::text[]::ltree[] @> o.path`, who.Reach(story.ActAdminister))
}

// grantsOf fills in the roles of members, as far as the condition on office o
// lets them through; $2 is its argument.
func grantsOf(ctx context.Context, q querier, list []story.Granted, condition string, arg []string) error {
	at := make(map[story.MemberID]*story.Granted, len(list))
	ids := make([]story.MemberID, len(list))
	for i := range list {
		ids[i] = list[i].ID
		at[list[i].ID] = &list[i]
	}
	rows, err := q.Query(ctx, `SELECT g.member, o.id, o.path::text, o.name, g.role FROM grants g JOIN offices o ON o.id = g.office
		WHERE g.member = ANY($1::text[]::uuid[]) AND `+condition+`
		GROUP BY g.member, o.id, g.role ORDER BY nlevel(o.path), folded(o.name), o.id, g.role`, texts(ids), arg)
	if err != nil {
		return err
	}
	var id story.MemberID
	var g story.Grant
	_, err = pgx.ForEachRow(rows, []any{&id, &g.Office, &g.Path, &g.Name, &g.Role}, func() error {
		at[id].Grants = append(at[id].Grants, g)
		return nil
	})
	return err
}
