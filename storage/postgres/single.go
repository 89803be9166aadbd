package postgres

import (
	"context"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"fieldstory/story"
)

// Arrive finds whoever single sign-on says this is, by subject and then by
// address, or makes them; and makes their roles by groups what it says. A
// suspended member is refused.
func (db *DB) Arrive(ctx context.Context, i story.Identity) (m story.Member, err error) {
	defer story.Wrap(&err, "Arrive(%s)", i.Issuer)
	err = db.tx(ctx, func(tx pgx.Tx) error {
		if err := lockAdmins(ctx, tx); err != nil {
			return err
		}
		if m, err = db.known(ctx, tx, i); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `UPDATE identities SET groups = CASE WHEN issuer = $2 THEN $3::text[] ELSE '{}' END, seen_at = CASE WHEN issuer = $2 THEN $4::timestamptz ELSE seen_at END
			WHERE member = $1`, m.ID, i.Issuer, full(i.Groups), db.Now()); err != nil {
			return err
		}
		return db.regroup(ctx, tx, m.ID, story.Scope{Member: m.ID})
	})
	return m, err
}

// known is the member whom an identity belongs to from now on.
func (db *DB) known(ctx context.Context, tx pgx.Tx, i story.Identity) (m story.Member, err error) {
	rows, _ := tx.Query(ctx, `SELECT `+memberColumns+` FROM members m JOIN identities i ON i.member = m.id WHERE i.issuer = $1 AND i.subject = $2`, i.Issuer, i.Subject)
	m, err = pgx.CollectExactlyOneRow(rows, scanMember)
	if err == nil {
		return m, m.MayArrive()
	}
	if one(err) == err {
		return m, err
	}
	what := story.DeedMemberTied
	rows, _ = tx.Query(ctx, `SELECT `+memberColumns+` FROM members m WHERE m.email = $1`, i.Email)
	m, err = pgx.CollectExactlyOneRow(rows, scanMember)
	if err != nil && one(err) == err {
		return m, err
	}
	if err != nil {
		what = story.DeedMemberJoined
		if m, err = story.NewMember(i.Name, i.Email, db.Now()); err != nil {
			return m, err
		}
		if _, err := tx.Exec(ctx, `INSERT INTO members (id, email, name, language, created_at) VALUES ($1, $2, $3, $4, $5)`, m.ID, m.Email, m.Name, m.Language, m.CreatedAt); err != nil {
			return m, err
		}
	}
	var tied bool
	if err := tx.QueryRow(ctx, `SELECT EXISTS (SELECT FROM identities WHERE issuer = $1 AND member = $2)`, i.Issuer, m.ID).Scan(&tied); err != nil {
		return m, err
	}
	if err := m.Tie(tied); err != nil {
		return m, err
	}
	if _, err := tx.Exec(ctx, `INSERT INTO identities (issuer, subject, member, created_at, seen_at) VALUES ($1, $2, $3, $4, $4)`, i.Issuer, i.Subject, m.ID, db.Now()); err != nil {
		return m, err
	}
	if err := db.handOn(ctx, tx, m.ID, i); err != nil {
		return m, err
	}
	return m, addEntries(ctx, tx, story.NewEntry(what, story.Scope{Member: m.ID}, string(m.ID), db.Now()))
}

// regroup makes a member's roles by groups what their groups give, and notes
// each office where that changed something, in the name of who.
func (db *DB) regroup(ctx context.Context, tx pgx.Tx, id story.MemberID, who story.Scope) error {
	grants := func(sql string) ([]story.Grant, error) {
		rows, _ := tx.Query(ctx, sql+` ORDER BY 2, 4`, id)
		return pgx.CollectRows(rows, pgx.RowToStructByPos[story.Grant])
	}
	held, err := grants(`SELECT o.id, o.path::text, o.name, g.role FROM grants g JOIN offices o ON o.id = g.office WHERE g.member = $1 AND g.source = 'group'`)
	if err != nil {
		return err
	}
	said, err := grants(`SELECT DISTINCT o.id, o.path::text, o.name, r.role FROM group_roles r JOIN offices o ON o.id = r.office
		JOIN identities i ON r.name = ANY(i.groups) WHERE i.member = $1`)
	if err != nil {
		return err
	}
	var alone bool
	if err := tx.QueryRow(ctx, `SELECT NOT EXISTS (SELECT FROM grants g JOIN offices o ON o.id = g.office JOIN members m ON m.id = g.member
		WHERE o.parent IS NULL AND g.role = 'admin' AND NOT m.suspended AND (g.member <> $1 OR g.source = 'hand'))`, id).Scan(&alone); err != nil {
		return err
	}
	ended, begun := story.Regroup(held, said, alone)
	if len(ended)+len(begun) == 0 {
		return nil
	}
	for _, g := range ended {
		if _, err := tx.Exec(ctx, `DELETE FROM grants WHERE member = $1 AND office = $2 AND role = $3 AND source = 'group'`, id, g.Office, g.Role); err != nil {
			return err
		}
	}
	for _, g := range begun {
		if _, err := tx.Exec(ctx, `INSERT INTO grants (member, office, role, source) VALUES ($1, $2, $3, 'group')`, id, g.Office, g.Role); err != nil {
			return err
		}
	}
	now := map[story.OfficeID][]string{}
	for _, g := range append(slices.Clone(ended), begun...) {
		now[g.Office] = []string{}
	}
	for _, g := range said {
		if list, changed := now[g.Office]; changed {
			now[g.Office] = append(list, string(g.Role))
		}
	}
	for office, roles := range now {
		e := story.NewEntry(story.DeedGroupsChanged, who, string(id), db.Now()).AtOffice(office).With("roles", strings.Join(roles, " "))
		if err := addEntries(ctx, tx, e); err != nil {
			return err
		}
	}
	return notifyReach(ctx, tx, id)
}
