package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"fieldstory/story"
)

// ways is true for the steps t with which a story comes up to an office; an index
// has it word for word.
const ways = `t.verb IN ('submit', 'raise', 'pull', 'rise')`

// came are the stories that came up to an office since a time, in SQL.
const came = `(SELECT t.story FROM steps t WHERE t.to_office = @came_to AND t.at >= @came_up AND ` + ways + `)`

// OwedWeeks lists the offices that are to hear now of what came up to them since
// they last heard of it, each with the week that it is. Where nothing came up
// there is nothing to tell.
func (db *DB) OwedWeeks(ctx context.Context, now time.Time) (owed map[story.OfficeID]string, err error) {
	defer story.Wrap(&err, "OwedWeeks")
	rows, _ := db.pool.Query(ctx, `SELECT o.id, n.at, k.at, k.week FROM offices o
		CROSS JOIN LATERAL (SELECT t.at FROM steps t WHERE t.to_office = o.id AND t.at >= $1 AND `+ways+` ORDER BY t.at DESC LIMIT 1) n
		LEFT JOIN LATERAL (SELECT w.at, w.week FROM weeks w WHERE w.office = o.id ORDER BY w.at DESC LIMIT 1) k ON true
		WHERE NOT o.closed`, now.Add(-story.WeekMost))
	var ids []story.OfficeID
	told := map[story.OfficeID]string{}
	var id story.OfficeID
	var newest time.Time
	var last *time.Time
	var week *string
	if _, err := pgx.ForEachRow(rows, []any{&id, &newest, &last, &week}, func() error {
		if !newest.Before(story.WeekSince(value(last), now)) {
			ids = append(ids, id)
		}
		if week != nil {
			told[id] = *week
		}
		return nil
	}); err != nil {
		return nil, err
	}
	calendars, err := db.calendars(ctx, ids)
	if err != nil {
		return nil, err
	}
	owed = map[story.OfficeID]string{}
	for _, id := range ids {
		if week, due := calendars[id].WeekDue(now); due && week != told[id] {
			owed[id] = week
		}
	}
	return owed, nil
}

// TellWeek tells those who decide at an office of their week, in one transaction
// with the note that it was done: twice, or by two at once, does it once.
func (db *DB) TellWeek(ctx context.Context, office story.OfficeID, week string, now time.Time) (err error) {
	defer story.Wrap(&err, "TellWeek(%s, %s)", office, week)
	return db.tx(ctx, func(tx pgx.Tx) error {
		var last *time.Time
		if err := tx.QueryRow(ctx, `SELECT max(at) FROM weeks WHERE office = $1`, office).Scan(&last); err != nil {
			return err
		}
		tag, err := tx.Exec(ctx, `INSERT INTO weeks (office, week, since, at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
			office, week, story.WeekSince(value(last), now), now)
		if err != nil || tag.RowsAffected() == 0 {
			return err
		}
		near, err := nearby(ctx, tx, []string{string(office)})
		if err != nil {
			return err
		}
		n := story.NewWeek(office, near, now)
		return tell(ctx, tx, []telling{{n, n.Named}}, n.Named)
	})
}

// weekShown is how many stories a mail about a week names.
const weekShown = 10

// fillWeeks gives notices about a week what its reader may see of it.
func (db *DB) fillWeeks(ctx context.Context, who story.Scope, list []story.Notice) error {
	for i := range list {
		n := &list[i]
		if n.What != story.OfficeWeek {
			continue
		}
		sheets, more, err := db.Stories(ctx, who, story.Query{Office: n.To, CameUp: n.Since, Limit: weekShown})
		if err != nil {
			return err
		}
		n.Week = &story.Week{More: more}
		for _, s := range sheets {
			n.Week.Stories = append(n.Week.Stories, s.Story)
		}
	}
	return nil
}
