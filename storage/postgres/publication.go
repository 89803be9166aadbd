package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"fieldstory/story"
)

func eachPublication(ctx context.Context, q querier, stories []string, fn func(story.StoryID, story.Publication)) error {
	var id story.StoryID
	var p story.Publication
	var closed *time.Time
	rows, err := q.Query(ctx, `SELECT p.story, p.id, p.slug, p.published_at, p.published_by, m.name, p.closed_at
		FROM publications p JOIN members m ON m.id = p.published_by
		WHERE p.story = ANY($1::text[]::uuid[]) ORDER BY p.published_at, p.id`, stories)
	if err != nil {
		return err
	}
	_, err = pgx.ForEachRow(rows, []any{&id, &p.ID, &p.Slug, &p.PublishedAt, &p.PublishedBy.ID, &p.PublishedBy.Name, &closed}, func() error {
		p.ClosedAt = time.Time{}
		if closed != nil {
			p.ClosedAt = *closed
		}
		fn(id, p)
		return nil
	})
	return err
}

// savePublication inserts a publication or closes it; nothing else of it changes.
func savePublication(ctx context.Context, tx pgx.Tx, id story.StoryID, p story.Publication) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO publications (id, story, slug, published_at, published_by, closed_at) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (id) DO UPDATE SET closed_at = excluded.closed_at`,
		p.ID, id, p.Slug, p.PublishedAt, p.PublishedBy.ID, null(p.ClosedAt))
	return err
}

// Published loads the story behind a public address. It answers NotFound for
// an address that never was and for one that was closed.
func (db *DB) Published(ctx context.Context, slug string) (_ story.Sheet, err error) {
	defer story.Wrap(&err, "Published(%s)", slug)
	rows, _ := db.pool.Query(ctx, `SELECT `+storyColumns+` FROM `+storyTables+` JOIN publications p ON p.story = s.id
		WHERE p.slug = $1 AND p.closed_at IS NULL`, slug)
	s, err := pgx.CollectExactlyOneRow(rows, scanStory)
	if err != nil {
		return story.Sheet{}, one(err)
	}
	sheets, err := fill(ctx, db.pool, []story.Story{s})
	if err != nil {
		return story.Sheet{}, err
	}
	return sheets[0], nil
}
