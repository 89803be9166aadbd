package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"fieldstory/story"
)

// addProxy saves a small copy of a clip that is about to be sent, if the clip
// is who's to send, see [story.Clip.ProxyWelcome]. One that was begun before
// and never finished makes room: whoever begins anew has lost the thread of it.
func addProxy(ctx context.Context, tx pgx.Tx, who story.Scope, u *story.Upload) error {
	var c story.Clip
	var sender *story.MemberID
	var at story.Path
	var here bool
	err := tx.QueryRow(ctx, `
		SELECT c.state, c.size, o.path::text,
			(SELECT member FROM uploads WHERE clip = c.id LIMIT 1),
			EXISTS (SELECT FROM proxies p WHERE p.clip = c.id AND p.received_at IS NOT NULL AND p.ends_at IS NULL)
		FROM clips c JOIN stories s ON s.id = c.story JOIN offices o ON o.id = s.office
		WHERE c.id = $1 FOR UPDATE OF c`, u.ProxyFor).Scan(&c.State, &c.Size, &at, &sender, &here)
	if err != nil {
		return one(err)
	}
	if err := c.ProxyWelcome(who, value(sender), u.Size, here); err != nil {
		return err
	}
	if err := endUnsentProxies(ctx, tx, u.ProxyFor, u.CreatedAt); err != nil {
		return err
	}
	if err := room(ctx, tx, at, u.Size, 0); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO proxies (id, clip, size, created_at) VALUES ($1, $2, $3, $4)`, u.Proxy, u.ProxyFor, u.Size, u.CreatedAt)
	return err
}

// endUnsentProxies ends the small copies of a clip that have not arrived, and
// their uploads: first these, in the order in which the end of an upload locks
// them.
func endUnsentProxies(ctx context.Context, tx pgx.Tx, clip story.ClipID, now time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE uploads SET expires_at = least(expires_at, $2)
		WHERE finished_at IS NULL AND proxy IN (SELECT id FROM proxies WHERE clip = $1 AND received_at IS NULL AND ends_at IS NULL)`, clip, now)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `UPDATE proxies SET ends_at = $2 WHERE clip = $1 AND received_at IS NULL AND ends_at IS NULL`, clip, now)
	return err
}

// endProxies ends every small copy of a clip, on its way or here: the clip can
// be watched no longer.
func endProxies(ctx context.Context, tx pgx.Tx, clip story.ClipID, now time.Time) error {
	if _, err := tx.Exec(ctx, `SELECT FROM clips WHERE id = $1 FOR UPDATE`, clip); err != nil {
		return err
	}
	if err := endUnsentProxies(ctx, tx, clip, now); err != nil {
		return err
	}
	tag, err := tx.Exec(ctx, `UPDATE proxies SET ends_at = $2, made = NULL WHERE clip = $1 AND ends_at IS NULL`, clip, now)
	if err != nil || tag.RowsAffected() == 0 {
		return err
	}
	_, err = tx.Exec(ctx, `UPDATE clips SET watchable = false WHERE id = $1 AND state <> 'ready'`, clip)
	return err
}

// endProxy ends one whose upload has ended before all of it arrived.
func endProxy(ctx context.Context, tx pgx.Tx, id story.ProxyID, now time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE proxies SET ends_at = $2 WHERE id = $1 AND ends_at IS NULL`, id, now)
	return err
}

// eachPreview gives what can be watched of small copies.
func eachPreview(ctx context.Context, q querier, clips []string, each func(story.ClipID, *story.Preview)) error {
	rows, _ := q.Query(ctx, `SELECT clip, id, made FROM proxies
		WHERE clip = ANY($1::text[]::uuid[]) AND made IS NOT NULL
		ORDER BY created_at`, clips)
	type made struct {
		Clip story.ClipID
		ID   story.ProxyID
		Made story.Preview
	}
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[made])
	for _, m := range list {
		m.Made.Proxy = m.ID
		each(m.Clip, &m.Made)
	}
	return err
}

// ClaimProxy gives the oldest small copy that nobody works on to a worker, for
// as long as lease, to be renewed by KeepProxy. ok is false when none is owed.
// Every claim is an attempt; its number is for the worker to judge.
func (db *DB) ClaimProxy(ctx context.Context, worker string, lease time.Duration) (p story.Proxy, ok bool, err error) {
	defer wrapWork(&err, "ClaimProxy")
	now := db.Now()
	err = db.pool.QueryRow(ctx, `
		UPDATE proxies SET worker = $2, lease_until = $3, attempt = attempt + 1 WHERE id = (
			SELECT id FROM proxies WHERE received_at IS NOT NULL AND made IS NULL AND ends_at IS NULL AND clip IS NOT NULL
				AND (lease_until IS NULL OR lease_until <= $1) AND (not_before IS NULL OR not_before <= $1)
			ORDER BY received_at LIMIT 1 FOR UPDATE SKIP LOCKED)
		RETURNING id, clip, size, attempt`, now, worker, now.Add(lease)).Scan(&p.ID, &p.Clip, &p.Size, &p.Attempt)
	if one(err) != err {
		return p, false, nil
	}
	return p, err == nil, err
}

// proxyUnderLease runs one UPDATE of proxies that holds only for who claimed it
// and while it has not ended; set has args from $4 on.
func (db *DB) proxyUnderLease(ctx context.Context, q querier, p story.Proxy, worker, set string, args ...any) error {
	tag, err := q.Exec(ctx, `UPDATE proxies SET `+set+` WHERE id = $1 AND worker = $2 AND attempt = $3 AND lease_until IS NOT NULL AND ends_at IS NULL`,
		append([]any{p.ID, worker, p.Attempt}, args...)...)
	if err == nil && tag.RowsAffected() == 0 {
		return errLeaseEnded
	}
	return err
}

// KeepProxy renews a claim. A problem "lease_ended" means: stop at once; the
// original may be there already, or discarded.
func (db *DB) KeepProxy(ctx context.Context, p story.Proxy, worker string, lease time.Duration) (err error) {
	defer wrapWork(&err, "KeepProxy(%s)", p.ID)
	return db.proxyUnderLease(ctx, db.pool, p, worker, `lease_until = $4`, db.Now().Add(lease))
}

// SavePreview says that a small copy can be watched, and with it its clip.
func (db *DB) SavePreview(ctx context.Context, p story.Proxy, worker string, made story.Preview) (err error) {
	defer wrapWork(&err, "SavePreview(%s)", p.ID)
	return db.tx(ctx, func(tx pgx.Tx) error {
		// The clip first, as everybody locks it first.
		if _, err := tx.Exec(ctx, `UPDATE clips SET watchable = true, updated_at = $2 WHERE id = $1`, p.Clip, db.Now()); err != nil {
			return err
		}
		if err := db.proxyUnderLease(ctx, tx, p, worker, `made = $4, worker = '', lease_until = NULL`, made); err != nil {
			return err
		}
		return notifyClip(ctx, tx, p.Clip)
	})
}

// DropProxy ends a small copy that nothing can be made of. Its clip goes on as
// if there had been none.
func (db *DB) DropProxy(ctx context.Context, p story.Proxy, worker string) (err error) {
	defer wrapWork(&err, "DropProxy(%s)", p.ID)
	return db.proxyUnderLease(ctx, db.pool, p, worker, `worker = '', lease_until = NULL, ends_at = $4`, db.Now())
}

// HandBackProxy ends a claim before its work is done, to be taken up again no
// earlier than after pause. counts = false leaves the attempt uncounted.
func (db *DB) HandBackProxy(ctx context.Context, p story.Proxy, worker string, pause time.Duration, counts bool) (err error) {
	defer wrapWork(&err, "HandBackProxy(%s)", p.ID)
	return db.proxyUnderLease(ctx, db.pool, p, worker, `worker = '', lease_until = NULL, not_before = $4, attempt = attempt - $5`,
		db.Now().Add(pause), map[bool]int{false: 1}[counts])
}

// EndedProxies lists small copies whose objects may go, that nobody works on
// and no upload writes to.
func (db *DB) EndedProxies(ctx context.Context, limit int) (_ []story.ProxyID, err error) {
	defer story.Wrap(&err, "EndedProxies")
	rows, _ := db.pool.Query(ctx, `
		SELECT id FROM proxies p WHERE (ends_at <= $1 OR clip IS NULL) AND (lease_until IS NULL OR lease_until <= $1)
			AND NOT EXISTS (SELECT FROM uploads u WHERE u.proxy = p.id AND u.finished_at IS NULL)
		ORDER BY ends_at LIMIT $2`, db.Now(), limit)
	return pgx.CollectRows(rows, pgx.RowTo[story.ProxyID])
}

// ForgetProxy deletes the row, once its objects are gone.
func (db *DB) ForgetProxy(ctx context.Context, id story.ProxyID) (err error) {
	defer story.Wrap(&err, "ForgetProxy(%s)", id)
	_, err = db.pool.Exec(ctx, `DELETE FROM proxies WHERE id = $1`, id)
	return err
}
