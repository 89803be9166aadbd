package postgres

import (
	"context"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"fieldstory/story"
)

// Stories lists the stories that the person sees and q asks for, in its order,
// each with its people, clips and publications. more
// tells whether there is another page.
func (db *DB) Stories(ctx context.Context, who story.Scope, q story.Query) (_ []story.Sheet, more bool, err error) {
	defer story.Wrap(&err, "Stories(%+v)", q)
	if q.Limit < 1 || q.Limit > 200 {
		q.Limit = 50
	}
	args := scopeArgs(who)
	near, err := db.near(ctx, who, q, args)
	if err != nil {
		return nil, false, err
	}
	where := seen + near
	add := func(condition, name string, value any) {
		where += " AND " + condition
		args[name] = value
	}
	if q.StandsAt != "" {
		add(`s.stands_at = @stands_at`, "stands_at", q.StandsAt)
	}
	if q.Stage != "" {
		add(`s.stage = @stage`, "stage", q.Stage)
	}
	if q.Mine {
		where += ` AND s.author = @member`
	}
	if q.Involved {
		// A set of ids is quick for those with few stories, who would otherwise
		// have all the newest looked through for theirs.
		where += ` AND s.id IN (SELECT id FROM stories WHERE author = @member UNION SELECT story FROM steps WHERE by = @member)`
	}
	tables := storyTables
	if !q.Overdue.IsZero() {
		offices, since, err := db.late(ctx, q)
		if err != nil {
			return nil, false, err
		}
		tables += ` JOIN unnest(@late::text[]::uuid[], @late_since::timestamptz[]) AS late (office, since) ON late.office = s.stands_at AND late.since >= s.since`
		where += ` AND s.stage = 'waiting'`
		args["late"], args["late_since"] = offices, since
	}
	if !q.From.IsZero() {
		add(`s.captured_at >= @from`, "from", q.From)
	}
	if !q.Until.IsZero() {
		add(`s.captured_at < @until`, "until", q.Until)
	}
	if q.Language != "" {
		// The index knows the language, and what kind of it is looked at after.
		tag := strings.ToLower(q.Language)
		if tag == story.NoLanguage {
			tag = ""
		}
		main, _, _ := strings.Cut(tag, "-")
		add(`split_part(lower(s.language), '-', 1) = @language`, "language", main)
		if main != tag {
			add(`(lower(s.language) = @tag OR starts_with(lower(s.language), @tag || '-'))`, "tag", tag)
		}
	}
	if words := searchWords(q.Words); words != "" {
		add(`s.search @@ to_tsquery('simple', @words)`, "words", words)
	}
	if t := q.Twins; t != nil {
		where += ` AND s.office <> @twin_not_from AND NOT s.id = ANY(@twin_not::text[]::uuid[]) AND s.stage = ANY(@twin_stages)
			AND (s.author = @member OR @curate::text[]::ltree[] @> o.path)`
		args["twin_not_from"], args["twin_not"], args["twin_stages"], args["curate"] = t.NotFrom, texts(t.Not), texts(t.Stages), who.Reach(story.ActCurate)
	}
	if q.IDs != nil {
		add(`s.id = ANY(@ids::text[]::uuid[])`, "ids", texts(q.IDs))
	}
	beyond, order := `(s.captured_at, s.id) < (@after, @after_id)`, `s.captured_at DESC, s.id DESC`
	if q.Longest {
		beyond, order = `(s.since, s.id) > (@after, @after_id)`, `s.since, s.id`
	}
	if q.After.ID != "" {
		add(beyond, "after", q.After.At)
		args["after_id"] = q.After.ID
	}
	args["limit"] = q.Limit + 1
	rows, _ := db.pool.Query(ctx, `SELECT `+storyColumns+` FROM `+tables+` WHERE `+where+`
		ORDER BY `+order+` LIMIT @limit`, args)
	list, err := pgx.CollectRows(rows, scanStory)
	if err != nil {
		return nil, false, err
	}
	if more = len(list) > q.Limit; more {
		list = list[:q.Limit]
	}
	sheets, err := fill(ctx, db.pool, list)
	return sheets, more, err
}

// late lists the offices where stories may wait that are late, and since when
// such a story has waited there. How long a wait is, is for the calendar to say.
func (db *DB) late(ctx context.Context, q story.Query) (offices []string, since []time.Time, err error) {
	rows, _ := db.pool.Query(ctx, `
		SELECT o.id FROM offices o WHERE ($2::uuid IS NULL OR o.id = $2) AND EXISTS (
			SELECT FROM stories s WHERE s.stands_at = o.id AND s.stage = 'waiting' AND s.since <= $1::timestamptz - `+agreed+`)`,
		q.Overdue, null(q.StandsAt))
	ids, err := pgx.CollectRows(rows, pgx.RowTo[story.OfficeID])
	if err != nil {
		return nil, nil, err
	}
	calendars, err := db.calendars(ctx, ids)
	if err != nil {
		return nil, nil, err
	}
	for id, c := range calendars {
		if at, ok := c.LateSince(q.Overdue); ok {
			offices, since = append(offices, string(id)), append(since, at)
		}
	}
	return offices, since, nil
}
