package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"fieldstory/story"
)

// AddSignIn notes that a member came in, and that they know this browser.
func (db *DB) AddSignIn(ctx context.Context, in story.SignIn, device []byte) (err error) {
	defer story.Wrap(&err, "AddSignIn(%s)", in.Member)
	return db.tx(ctx, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `INSERT INTO sign_ins (id, member, by, device, address, began_at, seen_at) VALUES ($1, $2, $3, $4, $5, $6, $6)`,
			in.ID, in.Member, in.By, in.Device, in.Address, in.BeganAt); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `INSERT INTO known_devices (hash, member, seen_at) VALUES ($1, $2, $3)
			ON CONFLICT (hash, member) DO UPDATE SET seen_at = excluded.seen_at`, device, in.Member, in.BeganAt)
		return err
	})
}

// SignIn loads a sign-in that goes on and notes that it was used, at most every
// five minutes. NotFound once it was ended.
func (db *DB) SignIn(ctx context.Context, id story.SignInID) (in story.SignIn, err error) {
	defer story.Wrap(&err, "SignIn(%s)", id)
	rows, _ := db.pool.Query(ctx, `SELECT `+signInColumns+` FROM sign_ins WHERE id = $1 AND ended_at IS NULL`, id)
	in, err = pgx.CollectExactlyOneRow(rows, scanSignIn)
	if now := db.Now(); err == nil && now.Sub(in.SeenAt) >= 5*time.Minute {
		_, err = db.pool.Exec(ctx, `UPDATE sign_ins SET seen_at = $2 WHERE id = $1`, id, now)
	}
	return in, one(err)
}

const signInColumns = `id, member, by, device, address, began_at, seen_at`

func scanSignIn(row pgx.CollectableRow) (in story.SignIn, err error) {
	return in, row.Scan(&in.ID, &in.Member, &in.By, &in.Device, &in.Address, &in.BeganAt, &in.SeenAt)
}

// SignIns lists where the person is signed in, used since a time, the last used
// first.
func (db *DB) SignIns(ctx context.Context, who story.Scope, since time.Time) (_ []story.SignIn, err error) {
	defer story.Wrap(&err, "SignIns")
	rows, _ := db.pool.Query(ctx, `SELECT `+signInColumns+` FROM sign_ins
		WHERE member = $1 AND ended_at IS NULL AND seen_at > $2 ORDER BY seen_at DESC, id DESC LIMIT 200`, null(who.Member), since)
	return pgx.CollectRows(rows, scanSignIn)
}

// EndSignIn ends one of the person's sign-ins at once. NotFound for one that is
// not theirs, is not there, or has ended already.
func (db *DB) EndSignIn(ctx context.Context, who story.Scope, id story.SignInID) (err error) {
	defer story.Wrap(&err, "EndSignIn(%s)", id)
	return db.tx(ctx, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `UPDATE sign_ins SET ended_at = $3 WHERE id = $1 AND member = $2 AND ended_at IS NULL`, id, null(who.Member), db.Now())
		if err != nil {
			return err
		}
		if tag.RowsAffected() == 0 {
			return story.NotFound()
		}
		return addEntries(ctx, tx, story.EntryBy(ctx, story.DeedSignInsEnded, string(id), db.Now()))
	})
}

// EndSignIns ends every sign-in of a member but one ("" = all), and forgets the
// browsers they knew but this one.
func (db *DB) EndSignIns(ctx context.Context, member story.MemberID, but story.SignInID, device []byte) (err error) {
	defer story.Wrap(&err, "EndSignIns(%s)", member)
	return db.tx(ctx, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `UPDATE sign_ins SET ended_at = $3 WHERE member = $1 AND id IS DISTINCT FROM $2 AND ended_at IS NULL`, member, null(but), db.Now()); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `DELETE FROM known_devices WHERE member = $1 AND hash <> $2`, member, device); err != nil {
			return err
		}
		return addEntries(ctx, tx, story.EntryBy(ctx, story.DeedSignInsEnded, string(member), db.Now()))
	})
}

// KnowsDevice tells whether a member signed in with this browser before.
func (db *DB) KnowsDevice(ctx context.Context, hash []byte, member story.MemberID) (known bool, err error) {
	defer story.Wrap(&err, "KnowsDevice(%s)", member)
	err = db.pool.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM known_devices WHERE hash = $1 AND member = $2)`, hash, null(member)).Scan(&known)
	return known, err
}
