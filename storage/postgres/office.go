package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"fieldstory/story"
)

const officeColumns = `o.id, coalesce(o.parent::text, ''), o.path::text, o.name, o.level, o.slug, o.timezone,
	extract(epoch FROM o.review_limit)::bigint, o.languages, o.own_calendar, o.days_off, o.holidays::text[],
	coalesce(o.paused_until::text, ''), o.closed, o.quota`

func scanOffice(row pgx.CollectableRow) (o story.Office, err error) {
	var limit int64
	err = row.Scan(&o.ID, &o.Parent, &o.Path, &o.Name, &o.Level, &o.Slug, &o.Timezone, &limit,
		&o.Languages, &o.OwnCalendar, &o.DaysOff, &o.Holidays, &o.PausedUntil, &o.Closed, &o.Quota)
	o.ReviewLimit = time.Duration(limit) * time.Second
	return o, err
}

// Office loads one office. It answers NotFound for one that is not there.
func (db *DB) Office(ctx context.Context, id story.OfficeID) (_ story.Office, err error) {
	defer story.Wrap(&err, "Office(%s)", id)
	return officeBy(ctx, db.pool, id)
}

func officeBy(ctx context.Context, q querier, id story.OfficeID) (story.Office, error) {
	rows, _ := q.Query(ctx, `SELECT `+officeColumns+` FROM offices o WHERE o.id = $1`, id)
	o, err := pgx.CollectExactlyOneRow(rows, scanOffice)
	return o, one(err)
}

// OfficeBySlug loads the office that addresses call so. NotFound where there is
// none.
func (db *DB) OfficeBySlug(ctx context.Context, slug string) (_ story.Office, err error) {
	defer story.Wrap(&err, "OfficeBySlug(%s)", slug)
	rows, _ := db.pool.Query(ctx, `SELECT `+officeColumns+` FROM offices o WHERE o.slug = $1`, slug)
	o, err := pgx.CollectExactlyOneRow(rows, scanOffice)
	return o, one(err)
}

// Root loads headquarters. It answers NotFound in an empty organisation.
func (db *DB) Root(ctx context.Context) (_ story.Office, err error) {
	defer story.Wrap(&err, "Root")
	rows, _ := db.pool.Query(ctx, `SELECT `+officeColumns+` FROM offices o WHERE o.parent IS NULL`)
	o, err := pgx.CollectExactlyOneRow(rows, scanOffice)
	return o, one(err)
}

// above loads the office and everything above it, that office first.
func above(ctx context.Context, q querier, at story.Path) ([]story.Office, error) {
	rows, _ := q.Query(ctx, `SELECT `+officeColumns+` FROM offices o WHERE o.path @> $1::text::ltree ORDER BY nlevel(o.path) DESC`, at)
	return pgx.CollectRows(rows, scanOffice)
}

// AddOffice saves a new office. A slug that is taken gets the end of the id.
// Its path is made from its parent's as that is now: the parent may have moved
// since it was read.
func (db *DB) AddOffice(ctx context.Context, o story.Office) (_ story.Office, err error) {
	defer story.Wrap(&err, "AddOffice(%s)", o.Name)
	err = db.tx(ctx, func(tx pgx.Tx) error {
		if err := lockTree(ctx, tx); err != nil {
			return err
		}
		if o.Parent != "" {
			parent, err := officeBy(ctx, tx, o.Parent)
			if err != nil {
				return err
			}
			if parent.Closed {
				return story.AboveClosed(parent)
			}
			o.Path = parent.Path + "." + story.Path(story.PathLabel(o.ID))
		}
		if err := addOffice(ctx, tx, &o); err != nil {
			return err
		}
		return addEntries(ctx, tx, db.officeEntry(ctx, story.DeedOfficeAdded, o.ID).With("above", string(o.Parent)))
	})
	if violates(err, "offices_one_root") {
		return o, story.Conflict("root_exists", "There is a headquarters already. Choose the office that the new one belongs to.")
	}
	return o, err
}

func addOffice(ctx context.Context, tx pgx.Tx, o *story.Office) error {
	return tx.QueryRow(ctx, `
		INSERT INTO offices (id, parent, path, name, level, slug, timezone, review_limit, languages, own_calendar, days_off, holidays, paused_until)
		VALUES ($1, $2, $3::text::ltree, $4, $5,
			CASE WHEN EXISTS (SELECT FROM offices WHERE slug = $6::text) THEN $6::text || '-' || right($1::uuid::text, 8) ELSE $6::text END,
			$7, make_interval(secs => $8), $9, $10, $11, $12::text[]::date[], $13)
		RETURNING slug`,
		o.ID, null(o.Parent), o.Path, o.Name, o.Level, o.Slug, o.Timezone, o.ReviewLimit.Seconds(),
		full(o.Languages), o.OwnCalendar, full(o.DaysOff), full(o.Holidays), null(o.PausedUntil)).Scan(&o.Slug)
}

// ChangeOffice loads and locks an office, lets change decide, and saves its
// name, level, calendar and quota.
func (db *DB) ChangeOffice(ctx context.Context, id story.OfficeID, change func(*story.Office) error) (o story.Office, err error) {
	defer story.Wrap(&err, "ChangeOffice(%s)", id)
	err = db.tx(ctx, func(tx pgx.Tx) error {
		rows, _ := tx.Query(ctx, `SELECT `+officeColumns+` FROM offices o WHERE o.id = $1 FOR UPDATE`, id)
		if o, err = pgx.CollectExactlyOneRow(rows, scanOffice); err != nil {
			return one(err)
		}
		if err := change(&o); err != nil {
			return err
		}
		if err := saveOffice(ctx, tx, o); err != nil {
			return err
		}
		return addEntries(ctx, tx, db.officeEntry(ctx, story.DeedOfficeChanged, o.ID))
	})
	return o, err
}

func (db *DB) officeEntry(ctx context.Context, what story.Deed, id story.OfficeID) story.Entry {
	return story.EntryBy(ctx, what, string(id), db.Now()).AtOffice(id)
}

func saveOffice(ctx context.Context, tx pgx.Tx, o story.Office) error {
	_, err := tx.Exec(ctx, `
			UPDATE offices SET name = $2, level = $3, quota = $4, timezone = $5, review_limit = make_interval(secs => $6),
				languages = $7, own_calendar = $8, days_off = $9, holidays = $10::text[]::date[], paused_until = $11
			WHERE id = $1`,
		o.ID, o.Name, o.Level, o.Quota, o.Timezone, o.ReviewLimit.Seconds(),
		full(o.Languages), o.OwnCalendar, full(o.DaysOff), full(o.Holidays), null(o.PausedUntil))
	return err
}
