package postgres

import (
	"context"
	"time"

	"fieldstory/story"
)

// OwedMail tells how many people are owed mail that does not go out: one message
// a person, however much it tells.
func (db *DB) OwedMail(ctx context.Context, now time.Time) (o story.Owed, err error) {
	defer story.Wrap(&err, "OwedMail")
	var since *time.Time
	err = db.pool.QueryRow(ctx, `
		WITH owed AS (SELECT member, at, due_at, attempts, trouble, trouble <> '' AS fails,
			trouble = '' AND due_at < $1 AND (claimed_till IS NULL OR claimed_till < $2) AS late
			FROM mails WHERE done_at IS NULL)
		SELECT count(DISTINCT member), count(DISTINCT member) FILTER (WHERE fails), count(DISTINCT member) FILTER (WHERE late),
			min(at) FILTER (WHERE fails OR late), coalesce((array_agg(trouble ORDER BY due_at DESC) FILTER (WHERE fails))[1], '')
		FROM owed`, now.Add(-story.LateAfter), now).Scan(&o.Waiting, &o.Failing, &o.Late, &since, &o.Trouble)
	o.Since = value(since)
	return o, err
}

// OwedDeliveries tells how many deliveries to webhooks do not get there. Of
// webhooks that were stopped nobody expects any.
func (db *DB) OwedDeliveries(ctx context.Context, now time.Time) (o story.Owed, err error) {
	defer story.Wrap(&err, "OwedDeliveries")
	var since *time.Time
	err = db.pool.QueryRow(ctx, `
		WITH owed AS (SELECT d.at, d.due_at, d.trouble, d.given_up_at, d.attempts > 0 AND d.given_up_at IS NULL AS fails,
			d.attempts = 0 AND d.due_at < $1 AND (d.claimed_till IS NULL OR d.claimed_till < $2) AS late
			FROM deliveries d JOIN webhooks w ON w.id = d.webhook
			WHERE NOT w.stopped AND d.delivered_at IS NULL AND (d.given_up_at IS NULL OR d.given_up_at > $2::timestamptz - interval '7 days'))
		SELECT count(*) FILTER (WHERE given_up_at IS NULL), count(*) FILTER (WHERE fails), count(*) FILTER (WHERE late),
			min(at) FILTER (WHERE fails OR late OR given_up_at IS NOT NULL), coalesce((array_agg(trouble ORDER BY coalesce(given_up_at, due_at) DESC) FILTER (WHERE trouble <> ''))[1], ''), count(given_up_at)
		FROM owed`, now.Add(-story.LateAfter), now).
		Scan(&o.Waiting, &o.Failing, &o.Late, &since, &o.Trouble, &o.GivenUp)
	o.Since = value(since)
	return o, err
}
