package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"fieldstory/story"
)

const closingCounts = `
	SELECT (SELECT count(*) FROM offices o WHERE o.path <@ $1::text::ltree AND NOT o.closed),
		(SELECT count(*) FROM stories s JOIN offices o ON o.id = s.stands_at WHERE o.path <@ $1::text::ltree AND s.stage = 'waiting'),
		(SELECT count(*) FROM stories s JOIN offices o ON o.id = s.stands_at WHERE o.path <@ $1::text::ltree AND s.stage IN ('draft', 'returned')),
		(SELECT count(DISTINCT g.member) FROM grants g JOIN offices o ON o.id = g.office WHERE o.path <@ $1::text::ltree)`

// ClosingOffice tells what closing an office would end.
func (db *DB) ClosingOffice(ctx context.Context, id story.OfficeID) (_ story.Closing, err error) {
	defer story.Wrap(&err, "ClosingOffice(%s)", id)
	return closing(ctx, db.pool, id)
}

func closing(ctx context.Context, q querier, id story.OfficeID) (c story.Closing, err error) {
	if c.Office, err = officeBy(ctx, q, id); err != nil {
		return c, err
	}
	return c, q.QueryRow(ctx, closingCounts, c.Office.Path).Scan(&c.Offices, &c.Waiting, &c.Unsent, &c.People)
}

// CloseOffice closes an office and everything below it, once decide agrees.
// Each story that waits there is moved by move, with a step in its trail, in
// the same transaction.
func (db *DB) CloseOffice(ctx context.Context, id story.OfficeID, decide func(story.Closing) error, move func(*story.Dossier, story.Path) error) (err error) {
	defer story.Wrap(&err, "CloseOffice(%s)", id)
	return db.tx(ctx, func(tx pgx.Tx) error {
		if err := lockTree(ctx, tx); err != nil {
			return err
		}
		c, err := closing(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := decide(c); err != nil {
			return err
		}
		// Twice, with the closing between: the first takes the locks of stories
		// in the order in which decisions take them, and the second finds what
		// was handed in meanwhile. Whoever hands one in later finds it closed.
		if err := moveWaiting(ctx, tx, c.Office.Path, move); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `UPDATE offices SET closed = true WHERE path <@ $1::text::ltree`, c.Office.Path); err != nil {
			return err
		}
		if err := moveWaiting(ctx, tx, c.Office.Path, move); err != nil {
			return err
		}
		return addEntries(ctx, tx, db.officeEntry(ctx, story.DeedOfficeClosed, id))
	})
}

// moveWaiting lets move decide for every story that waits at or below an office.
func moveWaiting(ctx context.Context, tx pgx.Tx, at story.Path, move func(*story.Dossier, story.Path) error) error {
	rows, _ := tx.Query(ctx, `SELECT s.id FROM stories s JOIN offices o ON o.id = s.stands_at
		WHERE o.path <@ $1::text::ltree AND s.stage = 'waiting' ORDER BY s.id FOR UPDATE OF s`, at)
	ids, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil || len(ids) == 0 {
		return err
	}
	rows, _ = tx.Query(ctx, `SELECT `+storyColumns+` FROM `+storyTables+` WHERE s.id = ANY($1::text[]::uuid[]) AND s.stage = 'waiting'`, ids)
	list, err := pgx.CollectRows(rows, scanStory)
	if err != nil {
		return err
	}
	sheets, err := fill(ctx, tx, list)
	if err != nil {
		return err
	}
	moved := make([]*story.Dossier, len(sheets))
	for i := range sheets {
		moved[i] = &sheets[i].Dossier
		if err := move(moved[i], at); err != nil {
			return err
		}
	}
	return saveDossiers(ctx, tx, moved)
}

// errClosedMeanwhile is for a decision that leads to an office which closed
// while it was made; made again, it leads to the next one.
var errClosedMeanwhile = story.Conflict("office_closed_meanwhile", "The office closed at this very moment. Please try again.")

// stillOpen keeps the offices where stories come to wait from closing until tx
// ends, or tells that one has closed already.
func stillOpen(ctx context.Context, tx pgx.Tx, list []*story.Dossier) error {
	var offices []story.OfficeID
	for _, d := range list {
		if len(d.Steps) > 0 && d.Story.Stage == story.Waiting {
			offices = append(offices, d.Story.StandsAt)
		}
	}
	if len(offices) == 0 {
		return nil
	}
	var closed bool
	err := tx.QueryRow(ctx, `SELECT coalesce(bool_or(closed), false) FROM
		(SELECT closed FROM offices WHERE id = ANY($1::text[]::uuid[]) ORDER BY id FOR SHARE) o`, texts(offices)).Scan(&closed)
	if err == nil && closed {
		return errClosedMeanwhile
	}
	return err
}

// ReopenOffice lets a closed office take stories again, once decide agrees; it
// is given the office above.
func (db *DB) ReopenOffice(ctx context.Context, id story.OfficeID, decide func(o *story.Office, parent story.Office) error) (o story.Office, err error) {
	defer story.Wrap(&err, "ReopenOffice(%s)", id)
	err = db.tx(ctx, func(tx pgx.Tx) error {
		if err := lockTree(ctx, tx); err != nil {
			return err
		}
		if o, err = officeBy(ctx, tx, id); err != nil {
			return err
		}
		parent := o
		if o.Parent != "" {
			if parent, err = officeBy(ctx, tx, o.Parent); err != nil {
				return err
			}
		}
		if err := decide(&o, parent); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `UPDATE offices SET closed = $2 WHERE id = $1`, id, o.Closed); err != nil {
			return err
		}
		return addEntries(ctx, tx, db.officeEntry(ctx, story.DeedOfficeReopened, id))
	})
	return o, err
}
