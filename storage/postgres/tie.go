package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"fieldstory/story"
)

// Ties tells how single sign-on knows the person, and which other ways in they
// have.
func (db *DB) Ties(ctx context.Context, who story.Scope) (list []story.Tie, w story.Ways, err error) {
	defer story.Wrap(&err, "Ties")
	if list, err = ties(ctx, db.pool, who.Member); err != nil {
		return nil, w, err
	}
	w, err = waysIn(ctx, db.pool, who.Member)
	return list, w, err
}

func ties(ctx context.Context, q querier, id story.MemberID) ([]story.Tie, error) {
	rows, _ := q.Query(ctx, `SELECT issuer, created_at, seen_at, groups FROM identities WHERE member = $1 ORDER BY seen_at DESC, issuer`, null(id))
	return pgx.CollectRows(rows, pgx.RowToStructByPos[story.Tie])
}

func waysIn(ctx context.Context, q querier, id story.MemberID) (w story.Ways, err error) {
	err = q.QueryRow(ctx, `SELECT password_hash IS NOT NULL,
			(SELECT count(*) FROM passkeys p WHERE p.member = m.id),
			(SELECT count(*) FROM recovery_codes c WHERE c.member = m.id AND c.used_at IS NULL)
		FROM members m WHERE m.id = $1`, null(id)).Scan(&w.Password, &w.Passkeys, &w.Codes)
	return w, one(err)
}

// UntieMember forgets who a member is to single sign-on, with the roles that
// came of it, and ends the sessions that began with it. The next one there with
// their address gets the account.
func (db *DB) UntieMember(ctx context.Context, who story.Scope, id story.MemberID) (err error) {
	defer story.Wrap(&err, "UntieMember(%s)", id)
	return db.tx(ctx, func(tx pgx.Tx) error {
		if err := lockMember(ctx, tx, id); err != nil {
			return err
		}
		m, err := holdMember(ctx, tx, who, id)
		if err != nil {
			return err
		}
		if err := who.MayHold(m); err != nil {
			return err
		}
		return db.untie(ctx, tx, who, m)
	})
}

// UntieOwn is UntieMember by the person themselves, who stay signed in here.
func (db *DB) UntieOwn(ctx context.Context, who story.Scope) (err error) {
	defer story.Wrap(&err, "UntieOwn")
	return db.tx(ctx, func(tx pgx.Tx) error {
		if err := lockMember(ctx, tx, who.Member); err != nil {
			return err
		}
		w, err := waysIn(ctx, tx, who.Member)
		if err != nil {
			return err
		}
		if err := w.MayUntie(); err != nil {
			return err
		}
		return db.untie(ctx, tx, who, story.Granted{Member: story.Member{ID: who.Member}, Grants: who.Grants})
	})
}

// untie does it. Of somebody whom single sign-on does not know there is nothing
// to forget.
func (db *DB) untie(ctx context.Context, tx pgx.Tx, who story.Scope, m story.Granted) error {
	if _, err := tx.Exec(ctx, `INSERT INTO parted (issuer, member, subject) SELECT issuer, member, subject FROM identities WHERE member = $1
		ON CONFLICT (issuer, member) DO UPDATE SET subject = excluded.subject`, m.ID); err != nil {
		return err
	}
	tag, err := tx.Exec(ctx, `DELETE FROM identities WHERE member = $1`, m.ID)
	if err != nil || tag.RowsAffected() == 0 {
		return err
	}
	if _, err := tx.Exec(ctx, `UPDATE sign_ins SET ended_at = $3 WHERE member = $1 AND by = 'single' AND id IS DISTINCT FROM $2 AND ended_at IS NULL`,
		m.ID, null(who.SignIn), db.Now()); err != nil {
		return err
	}
	if err := addEntries(ctx, tx, ofMember(story.NewEntry(story.DeedMemberUntied, who, string(m.ID), db.Now()), m)); err != nil {
		return err
	}
	if err := db.regroup(ctx, tx, m.ID, who); err != nil {
		return err
	}
	return notifyReach(ctx, tx, m.ID)
}

// handOn ends whatever the person before came in with, where an account that was
// parted from single sign-on is found by somebody else there.
func (db *DB) handOn(ctx context.Context, tx pgx.Tx, id story.MemberID, i story.Identity) error {
	var parted string
	if err := tx.QueryRow(ctx, `SELECT coalesce((SELECT subject FROM parted WHERE issuer = $1 AND member = $2), '')`, i.Issuer, id).Scan(&parted); err != nil || !i.HandedOn(parted) {
		return err
	}
	for _, sql := range []string{
		`UPDATE members SET password_hash = NULL WHERE id = $1 AND $2::timestamptz IS NOT NULL`,
		`UPDATE api_tokens SET revoked_at = $2 WHERE member = $1 AND revoked_at IS NULL`,
		`UPDATE sign_ins SET ended_at = $2 WHERE member = $1 AND ended_at IS NULL`,
		`UPDATE sign_in_links SET used_at = $2 WHERE member = $1 AND used_at IS NULL`,
		`UPDATE recovery_codes SET used_at = $2 WHERE member = $1 AND used_at IS NULL`,
		`DELETE FROM passkeys WHERE member = $1 AND $2::timestamptz IS NOT NULL`,
		`DELETE FROM known_devices WHERE member = $1 AND $2::timestamptz IS NOT NULL`,
	} {
		if _, err := tx.Exec(ctx, sql, id, db.Now()); err != nil {
			return err
		}
	}
	if err := addEntries(ctx, tx, story.NewEntry(story.DeedMemberHanded, story.Scope{Member: id}, string(id), db.Now())); err != nil {
		return err
	}
	return notifyReach(ctx, tx, id)
}
