package postgres

import (
	"context"
	"time"

	"fieldstory/story"
)

// Guess counts an attempt under a key before it is made, so that a thousand at
// once are counted too, and tells how many there were since when.
func (db *DB) Guess(ctx context.Context, key []byte) (n int, since time.Time, err error) {
	defer story.Wrap(&err, "Guess")
	now := db.Now()
	err = db.pool.QueryRow(ctx, `INSERT INTO guesses (key, since, failed) VALUES ($1, $2, 1)
		ON CONFLICT (key) DO UPDATE SET
			failed = CASE WHEN guesses.since <= $3 THEN 1 ELSE guesses.failed + 1 END,
			since = CASE WHEN guesses.since <= $3 THEN $2 ELSE guesses.since END
		RETURNING failed, since`, key, now, now.Add(-story.GuessWindow)).Scan(&n, &since)
	return n, since, err
}

// Guessed takes back what [DB.Guess] counted, for the attempt was right.
func (db *DB) Guessed(ctx context.Context, key []byte) (err error) {
	defer story.Wrap(&err, "Guessed")
	_, err = db.pool.Exec(ctx, `UPDATE guesses SET failed = failed - 1 WHERE key = $1`, key)
	return err
}
