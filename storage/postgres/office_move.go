package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"fieldstory/story"
)

// MoveOffice loads what moving an office below another would change, lets
// decide refuse it, and moves the office with everything below it. Ids stay,
// so stories, grants and trails stay with their offices. Open pages are told
// to ask again, for what they may hear of has changed.
func (db *DB) MoveOffice(ctx context.Context, office, to story.OfficeID, decide func(story.Move) error) (err error) {
	defer story.Wrap(&err, "MoveOffice(%s, %s)", office, to)
	return db.tx(ctx, func(tx pgx.Tx) error {
		// One change of the tree at a time: two moves at once could each be
		// right and make a ring together.
		if err := lockTree(ctx, tx); err != nil {
			return err
		}
		m, err := moving(ctx, tx, office, to)
		if err != nil {
			return err
		}
		if err := decide(m); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `UPDATE offices SET parent = $2 WHERE id = $1`, office, to); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `
			UPDATE offices SET path = CASE WHEN nlevel(path) = nlevel($1::text::ltree) THEN $2::text::ltree
				ELSE $2::text::ltree || subpath(path, nlevel($1::text::ltree)) END
			WHERE path <@ $1::text::ltree`, m.Office.Path, m.Path())
		if err != nil {
			return err
		}
		entry := db.officeEntry(ctx, story.DeedOfficeMoved, office).With("from", string(m.Office.Parent)).With("to", string(to))
		if err := addEntries(ctx, tx, entry); err != nil {
			return err
		}
		return notifyReach(ctx, tx, "")
	})
}

// Moving tells what moving an office would change.
func (db *DB) Moving(ctx context.Context, office, to story.OfficeID) (m story.Move, err error) {
	defer story.Wrap(&err, "Moving(%s, %s)", office, to)
	return moving(ctx, db.pool, office, to)
}

func moving(ctx context.Context, q querier, office, to story.OfficeID) (m story.Move, err error) {
	if m.Office, err = officeBy(ctx, q, office); err != nil {
		return m, err
	}
	if m.To, err = officeBy(ctx, q, to); err != nil {
		return m, err
	}
	err = q.QueryRow(ctx, `
		WITH moved AS MATERIALIZED (SELECT id, path FROM offices WHERE path <@ $1::text::ltree)
		SELECT count(*), max(nlevel(path)) - nlevel($1::text::ltree) + 1, (SELECT count(*) FROM (
			SELECT s.id FROM stories s JOIN moved x ON x.id = s.office WHERE s.stage <> 'draft'
			UNION SELECT s.id FROM stories s JOIN moved x ON x.id = s.stands_at WHERE s.stage <> 'draft') s)
		FROM moved`, m.Office.Path).Scan(&m.Offices, &m.Depth, &m.Stories)
	if err != nil {
		return m, err
	}
	if m.Gains, err = sight(ctx, q, m.To.Path, m.Office.Path); err != nil {
		return m, err
	}
	m.Loses, err = sight(ctx, q, m.Office.Path.Above(), m.To.Path)
	return m, err
}

// sight counts who sees through roles at the offices from at upwards that are
// not above other as well.
func sight(ctx context.Context, q querier, at, other story.Path) ([]story.Sight, error) {
	rows, _ := q.Query(ctx, `
		SELECT o.id, o.name, g.role, count(DISTINCT g.member)
		FROM offices o JOIN grants g ON g.office = o.id JOIN members m ON m.id = g.member
		WHERE o.path @> $1::text::ltree AND NOT o.path @> $2::text::ltree AND NOT m.suspended AND g.role = ANY($3)
		GROUP BY o.id, o.name, o.path, g.role ORDER BY nlevel(o.path), g.role`, at, other, story.RolesFor(story.ActSee))
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (s story.Sight, err error) {
		return s, row.Scan(&s.Office, &s.Name, &s.Role, &s.People)
	})
}

// lockTree keeps others from changing the shape of the tree until tx ends;
// reading it and changing what offices are called go on.
func lockTree(ctx context.Context, tx pgx.Tx) error {
	const tree = 0x74726565 // "tree", any constant that nobody else uses
	_, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock($1)`, int64(tree))
	return err
}
