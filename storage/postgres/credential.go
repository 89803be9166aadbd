package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"fieldstory/story"
)

// PasswordHash gives a member's id and argon2id hash by address. NotFound
// where there is no such member, or the member signs in by link only.
func (db *DB) PasswordHash(ctx context.Context, email string) (id story.MemberID, hash string, err error) {
	defer story.Wrap(&err, "PasswordHash")
	err = db.pool.QueryRow(ctx, `SELECT id, password_hash FROM members
		WHERE email = lower($1) AND password_hash IS NOT NULL AND NOT suspended`, email).Scan(&id, &hash)
	return id, hash, one(err)
}

// SavePasswordHash replaces a member's password.
func (db *DB) SavePasswordHash(ctx context.Context, id story.MemberID, hash string) (err error) {
	defer story.Wrap(&err, "SavePasswordHash(%s)", id)
	return db.tx(ctx, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `UPDATE members SET password_hash = $2 WHERE id = $1`, id, hash); err != nil {
			return err
		}
		return addEntries(ctx, tx, story.EntryBy(ctx, story.DeedPassword, string(id), db.Now()))
	})
}

// AddLink saves the hash of a one-time sign-in link.
func (db *DB) AddLink(ctx context.Context, member story.MemberID, hash []byte, expires time.Time) (err error) {
	defer story.Wrap(&err, "AddLink(%s)", member)
	_, err = db.pool.Exec(ctx, `INSERT INTO sign_in_links (hash, member, expires_at) VALUES ($1, $2, $3)`, hash, member, expires)
	return err
}

// UseLink spends a one-time link: of two at once, one wins. NotFound for a
// link that is unknown, spent or expired.
func (db *DB) UseLink(ctx context.Context, hash []byte, now time.Time) (id story.MemberID, err error) {
	defer story.Wrap(&err, "UseLink")
	err = db.pool.QueryRow(ctx, `UPDATE sign_in_links l SET used_at = $2 FROM members m
		WHERE l.hash = $1 AND l.used_at IS NULL AND l.expires_at > $2 AND m.id = l.member AND NOT m.suspended
		RETURNING l.member`, hash, now).Scan(&id)
	return id, one(err)
}

// AddToken saves an API token with its hash.
func (db *DB) AddToken(ctx context.Context, member story.MemberID, t story.Token, hash []byte) (err error) {
	defer story.Wrap(&err, "AddToken(%s)", member)
	return db.tx(ctx, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `INSERT INTO api_tokens (id, member, hash, name, reach, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			t.ID, member, hash, t.Name, t.Reach, t.CreatedAt, null(t.ExpiresAt)); err != nil {
			return err
		}
		return addEntries(ctx, tx, story.EntryBy(ctx, story.DeedTokenMade, t.ID, t.CreatedAt).With("member", string(member)).With("reach", string(t.Reach)))
	})
}

// TokenMember finds whose token this is and how far it reaches, and notes its
// use, at most once a minute. NotFound for one that is unknown, revoked or
// expired.
func (db *DB) TokenMember(ctx context.Context, hash []byte, now time.Time) (id story.MemberID, reach story.TokenReach, err error) {
	defer story.Wrap(&err, "TokenMember")
	var stale bool
	err = db.pool.QueryRow(ctx, `SELECT member, reach, coalesce(last_used_at < $2::timestamptz - interval '1 minute', true) FROM api_tokens
		WHERE hash = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2)`, hash, now).Scan(&id, &reach, &stale)
	if err == nil && stale {
		_, err = db.pool.Exec(ctx, `UPDATE api_tokens SET last_used_at = $2 WHERE hash = $1`, hash, now)
	}
	return id, reach, one(err)
}
