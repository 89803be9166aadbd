package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"fieldstory/story"
)

// remade is what a clip becomes that is to be made anew.
const remade = `anew = true, due = 'ladder', unbroken = false, attempt = 1, not_before = NULL, waits = ''`

// RemakeClips has the ready clips made anew whose stories come from offices at
// or below these paths, and tells how many. Those that wait for it already
// count too.
func (db *DB) RemakeClips(ctx context.Context, under []string) (n int, err error) {
	defer story.Wrap(&err, "RemakeClips(%v)", under)
	err = db.tx(ctx, func(tx pgx.Tx) error {
		const those = `c.state = 'ready' AND NOT c.trashed AND c.story IN (SELECT s.id FROM stories s JOIN offices o ON o.id = s.office WHERE NOT s.trashed AND o.path <@ $1::text[]::ltree[])`
		if _, err := tx.Exec(ctx, `UPDATE clips c SET `+remade+` WHERE NOT c.anew AND `+those, under); err != nil {
			return err
		}
		return tx.QueryRow(ctx, `SELECT count(*) FROM clips c WHERE c.anew AND `+those, under).Scan(&n)
	})
	return n, err
}

// BeginMaking notes a making before its first object is stored.
func (db *DB) BeginMaking(ctx context.Context, l story.Lease, id story.MakingID) (err error) {
	defer wrapWork(&err, "BeginMaking(%s, %s)", l.Clip, id)
	return db.tx(ctx, func(tx pgx.Tx) error {
		if err := db.underLease(ctx, tx, l, `updated_at = $4`, db.Now()); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `INSERT INTO makings (id, clip, of, at) VALUES ($1, $2, $2, $3)`, id, l.Clip, db.Now())
		return err
	})
}

// supersede takes note of makings that renditions of these names take the
// place of. A whole ladder takes that of every rung, also of ones that are not
// made any more.
func (db *DB) supersede(ctx context.Context, tx pgx.Tx, clip story.ClipID, list []story.Rendition) error {
	var names []string
	ladder := false
	for _, r := range list {
		names = append(names, r.Name)
		ladder = ladder || r.Kind == story.KindLadder
	}
	const those = `r.clip = $1 AND (r.name = ANY($2) OR $3 AND r.kind IN ('ladder', 'audio'))`
	if _, err := tx.Exec(ctx, `UPDATE makings SET at = $4 WHERE id IN (SELECT r.made FROM renditions r WHERE `+those+`)`, clip, names, ladder, db.Now()); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `DELETE FROM renditions r WHERE `+those, clip, names, ladder)
	return err
}

// EndedMakings lists makings that nobody watches any more: for so long, no
// rendition has been of them, and nothing of their clip is being made.
func (db *DB) EndedMakings(ctx context.Context, kept time.Duration, limit int) (_ []story.Making, err error) {
	defer wrapWork(&err, "EndedMakings")
	rows, _ := db.pool.Query(ctx, `
		SELECT m.id, m.of FROM makings m LEFT JOIN clips c ON c.id = m.clip
		WHERE m.at <= $1 AND NOT EXISTS (SELECT FROM renditions r WHERE r.made = m.id)
			AND (c.id IS NULL OR c.lease_until IS NULL)
		ORDER BY m.at LIMIT $2`, db.Now().Add(-kept), limit)
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (m story.Making, err error) {
		err = row.Scan(&m.ID, &m.Clip)
		return m, err
	})
}

// ForgetMaking removes the row of a making, after its objects are gone.
func (db *DB) ForgetMaking(ctx context.Context, id story.MakingID) (err error) {
	defer wrapWork(&err, "ForgetMaking(%s)", id)
	_, err = db.pool.Exec(ctx, `DELETE FROM makings WHERE id = $1`, id)
	return err
}

// RemakeClip has one clip made anew, for the operator. NotFound where there is
// none that is ready.
func (db *DB) RemakeClip(ctx context.Context, id story.ClipID) (err error) {
	defer story.Wrap(&err, "RemakeClip(%s)", id)
	tag, err := db.pool.Exec(ctx, `UPDATE clips SET `+remade+` WHERE id = $1 AND state = 'ready' AND NOT anew`, id)
	if err == nil && tag.RowsAffected() == 0 {
		err = one(db.pool.QueryRow(ctx, `SELECT id FROM clips WHERE id = $1 AND anew`, id).Scan(&id))
	}
	return err
}
