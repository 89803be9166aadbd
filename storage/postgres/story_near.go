package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"fieldstory/story"
)

// fewOffices is up to how many offices their stories are looked for by office,
// the newest first after that. Of more offices the newest stories of all are soon
// found among the newest of the whole organisation.
const fewOffices = 300

// near narrows a list of stories to an office that was asked for, and to where
// the person's stories can be at all. [seen] decides about each; this only keeps
// a person of one team from having the stories of the whole organisation looked
// through for theirs.
func (db *DB) near(ctx context.Context, who story.Scope, q story.Query, args pgx.NamedArgs) (where string, err error) {
	if !q.CameUp.IsZero() {
		args["came_to"], args["came_up"] = q.Office, q.CameUp
		return ` AND s.id IN ` + came, nil
	}
	if q.Office != "" {
		var path string
		if err := db.pool.QueryRow(ctx, `SELECT path::text FROM offices WHERE id = $1`, q.Office).Scan(&path); err != nil {
			return "", one(err)
		}
		below, few, err := db.below(ctx, []string{path})
		args["office"], args["office_path"], args["below"] = q.Office, path, texts(below)
		if few {
			return ` AND s.id IN (SELECT id FROM stories WHERE office = ANY(@below::text[]::uuid[]) UNION SELECT id FROM stories WHERE stands_at = @office)`, err
		}
		return ` AND (o.path <@ @office_path::text::ltree OR s.stands_at = @office)`, err
	}
	if q.StandsAt != "" || q.Mine || q.Involved || q.IDs != nil {
		return "", nil // few by themselves
	}
	reach, few, err := db.below(ctx, append(who.Reach(story.ActSee), who.Reach(story.ActAdminister)...))
	if err != nil || !few {
		return "", err
	}
	args["near"] = texts(reach)
	return ` AND s.id IN (SELECT id FROM stories WHERE author = @member
		UNION SELECT id FROM stories WHERE office = ANY(@near::text[]::uuid[]) UNION SELECT id FROM stories WHERE stands_at = ANY(@near::text[]::uuid[]))`, nil
}

// below lists the offices at paths and below them, where they are few.
func (db *DB) below(ctx context.Context, paths []string) (ids []story.OfficeID, few bool, err error) {
	rows, _ := db.pool.Query(ctx, `SELECT id FROM offices WHERE path <@ ANY($1::text[]::ltree[]) LIMIT $2`, paths, fewOffices+1)
	ids, err = pgx.CollectRows(rows, pgx.RowTo[story.OfficeID])
	return ids, len(ids) <= fewOffices, err
}
