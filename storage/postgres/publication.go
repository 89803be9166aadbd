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
func (db *DB) Published(ctx context.Context, slug string) (_ story.PublicStory, err error) {
	defer story.Wrap(&err, "Published(%s)", slug)
	list, err := db.published(ctx, `p.slug = $1`, slug)
	if err == nil && len(list) == 0 {
		err = story.NotFound()
	}
	if err != nil {
		return story.PublicStory{}, err
	}
	return list[0], nil
}

// Publications lists what is public, the last published first: everything, or
// what comes from the office of that slug and below it. title is the office's
// name; headquarters' for everything. A story whose place was taken out is in
// no office's list, for the office would give the place away. NotFound for an
// office from which nothing ever was published, and for one that is not there.
func (db *DB) Publications(ctx context.Context, office string, limit int) (title string, _ []story.PublicStory, err error) {
	defer story.Wrap(&err, "Publications(%s)", office)
	if office == "" {
		if err := one(db.pool.QueryRow(ctx, `SELECT name FROM offices WHERE parent IS NULL`).Scan(&title)); err != nil {
			return "", nil, err
		}
		list, err := db.published(ctx, `true ORDER BY p.published_at DESC, p.id DESC LIMIT $1`, limit)
		return title, list, err
	}
	const here = `o.path <@ (SELECT path FROM offices WHERE slug = $1) AND NOT 'place' = ANY(s.removed)`
	err = one(db.pool.QueryRow(ctx, `SELECT name FROM offices WHERE slug = $1 AND EXISTS (
		SELECT FROM publications p JOIN stories s ON s.id = p.story JOIN offices o ON o.id = s.office WHERE `+here+`)`, office).Scan(&title))
	if err != nil {
		return "", nil, err
	}
	list, err := db.published(ctx, here+` ORDER BY p.published_at DESC, p.id DESC LIMIT $2`, office, limit)
	return title, list, err
}

// published is the one query behind everything that the public sees; rest is
// what is asked for of it, with its order.
func (db *DB) published(ctx context.Context, rest string, args ...any) ([]story.PublicStory, error) {
	rows, _ := db.pool.Query(ctx, `SELECT `+storyColumns+` FROM `+storyTables+` JOIN publications p ON p.story = s.id
		WHERE p.closed_at IS NULL AND `+rest, args...)
	stories, err := pgx.CollectRows(rows, scanStory)
	if err != nil {
		return nil, err
	}
	sheets, err := fill(ctx, db.pool, stories)
	if err != nil {
		return nil, err
	}
	var out []story.PublicStory
	for _, sheet := range sheets {
		for _, p := range sheet.Publications {
			// Closed since the first query: it is gone.
			if p.Open() {
				out = append(out, sheet.Public(p))
			}
		}
	}
	return out, nil
}
