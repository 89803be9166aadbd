package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"fieldstory/story"
)

// EndedUploads lists uploads whose time is over, and whose bytes are to be
// freed. The clip of an unfinished one is refused here first, so that nobody
// waits for it.
func (db *DB) EndedUploads(ctx context.Context, limit int) (_ []story.Upload, err error) {
	defer story.Wrap(&err, "EndedUploads")
	list, err := db.uploads(ctx, `u.expires_at <= $1 AND (u.held_until IS NULL OR u.held_until < clock_timestamp()) ORDER BY u.expires_at LIMIT $2`, db.Now(), limit)
	if err != nil {
		return nil, err
	}
	for i := range list {
		if u := &list[i]; u.FinishedAt.IsZero() {
			if err := db.RefuseUpload(ctx, u, story.UploadExpired()); err != nil {
				return nil, err
			}
		}
	}
	return list, nil
}

// OwedUploads lists uploads that have all their bytes, or all their pieces,
// and are not finished, though nobody works on them: a process died there.
func (db *DB) OwedUploads(ctx context.Context, limit int) (_ []story.UploadID, err error) {
	defer story.Wrap(&err, "OwedUploads")
	rows, _ := db.pool.Query(ctx, `
		SELECT id FROM uploads WHERE finished_at IS NULL AND (final OR received = size) AND expires_at > $1
			AND (held_until IS NULL OR held_until < clock_timestamp())
		ORDER BY created_at LIMIT $2`, db.Now(), limit)
	return pgx.CollectRows(rows, pgx.RowTo[story.UploadID])
}

// ShowUploads brings what people see of uploads up to date: a clip follows its
// upload at most once a second, and misses the last bytes before a cut.
func (db *DB) ShowUploads(ctx context.Context) (err error) {
	defer story.Wrap(&err, "ShowUploads")
	return db.tx(ctx, func(tx pgx.Tx) error {
		rows, _ := tx.Query(ctx, `
			UPDATE clips c SET received = u.received, updated_at = $1::timestamptz FROM uploads u
			WHERE u.clip = c.id AND u.finished_at IS NULL AND u.expires_at > $1 AND c.state = 'receiving' AND c.received < u.received
				AND c.updated_at <= $1::timestamptz - interval '1 second'
			RETURNING c.id`, db.Now())
		list, err := pgx.CollectRows(rows, pgx.RowTo[story.ClipID])
		for _, id := range list {
			err = errors.Join(err, notifyClip(ctx, tx, id))
		}
		return err
	})
}

// ClaimUnverified takes the oldest original that was not read back yet, for a
// minute, longer where it is large; see [story.ReadBackPause] for when. ok is false
// when none is owed.
func (db *DB) ClaimUnverified(ctx context.Context) (id story.ClipID, r story.Receipt, ok bool, err error) {
	defer story.Wrap(&err, "ClaimUnverified")
	err = db.pool.QueryRow(ctx, `
		UPDATE clips SET verifying_until = clock_timestamp() + interval '1 minute' + make_interval(secs => size / 10e6) WHERE id = (
			SELECT id FROM clips WHERE received_at IS NOT NULL AND verified_at IS NULL AND state NOT IN ('refused', 'failed')
				AND (verifying_until IS NULL OR verifying_until < clock_timestamp()) AND (size <= $1 OR received_at <= $2)
			ORDER BY received_at LIMIT 1 FOR UPDATE SKIP LOCKED)
		RETURNING id, size, sha256, received_at`, int64(story.ReadBackAtOnce), db.Now().Add(-story.ReadBackPause)).Scan(&id, &r.Bytes, &r.SHA256, &r.ReceivedAt)
	if one(err) != err {
		return "", r, false, nil
	}
	return id, r, err == nil, err
}

// Verified notes that the stored original was read back and agrees.
func (db *DB) Verified(ctx context.Context, id story.ClipID) (err error) {
	defer story.Wrap(&err, "Verified(%s)", id)
	return db.tx(ctx, func(tx pgx.Tx) error {
		now := db.Now()
		_, err := tx.Exec(ctx, `UPDATE clips SET verified_at = greatest($2, received_at), verifying_until = NULL, updated_at = $2 WHERE id = $1 AND verified_at IS NULL`, id, now)
		if err != nil {
			return err
		}
		return notifyClip(ctx, tx, id)
	})
}

// Unverified notes that the stored original does not agree: the clip fails,
// whatever the workers made of it, and its sender learns to keep the card.
func (db *DB) Unverified(ctx context.Context, id story.ClipID, why *story.Problem) (err error) {
	defer story.Wrap(&err, "Unverified(%s)", id)
	return db.tx(ctx, func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `
			UPDATE clips SET state = 'failed', problem_code = $2, problem_detail = $3, problem_cause = $4, verifying_until = NULL,
				worker = '', lease_until = NULL, updated_at = $5
			WHERE id = $1`, id, why.Code, why.Detail, why.Error(), db.Now())
		if err != nil {
			return err
		}
		return notifyClip(ctx, tx, id)
	})
}

// ReleaseUnverified gives a claim back after the store did not answer; it is
// tried again after wait.
func (db *DB) ReleaseUnverified(ctx context.Context, id story.ClipID, wait time.Duration) (err error) {
	defer story.Wrap(&err, "ReleaseUnverified(%s)", id)
	_, err = db.pool.Exec(ctx, `UPDATE clips SET verifying_until = clock_timestamp() + $2 WHERE id = $1`, id, wait)
	return err
}
