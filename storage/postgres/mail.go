package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"fieldstory/story"
)

// mailSeen is for how long a sender counts as there after it was seen: far
// longer than a restart takes. Without one nothing is owed, so that whoever
// names a mail server later is not flooded with what was long read.
const mailSeen = `interval '7 days'`

// SendsMail notes that somebody is there to send mail.
func (db *DB) SendsMail(ctx context.Context, now time.Time) (err error) {
	defer story.Wrap(&err, "SendsMail")
	_, err = db.pool.Exec(ctx, `INSERT INTO mail_sender (seen_at) VALUES ($1)
		ON CONFLICT (one) DO UPDATE SET seen_at = excluded.seen_at WHERE mail_sender.seen_at < excluded.seen_at - interval '1 hour'`, now)
	return err
}

// mailWishes are how members want to be told by mail, and whether anybody was
// there at a time to send it.
func mailWishes(ctx context.Context, q querier, ids []story.MemberID, now time.Time) (wishes map[story.MemberID]story.MailWish, sent bool, err error) {
	rows, _ := q.Query(ctx, `
		SELECT m.id, m.mail, m.mail_hour, EXISTS (SELECT FROM mail_sender WHERE seen_at > $2::timestamptz - `+mailSeen+`),
			coalesce(o.id::text, ''), coalesce(o.path::text, ''), coalesce(g.role, ''), coalesce(
			(SELECT a.timezone FROM offices a WHERE a.path @> o.path AND a.timezone <> '' ORDER BY nlevel(a.path) DESC LIMIT 1), '')
		FROM members m LEFT JOIN grants g ON g.member = m.id LEFT JOIN offices o ON o.id = g.office
		WHERE m.id = ANY($1::text[]::uuid[]) AND NOT m.suspended`, texts(ids), now)
	wishes = map[story.MemberID]story.MailWish{}
	grants, zones := map[story.MemberID][]story.Grant{}, map[story.OfficeID]string{}
	var id story.MemberID
	var w story.MailWish
	var g story.Grant
	var zone string
	if _, err = pgx.ForEachRow(rows, []any{&id, &w.Mode, &w.Hour, &sent, &g.Office, &g.Path, &g.Role, &zone}, func() error {
		wishes[id], zones[g.Office] = w, zone
		grants[id] = append(grants[id], g)
		return nil
	}); err != nil {
		return nil, false, err
	}
	read := map[string]*time.Location{"": time.UTC}
	for id, w := range wishes {
		name := zones[story.Scope{Grants: grants[id]}.Seat()]
		if read[name] == nil {
			if read[name], err = time.LoadLocation(name); err != nil {
				read[name] = time.UTC // of another version's list of zones
			}
		}
		w.Zone = read[name]
		wishes[id] = w
	}
	return wishes, sent, nil
}

// addMails has a notice owed by mail to those of the told who want it so.
func addMails(ctx context.Context, tx pgx.Tx, n story.Notice, to []story.MemberID, wishes map[story.MemberID]story.MailWish) error {
	var members []string
	var due []time.Time
	for _, m := range to {
		if w, ok := wishes[m]; ok && w.Mode != story.MailOff {
			members, due = append(members, string(m)), append(due, w.Due(n.What, n.At))
		}
	}
	if len(members) == 0 {
		return nil
	}
	_, err := tx.Exec(ctx, `INSERT INTO mails (member, notice, at, due_at) SELECT u.member, $1, $2, u.due
		FROM unnest($3::text[]::uuid[], $4::timestamptz[]) u (member, due)`, n.ID, n.At, members, due)
	return err
}

// ClaimMail gives out all that is due to one person; false when nothing is due.
// Two processes never get the same. link is the hash of the secret with which
// the reader ends their mail.
func (db *DB) ClaimMail(ctx context.Context, now, till time.Time, link []byte) (m story.Mail, ok bool, err error) {
	defer story.Wrap(&err, "ClaimMail")
	const due = `q.done_at IS NULL AND q.due_at <= $1 AND (q.claimed_till IS NULL OR q.claimed_till <= $1)`
	err = db.tx(ctx, func(tx pgx.Tx) error {
		// The member is what is locked: of two processes that take a message of
		// the same person each, neither must wait for the other.
		err := tx.QueryRow(ctx, `SELECT m.id FROM mails q JOIN members m ON m.id = q.member WHERE `+due+` ORDER BY q.due_at LIMIT 1 FOR NO KEY UPDATE OF m SKIP LOCKED`, now).Scan(&m.To.ID)
		if errors.Is(err, pgx.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		rows, _ := tx.Query(ctx, `UPDATE mails q SET claimed_till = $2, attempts = attempts + 1 WHERE q.member = $3 AND `+due+` RETURNING notice, attempts - 1`, now, till, m.To.ID)
		var id story.NoticeID
		var before int
		if _, err := pgx.ForEachRow(rows, []any{&id, &before}, func() error {
			m.Owed, m.Attempts = append(m.Owed, id), max(m.Attempts, before)
			return nil
		}); err != nil || len(m.Owed) == 0 {
			return err
		}
		m.Till, ok = till, true
		_, err = tx.Exec(ctx, `INSERT INTO unsubscribe_links (hash, member, created_at) VALUES ($1, $2, $3)`, link, m.To.ID, now)
		return err
	})
	if err != nil || !ok {
		return m, false, err
	}
	// Whoever was suspended meanwhile, or turned mail off, gets none: no notices.
	who, err := db.Scope(ctx, m.To.ID)
	if errors.Is(err, story.NotFound()) {
		return m, true, nil
	}
	var mode story.MailMode
	if err == nil {
		err = db.pool.QueryRow(ctx, `SELECT name, email, language, mail FROM members WHERE id = $1`, m.To.ID).Scan(&m.To.Name, &m.To.Email, &m.To.Language, &mode)
	}
	if err != nil || mode == story.MailOff {
		return m, err == nil, err
	}
	args := scopeArgs(who)
	args["ids"] = texts(m.Owed)
	rows, _ := db.pool.Query(ctx, `SELECT `+noticeColumns+` FROM `+noticeTables+` AND n.id = ANY(@ids::text[]::uuid[]) ORDER BY n.id`, args)
	if m.Notices, err = pgx.CollectRows(rows, scanNotice); err == nil {
		err = db.fillWeeks(ctx, who, m.Notices)
	}
	return m, err == nil, err
}

// MailSent settles what was claimed: it was sent, or is no longer to be read.
func (db *DB) MailSent(ctx context.Context, m story.Mail) (err error) {
	defer story.Wrap(&err, "MailSent(%s)", m.To.ID)
	_, err = db.pool.Exec(ctx, `UPDATE mails SET done_at = $3, claimed_till = NULL WHERE member = $1 AND notice = ANY($2::text[]::uuid[])`, m.To.ID, texts(m.Owed), db.Now())
	return err
}

// MailFailed gives back what was claimed, to be tried again then. trouble says
// why, for the operator.
func (db *DB) MailFailed(ctx context.Context, m story.Mail, again time.Time, trouble string) (err error) {
	defer story.Wrap(&err, "MailFailed(%s)", m.To.ID)
	_, err = db.pool.Exec(ctx, `UPDATE mails SET due_at = $4, claimed_till = NULL, trouble = $5 WHERE member = $1 AND notice = ANY($2::text[]::uuid[]) AND claimed_till = $3 AND done_at IS NULL`,
		m.To.ID, texts(m.Owed), m.Till, again, trouble)
	return err
}

// MailWish tells how somebody is told by mail, and whether anybody is there to
// send it.
func (db *DB) MailWish(ctx context.Context, who story.Scope) (w story.MailWish, sent bool, err error) {
	defer story.Wrap(&err, "MailWish(%s)", who.Member)
	wishes, sent, err := mailWishes(ctx, db.pool, []story.MemberID{who.Member}, db.Now())
	if err != nil {
		return w, false, err
	}
	w, ok := wishes[who.Member]
	if !ok {
		return w, false, story.NotFound()
	}
	return w, sent, nil
}

// SaveMailWish saves it. What is owed already keeps its time, except that
// nothing more is sent to somebody who wants none.
func (db *DB) SaveMailWish(ctx context.Context, who story.Scope, w story.MailWish) (err error) {
	defer story.Wrap(&err, "SaveMailWish(%s)", who.Member)
	_, err = db.pool.Exec(ctx, `UPDATE members SET mail = $2, mail_hour = $3 WHERE id = $1`, who.Member, w.Mode, w.Hour)
	return err
}

// Unsubscribe turns off the mail of whose link it is. Twice is harmless;
// NotFound for a link that is not there.
func (db *DB) Unsubscribe(ctx context.Context, link []byte) (err error) {
	defer story.Wrap(&err, "Unsubscribe")
	var id story.MemberID
	return one(db.pool.QueryRow(ctx, `UPDATE members m SET mail = 'off' FROM unsubscribe_links u WHERE u.member = m.id AND u.hash = $1 RETURNING m.id`, link).Scan(&id))
}

// UnsubscribeLink tells whether a link is there, and its member's language.
func (db *DB) UnsubscribeLink(ctx context.Context, link []byte) (language string, err error) {
	defer story.Wrap(&err, "UnsubscribeLink")
	return language, one(db.pool.QueryRow(ctx, `SELECT m.language FROM unsubscribe_links u JOIN members m ON m.id = u.member WHERE u.hash = $1`, link).Scan(&language))
}
