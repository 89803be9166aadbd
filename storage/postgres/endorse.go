package postgres

import (
	"context"
	"slices"

	"github.com/jackc/pgx/v5"

	"fieldstory/story"
)

// saveEndorsements writes what was added to them, and what was taken back.
func saveEndorsements(ctx context.Context, tx pgx.Tx, d *story.Dossier) error {
	has := func(list []story.Endorsement, id story.StepID) bool {
		return slices.ContainsFunc(list, func(e story.Endorsement) bool { return e.ID == id })
	}
	for _, e := range d.Endorsements {
		if has(d.Was.Endorsements, e.ID) {
			continue
		}
		var twin *story.StoryID
		if e.Twin != nil {
			twin = &e.Twin.ID
		}
		if _, err := tx.Exec(ctx, `INSERT INTO endorsements (id, story, office, by, at, note, twin) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			e.ID, d.Story.ID, e.Office, e.By.ID, e.At, e.Note, twin); err != nil {
			return err
		}
		if err := notifyTwin(ctx, tx, e); err != nil {
			return err
		}
	}
	for _, e := range d.Was.Endorsements {
		if has(d.Endorsements, e.ID) {
			continue
		}
		if _, err := tx.Exec(ctx, `DELETE FROM endorsements WHERE id = $1`, e.ID); err != nil {
			return err
		}
		if err := notifyTwin(ctx, tx, e); err != nil {
			return err
		}
	}
	return nil
}

// notifyTwin tells open pages of the other story, which shows it too.
func notifyTwin(ctx context.Context, tx pgx.Tx, e story.Endorsement) error {
	if e.Twin == nil {
		return nil
	}
	return notifyStory(ctx, tx, e.Twin.ID)
}

// eachEndorsement gives out those of the stories, the first first, and, as echoes,
// those of other stories that name one of these. A twin comes with what decides
// who sees it.
func eachEndorsement(ctx context.Context, q querier, stories []string, each func(of story.StoryID, e story.Endorsement, echo bool)) error {
	rows, _ := q.Query(ctx, `
		SELECT x.of, x.echo, e.id, f.id, f.name, e.by, b.name, e.at, e.note,
			coalesce(s.id::text, ''), coalesce(s.title, ''), coalesce(s.author::text, ''), coalesce(s.stage, ''), coalesce(s.trashed, false), coalesce(o.path::text, ''), coalesce(a.path::text, '')
		FROM (SELECT id, story AS of, office, twin AS other, false AS echo FROM endorsements WHERE story = ANY($1::text[]::uuid[])
			UNION ALL SELECT n.id, n.twin, t.office, n.story, true FROM endorsements n JOIN stories t ON t.id = n.story WHERE n.twin = ANY($1::text[]::uuid[])) x
		JOIN endorsements e ON e.id = x.id JOIN offices f ON f.id = x.office JOIN members b ON b.id = e.by
		LEFT JOIN stories s ON s.id = x.other LEFT JOIN offices o ON o.id = s.office LEFT JOIN offices a ON a.id = s.stands_at
		ORDER BY e.at, e.id`, stories)
	var of story.StoryID
	var echo bool
	var e story.Endorsement
	var t story.Story
	_, err := pgx.ForEachRow(rows, []any{&of, &echo, &e.ID, &e.Office, &e.OfficeName, &e.By.ID, &e.By.Name, &e.At, &e.Note,
		&t.ID, &t.Title, &t.Author.ID, &t.Stage, &t.Trashed, &t.OfficePath, &t.StandsPath}, func() error {
		one := e
		if t.ID != "" {
			twin := t
			one.Twin = &twin
		}
		each(of, one, echo)
		return nil
	})
	return err
}
