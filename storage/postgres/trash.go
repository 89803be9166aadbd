package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"fieldstory/story"
)

// binned is story.Scope.SeesTrash in SQL. Its arguments come from [scopeArgs].
const binned = `(s.author = @member OR @administer::text[]::ltree[] @> a.path)`

const (
	trashColumns = `t.id, t.story, coalesce(t.clip::text, ''), t.at, coalesce(t.by::text, ''), coalesce(tb.name, ''), t.note, t.ends_at, t.removing`
	trashTables  = `trash t LEFT JOIN members tb ON tb.id = t.by`
)

func trashedFields(t *story.Trashed) []any {
	return []any{&t.ID, &t.Story, &t.Clip, &t.At, &t.By.ID, &t.By.Name, &t.Note, &t.Until, &t.Removing}
}

// saveTrash puts away what a decision threw out, and takes back what it restored.
func saveTrash(ctx context.Context, tx pgx.Tx, d *story.Dossier) error {
	for _, t := range d.Thrown {
		_, err := tx.Exec(ctx, `INSERT INTO trash (id, story, clip, at, by, note, ends_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			t.ID, t.Story, null(t.Clip), t.At, null(t.By.ID), t.Note, t.Until)
		if err != nil {
			return err
		}
		if err := markTrashed(ctx, tx, t, true); err != nil {
			return err
		}
	}
	for _, t := range d.Restored {
		if _, err := tx.Exec(ctx, `DELETE FROM trash WHERE id = $1`, t.ID); err != nil {
			return err
		}
		if err := markTrashed(ctx, tx, t, false); err != nil {
			return err
		}
		if t.Clip == "" {
			// Whoever was reminded of it has not seen it since: a reminder comes
			// again before it rises.
			if _, err := tx.Exec(ctx, `DELETE FROM reminders WHERE story = $1`, t.Story); err != nil {
				return err
			}
		}
	}
	return nil
}

func markTrashed(ctx context.Context, tx pgx.Tx, t story.Trashed, is bool) error {
	if t.Clip == "" {
		_, err := tx.Exec(ctx, `UPDATE stories SET trashed = $2 WHERE id = $1`, t.Story, is)
		return err
	}
	if _, err := tx.Exec(ctx, `UPDATE clips SET trashed = $2 WHERE id = $1`, t.Clip, is); err != nil {
		return err
	}
	return dateStory(ctx, tx, t.Story)
}

// listed leaves out the clips of a story that lies in the trash itself.
const listed = `(t.clip IS NULL OR NOT s.trashed)`

// Trash lists what lies in the trash that the person sees, the newest first,
// each with the story as it stood and how much goes with it.
func (db *DB) Trash(ctx context.Context, who story.Scope, after story.TrashID, limit int) (list []story.TrashLine, more bool, err error) {
	defer story.Wrap(&err, "Trash")
	args := scopeArgs(who)
	args["after"], args["limit"] = null(after), limit+1
	list, err = db.trash(ctx, `(@after::text::uuid IS NULL OR t.id < @after::text::uuid) ORDER BY t.id DESC LIMIT @limit`, args)
	if more = len(list) > limit; more {
		list = list[:limit]
	}
	return list, more, err
}

// TrashLine is one line of it. NotFound for one that the person does not see.
func (db *DB) TrashLine(ctx context.Context, who story.Scope, id story.TrashID) (_ story.TrashLine, err error) {
	defer story.Wrap(&err, "TrashLine(%s)", id)
	args := scopeArgs(who)
	args["id"] = id
	list, err := db.trash(ctx, `t.id = @id`, args)
	if err != nil || len(list) == 0 {
		return story.TrashLine{}, one(orNoRows(err))
	}
	return list[0], nil
}

func (db *DB) trash(ctx context.Context, rest string, args pgx.NamedArgs) ([]story.TrashLine, error) {
	rows, _ := db.pool.Query(ctx, `
		SELECT `+trashColumns+`, `+storyColumns+`, coalesce(x.filename, ''), k.clips, k.bytes
		FROM `+trashTables+` JOIN (`+storyTables+`) ON s.id = t.story LEFT JOIN clips x ON x.id = t.clip
			CROSS JOIN LATERAL (SELECT count(*) AS clips, coalesce(sum(clip_bytes(c)), 0)::bigint AS bytes FROM clips c
				WHERE c.story = t.story AND (t.clip IS NULL OR c.id = t.clip)) k
		WHERE `+binned+` AND `+listed+` AND `+rest, args)
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (l story.TrashLine, err error) {
		l.Of, err = scanStoryBetween(row, trashedFields(&l.Trashed), &l.Filename, &l.Clips, &l.Bytes)
		return l, err
	})
}

// ChangeTrash loads and locks a story with what of it lies in the trash, lets
// change decide, and saves what it did. NotFound for what the person does not
// see there.
func (db *DB) ChangeTrash(ctx context.Context, who story.Scope, id story.TrashID, change func(*story.Dossier, story.Trashed) error) (err error) {
	defer story.Wrap(&err, "ChangeTrash(%s)", id)
	return db.tx(ctx, func(tx pgx.Tx) error {
		d, t, err := lockTrash(ctx, tx, id)
		if err != nil {
			return err
		}
		if !who.SeesTrash(&d.Story) {
			return story.NotFound()
		}
		if err := change(d, t); err != nil {
			return err
		}
		return saveDossiers(ctx, tx, []*story.Dossier{d})
	})
}

// lockTrash locks the story first, as every decision does, and reads then what
// whoever held it left.
func lockTrash(ctx context.Context, tx pgx.Tx, id story.TrashID) (d *story.Dossier, t story.Trashed, err error) {
	var of story.StoryID
	if err := one(tx.QueryRow(ctx, `SELECT story FROM trash WHERE id = $1`, id).Scan(&of)); err != nil {
		return nil, t, err
	}
	if d, err = lockDossier(ctx, tx, of); err != nil {
		return nil, t, err
	}
	return d, t, one(tx.QueryRow(ctx, `SELECT `+trashColumns+` FROM `+trashTables+` WHERE t.id = $1 FOR UPDATE OF t`, id).Scan(trashedFields(&t)...))
}
