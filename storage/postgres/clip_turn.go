package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"fieldstory/story"
)

// turnLock makes workers choose one after another: of two that choose at the
// same moment, the second must know whom the first has served.
const turnLock = 0x7475726e // "turn", any constant that nobody else uses

// ClaimTurn gives a worker the turn that choose picks from the line, -1 = none
// of them, for as long as lease, to be renewed by Heartbeat. ok is false where
// nobody waits or none was picked. A clip that has cost its last attempt fails
// on the way, and the line is looked at again.
func (db *DB) ClaimTurn(ctx context.Context, worker string, lease time.Duration, choose func([]story.Pending) int) (t story.Turn, ok bool, err error) {
	defer wrapWork(&err, "ClaimTurn(%s)", worker)
	for again := true; again && err == nil && !ok; {
		err = db.tx(ctx, func(tx pgx.Tx) (err error) {
			t, ok, again, err = db.claimTurn(ctx, tx, worker, lease, choose)
			return err
		})
	}
	return t, ok && err == nil, err
}

func (db *DB) claimTurn(ctx context.Context, tx pgx.Tx, worker string, lease time.Duration, choose func([]story.Pending) int) (t story.Turn, ok, again bool, err error) {
	if _, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock($1)`, int64(turnLock)); err != nil {
		return t, false, false, err
	}
	now := db.Now()
	list, err := pendingTurns(ctx, tx, now)
	if err != nil {
		return t, false, false, err
	}
	i := choose(list)
	if i < 0 {
		return t, false, false, nil
	}
	p := list[i]
	load, save := workOf, db.saveWork
	if p.Piece > 0 {
		load = func(ctx context.Context, tx pgx.Tx, clip story.ClipID) (story.Work, error) {
			return pieceOf(ctx, tx, clip, p.Piece)
		}
		save = func(ctx context.Context, tx pgx.Tx, clip story.ClipID, w story.Work, failed *story.Problem, cause string) error {
			return db.savePiece(ctx, tx, clip, p.Piece, w, failed, cause)
		}
	}
	w, err := load(ctx, tx, p.Clip)
	if errors.Is(err, story.NotFound()) {
		return t, false, true, nil // removed since
	}
	if err != nil {
		return t, false, false, err
	}
	lost := w.Worker
	changed, failed := w.Reclaim(now)
	ok = w.Begin(worker, now, lease)
	if !changed && !ok {
		return t, false, true, nil // taken or ended since
	}
	if err := save(ctx, tx, p.Clip, w, failed, "lost by "+lost); err != nil || !ok {
		return t, false, true, err
	}
	if !p.Later { // nobody's next clip waits for what is made anew
		_, err = tx.Exec(ctx, `
			INSERT INTO turns (office, member, at, opened_at) VALUES ($1, $2, $3, $4)
			ON CONFLICT (office, member) DO UPDATE SET at = excluded.at, opened_at = coalesce(excluded.opened_at, turns.opened_at)`,
			p.Office, p.Member, now, null(openedAt(p, now)))
		if err != nil {
			return t, false, false, err
		}
	}
	clips, err := clipsOf(ctx, tx, `c.id = $1`, p.Clip)
	if err != nil {
		return t, false, false, err
	}
	t = story.Turn{Due: w.Due, Clip: clips[0], Lease: story.Lease{Clip: p.Clip, Piece: p.Piece, Worker: worker, Attempt: w.Attempt}}
	t.Piece, t.Unbroken, err = making(ctx, tx, p.Clip, p.Piece)
	return t, true, false, err
}

func openedAt(p story.Pending, now time.Time) (at time.Time) {
	if p.Due == story.DueOpening {
		at = now
	}
	return at
}

// pendingTurns is the line: for each person at each office the oldest clip to
// be opened, and what is next of the oldest of which the rest is owed. A piece
// waits until the sound of its segments is there. What lies in the trash waits
// to be brought back. Whatever order is chosen
// among people, of one person's clips these come first.
func pendingTurns(ctx context.Context, tx pgx.Tx, now time.Time) ([]story.Pending, error) {
	rows, _ := tx.Query(ctx, `
		WITH line AS (
			SELECT c.id AS clip, 0 AS piece, c.due, c.story, coalesce(c.received_at, c.created_at) AS since, c.anew FROM clips c
			WHERE NOT c.trashed AND (c.state IN ('received', 'inspecting', 'rendering') OR c.state = 'ready' AND c.anew) AND c.due <> 'pieces'
				AND (c.lease_until IS NULL OR c.lease_until <= $1) AND (c.not_before IS NULL OR c.not_before <= $1)
			UNION ALL
			SELECT c.id, p.number, 'pieces', c.story, coalesce(c.received_at, c.created_at), c.anew
			FROM pieces p JOIN clips c ON c.id = p.clip JOIN live_runs r ON r.id = p.run
			WHERE NOT c.trashed AND (c.state IN ('received', 'inspecting', 'rendering') OR c.state = 'ready' AND c.anew) AND NOT p.done AND (p.first = 0 OR r.heard >= p.beyond)
				AND (p.lease_until IS NULL OR p.lease_until <= $1) AND (p.not_before IS NULL OR p.not_before <= $1)
		)
		SELECT DISTINCT ON (s.office, s.author, line.anew, line.due = 'opening')
			line.clip, line.piece, line.due, s.office, s.author, line.since, o.at, t.at, t.opened_at, line.anew
		FROM line JOIN stories s ON s.id = line.story AND NOT s.trashed
			LEFT JOIN turns t ON t.office = s.office AND t.member = s.author
			LEFT JOIN (SELECT office, max(at) AS at FROM turns GROUP BY office) o ON o.office = s.office
		ORDER BY s.office, s.author, line.anew, line.due = 'opening', line.since, line.clip, line.piece`, now)
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (p story.Pending, err error) {
		var office, member, opened *time.Time
		err = row.Scan(&p.Clip, &p.Piece, &p.Due, &p.Office, &p.Member, &p.Since, &office, &member, &opened, &p.Later)
		p.OfficeServed, p.MemberServed, p.MemberOpened = value(office), value(member), value(opened)
		return p, err
	})
}
