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
	type placed struct {
		story.StoryID
		story.PublicationID
	}
	var order []placed
	found := map[story.PublicationID]story.Publication{}
	rows, err := q.Query(ctx, `SELECT p.story, p.id, p.slug, p.published_at, p.published_by, m.name, p.closed_at
		FROM publications p JOIN members m ON m.id = p.published_by
		WHERE p.story = ANY($1::text[]::uuid[]) ORDER BY p.published_at, p.id`, stories)
	if err != nil {
		return err
	}
	_, err = pgx.ForEachRow(rows, []any{&id, &p.ID, &p.Slug, &p.PublishedAt, &p.PublishedBy.ID, &p.PublishedBy.Name, &closed}, func() error {
		p.ClosedAt = value(closed)
		found[p.ID], order = p, append(order, placed{id, p.ID})
		return nil
	})
	if err != nil || len(order) == 0 {
		return err
	}
	if err := fillPlaces(ctx, q, found); err != nil {
		return err
	}
	for _, o := range order {
		fn(o.StoryID, found[o.PublicationID])
	}
	return nil
}

// fillPlaces gives every publication the list of places outside.
func fillPlaces(ctx context.Context, q querier, found map[story.PublicationID]story.Publication) error {
	ids := make([]string, 0, len(found))
	for id := range found {
		ids = append(ids, string(id))
	}
	var id story.PublicationID
	var x story.Place
	rows, err := q.Query(ctx, `SELECT x.publication, x.id, x.name, x.state, x.note, x.added_at, x.changed_at, x.changed_by, m.name
		FROM publication_places x JOIN members m ON m.id = x.changed_by WHERE x.publication = ANY($1::text[]::uuid[]) ORDER BY x.added_at, x.id`, ids)
	if err != nil {
		return err
	}
	_, err = pgx.ForEachRow(rows, []any{&id, &x.ID, &x.Name, &x.State, &x.Note, &x.AddedAt, &x.ChangedAt, &x.ChangedBy.ID, &x.ChangedBy.Name}, func() error {
		p := found[id]
		p.Places = append(p.Places, x)
		found[id] = p
		return nil
	})
	return err
}

// savePublication inserts a publication or closes it, and saves its list of
// places; nothing else of it changes.
func savePublication(ctx context.Context, tx pgx.Tx, id story.StoryID, p story.Publication) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO publications (id, story, slug, published_at, published_by, closed_at) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (id) DO UPDATE SET closed_at = excluded.closed_at`,
		p.ID, id, p.Slug, p.PublishedAt, p.PublishedBy.ID, null(p.ClosedAt))
	for _, x := range p.Places {
		if err != nil {
			break
		}
		_, err = tx.Exec(ctx, `
			INSERT INTO publication_places (id, publication, name, state, note, added_at, changed_at, changed_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
			ON CONFLICT (id) DO UPDATE SET state = excluded.state, note = excluded.note, changed_at = excluded.changed_at, changed_by = excluded.changed_by`,
			x.ID, p.ID, x.Name, x.State, x.Note, x.AddedAt, x.ChangedAt, x.ChangedBy.ID)
	}
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
		WHERE p.closed_at IS NULL AND NOT s.trashed AND `+rest, args...)
	stories, err := pgx.CollectRows(rows, scanStory)
	if err != nil {
		return nil, err
	}
	sheets, err := fill(ctx, db.pool, stories)
	if err != nil {
		return nil, err
	}
	var out []story.PublicStory
	now := db.Now()
	for _, sheet := range sheets {
		for _, p := range sheet.Publications {
			// Closed since the first query, or by a consent that has ended: it is gone.
			if sheet.Shows(p, now) {
				out = append(out, sheet.Public(p))
			}
		}
	}
	return out, nil
}
