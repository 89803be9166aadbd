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

// addMails has a notice owed by mail to those of the told who want it so.
func addMails(ctx context.Context, tx pgx.Tx, n story.Notice, to []story.MemberID) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO mails (member, notice, at, due_at)
		SELECT m.id, $1, $2, CASE m.mail WHEN 'once' THEN $3::timestamptz WHEN 'daily' THEN $4::timestamptz ELSE $5::timestamptz END
		FROM members m WHERE m.id = ANY($6::text[]::uuid[]) AND NOT m.suspended AND m.mail <> 'off'
			AND EXISTS (SELECT FROM mail_sender WHERE seen_at > $2::timestamptz - `+mailSeen+`)`,
		n.ID, n.At, story.MailDue(story.MailOnce, n.What, n.At), story.MailDue(story.MailDaily, n.What, n.At), story.MailDue(story.MailMixed, n.What, n.At), texts(to))
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

// MailFailed gives back what was claimed, to be tried again then.
func (db *DB) MailFailed(ctx context.Context, m story.Mail, again time.Time) (err error) {
	defer story.Wrap(&err, "MailFailed(%s)", m.To.ID)
	_, err = db.pool.Exec(ctx, `UPDATE mails SET due_at = $4, claimed_till = NULL WHERE member = $1 AND notice = ANY($2::text[]::uuid[]) AND claimed_till = $3 AND done_at IS NULL`,
		m.To.ID, texts(m.Owed), m.Till, again)
	return err
}

// MailMode tells when somebody is told by mail, and whether anybody is there to
// send it.
func (db *DB) MailMode(ctx context.Context, who story.Scope) (mode story.MailMode, sent bool, err error) {
	defer story.Wrap(&err, "MailMode(%s)", who.Member)
	return mode, sent, one(db.pool.QueryRow(ctx, `SELECT mail, EXISTS (SELECT FROM mail_sender WHERE seen_at > $2::timestamptz - `+mailSeen+`) FROM members WHERE id = $1`,
		who.Member, db.Now()).Scan(&mode, &sent))
}

// SaveMailMode saves it. What is owed already keeps its time, except that
// nothing more is sent to somebody who wants none.
func (db *DB) SaveMailMode(ctx context.Context, who story.Scope, mode story.MailMode) (err error) {
	defer story.Wrap(&err, "SaveMailMode(%s)", who.Member)
	_, err = db.pool.Exec(ctx, `UPDATE members SET mail = $2 WHERE id = $1`, who.Member, mode)
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
