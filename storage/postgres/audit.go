package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"fieldstory/story"
)

// addEntries appends to the audit log in the transaction of what it tells of.
func addEntries(ctx context.Context, tx pgx.Tx, entries ...story.Entry) error {
	for _, e := range entries {
		details := e.Details
		if details == nil {
			details = map[string]string{}
		}
		_, err := tx.Exec(ctx, `INSERT INTO audit (id, at, what, by, office, story, subject, details) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
			e.ID, e.At, e.What, null(e.By.ID), null(e.Office), null(e.Story), e.Subject, details)
		if err != nil {
			return err
		}
	}
	return nil
}

// addStepEntry notes a step of a trail in the audit log, with a digest of it.
func addStepEntry(ctx context.Context, tx pgx.Tx, st story.Step, now time.Time) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO audit (id, at, what, by, office, story, subject, details)
		SELECT $2, s.at, $3, s.by, s.to_office, s.story, s.id::text, jsonb_build_object('verb', s.verb, 'sha256', step_digest(s))
		FROM steps s WHERE s.id = $1`, st.ID, story.NewID[story.EntryID](now), story.DeedStep)
	return err
}

// Log appends to the audit log what changes no row of its own: a download, an
// export.
func (db *DB) Log(ctx context.Context, entries ...story.Entry) (err error) {
	defer story.Wrap(&err, "Log")
	return db.tx(ctx, func(tx pgx.Tx) error { return addEntries(ctx, tx, entries...) })
}

const entryColumns = `e.number, e.id, e.at, e.what, coalesce(e.by::text, ''), coalesce(e.office::text, ''), coalesce(e.story::text, ''), e.subject, e.details`

func entryFields(e *story.Entry) []any {
	return []any{&e.Number, &e.ID, &e.At, &e.What, &e.By.ID, &e.Office, &e.Story, &e.Subject, &e.Details}
}

// chainLock lets one process at a time lengthen the chain.
const chainLock = 0x6368 // "ch", any constant that nobody else uses

// SealAudit lengthens the chain by up to limit entries and tells by how many.
// Of two processes one does it and the other has nothing to do. all looks
// through the whole log for entries whose transaction took very long; else
// only its end is looked at.
func (db *DB) SealAudit(ctx context.Context, limit int, all bool) (n int, err error) {
	defer story.Wrap(&err, "SealAudit")
	err = db.tx(ctx, func(tx pgx.Tx) error {
		var mine bool
		if err := tx.QueryRow(ctx, `SELECT pg_try_advisory_xact_lock($1)`, chainLock).Scan(&mine); err != nil || !mine {
			return err
		}
		var place, last int64
		var hash []byte
		err := tx.QueryRow(ctx, `SELECT place, hash, (SELECT coalesce(max(number), 0) FROM audit_chain) FROM audit_chain ORDER BY place DESC LIMIT 1`).Scan(&place, &hash, &last)
		if err != nil && one(err) == err {
			return err
		}
		from := last - 10_000
		if all {
			from = 0
		}
		rows, _ := tx.Query(ctx, `SELECT `+entryColumns+` FROM audit e WHERE e.number > $1
			AND NOT EXISTS (SELECT FROM audit_chain c WHERE c.number = e.number) ORDER BY e.number LIMIT $2`, from, limit)
		list, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (e story.Entry, err error) {
			return e, row.Scan(entryFields(&e)...)
		})
		if err != nil {
			return err
		}
		links := make([][]any, len(list))
		now := db.Now()
		for i, e := range list {
			place++
			hash = e.Seal(hash)
			links[i] = []any{place, e.Number, hash, now}
		}
		sealed, err := tx.CopyFrom(ctx, pgx.Identifier{"audit_chain"}, []string{"place", "number", "hash", "sealed_at"}, pgx.CopyFromRows(links))
		n = int(sealed)
		return err
	})
	return n, err
}

// CheckAudit walks the whole chain and compares every trail with it. It stops
// at the first thing that is wrong and says what that is.
func (db *DB) CheckAudit(ctx context.Context) (r story.AuditReport, err error) {
	defer story.Wrap(&err, "CheckAudit")
	// One snapshot: entries that are written meanwhile are not missed from it.
	err = pgx.BeginTxFunc(ctx, db.pool, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
		if err := walkChain(ctx, tx, &r); err != nil || r.Broken != "" {
			return err
		}
		if err := tx.QueryRow(ctx, `SELECT count(*) FROM audit e WHERE NOT EXISTS (SELECT FROM audit_chain c WHERE c.number = e.number)`).Scan(&r.Unsealed); err != nil {
			return err
		}
		return checkTrails(ctx, tx, &r)
	})
	return r, err
}

func walkChain(ctx context.Context, tx pgx.Tx, r *story.AuditReport) error {
	rows, err := tx.Query(ctx, `SELECT c.place, c.number, c.hash, e.number IS NOT NULL, coalesce(e.number, 0), coalesce(e.id::text, ''), coalesce(e.at, 'epoch'),
			coalesce(e.what, ''), coalesce(e.by::text, ''), coalesce(e.office::text, ''), coalesce(e.story::text, ''), coalesce(e.subject, ''), coalesce(e.details, '{}')
		FROM audit_chain c LEFT JOIN audit e ON e.number = c.number ORDER BY c.place`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var place, number int64
		var hash []byte
		var there bool
		var e story.Entry
		if err := rows.Scan(append([]any{&place, &number, &hash, &there}, entryFields(&e)...)...); err != nil {
			return err
		}
		switch {
		case place != r.Entries+1:
			r.Broken = fmt.Sprintf("place %d of the chain is missing", r.Entries+1)
		case !there:
			r.Broken = fmt.Sprintf("entry %d, at place %d, was removed", number, place)
		case string(e.Seal(r.Head)) != string(hash):
			r.Broken = fmt.Sprintf("entry %d, at place %d, is not what was written (%s of %s)", number, place, e.What, e.At.UTC().Format(time.RFC3339))
		}
		if r.Broken != "" {
			return nil
		}
		r.Entries, r.Head = place, hash
	}
	return rows.Err()
}

// checkTrails compares every step with its digest in the log, both ways.
func checkTrails(ctx context.Context, tx pgx.Tx, r *story.AuditReport) error {
	var what, subject, id string
	err := tx.QueryRow(ctx, `
		SELECT CASE WHEN s.id IS NULL THEN 'was removed' WHEN e.number IS NULL THEN 'is in no entry of the log' ELSE 'is not what was written' END,
			coalesce(s.id::text, e.subject), coalesce(s.story::text, e.story::text)
		FROM (SELECT * FROM audit WHERE what = $1) e FULL JOIN steps s ON e.subject = s.id::text
		WHERE s.id IS NULL OR e.number IS NULL OR e.details->>'sha256' <> step_digest(s)
		ORDER BY coalesce(s.number, 0), e.number LIMIT 1`, story.DeedStep).Scan(&what, &subject, &id)
	if err != nil && one(err) != err {
		return nil
	}
	if err == nil {
		r.Broken = fmt.Sprintf("step %s of story %s %s", subject, id, what)
	}
	return err
}
