package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"fieldstory/story"
)

// TrashDue lists what is to be removed for good behind a place, the longest due
// first. A clip that still arrives is waited for: its upload ends by itself.
func (db *DB) TrashDue(ctx context.Context, now time.Time, after story.RemovalPlace, limit int) (_ []story.RemovalPlace, err error) {
	defer story.Wrap(&err, "TrashDue")
	rows, _ := db.pool.Query(ctx, `
		SELECT t.ends_at, t.id FROM trash t JOIN stories s ON s.id = t.story
		WHERE (t.removing OR t.ends_at <= $1) AND (t.clip IS NOT NULL OR s.trashed)
			AND NOT EXISTS (SELECT FROM uploads u JOIN clips c ON c.id = u.clip
				WHERE c.story = t.story AND (t.clip IS NULL OR c.id = t.clip) AND u.finished_at IS NULL AND u.expires_at > $1)
			AND ($3::text::uuid IS NULL OR (t.ends_at, t.id) > ($4, $3::text::uuid))
		ORDER BY t.ends_at, t.id LIMIT $2`, now, limit, null(after.ID), after.Until)
	return pgx.CollectRows(rows, pgx.RowToStructByPos[story.RemovalPlace])
}

// BeginRemoval marks what is due as being removed, from when on nobody brings
// it back, and names a few of its clips whose objects go first. ok is false
// where it was brought back meanwhile, or is not due. Twice is harmless.
func (db *DB) BeginRemoval(ctx context.Context, id story.TrashID, now time.Time, limit int) (clips []story.ClipID, ok bool, err error) {
	defer story.Wrap(&err, "BeginRemoval(%s)", id)
	err = db.tx(ctx, func(tx pgx.Tx) error {
		d, t, err := lockTrash(ctx, tx, id)
		if err == nil {
			ok = d.Due(t, now)
		}
		if err != nil || !ok {
			return err
		}
		if _, err := tx.Exec(ctx, `UPDATE trash SET removing = true WHERE id = $1`, id); err != nil {
			return err
		}
		rows, _ := tx.Query(ctx, `SELECT id FROM clips WHERE story = $1 AND ($2::text::uuid IS NULL OR id = $2::text::uuid) ORDER BY id LIMIT $3`, t.Story, null(t.Clip), limit)
		clips, err = pgx.CollectRows(rows, pgx.RowTo[story.ClipID])
		return err
	})
	return clips, ok && err == nil, err
}

// FinishRemoval forgets clips whose objects are gone, and, once none is left,
// says that all of it is. Twice is harmless.
func (db *DB) FinishRemoval(ctx context.Context, id story.TrashID, gone []story.ClipID, now time.Time) (err error) {
	defer story.Wrap(&err, "FinishRemoval(%s)", id)
	return db.tx(ctx, func(tx pgx.Tx) error {
		d, t, err := lockTrash(ctx, tx, id)
		if err != nil || !t.Removing {
			return err
		}
		// What makings, small copies and uploads left is found without the clip,
		// and tidied up by whoever tidies those.
		if _, err := tx.Exec(ctx, `DELETE FROM clips WHERE story = $1 AND id = ANY($2::text[]::uuid[]) AND ($3::text::uuid IS NULL OR id = $3::text::uuid)`, t.Story, texts(gone), null(t.Clip)); err != nil {
			return err
		}
		var left bool
		if err := tx.QueryRow(ctx, `SELECT EXISTS (SELECT FROM clips WHERE story = $1 AND ($2::text::uuid IS NULL OR id = $2::text::uuid))`, t.Story, null(t.Clip)).Scan(&left); err != nil || left {
			return err
		}
		if t.Clip == "" {
			if err := forgetStory(ctx, tx, t.Story, now); err != nil {
				return err
			}
		}
		if _, err := tx.Exec(ctx, `DELETE FROM trash WHERE id = $1`, id); err != nil {
			return err
		}
		d.Removed(t, now)
		return saveDossiers(ctx, tx, []*story.Dossier{d})
	})
}

// forgetStory deletes what people wrote about a story that is removed. Trail,
// audit log and publications, which are closed, stay: they say that it was.
func forgetStory(ctx context.Context, tx pgx.Tx, id story.StoryID, now time.Time) error {
	for _, sql := range []string{`DELETE FROM comments WHERE story = $1`, `DELETE FROM internal_notes WHERE story = $1`, `DELETE FROM notices WHERE story = $1`} {
		if _, err := tx.Exec(ctx, sql, id); err != nil {
			return err
		}
	}
	_, err := tx.Exec(ctx, `UPDATE stories SET removed_at = $2 WHERE id = $1`, id, now)
	return err
}
