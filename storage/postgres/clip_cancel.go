package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"fieldstory/story"
)

// ChangeClip loads and locks a clip with the card of its story, lets change
// decide, and saves what it did to the clip's state, in one transaction. change
// tells whether it changed anything. NotFound as for Clip.
func (db *DB) ChangeClip(ctx context.Context, who story.Scope, id story.ClipID, change func(*story.Clip, *story.Story) (bool, error)) (c story.Clip, err error) {
	defer story.Wrap(&err, "ChangeClip(%s)", id)
	err = db.tx(ctx, func(tx pgx.Tx) error {
		// The lock comes first and alone, see ChangeStory.
		if err := one(tx.QueryRow(ctx, `SELECT id FROM clips WHERE id = $1 FOR UPDATE`, id).Scan(&id)); err != nil {
			return err
		}
		args := scopeArgs(who)
		args["id"] = id
		rows, _ := tx.Query(ctx, `SELECT `+storyColumns+` FROM `+storyTables+` JOIN clips c ON c.story = s.id WHERE c.id = @id AND NOT c.trashed AND `+seen, args)
		s, err := pgx.CollectExactlyOneRow(rows, scanStory)
		if err != nil {
			return one(err)
		}
		clips, err := clipsOf(ctx, tx, `c.id = $1`, id)
		if err != nil {
			return err
		}
		c = clips[0]
		before := c
		changed, err := change(&c, &s)
		if err != nil || !changed {
			return err
		}
		if c.Anew && !before.Anew {
			_, err := tx.Exec(ctx, `UPDATE clips SET `+remade+` WHERE id = $1`, id)
			return err
		}
		if err := db.saveAnew(ctx, tx, &c); err != nil {
			return err
		}
		return notifyClip(ctx, tx, id)
	})
	return c, err
}

// saveAnew writes the state of a clip whose work was stopped or begins anew.
// Whoever held it holds it no longer, what was published of an unfinished
// ladder is nobody's, to be removed, and only what is complete can be watched.
func (db *DB) saveAnew(ctx context.Context, tx pgx.Tx, c *story.Clip) error {
	for _, sql := range []string{
		`DELETE FROM pieces WHERE clip = $1`,
		`DELETE FROM live_rungs g USING live_runs r WHERE g.run = r.id AND r.clip = $1`,
		`UPDATE live_runs SET clip = NULL, published_at = 'epoch' WHERE clip = $1`,
	} {
		if _, err := tx.Exec(ctx, sql, c.ID); err != nil {
			return err
		}
	}
	err := tx.QueryRow(ctx, `
		UPDATE clips SET state = $2, progress = $3, attempt = $4, due = 'opening', problem_code = NULL, problem_detail = NULL, problem_cause = NULL,
			unbroken = false, anew = false, waits = '', worker = '', lease_until = NULL, not_before = NULL, paced_at = NULL, pace = 0, updated_at = $5,
			watchable = EXISTS (SELECT FROM renditions r WHERE r.clip = clips.id AND r.kind <> 'audio')
				OR EXISTS (SELECT FROM proxies p WHERE p.clip = clips.id AND p.made IS NOT NULL AND p.ends_at IS NULL)
		WHERE id = $1 RETURNING watchable`, c.ID, c.State, c.Progress, c.Attempt, db.Now()).Scan(&c.Watchable)
	c.Pace = story.Pace{}
	return err
}

// Abandoned tells whether a making of a ladder is wanted by nobody any more:
// its clip was stopped, or is gone.
func (db *DB) Abandoned(ctx context.Context, run story.LiveID) (yes bool, err error) {
	defer wrapWork(&err, "Abandoned(%s)", run)
	err = db.pool.QueryRow(ctx, `SELECT NOT EXISTS (SELECT FROM live_runs WHERE id = $1 AND clip IS NOT NULL)`, run).Scan(&yes)
	return yes, err
}
