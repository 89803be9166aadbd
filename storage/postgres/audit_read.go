package postgres

import (
	"context"
	"strconv"

	"github.com/jackc/pgx/v5"

	"fieldstory/story"
)

// readable is who reads which entries e of the audit log: administrators those
// of their offices, headquarters' also what is at no office; and of a story,
// whoever curates or publishes it. Its arguments come from [auditArgs].
const readable = `(@administer::text[]::ltree[] @> eo.path
	OR e.office IS NULL AND EXISTS (SELECT FROM offices r WHERE r.parent IS NULL AND @administer::text[]::ltree[] @> r.path)
	OR e.story IS NOT NULL AND EXISTS (SELECT FROM stories s JOIN offices o ON o.id = s.office JOIN offices a ON a.id = s.stands_at
		WHERE s.id = e.story AND NOT s.trashed AND s.stage <> 'draft' AND (@consent::text[]::ltree[] @> o.path OR @consent::text[]::ltree[] @> a.path)))`

// Audit gives each entry that somebody may read and q asks for to fn, the
// newest first, until there are no more or q.Limit is reached.
func (db *DB) Audit(ctx context.Context, who story.Scope, q story.AuditQuery, fn func(story.Entry) error) (err error) {
	defer story.Wrap(&err, "Audit")
	args := pgx.NamedArgs{"administer": who.Reach(story.ActAdminister), "consent": consentReach(who)}
	where := readable
	add := func(condition, name string, value any) {
		where += " AND " + condition
		args[name] = value
	}
	if q.Story != "" {
		add(`e.story = @story`, "story", q.Story)
	}
	if q.By != "" {
		add(`e.by = @by`, "by", q.By)
	}
	if q.Subject != "" {
		add(`e.subject = @subject`, "subject", q.Subject)
	}
	if q.What != "" {
		add(`e.what = @what`, "what", q.What)
	}
	if !q.From.IsZero() {
		add(`e.at >= @from`, "from", q.From)
	}
	if !q.Until.IsZero() {
		add(`e.at < @until`, "until", q.Until)
	}
	if q.Before > 0 {
		add(`e.number < @before`, "before", q.Before)
	}
	limit := ""
	if q.Limit > 0 {
		limit = ` LIMIT ` + strconv.Itoa(q.Limit)
	}
	rows, err := db.pool.Query(ctx, `SELECT `+entryColumns+`, coalesce(m.name, ''), coalesce(c.place, 0), c.hash
		FROM audit e LEFT JOIN offices eo ON eo.id = e.office LEFT JOIN members m ON m.id = e.by LEFT JOIN audit_chain c ON c.number = e.number
		WHERE `+where+` ORDER BY e.number DESC`+limit, args)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var e story.Entry
		if err := rows.Scan(append(entryFields(&e), &e.By.Name, &e.Place, &e.Hash)...); err != nil {
			return err
		}
		if err := fn(e); err != nil {
			return err
		}
	}
	return rows.Err()
}
