package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"fieldstory/story"
)

// addDeliveries has a notice owed to every webhook of an office that the story
// comes from or stands at, or of one above, in the transaction of the notice.
func addDeliveries(ctx context.Context, tx pgx.Tx, n story.Notice) error {
	if n.Story == "" || !story.Outside(n.What) {
		return nil
	}
	_, err := tx.Exec(ctx, `
		INSERT INTO deliveries (webhook, notice, due_at, story, what, at, from_office, to_office)
		SELECT w.id, $2, $3, $1, $4, $3, $5, $6 FROM stories s JOIN offices o ON o.id = s.office JOIN offices a ON a.id = s.stands_at
			CROSS JOIN webhooks w JOIN offices h ON h.id = w.office
		WHERE s.id = $1 AND NOT w.stopped AND (h.path @> o.path OR h.path @> a.path) AND (w.events = '{}' OR $4 = ANY(w.events))`,
		n.Story, n.ID, n.At, n.What, null(n.From), null(n.To))
	return err
}

const deliveryColumns = `d.id, d.webhook, d.what, d.notice, d.at, d.story, s.stage, coalesce(d.from_office::text, ''), coalesce(d.to_office::text, ''),
	d.attempts, d.due_at, d.delivered_at, d.given_up_at, d.status, d.trouble`

const deliveryTables = `deliveries d JOIN stories s ON s.id = d.story`

func scanDelivery(row pgx.CollectableRow, more ...any) (d story.Delivery, err error) {
	var delivered, givenUp *time.Time
	err = row.Scan(append([]any{&d.ID, &d.Webhook, &d.What, &d.Notice, &d.At, &d.Story, &d.Stage, &d.From, &d.To,
		&d.Attempts, &d.DueAt, &delivered, &givenUp, &d.Status, &d.Trouble}, more...)...)
	if delivered != nil {
		d.DeliveredAt = *delivered
	}
	if givenUp != nil {
		d.GivenUpAt = *givenUp
	}
	return d, err
}

// Deliveries lists what is owed to a webhook and what became of it, the newest
// first. NotFound for a webhook that the person does not administer.
func (db *DB) Deliveries(ctx context.Context, who story.Scope, id story.WebhookID, after story.NoticeID, limit int) (list []story.Delivery, more bool, err error) {
	defer story.Wrap(&err, "Deliveries(%s)", id)
	args := scopeArgs(who)
	args["id"], args["after"], args["limit"] = id, null(after), limit+1
	var there bool
	if err := db.pool.QueryRow(ctx, `SELECT EXISTS (SELECT FROM `+webhookTables+` WHERE w.id = @id AND `+ruled+`)`, args).Scan(&there); err != nil || !there {
		return nil, false, cmpErr(err, story.NotFound())
	}
	rows, _ := db.pool.Query(ctx, `SELECT `+deliveryColumns+` FROM `+deliveryTables+`
		WHERE d.webhook = @id AND (@after::text::uuid IS NULL OR d.notice < @after::text::uuid) ORDER BY d.notice DESC LIMIT @limit`, args)
	list, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (story.Delivery, error) { return scanDelivery(row) })
	if more = len(list) > limit; more {
		list = list[:limit]
	}
	return list, more, err
}

// cmpErr is the first error that is one.
func cmpErr(err, other error) error {
	if err != nil {
		return err
	}
	return other
}

// ReplayDelivery has a delivery made once more. NotFound where the webhook is
// not the person's to administer.
func (db *DB) ReplayDelivery(ctx context.Context, who story.Scope, webhook story.WebhookID, id story.DeliveryID) (d story.Delivery, err error) {
	defer story.Wrap(&err, "ReplayDelivery(%s)", id)
	err = db.tx(ctx, func(tx pgx.Tx) error {
		w, err := lockWebhook(ctx, tx, who, webhook)
		if err != nil {
			return err
		}
		rows, _ := tx.Query(ctx, `SELECT `+deliveryColumns+` FROM `+deliveryTables+` WHERE d.id = $1 AND d.webhook = $2 FOR UPDATE OF d`, id, webhook)
		if d, err = pgx.CollectExactlyOneRow(rows, func(row pgx.CollectableRow) (story.Delivery, error) { return scanDelivery(row) }); err != nil {
			return one(err)
		}
		d.Replay(db.Now())
		if err := saveDelivery(ctx, tx, d); err != nil {
			return err
		}
		return addEntries(ctx, tx, story.EntryBy(ctx, story.DeedWebhookReplayed, string(id), db.Now()).AtOffice(w.Office))
	})
	return d, err
}

func saveDelivery(ctx context.Context, q querier, d story.Delivery) error {
	_, err := q.Exec(ctx, `UPDATE deliveries SET attempts = $2, due_at = $3, delivered_at = $4, given_up_at = $5, status = $6, trouble = $7, claimed_till = NULL WHERE id = $1`,
		d.ID, d.Attempts, d.DueAt, null(d.DeliveredAt), null(d.GivenUpAt), d.Status, d.Trouble)
	return err
}

// ClaimDeliveries gives out what is due now, a few of each webhook so that a
// receiver that stalls holds up no other. A claim ends at till: whoever lost it
// must not save. Two processes never get the same one.
func (db *DB) ClaimDeliveries(ctx context.Context, now, till time.Time, each int) (_ []story.Outgoing, err error) {
	defer story.Wrap(&err, "ClaimDeliveries")
	rows, _ := db.pool.Query(ctx, `
		WITH due AS (
			SELECT x.id FROM webhooks w CROSS JOIN LATERAL (
				SELECT d.id FROM deliveries d WHERE d.webhook = w.id AND d.delivered_at IS NULL AND d.given_up_at IS NULL
					AND d.due_at <= $1 AND (d.claimed_till IS NULL OR d.claimed_till <= $1)
				ORDER BY d.due_at LIMIT $3 FOR UPDATE SKIP LOCKED) x
			WHERE NOT w.stopped),
		claimed AS (UPDATE deliveries d SET claimed_till = $2 FROM due WHERE d.id = due.id RETURNING d.*)
		SELECT `+deliveryColumns+`, w.url, w.secret FROM claimed d JOIN stories s ON s.id = d.story JOIN webhooks w ON w.id = d.webhook
		ORDER BY d.notice`, now, till, each)
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (o story.Outgoing, err error) {
		o.Delivery, err = scanDelivery(row, &o.URL, &o.Secret)
		return o, err
	})
}

// SaveDelivery saves what became of an attempt, as long as the claim that it
// was made under still holds: a replay, or another process, goes first.
func (db *DB) SaveDelivery(ctx context.Context, d story.Delivery, till time.Time) (err error) {
	defer story.Wrap(&err, "SaveDelivery(%s)", d.ID)
	return db.tx(ctx, func(tx pgx.Tx) error {
		var held bool
		if err := tx.QueryRow(ctx, `SELECT coalesce((SELECT claimed_till = $2 FROM deliveries WHERE id = $1 FOR UPDATE), false)`, d.ID, till).Scan(&held); err != nil || !held {
			return err
		}
		return saveDelivery(ctx, tx, d)
	})
}
