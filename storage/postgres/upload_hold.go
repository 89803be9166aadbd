package postgres

import (
	"context"
	"time"

	"fieldstory/story"
)

// A hold is a lease on an upload, so that one process writes to it at a time.
// It is a row and not an advisory lock: those last as long as a connection,
// and a slow link would keep one for hours. Its writes need not outlive a
// power cut, so they do not wait for the disk.
const lazily = `WITH lazily AS (SELECT set_config('synchronous_commit', 'off', true)) `

// HoldUpload takes the upload for the named holder, who must renew within ttl,
// and tells whether it was free. When it was not, its holder will learn that
// somebody waits. NotFound when there is no such upload.
func (db *DB) HoldUpload(ctx context.Context, id story.UploadID, holder string, ttl time.Duration) (held bool, err error) {
	defer story.Wrap(&err, "HoldUpload(%s)", id)
	var now string
	err = db.pool.QueryRow(ctx, lazily+`
		UPDATE uploads u SET
			holder     = CASE WHEN u.held_until > clock_timestamp() THEN u.holder ELSE $2 END,
			held_until = CASE WHEN u.held_until > clock_timestamp() THEN u.held_until ELSE clock_timestamp() + $3 END,
			wanted     = coalesce(u.held_until > clock_timestamp(), false)
		FROM lazily WHERE u.id = $1 RETURNING u.holder`, id, holder, ttl).Scan(&now)
	return now == holder, one(err)
}

// KeepUpload renews the hold. It tells whether somebody else waits for it;
// held is false when it was lost.
func (db *DB) KeepUpload(ctx context.Context, id story.UploadID, holder string, ttl time.Duration) (held, wanted bool, err error) {
	defer story.Wrap(&err, "KeepUpload(%s)", id)
	err = db.pool.QueryRow(ctx, lazily+`
		UPDATE uploads u SET held_until = clock_timestamp() + $3 FROM lazily
		WHERE u.id = $1 AND u.holder = $2 RETURNING true, u.wanted`, id, holder, ttl).Scan(&held, &wanted)
	if one(err) != err {
		return false, false, nil
	}
	return held, wanted, err
}

// ReleaseUpload ends the hold. Harmless when it was lost or the upload is gone.
func (db *DB) ReleaseUpload(ctx context.Context, id story.UploadID, holder string) (err error) {
	defer story.Wrap(&err, "ReleaseUpload(%s)", id)
	_, err = db.pool.Exec(ctx, lazily+`
		UPDATE uploads u SET holder = '', held_until = NULL, wanted = false FROM lazily WHERE u.id = $1 AND u.holder = $2`, id, holder)
	return err
}
