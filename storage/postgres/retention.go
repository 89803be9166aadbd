package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"fieldstory/story"
)

// touched is when anybody last did something to a story s, in SQL: it moved or
// its card changed, a clip came or arrived, somebody wrote about it, or consent
// of somebody in it was put on record. What machines do to clips is not a touch.
const touched = `greatest(s.since, s.updated_at,
	(SELECT max(greatest(c.created_at, c.received_at)) FROM clips c WHERE c.story = s.id),
	(SELECT max(k.at) FROM comments k WHERE k.story = s.id),
	(SELECT max(k.at) FROM internal_notes k WHERE k.story = s.id),
	(SELECT max(k.recorded_at) FROM story_people p JOIN consents k ON k.person = p.person WHERE p.story = s.id))`

// retirable are the stories s that rules take, x.at since when each has lain: what
// a preview shows and what the clock takes is this one query. Its arguments come
// from [retentionArgs]. [story.Dossier.Retire] says the same of one story, and
// has the last word.
const retirable = storyTables + `
	JOIN unnest(@stages::text[], @before::timestamptz[]) AS r (stage, before) ON r.stage = s.stage AND greatest(s.since, s.updated_at) <= r.before
	CROSS JOIN LATERAL (SELECT ` + touched + ` AS at) x
	WHERE NOT s.trashed AND x.at <= r.before
		AND NOT EXISTS (SELECT FROM publications q WHERE q.story = s.id AND q.closed_at IS NULL)
		AND NOT EXISTS (SELECT FROM clips c WHERE c.story = s.id AND NOT c.trashed AND c.state = 'receiving')`

func retentionArgs(rules []story.RetentionRule) pgx.NamedArgs {
	var stages []string
	var before []time.Time
	for _, r := range rules {
		if r.Months > 0 {
			stages, before = append(stages, string(r.Stage)), append(before, r.Before)
		}
	}
	return pgx.NamedArgs{"stages": stages, "before": before}
}

// behind has a list of them go on from a place.
const behind = ` AND (@after_id::text::uuid IS NULL OR (x.at, s.id) > (@after, @after_id::text::uuid))`

// taken is what goes with a story.
const taken = `CROSS JOIN LATERAL (SELECT count(*) AS clips, coalesce(sum(clip_bytes(c)), 0)::bigint AS bytes
	FROM clips c WHERE c.story = s.id AND NOT c.trashed) k`

// Retention says what rules would take at a moment if they held: how much of
// each class, and the stories that have lain longest, from a place on.
func (db *DB) Retention(ctx context.Context, of story.Retention, now time.Time, after story.RetentionPlace, limit int) (look story.RetentionLook, err error) {
	defer story.Wrap(&err, "Retention(%+v)", of)
	rules := of.Rules(now)
	args := retentionArgs(rules)
	sums := map[story.Stage]story.RetentionClass{}
	rows, _ := db.pool.Query(ctx, `SELECT z.stage, count(*), sum(k.clips), sum(k.bytes)::bigint FROM (SELECT s.id, s.stage FROM `+retirable+`) z
		JOIN stories s ON s.id = z.id `+taken+` GROUP BY z.stage`, args)
	var c story.RetentionClass
	if _, err := pgx.ForEachRow(rows, []any{&c.Stage, &c.Stories, &c.Clips, &c.Bytes}, func() error {
		sums[c.Stage] = c
		return nil
	}); err != nil {
		return look, err
	}
	for _, r := range rules {
		c := sums[r.Stage]
		c.RetentionRule = r
		look.Classes = append(look.Classes, c)
	}
	args["after"], args["after_id"], args["limit"] = after.Touched, null(after.ID), limit+1
	rows, _ = db.pool.Query(ctx, `WITH z AS (SELECT s.id, x.at FROM `+retirable+behind+` ORDER BY x.at, s.id LIMIT @limit)
		SELECT `+storyColumns+`, z.at, k.clips, k.bytes FROM z JOIN (`+storyTables+`) ON s.id = z.id `+taken+` ORDER BY z.at, s.id`, args)
	look.List, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (r story.Retirable, err error) {
		r.Of, err = scanStoryBetween(row, nil, &r.Touched, &r.Clips, &r.Bytes)
		return r, err
	})
	if look.More = len(look.List) > limit; look.More {
		look.List = look.List[:limit]
	}
	return look, err
}

// RetirableStories lists stories that the organisation's rules take now, those
// that have lain longest first, from a place on, with how many may go today; none
// once that many have gone.
func (db *DB) RetirableStories(ctx context.Context, now time.Time, after story.RetentionPlace, limit int) (due []story.RetentionPlace, room int, err error) {
	defer story.Wrap(&err, "RetirableStories")
	policy, err := loadPolicy(ctx, db.pool)
	if err != nil || !policy.Retains(now) {
		return nil, 0, err
	}
	var full bool
	err = db.pool.QueryRow(ctx, `SELECT room, taken >= room FROM retention_days WHERE day = $1::text::date`, retentionDay(now)).Scan(&room, &full)
	if full || err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return nil, 0, err
	}
	args := retentionArgs(policy.Retention.Rules(now))
	if room == 0 {
		var all int
		if err := db.pool.QueryRow(ctx, `SELECT count(*) FROM `+retirable, args).Scan(&all); err != nil || all == 0 {
			return nil, 0, err
		}
		room = story.RetentionADay(all)
	}
	args["after"], args["after_id"], args["limit"] = after.Touched, null(after.ID), limit
	rows, _ := db.pool.Query(ctx, `SELECT x.at, s.id FROM `+retirable+behind+` ORDER BY x.at, s.id LIMIT @limit`, args)
	due, err = pgx.CollectRows(rows, pgx.RowToStructByPos[story.RetentionPlace])
	return due, room, err
}

// RetireStory has the clock put a story into the trash where a rule takes it,
// in one transaction with what counts it: twice, or by two at once, does it
// once. full tells that enough have gone for today; room is how many may, where
// this is the day's first.
func (db *DB) RetireStory(ctx context.Context, id story.StoryID, room int, now time.Time) (done, full bool, err error) {
	defer story.Wrap(&err, "RetireStory(%s)", id)
	err = db.tx(ctx, func(tx pgx.Tx) error {
		d, err := lockDossier(ctx, tx, id)
		if err != nil {
			return err
		}
		var at time.Time
		if err := tx.QueryRow(ctx, `SELECT `+touched+` FROM stories s WHERE s.id = $1`, id).Scan(&at); err != nil {
			return err
		}
		if !d.Retire(at, now) {
			return nil // since it was listed
		}
		tag, err := tx.Exec(ctx, `INSERT INTO retention_days AS d (day, room, taken) VALUES ($1::text::date, $2, 1)
			ON CONFLICT (day) DO UPDATE SET taken = d.taken + 1 WHERE d.taken < d.room`, retentionDay(now), room)
		if err != nil {
			return err
		}
		if tag.RowsAffected() == 0 {
			return errNoRoom
		}
		done = true
		return saveDossiers(ctx, tx, []*story.Dossier{d})
	})
	if errors.Is(err, errNoRoom) {
		return false, true, nil
	}
	return done && err == nil, false, err
}

// retentionDay is the day in UTC: rules hold for offices of all time zones.
func retentionDay(now time.Time) string { return now.UTC().Format(time.DateOnly) }
