package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"fieldstory/story"
)

// CutClip has the ladder of a clip made in pieces, as one making of so many
// segments; silent tells that there is no sound to wait for. With first > 0 the
// worker has the first piece, for that long, and the lease for it is given;
// otherwise all of them wait for their turn.
func (db *DB) CutClip(ctx context.Context, l story.Lease, run story.LiveID, cut []story.Span, silent bool, first time.Duration) (piece story.Lease, err error) {
	defer wrapWork(&err, "CutClip(%s, %d)", l.Clip, len(cut))
	piece = story.Lease{Clip: l.Clip, Piece: 1, Worker: l.Worker, Attempt: 1}
	err = db.tx(ctx, func(tx pgx.Tx) error {
		now := db.Now()
		if err := db.underLease(ctx, tx, l, `updated_at = $4`, now); err != nil {
			return err
		}
		segments, heard := cut[len(cut)-1].End, 0
		if silent {
			heard = segments
		}
		batch := &pgx.Batch{}
		batch.Queue(`DELETE FROM pieces WHERE clip = $1`, l.Clip)
		batch.Queue(`INSERT INTO live_runs (id, clip, published_at, segments, heard) VALUES ($1, $2, $3, $4, $5)`, run, l.Clip, now, segments, heard)
		for i, s := range cut {
			batch.Queue(`INSERT INTO pieces (clip, number, run, first, beyond) VALUES ($1, $2, $3, $4, $5)`, l.Clip, i+1, run, s.First, s.End)
		}
		if first > 0 {
			batch.Queue(`UPDATE pieces SET worker = $2, lease_until = $3 WHERE clip = $1 AND number = 1`, l.Clip, l.Worker, now.Add(first))
		}
		return tx.SendBatch(ctx, batch).Close()
	})
	return piece, err
}

// pieceOf locks a piece, after its clip, and loads where its work stands.
func pieceOf(ctx context.Context, tx pgx.Tx, clip story.ClipID, number int) (w story.Work, err error) {
	of, err := workOf(ctx, tx, clip)
	if err != nil {
		return w, err
	}
	w.State, w.Due, w.Anew = story.Rendering, story.DuePieces, of.Anew
	if w.Anew {
		w.State = story.Ready
	}
	var lease, notBefore *time.Time
	var done bool
	err = tx.QueryRow(ctx, `SELECT attempt, worker, lease_until, not_before, done FROM pieces WHERE clip = $1 AND number = $2 FOR UPDATE`, clip, number).
		Scan(&w.Attempt, &w.Worker, &lease, &notBefore, &done)
	if done {
		w.State, w.Anew = story.Ready, false
	}
	w.LeaseUntil, w.NotBefore = value(lease), value(notBefore)
	return w, one(err)
}

// savePiece writes what a rule of story decided about a piece. One that has
// cost its last attempt fails the clip.
func (db *DB) savePiece(ctx context.Context, tx pgx.Tx, clip story.ClipID, number int, w story.Work, failed *story.Problem, cause string) error {
	if failed == nil && w.State == story.Ready && !w.Anew {
		return db.leaveAsItWas(ctx, tx, clip)
	}
	if failed != nil {
		if err := db.saveProblem(ctx, tx, clip, failed, cause); err != nil {
			return err
		}
		return notifyClip(ctx, tx, clip)
	}
	if _, err := tx.Exec(ctx, `UPDATE clips SET waits = '' WHERE id = $1 AND waits <> ''`, clip); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `UPDATE pieces SET attempt = $3, worker = $4, lease_until = $5, not_before = $6 WHERE clip = $1 AND number = $2`,
		clip, number, w.Attempt, w.Worker, null(w.LeaseUntil), null(w.NotBefore))
	return err
}

// making tells how the ladder of a clip is made: the piece of that number, or
// any of them for 0; nil = it is not made in pieces.
func making(ctx context.Context, tx pgx.Tx, clip story.ClipID, number int) (p *story.Piece, unbroken bool, err error) {
	if err := tx.QueryRow(ctx, `SELECT unbroken FROM clips WHERE id = $1`, clip).Scan(&unbroken); err != nil {
		return nil, false, one(err)
	}
	rows, _ := tx.Query(ctx, `SELECT number, first, beyond, run FROM pieces WHERE clip = $1 AND ($2 = 0 OR number = $2) ORDER BY number LIMIT 1`, clip, number)
	list, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (p story.Piece, err error) {
		err = row.Scan(&p.Number, &p.First, &p.End, &p.Run)
		return p, err
	})
	if err != nil || len(list) == 0 {
		return nil, unbroken, err
	}
	return &list[0], unbroken, nil
}

// keepPiece renews the lease of a piece.
func (db *DB) keepPiece(ctx context.Context, tx pgx.Tx, l story.Lease, until time.Time) error {
	tag, err := tx.Exec(ctx, `UPDATE pieces SET lease_until = $5 WHERE clip = $1 AND number = $2 AND worker = $3 AND attempt = $4 AND lease_until IS NOT NULL`,
		l.Clip, l.Piece, l.Worker, l.Attempt, until)
	if err == nil && tag.RowsAffected() == 0 {
		err = errLeaseEnded
	}
	return err
}

// progressOfPieces notes how far a piece has come, and gives how far all have.
func progressOfPieces(ctx context.Context, tx pgx.Tx, l story.Lease, share float64) (all float64, err error) {
	if _, err := tx.Exec(ctx, `UPDATE pieces SET progress = $3 WHERE clip = $1 AND number = $2`, l.Clip, l.Piece, share); err != nil {
		return 0, err
	}
	err = tx.QueryRow(ctx, `SELECT sum(progress * (beyond - first)) / sum(beyond - first) FROM pieces WHERE clip = $1`, l.Clip).Scan(&all)
	return all, err
}

// FinishPiece says that every segment of a piece is stored, and keeps what was
// noticed on the way. With the last of them the clip owes the joining.
func (db *DB) FinishPiece(ctx context.Context, l story.Lease, made story.Made) (err error) {
	defer wrapWork(&err, "FinishPiece(%s, %d)", l.Clip, l.Piece)
	return db.tx(ctx, func(tx pgx.Tx) error {
		if err := db.underLease(ctx, tx, l, `updated_at = $4`, db.Now()); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `UPDATE pieces SET done = true, progress = 1, worker = '', lease_until = NULL, seen = $3, heard = $4 WHERE clip = $1 AND number = $2`,
			l.Clip, l.Piece, made.Seen, made.Heard)
		if err != nil {
			return err
		}
		// With the first comes all the sound, also where that has no segments.
		if _, err := tx.Exec(ctx, `UPDATE live_runs r SET heard = r.segments FROM pieces p WHERE p.clip = $1 AND p.number = $2 AND p.first = 0 AND r.id = p.run`, l.Clip, l.Piece); err != nil {
			return err
		}
		return db.afterCut(ctx, tx, l.Clip)
	})
}

// UnbrokenClip gives up making a clip in pieces: it is made in one.
func (db *DB) UnbrokenClip(ctx context.Context, l story.Lease) (err error) {
	defer wrapWork(&err, "UnbrokenClip(%s)", l.Clip)
	return db.tx(ctx, func(tx pgx.Tx) error {
		if err := db.underLease(ctx, tx, l, `unbroken = true, updated_at = $4`, db.Now()); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `DELETE FROM pieces WHERE clip = $1`, l.Clip); err != nil {
			return err
		}
		return db.afterCut(ctx, tx, l.Clip)
	})
}

// afterCut puts a clip into the line for what comes after its pieces, unless
// somebody still does something else with it.
func (db *DB) afterCut(ctx context.Context, tx pgx.Tx, clip story.ClipID) error {
	due, err := dueAfterCut(ctx, tx, clip)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `UPDATE clips SET due = $2 WHERE id = $1 AND due = 'pieces'`, clip, due); err != nil {
		return err
	}
	return notifyClip(ctx, tx, clip)
}

func dueAfterCut(ctx context.Context, tx pgx.Tx, clip story.ClipID) (story.Due, error) {
	var left int
	var unbroken bool
	err := tx.QueryRow(ctx, `SELECT (SELECT count(*) FROM pieces WHERE clip = c.id AND NOT done), unbroken FROM clips c WHERE id = $1`, clip).Scan(&left, &unbroken)
	return story.AfterCut(left, unbroken), one(err)
}

// MadeRungs lists the rungs of a making that have begun.
func (db *DB) MadeRungs(ctx context.Context, run story.LiveID) (_ []story.MadeRung, err error) {
	defer wrapWork(&err, "MadeRungs(%s)", run)
	rows, _ := db.pool.Query(ctx, `SELECT `+liveColumns+`, coalesce(g.head, '') FROM live_runs r JOIN live_rungs g ON g.run = r.id WHERE r.id = $1`, run)
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (r story.MadeRung, err error) {
		var of story.LiveID
		err = row.Scan(&of, &r.Name, &r.Kind, &r.Width, &r.Height, &r.FrameRate, &r.Codecs, &r.Bandwidth, &r.Head)
		return r, err
	})
}

// MadeParts lists the stored segments of a rung, in order; End = 0 means up to
// the last.
func (db *DB) MadeParts(ctx context.Context, run story.LiveID, rung string, of story.Span) (_ []story.MadePart, err error) {
	defer wrapWork(&err, "MadeParts(%s, %s)", run, rung)
	rows, _ := db.pool.Query(ctx, `SELECT number, bytes, duration, by FROM live_parts
		WHERE run = $1 AND rung = $2 AND number >= $3 AND ($4 = 0 OR number < $4) ORDER BY number`, run, rung, of.First, of.End)
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (p story.MadePart, err error) {
		err = row.Scan(&p.Number, &p.Bytes, &p.Duration, &p.By)
		return p, err
	})
}

// Noticed gives what was noticed while a clip's pieces were made, in their
// order, and of its sound.
func (db *DB) Noticed(ctx context.Context, clip story.ClipID) (seen [][]byte, heard []byte, err error) {
	defer wrapWork(&err, "Noticed(%s)", clip)
	rows, _ := db.pool.Query(ctx, `SELECT coalesce(seen, ''), coalesce(heard, '') FROM pieces WHERE clip = $1 ORDER BY number`, clip)
	_, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (_ struct{}, err error) {
		var s, h []byte
		err = row.Scan(&s, &h)
		seen, heard = append(seen, s), append(heard, h...)
		return struct{}{}, err
	})
	return seen, heard, err
}
