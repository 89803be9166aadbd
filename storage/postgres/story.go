package postgres

import (
	"context"
	"slices"

	"github.com/jackc/pgx/v5"

	"fieldstory/story"
)

const storyColumns = `s.id, s.title, s.text, s.language, s.place, coalesce(s.happened_on::text, ''),
	s.author, m.name, s.office, o.path::text, o.name, s.stage, s.stands_at, a.path::text, a.name,
	s.since, s.risk, s.removed, s.do_not_publish, s.restricted, s.trashed, s.captured_at, s.created_at, s.updated_at`

const storyTables = `stories s JOIN members m ON m.id = s.author JOIN offices o ON o.id = s.office JOIN offices a ON a.id = s.stands_at`

func scanStory(row pgx.CollectableRow) (s story.Story, err error) {
	return scanStoryBetween(row, nil)
}

// scanStoryBetween reads a row that has more in front of a story's columns, and
// behind them.
func scanStoryBetween(row pgx.CollectableRow, before []any, behind ...any) (s story.Story, err error) {
	err = row.Scan(slices.Concat(before, []any{&s.ID, &s.Title, &s.Text, &s.Language, &s.Place, &s.HappenedOn,
		&s.Author.ID, &s.Author.Name, &s.Office, &s.OfficePath, &s.OfficeName, &s.Stage, &s.StandsAt, &s.StandsPath, &s.StandsName,
		&s.Since, &s.Risk, &s.Removed, &s.DoNotPublish, &s.Restricted, &s.Trashed, &s.CapturedAt, &s.CreatedAt, &s.UpdatedAt}, behind)...)
	return s, err
}

// AddStory saves a new dossier: the card and the first step of its trail. When
// its author made a story of the same key before, nothing is saved, the
// dossier's story takes that one's id, and made is false: what became of the
// card since then stays.
func (db *DB) AddStory(ctx context.Context, d *story.Dossier) (made bool, err error) {
	defer story.Wrap(&err, "AddStory(%s)", d.Story.ID)
	err = db.tx(ctx, func(tx pgx.Tx) error {
		s := &d.Story
		// Of two requests with one key the second waits here for the first.
		tag, err := tx.Exec(ctx, `
			INSERT INTO stories (id, title, text, language, place, happened_on, author, office, stands_at, stage, since,
				risk, removed, do_not_publish, restricted, captured_at, created_at, updated_at, key)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, coalesce($6::date::timestamptz, $16), $16, $17, $18)
			ON CONFLICT (author, key) DO NOTHING`,
			s.ID, s.Title, s.Text, s.Language, s.Place, null(s.HappenedOn), s.Author.ID, s.Office, s.StandsAt, s.Stage, s.Since,
			s.Risk, pillars(s.Removed), s.DoNotPublish, s.Restricted, s.CreatedAt, s.UpdatedAt, null(d.Key))
		if err != nil {
			return err
		}
		if made = tag.RowsAffected() == 1; !made {
			return tx.QueryRow(ctx, `SELECT id FROM stories WHERE author = $1 AND key = $2`, s.Author.ID, d.Key).Scan(&s.ID)
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
		return notifyStory(ctx, tx, s.ID)
	})
	return made, err
}

// saveStory writes the card and where the story stands.
func saveStory(ctx context.Context, tx pgx.Tx, s *story.Story) error {
	_, err := tx.Exec(ctx, `
		UPDATE stories SET title = $2, text = $3, language = $4, place = $5, happened_on = $6, stands_at = $7, stage = $8,
			since = $9, risk = $10, removed = $11, do_not_publish = $12, restricted = $13, updated_at = $14
		WHERE id = $1`,
		s.ID, s.Title, s.Text, s.Language, s.Place, null(s.HappenedOn), s.StandsAt, s.Stage, s.Since,
		s.Risk, pillars(s.Removed), s.DoNotPublish, s.Restricted, s.UpdatedAt)
	if err != nil {
		return err
	}
	return dateStory(ctx, tx, s.ID)
}

// pillars keeps an empty list from becoming NULL.
func pillars(p []story.Pillar) []string {
	out := make([]string, len(p))
	for i := range p {
		out[i] = string(p[i])
	}
	return out
}

// dateStory gives the story the time by which lists order it: when its first
// clip was filmed, else the day it happened, else when it was written.
func dateStory(ctx context.Context, tx pgx.Tx, id story.StoryID) error {
	_, err := tx.Exec(ctx, `
		UPDATE stories s SET captured_at = coalesce(
			(SELECT min(captured_at) FROM clips WHERE story = s.id AND NOT trashed), s.happened_on::timestamptz, s.created_at)
		WHERE id = $1`, id)
	return err
}
