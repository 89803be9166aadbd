package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"fieldstory/story"
)

// Tokens lists the tokens of the person that still hold, the newest first.
func (db *DB) Tokens(ctx context.Context, who story.Scope) (_ []story.Token, err error) {
	defer story.Wrap(&err, "Tokens")
	rows, _ := db.pool.Query(ctx, `SELECT id, name, reach, created_at, coalesce(last_used_at, '0001-01-01'), coalesce(expires_at, '0001-01-01') FROM api_tokens
		WHERE member = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2) ORDER BY created_at DESC, id DESC`, null(who.Member), db.Now())
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (t story.Token, err error) {
		return t, row.Scan(&t.ID, &t.Name, &t.Reach, &t.CreatedAt, &t.LastUsed, &t.ExpiresAt)
	})
}

// RevokeToken ends a token of the person at once. NotFound for one that is not
// theirs, is not there, or has ended already.
func (db *DB) RevokeToken(ctx context.Context, who story.Scope, id string) (err error) {
	defer story.Wrap(&err, "RevokeToken(%s)", id)
	return db.tx(ctx, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `UPDATE api_tokens SET revoked_at = $3 WHERE id = $1 AND member = $2 AND revoked_at IS NULL`, id, null(who.Member), db.Now())
		if err != nil {
			return err
		}
		if tag.RowsAffected() == 0 {
			return story.NotFound()
		}
		return addEntries(ctx, tx, story.EntryBy(ctx, story.DeedTokenRevoked, id, db.Now()))
	})
}
