package postgres

import (
	"context"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"fieldstory/story"
)

// addNotices writes what decisions gave people to hear, and who they are: three
// queries however many stories were decided on.
func addNotices(ctx context.Context, tx pgx.Tx, list ...*story.Dossier) error {
	var offices, stories []string
	for _, d := range list {
		if len(d.Notices) == 0 {
			continue
		}
		stories = append(stories, string(d.Story.ID))
		for _, o := range d.Above {
			offices = append(offices, string(o.ID))
		}
	}
	if len(stories) == 0 {
		return nil
	}
	near, err := nearby(ctx, tx, offices)
	if err != nil {
		return err
	}
	deciders := map[story.StoryID][]story.MemberID{}
	rows, err := tx.Query(ctx, `SELECT DISTINCT story, by FROM steps WHERE story = ANY($1::text[]::uuid[]) AND by IS NOT NULL`, stories)
	if err != nil {
		return err
	}
	var of story.StoryID
	var by story.MemberID
	if _, err := pgx.ForEachRow(rows, []any{&of, &by}, func() error {
		deciders[of] = append(deciders[of], by)
		return nil
	}); err != nil {
		return err
	}
	var owed []telling
	var all []story.MemberID
	for _, d := range list {
		for _, n := range d.Notices {
			to := d.Addressees(n, near, deciders[d.Story.ID])
			owed, all = append(owed, telling{n, to}), append(all, to...)
		}
	}
	return tell(ctx, tx, owed, all)
}

// telling is a notice with those whom it is for.
type telling struct {
	story.Notice
	to []story.MemberID
}

// tell writes notices, and what is owed of them by mail. all are those whom any
// of them is for.
func tell(ctx context.Context, tx pgx.Tx, list []telling, all []story.MemberID) error {
	if len(list) == 0 {
		return nil
	}
	wishes, sent, err := mailWishes(ctx, tx, all, list[0].At)
	if err != nil {
		return err
	}
	if !sent {
		wishes = nil
	}
	for _, one := range list {
		if err := addNotice(ctx, tx, one.Notice, one.to, wishes); err != nil {
			return err
		}
	}
	return nil
}

// addNotice writes one notice and tells open pages of those it is for.
func addNotice(ctx context.Context, tx pgx.Tx, n story.Notice, to []story.MemberID, wishes map[story.MemberID]story.MailWish) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO notices (id, what, at, by, story, step, from_office, to_office, note) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		n.ID, n.What, n.At, null(n.By.ID), null(n.Story), null(n.Step), null(n.From), null(n.To), n.Note)
	if err != nil {
		return err
	}
	if err := addDeliveries(ctx, tx, n); err != nil || len(to) == 0 {
		return err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO told (member, notice) SELECT m.id, $1 FROM members m WHERE m.id = ANY($2::text[]::uuid[]) AND NOT m.suspended`, n.ID, texts(to))
	if err != nil {
		return err
	}
	if err := addMails(ctx, tx, n, to, wishes); err != nil {
		return err
	}
	// What NOTIFY carries is bounded: https://www.postgresql.org/docs/15/sql-notify.html.
	for part := range slices.Chunk(texts(to), 100) {
		if _, err := tx.Exec(ctx, `SELECT pg_notify($1, json_build_object('kind', 'notice', 'to', $2::text[])::text)`, channel, part); err != nil {
			return err
		}
	}
	return nil
}

// nearby lists the grants at offices, such as those of a story's way up.
func nearby(ctx context.Context, q querier, offices []string) ([]story.Near, error) {
	rows, _ := q.Query(ctx, `SELECT g.member, g.office, g.role FROM grants g JOIN members m ON m.id = g.member
		WHERE g.office = ANY($1::text[]::uuid[]) AND NOT m.suspended`, offices)
	return pgx.CollectRows(rows, pgx.RowToStructByPos[story.Near])
}

// noticeTables are the notices n that were told to the asker, with the story
// where it is about one: a notice is not shown once its story is not, but for
// the one that tells the author why.
const noticeTables = `told t JOIN notices n ON n.id = t.notice LEFT JOIN members b ON b.id = n.by
	LEFT JOIN offices f ON f.id = n.from_office LEFT JOIN offices w ON w.id = n.to_office
	LEFT JOIN weeks k ON n.what = 'office.week' AND k.office = n.to_office AND k.at = n.at
	LEFT JOIN (` + storyTables + `) ON s.id = n.story
	WHERE t.member = @member AND (n.story IS NULL OR ` + seen + ` OR s.trashed AND s.author = @member AND n.what IN ('story.trashed', 'story.retired'))`

const noticeColumns = `n.id, n.what, n.at, coalesce(n.by::text, ''), coalesce(b.name, ''), coalesce(n.story::text, ''), coalesce(s.title, ''),
	coalesce(n.step::text, ''), coalesce(n.from_office::text, ''), coalesce(f.name, ''), coalesce(n.to_office::text, ''), coalesce(w.name, ''),
	n.note, t.read_at IS NOT NULL, k.since`

func scanNotice(row pgx.CollectableRow) (n story.Notice, err error) {
	var since *time.Time
	err = row.Scan(&n.ID, &n.What, &n.At, &n.By.ID, &n.By.Name, &n.Story, &n.Title, &n.Step, &n.From, &n.FromName, &n.To, &n.ToName, &n.Note, &n.Read, &since)
	if n.Since = value(since); n.What == story.OfficeWeek && since == nil {
		n.Since = story.WeekSince(time.Time{}, n.At) // told before it was noted since when
	}
	return n, err
}

// Notices lists what the person was told, the newest first, with how many are
// unread in all. after is the last of the page before, "" = the first page.
func (db *DB) Notices(ctx context.Context, who story.Scope, unread bool, after story.NoticeID, limit int) (list []story.Notice, more bool, left int, err error) {
	defer story.Wrap(&err, "Notices(%s)", who.Member)
	args := scopeArgs(who)
	if err := db.pool.QueryRow(ctx, `SELECT count(*) FROM `+noticeTables+` AND t.read_at IS NULL`, args).Scan(&left); err != nil {
		return nil, false, 0, err
	}
	where := ""
	if unread {
		where += ` AND t.read_at IS NULL`
	}
	if after != "" {
		where += ` AND n.id < @after`
		args["after"] = after
	}
	args["limit"] = limit + 1
	rows, _ := db.pool.Query(ctx, `SELECT `+noticeColumns+` FROM `+noticeTables+where+` ORDER BY n.id DESC LIMIT @limit`, args)
	list, err = pgx.CollectRows(rows, scanNotice)
	if more = len(list) > limit; more {
		list = list[:limit]
	}
	return list, more, left, err
}

// ReadNotices marks notices as read: the named ones, or, where none is named,
// all up to and including upTo. Only the person's own are touched; twice is
// harmless.
func (db *DB) ReadNotices(ctx context.Context, who story.Scope, ids []story.NoticeID, upTo story.NoticeID) (err error) {
	defer story.Wrap(&err, "ReadNotices(%s)", who.Member)
	return db.tx(ctx, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `UPDATE told SET read_at = $2 WHERE member = $1 AND read_at IS NULL
			AND (notice = ANY($3::text[]::uuid[]) OR notice <= $4::text::uuid)`, who.Member, db.Now(), texts(ids), null(upTo))
		if err != nil || tag.RowsAffected() == 0 {
			return err
		}
		_, err = tx.Exec(ctx, `SELECT pg_notify($1, json_build_object('kind', 'notice', 'to', ARRAY[$2::text])::text)`, channel, who.Member)
		return err
	})
}
