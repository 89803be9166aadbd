package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"fieldstory/story"
)

const memberColumns = `m.id, m.email, m.name, m.language, m.created_at, m.suspended`

func scanMember(row pgx.CollectableRow) (m story.Member, err error) {
	err = row.Scan(&m.ID, &m.Email, &m.Name, &m.Language, &m.CreatedAt, &m.Suspended)
	return m, err
}

// Member loads one member. It answers NotFound for one that is not there.
func (db *DB) Member(ctx context.Context, id story.MemberID) (_ story.Member, err error) {
	defer story.Wrap(&err, "Member(%s)", id)
	rows, _ := db.pool.Query(ctx, `SELECT `+memberColumns+` FROM members m WHERE m.id = $1`, id)
	m, err := pgx.CollectExactlyOneRow(rows, scanMember)
	return m, one(err)
}

// MemberByEmail loads a member by address. It answers NotFound where there is none.
func (db *DB) MemberByEmail(ctx context.Context, email string) (_ story.Member, err error) {
	defer story.Wrap(&err, "MemberByEmail")
	rows, _ := db.pool.Query(ctx, `SELECT `+memberColumns+` FROM members m WHERE m.email = lower($1)`, email)
	m, err := pgx.CollectExactlyOneRow(rows, scanMember)
	return m, one(err)
}

// Scope loads what a member may reach. A suspended or unknown member reaches
// nothing: NotFound.
func (db *DB) Scope(ctx context.Context, id story.MemberID) (who story.Scope, err error) {
	defer story.Wrap(&err, "Scope(%s)", id)
	err = db.pool.QueryRow(ctx, `SELECT id, name FROM members WHERE id = $1 AND NOT suspended`, id).Scan(&who.Member, &who.Name)
	if err != nil {
		return story.Scope{}, one(err)
	}
	rows, _ := db.pool.Query(ctx, `SELECT DISTINCT o.id, o.path::text, o.name, g.role, nlevel(o.path) FROM grants g JOIN offices o ON o.id = g.office
		WHERE g.member = $1 ORDER BY nlevel(o.path), o.name, g.role`, id)
	who.Grants, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (g story.Grant, err error) {
		var depth int
		return g, row.Scan(&g.Office, &g.Path, &g.Name, &g.Role, &depth)
	})
	return who, err
}

// Enrol makes sure that a member with this address exists and holds the
// grants. An existing member keeps name and language.
func (db *DB) Enrol(ctx context.Context, m story.Member, grants []story.Grant) (_ story.Member, err error) {
	defer story.Wrap(&err, "Enrol(%s)", m.ID)
	err = db.tx(ctx, func(tx pgx.Tx) error {
		rows, _ := tx.Query(ctx, `
			INSERT INTO members AS m (id, email, name, language, created_at) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (email) DO UPDATE SET email = excluded.email
			RETURNING `+memberColumns, m.ID, m.Email, m.Name, m.Language, m.CreatedAt)
		if m, err = pgx.CollectExactlyOneRow(rows, scanMember); err != nil {
			return err
		}
		for _, g := range grants {
			if _, err := tx.Exec(ctx, `INSERT INTO grants (member, office, role) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, m.ID, g.Office, g.Role); err != nil {
				return err
			}
			if err := addEntries(ctx, tx, story.EntryBy(ctx, story.DeedMemberInvited, string(m.ID), db.Now()).AtOffice(g.Office).With("role", string(g.Role))); err != nil {
				return err
			}
		}
		return notifyReach(ctx, tx, m.ID)
	})
	return m, err
}

// SaveMember saves what members say of themselves: name and language.
func (db *DB) SaveMember(ctx context.Context, m story.Member) (err error) {
	defer story.Wrap(&err, "SaveMember(%s)", m.ID)
	_, err = db.pool.Exec(ctx, `UPDATE members SET name = $2, language = $3 WHERE id = $1`, m.ID, m.Name, m.Language)
	return err
}

// CountMembers tells how many members there are; 0 = nobody set this up yet.
func (db *DB) CountMembers(ctx context.Context) (n int, err error) {
	defer story.Wrap(&err, "CountMembers")
	return n, db.pool.QueryRow(ctx, `SELECT count(*) FROM members`).Scan(&n)
}
