package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"fieldstory/story"
)

// Wordings lists every text that people agree to, by name, the newest version
// first.
func (db *DB) Wordings(ctx context.Context) (_ []story.Wording, err error) {
	defer story.Wrap(&err, "Wordings")
	return wordings(ctx, db.pool)
}

func wordings(ctx context.Context, q querier) ([]story.Wording, error) {
	rows, _ := q.Query(ctx, `SELECT w.id, w.name, w.version, w.language, w.text, w.sha256, w.created_at, w.created_by, m.name, w.retired_at,
			(SELECT count(DISTINCT c.person) FROM consents c WHERE c.wording = w.id)
		FROM wordings w JOIN members m ON m.id = w.created_by ORDER BY lower(w.name), w.name, w.version DESC, w.language`)
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (w story.Wording, err error) {
		var retired *time.Time
		err = row.Scan(&w.ID, &w.Name, &w.Version, &w.Language, &w.Text, &w.SHA256, &w.CreatedAt, &w.CreatedBy.ID, &w.CreatedBy.Name, &retired, &w.Used)
		w.RetiredAt = value(retired)
		return w, err
	})
}

// AddWording lets add make a text beside those that are there, and saves it. Of
// two at once the second sees the first.
func (db *DB) AddWording(ctx context.Context, add func(root story.Office, there []story.Wording) (story.Wording, story.Entry, error)) (w story.Wording, err error) {
	defer story.Wrap(&err, "AddWording")
	err = db.tx(ctx, func(tx pgx.Tx) error {
		root, there, err := lockWordings(ctx, tx)
		if err != nil {
			return err
		}
		var e story.Entry
		if w, e, err = add(root, there); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `INSERT INTO wordings (id, name, version, language, text, sha256, created_at, created_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
			w.ID, w.Name, w.Version, w.Language, w.Text, w.SHA256, w.CreatedAt, w.CreatedBy.ID)
		if err != nil {
			return err
		}
		return addEntries(ctx, tx, e)
	})
	return w, err
}

// ChangeWording lets change retire a text or offer it again; nothing else of
// it can be changed. It answers NotFound for one that is not there.
func (db *DB) ChangeWording(ctx context.Context, id story.WordingID, change func(root story.Office, w *story.Wording) (story.Entry, error)) (w story.Wording, err error) {
	defer story.Wrap(&err, "ChangeWording(%s)", id)
	err = db.tx(ctx, func(tx pgx.Tx) error {
		root, there, err := lockWordings(ctx, tx)
		if err != nil {
			return err
		}
		for _, t := range there {
			if t.ID == id {
				w = t
			}
		}
		if w.ID == "" {
			return story.NotFound()
		}
		e, err := change(root, &w)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `UPDATE wordings SET retired_at = $2 WHERE id = $1`, id, null(w.RetiredAt)); err != nil {
			return err
		}
		return addEntries(ctx, tx, e)
	})
	return w, err
}

func lockWordings(ctx context.Context, tx pgx.Tx) (root story.Office, there []story.Wording, err error) {
	if _, err := tx.Exec(ctx, `LOCK TABLE wordings IN SHARE ROW EXCLUSIVE MODE`); err != nil {
		return root, nil, err
	}
	rows, _ := tx.Query(ctx, `SELECT `+officeColumns+` FROM offices o WHERE o.parent IS NULL`)
	if root, err = pgx.CollectExactlyOneRow(rows, scanOffice); err != nil {
		return root, nil, one(err)
	}
	there, err = wordings(ctx, tx)
	return root, there, err
}
