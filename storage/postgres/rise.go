package postgres

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"fieldstory/story"
)

// agreed is the limit that holds at the office o, in SQL: NULL = none.
const agreed = `(SELECT a.review_limit FROM offices a WHERE a.path @> o.path AND a.review_limit > '0' ORDER BY nlevel(a.path) DESC LIMIT 1)`

// OverdueStories lists the stories for which the clock asks something now:
// those to be reminded of first, then those that rise, the oldest first, no
// more than limit of each and of an office. after names, of lists that are
// longer, the story behind which each goes on.
func (db *DB) OverdueStories(ctx context.Context, now time.Time, after []story.Overdue, limit int) (due []story.Overdue, err error) {
	defer story.Wrap(&err, "OverdueStories")
	// SQL only leaves out what cannot be due: no day is longer for an office
	// than it is on the clock. What is due is for the calendar to say.
	goneOn := struct {
		at, ids []string
		since   []time.Time
		rises   []bool
	}{}
	for _, o := range after {
		goneOn.at, goneOn.ids = append(goneOn.at, string(o.At)), append(goneOn.ids, string(o.Story))
		goneOn.since, goneOn.rises = append(goneOn.since, o.Since), append(goneOn.rises, o.Rises())
	}
	rows, _ := db.pool.Query(ctx, `
		WITH waits AS MATERIALIZED (
			SELECT o.id, o.path, o.parent, `+agreed+` AS agreed
			FROM offices o WHERE EXISTS (SELECT FROM stories s WHERE s.stands_at = o.id AND s.stage = 'waiting' AND NOT s.trashed)),
		past AS (SELECT * FROM unnest($3::text[]::uuid[], $4::boolean[], $5::timestamptz[], $6::text[]::uuid[]) p (office, rises, since, id))
		SELECT w.id, o.id, w.since, w.reminded FROM waits o
			LEFT JOIN past a ON a.office = o.id AND NOT a.rises LEFT JOIN past b ON b.office = o.id AND b.rises CROSS JOIN LATERAL (
			(SELECT s.id, s.since, NULL::timestamptz AS reminded FROM stories s
				WHERE s.stands_at = o.id AND s.stage = 'waiting' AND NOT s.trashed AND s.since <= $1::timestamptz - o.agreed
					AND NOT EXISTS (SELECT FROM reminders r WHERE r.story = s.id AND r.since = s.since)
					AND (a.id IS NULL OR (s.since, s.id) > (a.since, a.id))
				ORDER BY s.since, s.id LIMIT $2)
			UNION ALL
			(SELECT s.id, s.since, r.at FROM stories s JOIN reminders r ON r.story = s.id AND r.since = s.since
				WHERE s.stands_at = o.id AND s.stage = 'waiting' AND NOT s.trashed AND s.since <= $1::timestamptz - 2 * o.agreed AND o.parent IS NOT NULL
					AND (b.id IS NULL OR (s.since, s.id) > (b.since, b.id))
				ORDER BY s.since, s.id LIMIT $2)) w
		ORDER BY w.reminded IS NOT NULL, w.since, w.id`, now, limit, goneOn.at, goneOn.rises, goneOn.since, goneOn.ids)
	list, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (o story.Overdue, err error) {
		var reminded *time.Time
		if err = row.Scan(&o.Story, &o.At, &o.Since, &reminded); reminded != nil {
			o.Reminded = *reminded
		}
		return o, err
	})
	if err != nil || len(list) == 0 {
		return nil, err
	}
	var at []story.OfficeID
	for _, o := range list {
		at = append(at, o.At)
	}
	slices.Sort(at)
	calendars, err := db.calendars(ctx, slices.Compact(at))
	if err != nil {
		return nil, err
	}
	for _, o := range list {
		if calendars[o.At].Call(o.Since, o.Reminded, now) != story.CallNothing {
			due = append(due, o)
		}
	}
	return due, nil
}

// calendars are those that hold at the offices.
func (db *DB) calendars(ctx context.Context, ids []story.OfficeID) (map[story.OfficeID]story.Calendar, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	rows, _ := db.pool.Query(ctx, `SELECT `+officeColumns+` FROM offices o
		WHERE o.path IN (SELECT subpath(b.path, 0, n) FROM offices b, generate_series(1, nlevel(b.path)) n WHERE b.id = ANY($1::text[]::uuid[]))`, texts(ids))
	offices, err := pgx.CollectRows(rows, scanOffice)
	if err != nil {
		return nil, err
	}
	by := map[story.OfficeID]story.Office{}
	for _, o := range offices {
		by[o.ID] = o
	}
	calendars := map[story.OfficeID]story.Calendar{}
	for _, id := range ids {
		var way []story.Office
		for o, ok := by[id]; ok; o, ok = by[o.Parent] {
			way = append(way, o)
		}
		calendars[id] = story.CalendarOf(way)
	}
	return calendars, nil
}

// errNoRoom ends the transaction of a call for which there is no room today.
var errNoRoom = errors.New("enough for today")

// TickStory has the clock do what is due for a story, in one transaction with
// what tells that it was done: twice, or by two at once, does it once. full
// tells that the office concerned had enough for today.
func (db *DB) TickStory(ctx context.Context, id story.StoryID, now time.Time) (done story.Call, full bool, err error) {
	defer story.Wrap(&err, "TickStory(%s)", id)
	err = db.tx(ctx, func(tx pgx.Tx) error {
		d, err := lockDossier(ctx, tx, id)
		if err != nil {
			return err
		}
		if d.Story.Trashed {
			return nil // since it was listed
		}
		since := d.Story.Since
		var reminded *time.Time
		if err := tx.QueryRow(ctx, `SELECT max(at) FROM reminders WHERE story = $1 AND since = $2`, id, since).Scan(&reminded); err != nil {
			return err
		}
		var last time.Time
		if reminded != nil {
			last = *reminded
		}
		call, at := d.Tick(last, now)
		if call == story.CallNothing {
			return nil
		}
		if err := claimCall(ctx, tx, call, at, now); err != nil {
			return err
		}
		if call == story.CallRemind {
			if _, err := tx.Exec(ctx, `INSERT INTO reminders (story, since, at) VALUES ($1, $2, $3)`, id, since, now); err != nil {
				return err
			}
		}
		done = call
		return saveDossiers(ctx, tx, []*story.Dossier{d})
	})
	switch {
	case errors.Is(err, errNoRoom):
		return story.CallNothing, true, nil
	case errors.Is(err, errClosedMeanwhile):
		return story.CallNothing, false, nil // the next look finds another office
	case err != nil:
		return story.CallNothing, false, err
	}
	return done, false, nil
}

// claimCall counts a call against what an office has room for today; two at
// once wait for each other here. It answers errNoRoom where there is none.
func claimCall(ctx context.Context, tx pgx.Tx, call story.Call, at story.Office, now time.Time) error {
	above, err := above(ctx, tx, at.Path)
	if err != nil {
		return err
	}
	where := `s.stands_at = $1`
	if call == story.CallRise {
		where = `s.stands_at IN (SELECT b.id FROM offices a JOIN offices b ON b.path <@ a.path WHERE a.id = $1)`
	}
	var waiting, number int
	if err := tx.QueryRow(ctx, `SELECT count(*) FROM stories s WHERE s.stage = 'waiting' AND NOT s.trashed AND `+where, at.ID).Scan(&waiting); err != nil {
		return err
	}
	err = tx.QueryRow(ctx, `
		INSERT INTO clock_days AS c (office, day, call, number) VALUES ($1, $2::text::date, $3, 1)
		ON CONFLICT (office, day, call) DO UPDATE SET number = c.number + 1 RETURNING number`,
		at.ID, story.CalendarOf(above).Day(now), call).Scan(&number)
	if err == nil && number > story.CallsADay(waiting) {
		return errNoRoom
	}
	return err
}
