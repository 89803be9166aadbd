package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"fieldstory/story"
)

// saveClock moves when clips were filmed, and dates their story anew.
func saveClock(ctx context.Context, tx pgx.Tx, id story.StoryID, c *story.ClockChange) error {
	_, err := tx.Exec(ctx, `
		UPDATE clips SET clock = clock + $3::bigint, captured_at = captured_at + make_interval(secs => $3::bigint), clock_by = $4, clock_at = $5, updated_at = $5
		WHERE story = $1 AND id = ANY($2::text[]::uuid[])`, id, texts(c.Clips), int64(c.Shift/time.Second), c.By, c.At)
	if err != nil {
		return err
	}
	return dateStory(ctx, tx, id)
}

// StoriesOfCamera lists the stories of one author that hold clips of a camera
// with that serial number, as far as the person sees them.
func (db *DB) StoriesOfCamera(ctx context.Context, who story.Scope, author story.MemberID, camera story.Camera) (_ []story.StoryID, err error) {
	defer story.Wrap(&err, "StoriesOfCamera")
	args := scopeArgs(who)
	args["author"], args["serial"], args["make"], args["model"] = author, camera.Serial, camera.Make, camera.Model
	rows, _ := db.pool.Query(ctx, `SELECT DISTINCT s.id FROM `+storyTables+` JOIN clips c ON c.story = s.id
		WHERE NOT c.trashed AND s.author = @author AND c.facts ->> 'serial' = @serial AND coalesce(c.facts ->> 'make', '') = @make
			AND coalesce(c.facts ->> 'model', '') = @model AND `+seen+` ORDER BY s.id`, args)
	return pgx.CollectRows(rows, pgx.RowTo[story.StoryID])
}
