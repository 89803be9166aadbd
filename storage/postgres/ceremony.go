package postgres

import (
	"context"
	"time"

	"fieldstory/story"
)

// AddCeremony keeps what the second half of coming in needs, as JSON.
func (db *DB) AddCeremony(ctx context.Context, key, data []byte, expires time.Time) (err error) {
	defer story.Wrap(&err, "AddCeremony")
	_, err = db.pool.Exec(ctx, `INSERT INTO ceremonies (key, data, expires_at) VALUES ($1, $2::text::jsonb, $3)`, key, string(data), expires)
	return err
}

// TakeCeremony gives what was kept and forgets it: of two at once, one gets it.
// NotFound for one that is unknown, used or expired.
func (db *DB) TakeCeremony(ctx context.Context, key []byte, now time.Time) (data []byte, err error) {
	defer story.Wrap(&err, "TakeCeremony")
	var expires time.Time
	err = db.pool.QueryRow(ctx, `DELETE FROM ceremonies WHERE key = $1 RETURNING data::text, expires_at`, key).Scan(&data, &expires)
	if err == nil && !expires.After(now) {
		return nil, story.NotFound()
	}
	return data, one(err)
}
