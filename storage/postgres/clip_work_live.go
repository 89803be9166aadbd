package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"fieldstory/story"
)

// BeginLive notes a making of a ladder before its first object is stored, so
// that whatever is stored of it is found and removed some day.
func (db *DB) BeginLive(ctx context.Context, l story.Lease, run story.LiveID) (err error) {
	defer wrapWork(&err, "BeginLive(%s, %s)", l.Clip, run)
	return db.tx(ctx, func(tx pgx.Tx) error {
		if err := db.underLease(ctx, tx, l, `updated_at = $4`, db.Now()); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `INSERT INTO live_runs (id, clip, published_at) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING`, run, l.Clip, db.Now())
		return err
	})
}

// SaveLive says that segments are stored by a try of that name; the clip is
// watchable with the first. Saying it twice changes nothing, and what a try
// before stored stays.
func (db *DB) SaveLive(ctx context.Context, l story.Lease, run story.LiveID, by string, list []story.Grown) (err error) {
	defer wrapWork(&err, "SaveLive(%s, %s)", l.Clip, run)
	return db.tx(ctx, func(tx pgx.Tx) error {
		var watchable bool
		if err := tx.QueryRow(ctx, `SELECT watchable FROM clips WHERE id = $1 FOR UPDATE`, l.Clip).Scan(&watchable); err != nil {
			return one(err)
		}
		if err := db.underLease(ctx, tx, l, `watchable = true`); err != nil {
			return err
		}
		batch := &pgx.Batch{}
		batch.Queue(`UPDATE live_runs SET published_at = $2 WHERE id = $1`, run, db.Now())
		rung := func(r story.Rendition, head []byte, shows string) {
			batch.Queue(`
				INSERT INTO live_rungs (run, name, kind, width, height, frame_rate, codecs, bandwidth, head, by, shows) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
				ON CONFLICT (run, name) DO NOTHING`, run, r.Name, r.Kind, r.Width, r.Height, r.FrameRate, r.Codecs, r.Bandwidth, head, by, shows)
		}
		for _, r := range list {
			rung(r.Rendition, r.Init, "")
			for _, other := range r.StandsIn {
				rung(other, nil, r.Name)
			}
			for i, s := range r.Segments {
				batch.Queue(`INSERT INTO live_parts (run, rung, number, bytes, duration, by) VALUES ($1, $2, $3, $4, $5, $6)
					ON CONFLICT (run, rung, number) DO NOTHING`, run, r.Name, r.First+i, s.Length, s.Duration, by)
			}
			if r.Kind == story.KindAudio {
				batch.Queue(`UPDATE live_runs SET heard = greatest(heard, $2) WHERE id = $1`, run, r.First+len(r.Segments))
			}
		}
		if err := tx.SendBatch(ctx, batch).Close(); err != nil {
			return err
		}
		if watchable {
			return nil // progress tells open pages of the rest
		}
		return notifyClip(ctx, tx, l.Clip)
	})
}

// EndedLive lists makings that nobody watches any more: nothing of them was
// published for so long, and their clip has owed nothing for as long.
func (db *DB) EndedLive(ctx context.Context, kept time.Duration, limit int) (_ []story.LiveID, err error) {
	defer wrapWork(&err, "EndedLive")
	rows, _ := db.pool.Query(ctx, `
		SELECT r.id FROM live_runs r LEFT JOIN clips c ON c.id = r.clip
		WHERE r.published_at <= $1 AND (c.id IS NULL OR c.updated_at <= $1 AND c.state NOT IN ('received', 'inspecting', 'rendering') AND NOT c.anew)
		ORDER BY r.published_at LIMIT $2`, db.Now().Add(-kept), limit)
	return pgx.CollectRows(rows, pgx.RowTo[story.LiveID])
}

// ForgetLive removes the rows of a making, after its objects are gone.
func (db *DB) ForgetLive(ctx context.Context, run story.LiveID) (err error) {
	defer wrapWork(&err, "ForgetLive(%s)", run)
	_, err = db.pool.Exec(ctx, `DELETE FROM live_runs WHERE id = $1`, run)
	return err
}

const liveColumns = `r.id, g.name, g.kind, g.width, g.height, g.frame_rate, g.codecs, g.bandwidth`

// LiveRungs loads what of a clip can be watched while it is made, one row a
// rung, see [story.Live]. Who may see the clip was decided when it was loaded.
// rung = "" means all of them.
func (db *DB) LiveRungs(ctx context.Context, id story.ClipID, rung string) (_ []story.LiveRung, err error) {
	defer story.Wrap(&err, "LiveRungs(%s, %s)", id, rung)
	rows, _ := db.pool.Query(ctx, `
		SELECT `+liveColumns+`, array_agg(p.number ORDER BY p.number), array_agg(p.bytes ORDER BY p.number), array_agg(p.duration ORDER BY p.number)
		FROM live_runs r JOIN live_rungs g ON g.run = r.id JOIN live_parts p ON p.run = r.id AND p.rung = coalesce(nullif(g.shows, ''), g.name)
		WHERE r.clip = $1 AND ($2 = '' OR g.name = $2)
		GROUP BY r.id, g.run, g.name ORDER BY r.id, g.height DESC, g.name`, id, rung)
	all, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (r story.LiveRung, err error) {
		var numbers []int
		var bytes []int64
		var seconds []float64
		err = row.Scan(&r.Run, &r.Name, &r.Kind, &r.Width, &r.Height, &r.FrameRate, &r.Codecs, &r.Bandwidth, &numbers, &bytes, &seconds)
		for i := range bytes {
			if numbers[i] != i {
				break // a piece before this one is still being made
			}
			r.Parts = append(r.Parts, story.LivePart{Bytes: bytes[i], Duration: seconds[i]})
		}
		return r, err
	})
	return story.Live(all), err
}

// LivePart finds a segment of a clip's making, or with number = -1 the
// initialisation of a rung, by whichever try stored it and of whichever rung stands
// in, and gives where it lies. NotFound where it is none of the clip's.
func (db *DB) LivePart(ctx context.Context, id story.ClipID, run story.LiveID, rung string, number int) (name story.ObjectName, err error) {
	defer story.Wrap(&err, "LivePart(%s, %s, %s, %d)", id, run, rung, number)
	var stored, by string
	part := story.LivePartName(number)
	if number < 0 {
		part = story.LiveInit
	}
	err = one(db.pool.QueryRow(ctx, `
		SELECT coalesce(nullif(g.shows, ''), g.name), CASE WHEN $4 < 0 THEN g.by ELSE p.by END
		FROM live_runs r JOIN live_rungs g ON g.run = r.id LEFT JOIN live_parts p ON p.run = r.id AND p.rung = coalesce(nullif(g.shows, ''), g.name) AND p.number = $4
		WHERE r.clip = $1 AND r.id = $2 AND g.name = $3 AND ($4 < 0 OR p.number IS NOT NULL)`, id, run, rung, number).Scan(&stored, &by))
	return story.LiveObject(run, stored, by, part), err
}
