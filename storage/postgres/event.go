package postgres

import (
	"context"
	"encoding/json"

	"github.com/jackc/pgx/v5"

	"fieldstory/story"
)

// channel is where changes are announced.
const channel = "fieldstory"

// notifyStory tells open pages that a story changed, once tx commits: also that
// it went into the trash, by which they lose it. Of what is done to it there
// nobody is told.
func notifyStory(ctx context.Context, tx pgx.Tx, id story.StoryID) error {
	return notifyAbout(ctx, tx, "story", id)
}

// notifyAbout tells of something about a story; who hears of it depends on its
// kind, see [story.Scope.Hears].
func notifyAbout(ctx context.Context, tx pgx.Tx, kind string, id story.StoryID) error {
	_, err := tx.Exec(ctx, `
		SELECT pg_notify($2, json_build_object('kind', $3::text, 'story', s.id, 'author', s.author, 'office_path', o.path::text,
			'stands_path', a.path::text, 'stands_at', s.stands_at, 'stage', s.stage)::text)
		FROM stories s JOIN offices o ON o.id = s.office JOIN offices a ON a.id = s.stands_at
		WHERE s.id = $1`, id, channel, kind)
	return err
}

// notifyClip tells open pages that a clip changed: in a transaction, once it commits.
func notifyClip(ctx context.Context, q querier, id story.ClipID) error {
	_, err := q.Exec(ctx, `
		SELECT pg_notify($2, json_build_object('kind', 'clip', 'story', s.id, 'author', s.author, 'office_path', o.path::text,
			'stands_path', a.path::text, 'stands_at', s.stands_at, 'stage', s.stage, 'trashed', s.trashed OR c.trashed,
			'clip', c.id, 'state', c.state, 'progress', c.progress, 'pace', c.pace, 'watchable', c.watchable, 'offset', c.received, 'size', c.size,
			'pictures', c.poster::int + (c.sprites IS NOT NULL)::int)::text)
		FROM clips c JOIN stories s ON s.id = c.story JOIN offices o ON o.id = s.office JOIN offices a ON a.id = s.stands_at
		WHERE c.id = $1`, id, channel)
	return err
}

// notifyReach tells every process that a member's reach has changed, or with
// "" that anybody's may have, once tx commits: open streams of changes end and
// begin again with what holds now.
func notifyReach(ctx context.Context, tx pgx.Tx, member story.MemberID) error {
	_, err := tx.Exec(ctx, `SELECT pg_notify($2, json_build_object('kind', 'reach', 'author', $1::text)::text)`, member, channel)
	return err
}

// Listen calls hear for every change until ctx ends or the connection is
// lost; the caller starts it again and reloads what it shows, for changes in
// between were not heard.
func (db *DB) Listen(ctx context.Context, ready func(), hear func(story.Event)) (err error) {
	defer story.Wrap(&err, "Listen")
	// A connection of its own, outside the pool: it is busy for ever.
	conn, err := pgx.ConnectConfig(ctx, db.pool.Config().ConnConfig)
	if err != nil {
		return err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	if _, err := conn.Exec(ctx, "LISTEN "+channel); err != nil {
		return err
	}
	ready()
	for {
		n, err := conn.WaitForNotification(ctx)
		if err != nil {
			return err
		}
		var e story.Event
		if err := json.Unmarshal([]byte(n.Payload), &e); err != nil {
			return err
		}
		hear(e)
	}
}
