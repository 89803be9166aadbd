package postgres

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"fieldstory/story"
)

// wrapWork is [story.Wrap] for workers, who must tell a database that is away
// from a mistake of ours: the one costs a clip nothing, the other an attempt.
func wrapWork(err *error, format string, args ...any) {
	if away(*err) {
		*err = story.Refuse(story.FaultDependency, "database_away",
			"The database cannot be reached right now. Nothing is lost; the work goes on when it is back.").Because(*err)
	}
	story.Wrap(err, format, args...)
}

// away tells whether the database could not be asked at all. Codes of class 08
// (connection), 53 (resources) and 57 (shutdown): PostgreSQL documentation,
// appendix A.
func away(err error) bool {
	if err == nil {
		return false
	}
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok {
		class := pg.Code[:min(2, len(pg.Code))]
		return class == "08" || class == "53" || class == "57"
	}
	if _, ok := errors.AsType[*pgconn.ConnectError](err); ok {
		return true
	}
	_, network := errors.AsType[net.Error](err)
	return network || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || pgconn.SafeToRetry(err)
}

// workOf locks a clip and loads where its work stands.
func workOf(ctx context.Context, tx pgx.Tx, id story.ClipID) (w story.Work, err error) {
	var lease, notBefore *time.Time
	err = tx.QueryRow(ctx, `SELECT state, due, attempt, worker, lease_until, not_before, anew FROM clips WHERE id = $1 FOR UPDATE`, id).
		Scan(&w.State, &w.Due, &w.Attempt, &w.Worker, &lease, &notBefore, &w.Anew)
	w.LeaseUntil, w.NotBefore = value(lease), value(notBefore)
	return w, one(err)
}

// saveWork writes what a rule of story decided.
func (db *DB) saveWork(ctx context.Context, tx pgx.Tx, id story.ClipID, w story.Work, failed *story.Problem, cause string) error {
	if w.State == story.Ready && !w.Anew {
		return db.leaveAsItWas(ctx, tx, id)
	}
	_, err := tx.Exec(ctx, `
		UPDATE clips SET state = $2, due = $3, attempt = $4, worker = $5, lease_until = $6, not_before = $7, updated_at = $8, waits = ''
		WHERE id = $1`, id, stateBefore(w.State), w.Due, w.Attempt, w.Worker, null(w.LeaseUntil), null(w.NotBefore), db.Now())
	if err == nil && failed != nil {
		err = db.saveProblem(ctx, tx, id, failed, cause)
	}
	if err != nil {
		return err
	}
	return notifyClip(ctx, tx, id)
}

// stateBefore is the state to write ahead of a failure, which is saved with
// its reason in one statement: the schema knows no failure without one.
func stateBefore(s story.ClipState) story.ClipState {
	if s == story.Failed {
		return story.Rendering
	}
	return s
}

// saveProblem ends a clip. What was only watchable as far as it was made is
// watchable no longer: it would stop where the file breaks.
func (db *DB) saveProblem(ctx context.Context, tx pgx.Tx, id story.ClipID, p *story.Problem, cause string) error {
	var anew bool
	if err := tx.QueryRow(ctx, `SELECT anew FROM clips WHERE id = $1`, id).Scan(&anew); err != nil {
		return one(err)
	}
	if anew {
		return db.leaveAsItWas(ctx, tx, id)
	}
	state := story.Refused
	if p.Fault != story.FaultFile {
		state = story.Failed
	}
	_, err := tx.Exec(ctx, `
		UPDATE clips SET state = $2, problem_code = $3, problem_detail = $4, problem_cause = nullif($5, ''),
			worker = '', lease_until = NULL, not_before = NULL, updated_at = $6,
			watchable = EXISTS (SELECT FROM renditions r WHERE r.clip = clips.id AND r.kind <> 'audio')
				OR EXISTS (SELECT FROM proxies p WHERE p.clip = clips.id AND p.made IS NOT NULL AND p.ends_at IS NULL)
		WHERE id = $1`, id, state, p.Code, p.Detail, cause, db.Now())
	if err == nil {
		_, err = tx.Exec(ctx, `DELETE FROM pieces WHERE clip = $1`, id)
	}
	return err
}

// leaveAsItWas ends the making anew of a clip that did not work out: it is
// ready, with what it has.
func (db *DB) leaveAsItWas(ctx context.Context, tx pgx.Tx, id story.ClipID) error {
	if _, err := tx.Exec(ctx, `DELETE FROM pieces WHERE clip = $1`, id); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `UPDATE clips SET anew = false, attempt = 1, worker = '', lease_until = NULL, not_before = NULL, waits = '', updated_at = $2 WHERE id = $1`, id, db.Now())
	return err
}

// errLeaseEnded is what a worker gets that has been given up for lost.
var errLeaseEnded = story.Conflict("lease_ended", "This clip is worked on by somebody else by now.")

// underLease runs one UPDATE of clips that holds only for the lease's holder;
// set is the SQL after SET, with args from $4 on.
func (db *DB) underLease(ctx context.Context, tx pgx.Tx, l story.Lease, set string, args ...any) error {
	holds := `worker = $2 AND attempt = $3 AND lease_until IS NOT NULL`
	if l.Piece > 0 {
		holds = fmt.Sprintf(`EXISTS (SELECT FROM pieces p WHERE p.clip = clips.id AND p.number = %d AND p.worker = $2 AND p.attempt = $3 AND p.lease_until IS NOT NULL)`, l.Piece)
	}
	tag, err := tx.Exec(ctx, `UPDATE clips SET `+set+` WHERE id = $1 AND `+holds,
		append([]any{l.Clip, l.Worker, l.Attempt}, args...)...)
	if err != nil {
		return err
	}
	if tag.RowsAffected() == 0 {
		return errLeaseEnded
	}
	return nil
}

// announced is underLease in a transaction of its own, told to open pages.
func (db *DB) announced(ctx context.Context, l story.Lease, set string, args ...any) error {
	return db.tx(ctx, func(tx pgx.Tx) error {
		if err := db.underLease(ctx, tx, l, set, args...); err != nil {
			return err
		}
		return notifyClip(ctx, tx, l.Clip)
	})
}

// Heartbeat renews a lease. A problem "lease_ended" means: stop at once.
func (db *DB) Heartbeat(ctx context.Context, l story.Lease, lease time.Duration) (err error) {
	defer wrapWork(&err, "Heartbeat(%s)", l.Clip)
	return db.tx(ctx, func(tx pgx.Tx) error {
		if l.Piece > 0 {
			return db.keepPiece(ctx, tx, l, db.Now().Add(lease))
		}
		return db.underLease(ctx, tx, l, `lease_until = $4`, db.Now().Add(lease))
	})
}

// SaveFacts saves what inspection found; rendering begins. The story
// is dated anew, by when its first clip was filmed.
func (db *DB) SaveFacts(ctx context.Context, l story.Lease, f *story.Facts) (err error) {
	defer wrapWork(&err, "SaveFacts(%s)", l.Clip)
	return db.tx(ctx, func(tx pgx.Tx) error {
		var s story.StoryID
		var told story.Camera
		if err := tx.QueryRow(ctx, `SELECT story, camera FROM clips WHERE id = $1 FOR UPDATE`, l.Clip).Scan(&s, &told); err != nil {
			return one(err)
		}
		f.Heed(told)
		err := db.underLease(ctx, tx, l, `state = CASE WHEN anew THEN state ELSE 'rendering' END, facts = $4, captured_at = $5::timestamptz + make_interval(secs => clock), updated_at = $6`, f, null(f.CapturedAt), db.Now())
		if err != nil {
			return err
		}
		if err := dateStory(ctx, tx, s); err != nil {
			return err
		}
		return notifyClip(ctx, tx, l.Clip)
	})
}

// SaveProgress saves how far the work has come, 0 to 1, and how fast it goes.
func (db *DB) SaveProgress(ctx context.Context, l story.Lease, progress float64) (err error) {
	defer wrapWork(&err, "SaveProgress(%s)", l.Clip)
	progress = min(1, max(0, progress))
	return db.tx(ctx, func(tx pgx.Tx) error {
		var p story.Pace
		var at *time.Time
		if err := tx.QueryRow(ctx, `SELECT progress, paced_at, pace FROM clips WHERE id = $1 FOR UPDATE`, l.Clip).Scan(&p.Share, &at, &p.Speed); err != nil {
			return one(err)
		}
		if l.Piece > 0 {
			all, err := progressOfPieces(ctx, tx, l, progress)
			if err != nil {
				return err
			}
			progress = max(p.Share, 0.05+0.93*all) // a piece that was lost is nothing to tell people of
		}
		p.At = value(at)
		p.Saw(progress, db.Now())
		if err := db.underLease(ctx, tx, l, `progress = CASE WHEN anew THEN progress ELSE $4 END, paced_at = $5, pace = $6`, progress, p.At, p.Speed); err != nil {
			return err
		}
		return notifyClip(ctx, tx, l.Clip)
	})
}

// SavePoster says that the poster is stored.
func (db *DB) SavePoster(ctx context.Context, l story.Lease) (err error) {
	defer wrapWork(&err, "SavePoster(%s)", l.Clip)
	return db.announced(ctx, l, `poster = true, updated_at = $4`, db.Now())
}

// SaveWaveform says that the peaks of the sound are stored.
func (db *DB) SaveWaveform(ctx context.Context, l story.Lease) (err error) {
	defer wrapWork(&err, "SaveWaveform(%s)", l.Clip)
	return db.announced(ctx, l, `waveform = true, updated_at = $4`, db.Now())
}

// SaveSprites says that the sheet is stored, and how it is laid out.
func (db *DB) SaveSprites(ctx context.Context, l story.Lease, s story.Sprites) (err error) {
	defer wrapWork(&err, "SaveSprites(%s)", l.Clip)
	return db.announced(ctx, l, `sprites = $4, updated_at = $5`, s, db.Now())
}

// SaveRenditions says that renditions are stored; the clip is watchable with
// the first that has pictures. Renditions of the same name are replaced, and
// all of the ladder by a whole ladder.
func (db *DB) SaveRenditions(ctx context.Context, l story.Lease, list []story.Rendition) (err error) {
	defer wrapWork(&err, "SaveRenditions(%s, %d)", l.Clip, len(list))
	return db.tx(ctx, func(tx pgx.Tx) error {
		pictures := false
		for _, r := range list {
			pictures = pictures || r.Kind != story.KindAudio
		}
		if err := db.underLease(ctx, tx, l, `watchable = watchable OR $4, updated_at = $5`, pictures, db.Now()); err != nil {
			return err
		}
		if err := db.supersede(ctx, tx, l.Clip, list); err != nil {
			return err
		}
		for _, r := range list {
			_, err := tx.Exec(ctx, `
				INSERT INTO renditions (clip, name, kind, width, height, frame_rate, codecs, bandwidth, average, bytes, duration, segments, created_at, made)
				VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
				l.Clip, r.Name, r.Kind, r.Width, r.Height, r.FrameRate, r.Codecs, r.Bandwidth, r.Average, r.Bytes, r.Duration, r.Index, db.Now(), null(r.Made))
			if err != nil {
				return err
			}
		}
		if pictures {
			// A small copy has done its service; whoever plays it may finish.
			if _, err := tx.Exec(ctx, `UPDATE proxies SET ends_at = $2 WHERE clip = $1 AND ends_at IS NULL`, l.Clip, db.Now().Add(story.ProxyKept)); err != nil {
				return err
			}
		}
		return notifyClip(ctx, tx, l.Clip)
	})
}

// FinishClip says that everything is made: the last word, after everything it
// promises is stored.
func (db *DB) FinishClip(ctx context.Context, l story.Lease) (err error) {
	defer wrapWork(&err, "FinishClip(%s)", l.Clip)
	return db.tx(ctx, func(tx pgx.Tx) error {
		if err := db.underLease(ctx, tx, l, `state = 'ready', anew = false, progress = 1, worker = '', lease_until = NULL, updated_at = $4`, db.Now()); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `DELETE FROM pieces WHERE clip = $1`, l.Clip); err != nil {
			return err
		}
		return notifyClip(ctx, tx, l.Clip)
	})
}

// RefuseClip ends a clip with the reason: refused where the fault is the
// file's, failed otherwise. cause is for the operator.
func (db *DB) RefuseClip(ctx context.Context, l story.Lease, p *story.Problem, cause string) (err error) {
	defer wrapWork(&err, "RefuseClip(%s, %s)", l.Clip, p.Code)
	return db.tx(ctx, func(tx pgx.Tx) error {
		if err := db.underLease(ctx, tx, l, `progress = 0`); err != nil {
			return err
		}
		if err := db.saveProblem(ctx, tx, l.Clip, p, cause); err != nil {
			return err
		}
		return notifyClip(ctx, tx, l.Clip)
	})
}

// HandBackClip ends a lease before its work is done, see [story.Work.HandBack].
// cause is for the operator where that counts, and tells people why the clip
// waits where it does not; nil = for no reason of its own.
func (db *DB) HandBackClip(ctx context.Context, l story.Lease, pause time.Duration, counts bool, cause error) (err error) {
	defer wrapWork(&err, "HandBackClip(%s)", l.Clip)
	var words string
	if cause != nil {
		words = cause.Error()
	}
	return db.tx(ctx, func(tx pgx.Tx) error {
		load := workOf
		if l.Piece > 0 {
			load = func(ctx context.Context, tx pgx.Tx, id story.ClipID) (story.Work, error) {
				return pieceOf(ctx, tx, id, l.Piece)
			}
		}
		w, err := load(ctx, tx, l.Clip)
		if errors.Is(err, story.NotFound()) {
			return errLeaseEnded
		}
		if err != nil {
			return err
		}
		if w.Worker != l.Worker || w.Attempt != l.Attempt {
			return errLeaseEnded
		}
		failed := w.HandBack(db.Now(), pause, counts)
		if l.Piece > 0 {
			err = db.savePiece(ctx, tx, l.Clip, l.Piece, w, failed, words)
		} else {
			err = db.saveWork(ctx, tx, l.Clip, w, failed, words)
		}
		if err != nil || counts || cause == nil {
			return err
		}
		why := story.AsProblem(cause)
		if _, err := tx.Exec(ctx, `UPDATE clips SET waits = $2, waits_code = $3 WHERE id = $1`, l.Clip, why.Detail, why.Code); err != nil {
			return err
		}
		return notifyClip(ctx, tx, l.Clip)
	})
}

// HandOnClip ends a turn whose work is done, for the next one that the clip
// owes: it goes back into the line.
func (db *DB) HandOnClip(ctx context.Context, l story.Lease, due story.Due) (err error) {
	defer wrapWork(&err, "HandOnClip(%s, %s)", l.Clip, due)
	return db.tx(ctx, func(tx pgx.Tx) error {
		if due == story.DuePieces {
			// They may be done by now, or given up. Whoever ends the last waits.
			if _, err := workOf(ctx, tx, l.Clip); err != nil {
				return err
			}
			if due, err = dueAfterCut(ctx, tx, l.Clip); err != nil {
				return err
			}
		}
		if err := db.underLease(ctx, tx, l, `due = $4, worker = '', lease_until = NULL, updated_at = $5`, due, db.Now()); err != nil {
			return err
		}
		return notifyClip(ctx, tx, l.Clip)
	})
}

// Waiting tells how many clips wait although it is their turn, and why the one
// does that waits longest.
func (db *DB) Waiting(ctx context.Context) (n int, why string, err error) {
	defer story.Wrap(&err, "Waiting")
	err = db.pool.QueryRow(ctx, `
		SELECT count(*), coalesce((array_agg(waits ORDER BY updated_at))[1], '') FROM clips
		WHERE waits <> '' AND NOT trashed AND NOT EXISTS (SELECT FROM stories s WHERE s.id = clips.story AND s.trashed) AND (state IN ('received', 'inspecting', 'rendering') OR anew)`).Scan(&n, &why)
	return n, why, err
}
