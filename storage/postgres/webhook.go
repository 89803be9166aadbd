package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"fieldstory/story"
)

const webhookColumns = `w.id, w.office, w.url, w.events, w.secret, w.created_at, w.created_by, m.name, w.stopped`

const webhookTables = `webhooks w JOIN members m ON m.id = w.created_by JOIN offices o ON o.id = w.office`

// ruled is true for what is at an office o that the person administers.
const ruled = `@administer::text[]::ltree[] @> o.path`

func scanWebhook(row pgx.CollectableRow) (w story.Webhook, err error) {
	return w, row.Scan(&w.ID, &w.Office, &w.URL, &w.Events, &w.Secret, &w.CreatedAt, &w.CreatedBy.ID, &w.CreatedBy.Name, &w.Stopped)
}

// Webhooks lists those of offices that the person administers.
func (db *DB) Webhooks(ctx context.Context, who story.Scope) (_ []story.Webhook, err error) {
	defer story.Wrap(&err, "Webhooks(%s)", who.Member)
	rows, _ := db.pool.Query(ctx, `SELECT `+webhookColumns+` FROM `+webhookTables+` WHERE `+ruled+` ORDER BY w.id`, scopeArgs(who))
	return pgx.CollectRows(rows, scanWebhook)
}

// AddWebhook saves a new one.
func (db *DB) AddWebhook(ctx context.Context, w story.Webhook) (err error) {
	defer story.Wrap(&err, "AddWebhook(%s)", w.ID)
	return db.tx(ctx, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `INSERT INTO webhooks (id, office, url, events, secret, created_at, created_by) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			w.ID, w.Office, w.URL, texts(w.Events), string(w.Secret), w.CreatedAt, w.CreatedBy.ID); err != nil {
			return err
		}
		return addEntries(ctx, tx, story.EntryBy(ctx, story.DeedWebhookAdded, string(w.ID), w.CreatedAt).AtOffice(w.Office))
	})
}

// StopWebhook stops or starts one: while it is stopped nothing is sent, and
// nothing new is kept for it. NotFound for one that the person does not
// administer. Twice is harmless.
func (db *DB) StopWebhook(ctx context.Context, who story.Scope, id story.WebhookID, stop bool) (w story.Webhook, err error) {
	defer story.Wrap(&err, "StopWebhook(%s)", id)
	err = db.tx(ctx, func(tx pgx.Tx) error {
		if w, err = lockWebhook(ctx, tx, who, id); err != nil || w.Stopped == stop {
			return err
		}
		w.Stopped = stop
		if _, err := tx.Exec(ctx, `UPDATE webhooks SET stopped = $2 WHERE id = $1`, id, stop); err != nil {
			return err
		}
		deed := story.DeedWebhookStarted
		if stop {
			deed = story.DeedWebhookStopped
		}
		return addEntries(ctx, tx, story.EntryBy(ctx, deed, string(id), db.Now()).AtOffice(w.Office))
	})
	return w, err
}

func lockWebhook(ctx context.Context, tx pgx.Tx, who story.Scope, id story.WebhookID) (story.Webhook, error) {
	args := scopeArgs(who)
	args["id"] = id
	rows, _ := tx.Query(ctx, `SELECT `+webhookColumns+` FROM `+webhookTables+` WHERE w.id = @id AND `+ruled+` FOR UPDATE OF w`, args)
	w, err := pgx.CollectExactlyOneRow(rows, scanWebhook)
	return w, one(err)
}

// RemoveWebhook removes one with its log. NotFound as for StopWebhook.
func (db *DB) RemoveWebhook(ctx context.Context, who story.Scope, id story.WebhookID) (err error) {
	defer story.Wrap(&err, "RemoveWebhook(%s)", id)
	return db.tx(ctx, func(tx pgx.Tx) error {
		w, err := lockWebhook(ctx, tx, who, id)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `DELETE FROM webhooks WHERE id = $1`, id); err != nil {
			return err
		}
		return addEntries(ctx, tx, story.EntryBy(ctx, story.DeedWebhookRemoved, string(id), db.Now()).AtOffice(w.Office))
	})
}
