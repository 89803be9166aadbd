package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"fieldstory/story"
)

// EndingStories lists public stories with a consent that may end within a month
// and that nobody was told of, in the order of ids from after one on.
func (db *DB) EndingStories(ctx context.Context, now time.Time, after story.StoryID, limit int) (_ []story.StoryID, err error) {
	defer story.Wrap(&err, "EndingStories")
	// SQL only leaves out what cannot be due: no office is more than a day ahead
	// of UTC. What is due is for story to say.
	rows, _ := db.pool.Query(ctx, `
		SELECT DISTINCT s.id FROM consents c JOIN people p ON p.id = c.person AND c.id IN (p.own, p.guardian)
			JOIN story_people sp ON sp.person = p.id JOIN stories s ON s.id = sp.story
		WHERE c.state = 'given' AND c.expires BETWEEN $1::text::date AND $1::text::date + 31 AND NOT s.trashed
			AND EXISTS (SELECT FROM publications x WHERE x.story = s.id AND x.closed_at IS NULL)
			AND NOT EXISTS (SELECT FROM consent_warnings w WHERE w.story = s.id AND w.consent = c.id)
			AND ($2::text::uuid IS NULL OR s.id > $2::text::uuid)
		ORDER BY s.id LIMIT $3`, now.UTC().Format(time.DateOnly), null(after), limit)
	return pgx.CollectRows(rows, pgx.RowTo[story.StoryID])
}

// TellEnding tells of the consents in a story that end soon, in one transaction
// with the note that it was done: twice, or by two at once, does it once.
func (db *DB) TellEnding(ctx context.Context, id story.StoryID, now time.Time) (err error) {
	defer story.Wrap(&err, "TellEnding(%s)", id)
	return db.tx(ctx, func(tx pgx.Tx) error {
		d, err := lockDossier(ctx, tx, id)
		if err != nil {
			return err
		}
		rows, _ := tx.Query(ctx, `SELECT consent FROM consent_warnings WHERE story = $1`, id)
		told, err := pgx.CollectRows(rows, pgx.RowTo[story.ConsentID])
		if err != nil {
			return err
		}
		list := d.Ending(told, now)
		if len(list) == 0 {
			return nil
		}
		if _, err := tx.Exec(ctx, `INSERT INTO consent_warnings (story, consent, at) SELECT $1, unnest($2::text[]::uuid[]), $3`, id, texts(list), now); err != nil {
			return err
		}
		return saveDossiers(ctx, tx, []*story.Dossier{d})
	})
}
