package postgres

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"fieldstory/story"
)

// SaveCodes replaces a member's recovery codes by others, given as hashes.
func (db *DB) SaveCodes(ctx context.Context, id story.MemberID, hashes [][]byte) (err error) {
	defer story.Wrap(&err, "SaveCodes(%s)", id)
	return db.tx(ctx, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `DELETE FROM recovery_codes WHERE member = $1`, id); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `INSERT INTO recovery_codes (hash, member, made_at) SELECT unnest($2::bytea[]), $1, $3`, id, hashes, db.Now()); err != nil {
			return err
		}
		return addEntries(ctx, tx, story.EntryBy(ctx, story.DeedCodesMade, string(id), db.Now()))
	})
}

// CodesLeft tells how many recovery codes a member has, made when.
func (db *DB) CodesLeft(ctx context.Context, who story.Scope) (left int, made time.Time, err error) {
	defer story.Wrap(&err, "CodesLeft")
	err = db.pool.QueryRow(ctx, `SELECT count(*) FILTER (WHERE used_at IS NULL), coalesce(max(made_at), '0001-01-01') FROM recovery_codes WHERE member = $1`,
		null(who.Member)).Scan(&left, &made)
	return left, made, err
}

// Standing gives the id of the member with an address who may come in, ""
// where there is none.
func (db *DB) Standing(ctx context.Context, email string) (id story.MemberID, err error) {
	defer story.Wrap(&err, "Standing")
	err = db.pool.QueryRow(ctx, `SELECT id FROM members WHERE email = lower($1) AND NOT suspended`, email).Scan(&id)
	if errors.Is(err, pgx.ErrNoRows) {
		return "", nil
	}
	return id, err
}

// UseCode spends a recovery code: of two at once, one wins. Its owner is told.
// NotFound for one that is unknown or spent.
func (db *DB) UseCode(ctx context.Context, id story.MemberID, hash []byte) (err error) {
	defer story.Wrap(&err, "UseCode")
	return db.tx(ctx, func(tx pgx.Tx) error {
		now := db.Now()
		tag, err := tx.Exec(ctx, `UPDATE recovery_codes SET used_at = $3 WHERE hash = $1 AND member = $2 AND used_at IS NULL`, hash, null(id), now)
		if err != nil {
			return err
		}
		if tag.RowsAffected() == 0 {
			return story.NotFound()
		}
		var left int
		if err := tx.QueryRow(ctx, `SELECT count(*) FROM recovery_codes WHERE member = $1 AND used_at IS NULL`, id).Scan(&left); err != nil {
			return err
		}
		e := story.NewEntry(story.DeedCodeUsed, story.Scope{Member: id}, string(id), now).With("left", strconv.Itoa(left))
		if err := addEntries(ctx, tx, e); err != nil {
			return err
		}
		to := []story.MemberID{id}
		return tell(ctx, tx, []telling{{story.Notice{ID: story.NewID[story.NoticeID](now), What: story.CodeUsed, At: now}, to}}, to)
	})
}
