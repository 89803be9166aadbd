package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"fieldstory/story"
)

// Passkeys lists a person's passkeys, the newest first.
func (db *DB) Passkeys(ctx context.Context, who story.Scope) (_ []story.Passkey, err error) {
	defer story.Wrap(&err, "Passkeys")
	rows, _ := db.pool.Query(ctx, `SELECT id, name, made_at, coalesce(used_at, '0001-01-01') FROM passkeys WHERE member = $1 ORDER BY made_at DESC, id`, null(who.Member))
	return pgx.CollectRows(rows, pgx.RowToStructByPos[story.Passkey])
}

// PasskeyData gives what the library keeps of a member's passkeys.
func (db *DB) PasskeyData(ctx context.Context, id story.MemberID) (_ [][]byte, err error) {
	defer story.Wrap(&err, "PasskeyData(%s)", id)
	rows, _ := db.pool.Query(ctx, `SELECT data::text::bytea FROM passkeys WHERE member = $1`, id)
	return pgx.CollectRows(rows, pgx.RowTo[[]byte])
}

// AddPasskey saves a passkey that was made for a member.
func (db *DB) AddPasskey(ctx context.Context, id story.MemberID, p story.Passkey, credential, data []byte, count uint32) (err error) {
	defer story.Wrap(&err, "AddPasskey(%s)", id)
	return db.tx(ctx, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `INSERT INTO passkeys (id, member, credential, name, data, count, made_at) VALUES ($1, $2, $3, $4, $5::text::jsonb, $6, $7)`,
			p.ID, id, credential, p.Name, string(data), int64(count), p.MadeAt); err != nil {
			return err
		}
		return addEntries(ctx, tx, story.EntryBy(ctx, story.DeedPasskeyAdded, p.ID, p.MadeAt).With("member", string(id)))
	})
}

// Passkey finds whose a passkey is. NotFound for an unknown one, and while its
// owner is suspended.
func (db *DB) Passkey(ctx context.Context, credential []byte) (m story.Member, data []byte, err error) {
	defer story.Wrap(&err, "Passkey")
	err = db.pool.QueryRow(ctx, `SELECT m.id, m.email, m.name, p.data::text::bytea FROM passkeys p JOIN members m ON m.id = p.member
		WHERE p.credential = $1 AND NOT m.suspended`, credential).Scan(&m.ID, &m.Email, &m.Name, &data)
	return m, data, one(err)
}

// UsePasskey notes that a passkey was used, with its count. Of two with the
// same count, or where it went back, one is a copy: NotFound, and that is noted.
func (db *DB) UsePasskey(ctx context.Context, credential, data []byte, count uint32, now time.Time) (err error) {
	defer story.Wrap(&err, "UsePasskey")
	tag, err := db.pool.Exec(ctx, `UPDATE passkeys SET data = $2::text::jsonb, count = $3, used_at = $4
		WHERE credential = $1 AND (count < $3 OR count = 0 AND $3 = 0)`, credential, string(data), int64(count), now)
	if err != nil || tag.RowsAffected() == 1 {
		return err
	}
	return story.NotFound()
}

// PasskeyCloned notes that a passkey was refused because its count went back.
func (db *DB) PasskeyCloned(ctx context.Context, credential []byte) (err error) {
	defer story.Wrap(&err, "PasskeyCloned")
	var id, member string
	if err := db.pool.QueryRow(ctx, `SELECT id, member FROM passkeys WHERE credential = $1`, credential).Scan(&id, &member); err != nil {
		return one(err)
	}
	return db.Log(ctx, story.NewEntry(story.DeedPasskeyCloned, story.Scope{}, id, db.Now()).With("member", member))
}

// RemovePasskey ends one of a person's passkeys at once. NotFound for one that
// is not theirs, or is not there.
func (db *DB) RemovePasskey(ctx context.Context, who story.Scope, id string) (err error) {
	defer story.Wrap(&err, "RemovePasskey(%s)", id)
	return db.tx(ctx, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `DELETE FROM passkeys WHERE id = $1 AND member = $2`, id, null(who.Member))
		if err != nil {
			return err
		}
		if tag.RowsAffected() == 0 {
			return story.NotFound()
		}
		return addEntries(ctx, tx, story.EntryBy(ctx, story.DeedPasskeyRemoved, id, db.Now()).With("member", string(who.Member)))
	})
}
