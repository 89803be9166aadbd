package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"fieldstory/story"
)

func loadPolicy(ctx context.Context, q querier) (p story.Policy, err error) {
	var set *time.Time
	r := &p.Retention
	err = q.QueryRow(ctx, `SELECT consent_months, consent_file, trash_days, keep_draft, keep_returned, keep_declined, keep_kept, keep_withdrawn, retention_set FROM policy`).
		Scan(&p.ConsentMonths, &p.ConsentFile, &p.TrashDays, &r.Draft, &r.Returned, &r.Declined, &r.Kept, &r.Withdrawn, &set)
	if set != nil {
		p.RetentionSet = *set
	}
	return p, err
}

// Policy loads what the organisation has decided for all its offices.
func (db *DB) Policy(ctx context.Context) (_ story.Policy, err error) {
	defer story.Wrap(&err, "Policy")
	return loadPolicy(ctx, db.pool)
}

// ChangePolicy lets change set the policy, and saves it.
func (db *DB) ChangePolicy(ctx context.Context, change func(root story.Office, p *story.Policy) (story.Entry, error)) (p story.Policy, err error) {
	defer story.Wrap(&err, "ChangePolicy")
	err = db.tx(ctx, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `SELECT FROM policy FOR UPDATE`); err != nil {
			return err
		}
		if p, err = loadPolicy(ctx, tx); err != nil {
			return err
		}
		rows, _ := tx.Query(ctx, `SELECT `+officeColumns+` FROM offices o WHERE o.parent IS NULL`)
		root, err := pgx.CollectExactlyOneRow(rows, scanOffice)
		if err != nil {
			return one(err)
		}
		e, err := change(root, &p)
		if err != nil {
			return err
		}
		var set *time.Time
		if !p.RetentionSet.IsZero() {
			set = &p.RetentionSet
		}
		r := p.Retention
		_, err = tx.Exec(ctx, `UPDATE policy SET consent_months = $1, consent_file = $2, trash_days = $3,
			keep_draft = $4, keep_returned = $5, keep_declined = $6, keep_kept = $7, keep_withdrawn = $8, retention_set = $9`,
			p.ConsentMonths, p.ConsentFile, p.TrashDays, r.Draft, r.Returned, r.Declined, r.Kept, r.Withdrawn, set)
		if err != nil {
			return err
		}
		return addEntries(ctx, tx, e)
	})
	return p, err
}
