package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"fieldstory/story"
)

// FinishUpload notes that every byte of an upload is one stored object, and
// hands its clip to the workers with its receipt. Twice is harmless. The row
// stays until forget, so that a client that missed the answer can ask again.
func (db *DB) FinishUpload(ctx context.Context, u *story.Upload, r story.Receipt, forget time.Time) (err error) {
	defer story.Wrap(&err, "FinishUpload(%s)", u.ID)
	return db.tx(ctx, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `UPDATE uploads SET finished_at = $2, expires_at = $3 WHERE id = $1 AND finished_at IS NULL`, u.ID, r.ReceivedAt, forget)
		if err != nil || tag.RowsAffected() == 0 {
			return err
		}
		if len(u.Joins) > 0 {
			if _, err := tx.Exec(ctx, `UPDATE uploads SET expires_at = $2 WHERE id = ANY(SELECT unnest(joins) FROM uploads WHERE id = $1)`, u.ID, r.ReceivedAt); err != nil {
				return err
			}
		}
		if u.Proxy != "" {
			_, err := tx.Exec(ctx, `UPDATE proxies SET received_at = $2, size = $3 WHERE id = $1 AND received_at IS NULL`, u.Proxy, r.ReceivedAt, r.Bytes)
			return err
		}
		if u.ConsentFile != "" {
			return finishConsentFile(ctx, tx, u, r)
		}
		if u.Clip == "" {
			return nil
		}
		tag, err = tx.Exec(ctx, `
			UPDATE clips SET state = 'received', size = $2, received = $2, sha256 = $3, received_at = $4, updated_at = $4
			WHERE id = $1 AND state = 'receiving'`, u.Clip, r.Bytes, r.SHA256, r.ReceivedAt)
		if err != nil || tag.RowsAffected() == 0 {
			return err
		}
		if err := endUnsentProxies(ctx, tx, u.Clip, r.ReceivedAt); err != nil {
			return err
		}
		return notifyClip(ctx, tx, u.Clip)
	})
}

// DoubtUpload notes that the store refused to give back or join what it took,
// and tells since when it has done nothing else.
func (db *DB) DoubtUpload(ctx context.Context, id story.UploadID) (since time.Time, err error) {
	defer story.Wrap(&err, "DoubtUpload(%s)", id)
	err = db.pool.QueryRow(ctx, `UPDATE uploads SET doubted_at = coalesce(doubted_at, $2) WHERE id = $1 RETURNING doubted_at`, id, db.Now()).Scan(&since)
	return since, one(err)
}

// RefuseUpload ends an upload whose file cannot be taken: the clip says why,
// refused where the file is at fault and failed where we are, and the bytes
// may go.
func (db *DB) RefuseUpload(ctx context.Context, u *story.Upload, why *story.Problem) (err error) {
	defer story.Wrap(&err, "RefuseUpload(%s)", u.ID)
	return db.tx(ctx, func(tx pgx.Tx) error {
		return refuseUpload(ctx, tx, u, why, db.Now())
	})
}

func refuseUpload(ctx context.Context, tx pgx.Tx, u *story.Upload, why *story.Problem, now time.Time) error {
	if _, err := tx.Exec(ctx, `UPDATE uploads SET expires_at = least(expires_at, $2) WHERE id = $1`, u.ID, now); err != nil {
		return err
	}
	if u.Proxy != "" {
		return endProxy(ctx, tx, u.Proxy, now)
	}
	if u.ConsentFile != "" {
		return dropConsentFile(ctx, tx, u.ConsentFile)
	}
	if u.Clip == "" {
		return nil
	}
	state := story.Refused
	if why.Fault != story.FaultFile {
		state = story.Failed
	}
	tag, err := tx.Exec(ctx, `
		UPDATE clips SET state = $6, problem_code = $2, problem_detail = $3, problem_cause = $4, updated_at = $5
		WHERE id = $1 AND state = 'receiving'`, u.Clip, why.Code, why.Detail, why.Error(), now, state)
	if err != nil || tag.RowsAffected() == 0 {
		return err
	}
	if state == story.Refused {
		// Where we lost the original, its small copy is all there is, and stays.
		if err := endProxies(ctx, tx, u.Clip, now); err != nil {
			return err
		}
	}
	return notifyClip(ctx, tx, u.Clip)
}

// DiscardUpload ends an upload because its sender said so: the clip goes with it,
// and the bytes may go. What a finished one became stays: footage that arrived is
// not lost because a client tidies up behind itself, as tus lets it.
func (db *DB) DiscardUpload(ctx context.Context, u *story.Upload) (err error) {
	defer story.Wrap(&err, "DiscardUpload(%s)", u.ID)
	return db.tx(ctx, func(tx pgx.Tx) error {
		now := db.Now()
		var arrived bool
		err := tx.QueryRow(ctx, `UPDATE uploads SET expires_at = $2 WHERE id = $1 RETURNING finished_at IS NOT NULL AND NOT partial`, u.ID, now).Scan(&arrived)
		if err != nil || arrived {
			return one(err)
		}
		if u.Proxy != "" {
			return endProxy(ctx, tx, u.Proxy, now)
		}
		if u.ConsentFile != "" {
			return dropConsentFile(ctx, tx, u.ConsentFile)
		}
		if u.Clip == "" {
			return nil
		}
		if err := endProxies(ctx, tx, u.Clip, now); err != nil {
			return err
		}
		if _, err = tx.Exec(ctx, `DELETE FROM clips WHERE id = $1 AND state = 'receiving'`, u.Clip); err != nil {
			return err
		}
		return notifyStory(ctx, tx, u.Story)
	})
}

// ForgetUpload deletes the row, once its bytes are freed.
func (db *DB) ForgetUpload(ctx context.Context, id story.UploadID) (err error) {
	defer story.Wrap(&err, "ForgetUpload(%s)", id)
	_, err = db.pool.Exec(ctx, `DELETE FROM uploads WHERE id = $1`, id)
	return err
}
