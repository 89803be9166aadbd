package postgres

import (
	"context"
	"strings"

	"github.com/jackc/pgx/v5"

	"fieldstory/story"
)

// HoldMember loads a member with every role they hold and how single sign-on
// knows them. It answers NotFound to whoever is not to know of them: of people
// elsewhere they learn nothing.
func (db *DB) HoldMember(ctx context.Context, who story.Scope, id story.MemberID) (m story.Granted, err error) {
	defer story.Wrap(&err, "HoldMember(%s)", id)
	if m, err = holdMember(ctx, db.pool, who, id); err != nil {
		return m, err
	}
	m.Ties, err = ties(ctx, db.pool, id)
	return m, err
}

func holdMember(ctx context.Context, q querier, who story.Scope, id story.MemberID) (m story.Granted, err error) {
	rows, _ := q.Query(ctx, `SELECT `+memberColumns+` FROM members m WHERE m.id = $1`, id)
	if m.Member, err = pgx.CollectExactlyOneRow(rows, scanMember); err != nil {
		return m, one(err)
	}
	list := []story.Granted{m}
	if err := grantsOf(ctx, q, list, `$2::text[] IS NOT NULL`, []string{}); err != nil {
		return m, err
	}
	if !who.Knows(list[0]) {
		return story.Granted{}, story.NotFound()
	}
	rows, _ = q.Query(ctx, `SELECT o.path::text FROM offices o WHERE o.id IN (SELECT s.office FROM stories s WHERE s.author = $1 AND s.removed_at IS NULL)`, id)
	list[0].Wrote, err = pgx.CollectRows(rows, pgx.RowTo[story.Path])
	return list[0], err
}

// lockMember keeps others from changing a member, and who is an administrator
// of the whole, until tx ends.
func lockMember(ctx context.Context, tx pgx.Tx, id story.MemberID) error {
	if err := lockAdmins(ctx, tx); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `SELECT 1 FROM members WHERE id = $1 FOR UPDATE`, id)
	return err
}

// lockAdmins keeps others from changing who is an administrator of the whole,
// until tx ends.
func lockAdmins(ctx context.Context, tx pgx.Tx) error {
	const admins = 0x61646d // "adm", any constant that nobody else uses
	_, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock($1)`, int64(admins))
	return err
}

// someAdmin refuses a change after which headquarters has no administrator.
func someAdmin(ctx context.Context, tx pgx.Tx) error {
	var left int
	err := tx.QueryRow(ctx, `SELECT count(DISTINCT g.member) FROM grants g JOIN offices o ON o.id = g.office JOIN members m ON m.id = g.member
		WHERE o.parent IS NULL AND g.role = 'admin' AND NOT m.suspended`).Scan(&left)
	if err != nil {
		return err
	}
	return story.NeedsAdmin(left)
}

// GiveRoles makes roles the ones that a member holds at an office by hand;
// those from groups of single sign-on stay. Open streams of the member end.
func (db *DB) GiveRoles(ctx context.Context, who story.Scope, id story.MemberID, office story.OfficeID, roles []story.Role) (err error) {
	defer story.Wrap(&err, "GiveRoles(%s, %s)", id, office)
	return db.tx(ctx, func(tx pgx.Tx) error {
		if err := lockMember(ctx, tx, id); err != nil {
			return err
		}
		if _, err := holdMember(ctx, tx, who, id); err != nil {
			return err
		}
		o, err := officeBy(ctx, tx, office)
		if err != nil {
			return err
		}
		list, err := story.GiveRoles(who, o, roles)
		if err != nil {
			return err
		}
		words := texts(list)
		if _, err := tx.Exec(ctx, `DELETE FROM grants WHERE member = $1 AND office = $2 AND source = 'hand' AND NOT role = ANY($3::text[])`, id, office, words); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `INSERT INTO grants (member, office, role) SELECT $1, $2, unnest($3::text[]) ON CONFLICT DO NOTHING`, id, office, words)
		if err != nil {
			return err
		}
		return db.accountChanged(ctx, tx, story.EntryBy(ctx, story.DeedGrantsChanged, string(id), db.Now()).AtOffice(office).With("roles", strings.Join(words, " ")))
	})
}

// ChangeAccount loads and locks a member with every role, lets change decide,
// and saves whether they are suspended.
func (db *DB) ChangeAccount(ctx context.Context, who story.Scope, id story.MemberID, what story.Deed, change func(*story.Granted) error) (err error) {
	defer story.Wrap(&err, "ChangeAccount(%s, %s)", id, what)
	return db.tx(ctx, func(tx pgx.Tx) error {
		if err := lockMember(ctx, tx, id); err != nil {
			return err
		}
		m, err := holdMember(ctx, tx, who, id)
		if err != nil {
			return err
		}
		if err := change(&m); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `UPDATE members SET suspended = $2 WHERE id = $1`, id, m.Suspended); err != nil {
			return err
		}
		return db.accountChanged(ctx, tx, ofMember(story.EntryBy(ctx, what, string(id), db.Now()), m))
	})
}

// ofMember has an entry about a member read at the highest office where they
// hold a role; where they hold none, at headquarters, as all that is at no office.
func ofMember(e story.Entry, m story.Granted) story.Entry {
	if len(m.Grants) == 0 {
		return e
	}
	return e.AtOffice(m.Grants[0].Office)
}

// accountChanged notes what was done to a member, and ends what they listen to.
func (db *DB) accountChanged(ctx context.Context, tx pgx.Tx, e story.Entry) error {
	if err := someAdmin(ctx, tx); err != nil {
		return err
	}
	if err := addEntries(ctx, tx, e); err != nil {
		return err
	}
	return notifyReach(ctx, tx, story.MemberID(e.Subject))
}
