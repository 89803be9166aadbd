package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"fieldstory/story"
)

func eachPerson(ctx context.Context, q querier, stories []string, fn func(story.StoryID, story.Person)) error {
	var id story.StoryID
	var p story.Person
	rows, err := q.Query(ctx, `SELECT story, id, name, child, state, form, use, guardian, language, coalesce(expires::text, '')
		FROM people WHERE story = ANY($1::text[]::uuid[]) ORDER BY created_at, id`, stories)
	if err != nil {
		return err
	}
	_, err = pgx.ForEachRow(rows, []any{&id, &p.ID, &p.Name, &p.Child, &p.State, &p.Form, &p.Use, &p.Guardian, &p.Language, &p.Expires}, func() error {
		fn(id, p)
		return nil
	})
	return err
}

// savePeople makes the rows the same as the dossier's people.
func savePeople(ctx context.Context, tx pgx.Tx, d *story.Dossier) error {
	keep := []string{}
	for _, p := range d.People {
		keep = append(keep, string(p.ID))
		_, err := tx.Exec(ctx, `
			INSERT INTO people (id, story, name, child, state, form, use, guardian, language, expires)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
			ON CONFLICT (id) DO UPDATE SET name = excluded.name, child = excluded.child, state = excluded.state, form = excluded.form,
				use = excluded.use, guardian = excluded.guardian, language = excluded.language, expires = excluded.expires`,
			p.ID, d.Story.ID, p.Name, p.Child, p.State, p.Form, p.Use, p.Guardian, p.Language, null(p.Expires))
		if err != nil {
			return err
		}
	}
	_, err := tx.Exec(ctx, `DELETE FROM people WHERE story = $1 AND NOT id = ANY($2::text[]::uuid[])`, d.Story.ID, keep)
	return err
}
