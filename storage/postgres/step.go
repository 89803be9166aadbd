package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"fieldstory/story"
)

// addSteps appends the steps of a decision to the trail.
func addSteps(ctx context.Context, tx pgx.Tx, d *story.Dossier) error {
	for _, st := range d.Steps {
		skipped := make([]string, len(st.Skipped))
		for i, o := range st.Skipped {
			skipped[i] = string(o.ID)
		}
		_, err := tx.Exec(ctx, `
			INSERT INTO steps (id, story, verb, at, by, from_office, to_office, from_stage, to_stage, from_since, undoes, skipped, note)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12::text[]::uuid[], $13)`,
			st.ID, d.Story.ID, st.Verb, st.At, null(st.By.ID), null(st.FromOffice), st.ToOffice, st.FromStage, st.ToStage,
			null(st.FromSince), null(st.Undoes), skipped, st.Note)
		if err != nil {
			return err
		}
		if err := addStepEntry(ctx, tx, st, st.At); err != nil {
			return err
		}
	}
	return nil
}

// stepColumns name the people and offices of the steps t.
const (
	stepColumns = `t.id, t.verb, t.at, coalesce(t.by::text, ''), coalesce(b.name, ''), coalesce(t.from_office::text, ''), t.to_office,
		coalesce(f.name, ''), n.name, t.from_stage, t.to_stage, t.from_since, coalesce(t.undoes::text, ''), t.note,
		ARRAY(SELECT k.id::text FROM unnest(t.skipped) WITH ORDINALITY u(id, n) JOIN offices k USING (id) ORDER BY u.n),
		ARRAY(SELECT k.name FROM unnest(t.skipped) WITH ORDINALITY u(id, n) JOIN offices k USING (id) ORDER BY u.n)`
	stepTables = `LEFT JOIN members b ON b.id = t.by LEFT JOIN offices f ON f.id = t.from_office JOIN offices n ON n.id = t.to_office`
)

func scanStep(row pgx.CollectableRow, more ...any) (st story.Step, err error) {
	var since *time.Time
	var ids, names []string
	err = row.Scan(append([]any{&st.ID, &st.Verb, &st.At, &st.By.ID, &st.By.Name, &st.FromOffice, &st.ToOffice,
		&st.FromName, &st.ToName, &st.FromStage, &st.ToStage, &since, &st.Undoes, &st.Note, &ids, &names}, more...)...)
	if since != nil {
		st.FromSince = *since
	}
	for i := range ids {
		st.Skipped = append(st.Skipped, story.Landing{ID: story.OfficeID(ids[i]), Name: names[i]})
	}
	return st, err
}

// Trail lists every step of a story, the first first; of one in the trash, or
// removed from there, for those who see it there. NotFound as for Story.
func (db *DB) Trail(ctx context.Context, who story.Scope, id story.StoryID) (_ []story.Step, err error) {
	defer story.Wrap(&err, "Trail(%s)", id)
	args := scopeArgs(who)
	args["id"] = id
	rows, _ := db.pool.Query(ctx, `SELECT `+stepColumns+` FROM steps t JOIN `+storyTables+` ON t.story = s.id `+stepTables+`
		WHERE t.story = @id AND (`+seen+` OR s.trashed AND `+binned+`) ORDER BY t.number`, args)
	steps, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (story.Step, error) { return scanStep(row) })
	if err == nil && len(steps) == 0 {
		return nil, story.NotFound()
	}
	return steps, err
}

// fillLast gives every sheet the newest step that moved it, one query for all.
func fillLast(ctx context.Context, q querier, ids []string, at map[story.StoryID]*story.Sheet) error {
	rows, err := q.Query(ctx, `SELECT `+stepColumns+`, t.story, coalesce(f.path::text, ''), coalesce(f.closed, false)
		FROM unnest($1::text[]::uuid[]) AS s(id)
		CROSS JOIN LATERAL (SELECT * FROM steps WHERE story = s.id AND verb <> ALL($2::text[]) ORDER BY number DESC LIMIT 1) t `+stepTables, ids, texts(story.Aside()))
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id story.StoryID
		var before story.Office
		last, err := scanStep(rows, &id, &before.Path, &before.Closed)
		if err != nil {
			return err
		}
		before.ID, before.Name = last.FromOffice, last.FromName
		at[id].Last, at[id].Before = last, before
	}
	return rows.Err()
}
