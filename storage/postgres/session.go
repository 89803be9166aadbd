package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"fieldstory/story"
)

// Sessions keeps signed-in sessions in the shape that the session library
// asks of a store. The twins without a context are never called by it when
// those with one are there.
type Sessions struct{ DB *DB }

// FindCtx gives the data of a session, false where it is unknown or expired.
func (s Sessions) FindCtx(ctx context.Context, token string) (data []byte, found bool, err error) {
	defer story.Wrap(&err, "Sessions.Find")
	err = s.DB.pool.QueryRow(ctx, `SELECT data FROM sessions WHERE token = $1 AND expiry > now()`, token).Scan(&data)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, false, nil
	}
	return data, err == nil, err
}

// CommitCtx saves a session.
func (s Sessions) CommitCtx(ctx context.Context, token string, data []byte, expiry time.Time) (err error) {
	defer story.Wrap(&err, "Sessions.Commit")
	_, err = s.DB.pool.Exec(ctx, `INSERT INTO sessions (token, data, expiry) VALUES ($1, $2, $3)
		ON CONFLICT (token) DO UPDATE SET data = excluded.data, expiry = excluded.expiry`, token, data, expiry)
	return err
}

// DeleteCtx ends a session; one that is not there is ended already.
func (s Sessions) DeleteCtx(ctx context.Context, token string) (err error) {
	defer story.Wrap(&err, "Sessions.Delete")
	_, err = s.DB.pool.Exec(ctx, `DELETE FROM sessions WHERE token = $1`, token)
	return err
}

func (s Sessions) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

func (s Sessions) Commit(token string, data []byte, expiry time.Time) error {
	return s.CommitCtx(context.Background(), token, data, expiry)
}

func (s Sessions) Delete(token string) error { return s.DeleteCtx(context.Background(), token) }

// Forget removes expired sessions and ceremonies, spent links, and what was counted or known of
// browsers long ago, and tells how many.
func (db *DB) Forget(ctx context.Context) (n int64, err error) {
	defer story.Wrap(&err, "Forget")
	tag, err := db.pool.Exec(ctx, `DELETE FROM sessions WHERE expiry < now()`)
	if err != nil {
		return 0, err
	}
	n = tag.RowsAffected()
	for _, sql := range []string{
		`DELETE FROM sign_in_links WHERE expires_at < now() - interval '30 days'`,
		`DELETE FROM ceremonies WHERE expires_at < now()`,
		`DELETE FROM guesses WHERE since < now() - interval '1 day'`,
		`DELETE FROM known_devices WHERE seen_at < now() - interval '1 year'`,
		// What could not be sent for a month is no news to anybody, and nobody ends mail by a message from last year.
		`DELETE FROM unsubscribe_links WHERE created_at < now() - interval '366 days'`,
		`DELETE FROM mails WHERE at < now() - interval '30 days'`,
		`DELETE FROM sign_ins WHERE seen_at < now() - interval '90 days'`,
	} {
		if tag, err = db.pool.Exec(ctx, sql); err != nil {
			return n, err
		}
		n += tag.RowsAffected()
	}
	return n, nil
}
