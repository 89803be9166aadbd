package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"fieldstory/story"
)

// ChangeStory loads and locks a story, lets change decide, and saves what it
// changed with the steps it added, all in one transaction: of two people who
// decide at once, the second sees what the first did. It answers NotFound for
// a story that is not there or that the person does not see, and whatever
// change answers.
func (db *DB) ChangeStory(ctx context.Context, who story.Scope, id story.StoryID, change func(*story.Dossier) error) (err error) {
	defer story.Wrap(&err, "ChangeStory(%s)", id)
	return db.tx(ctx, func(tx pgx.Tx) error {
		// The lock comes first and alone: whoever waits for it must then read
		// what the one before wrote, not a snapshot from before the wait.
		if err := one(tx.QueryRow(ctx, `SELECT id FROM stories WHERE id = $1 FOR UPDATE`, id).Scan(&id)); err != nil {
			return err
		}
		args := scopeArgs(who)
		args["id"] = id
		rows, _ := tx.Query(ctx, `SELECT `+storyColumns+` FROM `+storyTables+` WHERE s.id = @id AND `+seen, args)
		s, err := pgx.CollectExactlyOneRow(rows, scanStory)
		if err != nil {
			return one(err)
		}
		sheets, err := fill(ctx, tx, []story.Story{s})
		if err != nil {
			return err
		}
		d := &sheets[0].Dossier
		if err := change(d); err != nil {
			return err
		}
		return saveDossier(ctx, tx, d)
	})
}

func saveDossier(ctx context.Context, tx pgx.Tx, d *story.Dossier) error {
	if err := saveStory(ctx, tx, &d.Story); err != nil {
		return err
	}
	if err := savePeople(ctx, tx, d); err != nil {
		return err
	}
	for _, p := range d.Publications {
		if err := savePublication(ctx, tx, d.Story.ID, p); err != nil {
			return err
		}
	}
	if err := addSteps(ctx, tx, d); err != nil {
		return err
	}
	if err := addEntries(ctx, tx, d.Entries...); err != nil {
		return err
	}
	if err := addNotices(ctx, tx, d); err != nil {
		return err
	}
	return notifyStory(ctx, tx, d.Story.ID)
}
