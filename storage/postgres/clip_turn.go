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
	w, err := workOf(ctx, tx, p.Clip)
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
	if err := db.saveWork(ctx, tx, p.Clip, w, failed, "lost by "+lost); err != nil || !ok {
		return t, false, true, err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO turns (office, member, at, opened_at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (office, member) DO UPDATE SET at = excluded.at, opened_at = coalesce(excluded.opened_at, turns.opened_at)`,
		p.Office, p.Member, now, null(openedAt(p, now)))
	if err != nil {
		return t, false, false, err
	}
	clips, err := clipsOf(ctx, tx, `c.id = $1`, p.Clip)
	if err != nil {
		return t, false, false, err
	}
	return story.Turn{Due: w.Due, Clip: clips[0], Lease: story.Lease{Clip: p.Clip, Worker: worker, Attempt: w.Attempt}}, true, false, nil
}

func openedAt(p story.Pending, now time.Time) (at time.Time) {
	if p.Due == story.DueOpening {
		at = now
	}
	return at
}

// pendingTurns is the line: for each person at each office the oldest clip to
// be opened and the oldest of which the rest is owed. Whatever order is chosen
// among people, of one person's clips these come first.
func pendingTurns(ctx context.Context, tx pgx.Tx, now time.Time) ([]story.Pending, error) {
	rows, _ := tx.Query(ctx, `
		SELECT DISTINCT ON (s.office, s.author, c.due = 'opening')
			c.id, c.due, s.office, s.author, coalesce(c.received_at, c.created_at), o.at, t.at, t.opened_at
		FROM clips c JOIN stories s ON s.id = c.story
			LEFT JOIN turns t ON t.office = s.office AND t.member = s.author
			LEFT JOIN (SELECT office, max(at) AS at FROM turns GROUP BY office) o ON o.office = s.office
		WHERE c.state IN ('received', 'inspecting', 'rendering')
			AND (c.lease_until IS NULL OR c.lease_until <= $1) AND (c.not_before IS NULL OR c.not_before <= $1)
		ORDER BY s.office, s.author, c.due = 'opening', coalesce(c.received_at, c.created_at), c.id`, now)
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (p story.Pending, err error) {
		var office, member, opened *time.Time
		err = row.Scan(&p.Clip, &p.Due, &p.Office, &p.Member, &p.Since, &office, &member, &opened)
		p.OfficeServed, p.MemberServed, p.MemberOpened = value(office), value(member), value(opened)
		return p, err
	})
}
