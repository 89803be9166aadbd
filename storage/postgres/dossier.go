package postgres

import (
	"context"
	"errors"
	"reflect"

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
	refused, err := db.ChangeStories(ctx, who, []story.StoryID{id}, change)
	if err != nil {
		return err
	}
	return refused[id]
}

// ChangeStories does the same for many stories in one transaction and a few
// round trips. What change refuses with a [story.Problem] is answered story by
// story and hinders no other; any other error ends it all, and nothing is saved.
func (db *DB) ChangeStories(ctx context.Context, who story.Scope, ids []story.StoryID, change func(*story.Dossier) error) (refused map[story.StoryID]error, err error) {
	defer story.Wrap(&err, "ChangeStories(%d)", len(ids))
	if refused, err = db.changeStories(ctx, who, ids, change); errors.Is(err, errClosedMeanwhile) {
		refused, err = db.changeStories(ctx, who, ids, change)
	}
	return refused, noWording(err)
}

func (db *DB) changeStories(ctx context.Context, who story.Scope, ids []story.StoryID, change func(*story.Dossier) error) (refused map[story.StoryID]error, err error) {
	err = db.tx(ctx, func(tx pgx.Tx) error {
		refused = make(map[story.StoryID]error)
		args := scopeArgs(who)
		args["ids"] = texts(ids)
		// The locks come first and alone: whoever waits for one must then read
		// what the one before wrote, not a snapshot from before the wait. They
		// are taken in one order by everybody, so that nobody waits in a circle.
		if _, err := tx.Exec(ctx, `SELECT 1 FROM stories WHERE id = ANY($1::text[]::uuid[]) ORDER BY id FOR UPDATE`, texts(ids)); err != nil {
			return err
		}
		rows, _ := tx.Query(ctx, `SELECT `+storyColumns+` FROM `+storyTables+` WHERE s.id = ANY(@ids::text[]::uuid[]) AND `+seen, args)
		list, err := pgx.CollectRows(rows, scanStory)
		if err != nil {
			return err
		}
		sheets, err := fill(ctx, tx, list)
		if err != nil {
			return err
		}
		there := make(map[story.StoryID]*story.Dossier, len(sheets))
		for i := range sheets {
			there[sheets[i].Story.ID] = &sheets[i].Dossier
		}
		var changed []*story.Dossier
		for _, id := range ids {
			d, ok := there[id]
			if !ok {
				refused[id] = story.NotFound()
				continue
			}
			switch err := change(d); {
			case err == nil:
				changed = append(changed, d)
			default:
				if _, ok := errors.AsType[*story.Problem](err); !ok {
					return err
				}
				refused[id] = err
			}
		}
		return saveDossiers(ctx, tx, changed)
	})
	return refused, err
}

// saveDossiers writes what was decided, and tells whom it concerns.
func saveDossiers(ctx context.Context, tx pgx.Tx, list []*story.Dossier) error {
	if err := stillOpen(ctx, tx, list); err != nil {
		return err
	}
	g := &gathered{Tx: tx}
	for _, d := range list {
		if err := saveDossier(ctx, g, d); err != nil {
			return err
		}
	}
	if err := addNotices(ctx, g, list...); err != nil {
		return err
	}
	for _, d := range list {
		if d.Was.Trashed && d.Story.Trashed {
			continue // of which nobody hears
		}
		if len(d.InternalNotes) > 0 && len(d.Steps) == 0 {
			continue // of which only those hear who read it
		}
		if err := notifyStory(ctx, g, d.Story.ID); err != nil {
			return err
		}
	}
	return g.flush(ctx)
}

func saveDossier(ctx context.Context, tx pgx.Tx, d *story.Dossier) error {
	if err := saveStory(ctx, tx, &d.Story); err != nil {
		return err
	}
	if err := savePeople(ctx, tx, d); err != nil {
		return err
	}
	for i, p := range d.Publications {
		if i < len(d.Was.Publications) && reflect.DeepEqual(p, d.Was.Publications[i]) {
			continue
		}
		if err := savePublication(ctx, tx, d.Story.ID, p); err != nil {
			return err
		}
	}
	if err := saveTrash(ctx, tx, d); err != nil {
		return err
	}
	if err := addSteps(ctx, tx, d); err != nil {
		return err
	}
	if err := saveEndorsements(ctx, tx, d); err != nil {
		return err
	}
	if d.Clock != nil {
		if err := saveClock(ctx, tx, d.Story.ID, d.Clock); err != nil {
			return err
		}
	}
	if err := addComments(ctx, tx, d); err != nil {
		return err
	}
	if err := addInternalNotes(ctx, tx, d); err != nil {
		return err
	}
	return addEntries(ctx, tx, d.Entries...)
}
