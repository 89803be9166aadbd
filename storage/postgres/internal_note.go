package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"fieldstory/story"
)

// addInternalNotes saves the internal notes that a decision added, and tells
// open pages of those who read them.
func addInternalNotes(ctx context.Context, tx pgx.Tx, d *story.Dossier) error {
	for _, n := range d.InternalNotes {
		if _, err := tx.Exec(ctx, `
			INSERT INTO internal_notes (id, story, by, at, text, clip, seconds, named) VALUES ($1, $2, $3, $4, $5, $6, $7, $8::text[]::uuid[])`,
			n.ID, d.Story.ID, n.By.ID, n.At, n.Text, null(n.Moment.Clip), n.Moment.Seconds, actorIDs(n.Named)); err != nil {
			return err
		}
	}
	if len(d.InternalNotes) == 0 {
		return nil
	}
	return notifyAbout(ctx, tx, "internal_note", d.Story.ID)
}

// InternalNotes lists what those who decide on a story wrote for each other,
// the first first; nothing for anybody else, its author first of all.
func (db *DB) InternalNotes(ctx context.Context, who story.Scope, id story.StoryID, after story.InternalNoteID, limit int) (list []story.InternalNote, more bool, err error) {
	defer story.Wrap(&err, "InternalNotes(%s)", id)
	args := scopeArgs(who)
	args["id"], args["after"], args["limit"] = id, null(after), limit+1
	rows, _ := db.pool.Query(ctx, `SELECT `+writtenColumns+` FROM internal_notes c JOIN members b ON b.id = c.by JOIN (`+storyTables+`) ON s.id = c.story
		WHERE c.story = @id AND (@after::text::uuid IS NULL OR c.id > @after::text::uuid) AND `+seen+` AND `+internal+` ORDER BY c.id LIMIT @limit`, args)
	list, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (n story.InternalNote, err error) {
		var ids, names []string
		err = row.Scan(&n.ID, &n.By.ID, &n.By.Name, &n.At, &n.Text, &n.Moment.Clip, &n.Moment.Seconds, &ids, &names)
		n.Named = actors(ids, names)
		return n, err
	})
	if more = len(list) > limit; more {
		list = list[:limit]
	}
	return list, more, err
}

// InternalReaders lists members who read the internal notes of a story.
func (db *DB) InternalReaders(ctx context.Context, st story.Story, words string) (_ []story.Actor, err error) {
	defer story.Wrap(&err, "InternalReaders(%s)", st.ID)
	return db.readers(ctx, st, story.InternalReaders(), `AND m.id <> $4`, words)
}
