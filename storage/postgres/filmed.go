package postgres

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"fieldstory/story"
)

// ChangePerson loads and locks somebody's record with every story that they
// are in, lets change decide, and saves what it changed there, all in one
// transaction. It answers NotFound for a record that is not there, and
// whatever change answers: who may do what is asked there.
func (db *DB) ChangePerson(ctx context.Context, id story.PersonID, change func(*story.Filmed) error) (err error) {
	defer story.Wrap(&err, "ChangePerson(%s)", id)
	if err = db.changePerson(ctx, id, change); errors.Is(err, errClosedMeanwhile) {
		err = db.changePerson(ctx, id, change)
	}
	return noWording(err)
}

func (db *DB) changePerson(ctx context.Context, id story.PersonID, change func(*story.Filmed) error) error {
	return db.tx(ctx, func(tx pgx.Tx) error {
		f, err := lockFilmed(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := change(f); err != nil {
			return err
		}
		return saveFilmed(ctx, tx, f)
	})
}

// lockFilmed locks the stories before the record, as whoever changes a story
// does, each after the one before it in the order of ids. A story that takes
// the person in meanwhile is waited for and locked too.
func lockFilmed(ctx context.Context, tx pgx.Tx, id story.PersonID) (*story.Filmed, error) {
	var locked []string
	for {
		ids, err := storiesOf(ctx, tx, id)
		if err != nil {
			return nil, err
		}
		if locked != nil && slices.Equal(ids, locked) {
			break
		}
		if _, err := tx.Exec(ctx, `SELECT FROM stories WHERE id = ANY($1::text[]::uuid[]) ORDER BY id FOR UPDATE`, ids); err != nil {
			return nil, err
		}
		// A story that refers to the record from now on waits for this lock.
		if err := one(tx.QueryRow(ctx, `SELECT id FROM people WHERE id = $1 FOR UPDATE`, id).Scan(&id)); err != nil {
			return nil, err
		}
		locked = append([]string{}, ids...)
	}
	rows, _ := tx.Query(ctx, `SELECT `+personColumns+` FROM `+personTables+` WHERE p.id = $1`, id)
	p, err := pgx.CollectExactlyOneRow(rows, scanPerson)
	if err != nil {
		return nil, one(err)
	}
	if err := fillFiles(ctx, tx, []*story.Person{&p}); err != nil {
		return nil, err
	}
	f := &story.Filmed{Person: p}
	rows, _ = tx.Query(ctx, `SELECT `+storyColumns+` FROM `+storyTables+` WHERE s.id = ANY($1::text[]::uuid[]) ORDER BY s.id`, locked)
	stories, err := pgx.CollectRows(rows, scanStory)
	if err != nil {
		return nil, err
	}
	sheets, err := fill(ctx, tx, stories)
	for i := range sheets {
		f.Stories = append(f.Stories, &sheets[i].Dossier)
	}
	return f, err
}

func storiesOf(ctx context.Context, q querier, id story.PersonID) ([]string, error) {
	rows, _ := q.Query(ctx, `SELECT story::text FROM story_people WHERE person = $1 ORDER BY story`, id)
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

func saveFilmed(ctx context.Context, tx pgx.Tx, f *story.Filmed) error {
	p := f.Person
	if _, err := tx.Exec(ctx, `UPDATE people SET mode = $2, name = $3, child = $4, language = $5 WHERE id = $1`, p.ID, p.Mode, p.Name, p.Child, p.Language); err != nil {
		return err
	}
	if err := saveAnswers(ctx, tx, p, true); err != nil {
		return err
	}
	if err := addEntries(ctx, tx, f.Entries...); err != nil {
		return err
	}
	return saveDossiers(ctx, tx, f.Stories)
}

// History lists every answer of somebody filmed, the newest first. Who may
// read it was decided when the record was loaded.
func (db *DB) History(ctx context.Context, id story.PersonID) (_ []story.Answer, err error) {
	defer story.Wrap(&err, "History(%s)", id)
	rows, _ := db.pool.Query(ctx, `
		SELECT c.side, c.id, c.state, c.form, c.use, c.who, coalesce(c.wording::text, ''), coalesce(w.version, 0), coalesce(w.language, c.language),
			coalesce(c.given_on::text, ''), coalesce(c.expires::text, ''), c.reach, c.recorded_at, coalesce(c.recorded_by::text, ''), coalesce(m.name, '')
		FROM consents c LEFT JOIN wordings w ON w.id = c.wording LEFT JOIN members m ON m.id = c.recorded_by
		WHERE c.person = $1 ORDER BY c.number DESC`, id)
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (a story.Answer, err error) {
		c := &a.Consent
		return a, row.Scan(&a.Side, &c.ID, &c.State, &c.Form, &c.Use, &c.Who, &c.Wording, &c.Version, &c.Language,
			&c.GivenOn, &c.Expires, &c.Reach, &c.RecordedAt, &c.RecordedBy.ID, &c.RecordedBy.Name)
	})
}

// PersonStories lists the stories with somebody in them that the asker sees,
// the newest first.
func (db *DB) PersonStories(ctx context.Context, who story.Scope, id story.PersonID) (_ []story.Story, err error) {
	defer story.Wrap(&err, "PersonStories(%s)", id)
	args := scopeArgs(who)
	args["id"] = id
	rows, _ := db.pool.Query(ctx, `SELECT `+storyColumns+` FROM `+storyTables+` JOIN story_people sp ON sp.story = s.id
		WHERE sp.person = @id AND `+seen+` ORDER BY s.captured_at DESC, s.id DESC`, args)
	return pgx.CollectRows(rows, scanStory)
}

// AddWithdrawalLink saves the hash of a link for somebody filmed.
func (db *DB) AddWithdrawalLink(ctx context.Context, id story.PersonID, hash []byte, language string, e story.Entry) (err error) {
	defer story.Wrap(&err, "AddWithdrawalLink(%s)", id)
	return db.tx(ctx, func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO withdrawal_links (hash, person, language, created_at, created_by) VALUES ($1, $2, $3, $4, $5)`,
			hash, id, language, e.At, e.By.ID)
		if err != nil {
			return err
		}
		return addEntries(ctx, tx, e)
	})
}

// WithdrawalLink finds whose link it is, and what they said last. It answers
// NotFound for a link that never was.
func (db *DB) WithdrawalLink(ctx context.Context, hash []byte) (p story.Person, language string, err error) {
	defer story.Wrap(&err, "WithdrawalLink")
	var id story.PersonID
	if err := one(db.pool.QueryRow(ctx, `SELECT person, language FROM withdrawal_links WHERE hash = $1`, hash).Scan(&id, &language)); err != nil {
		return p, "", err
	}
	rows, _ := db.pool.Query(ctx, `SELECT `+personColumns+` FROM `+personTables+` WHERE p.id = $1`, id)
	p, err = pgx.CollectExactlyOneRow(rows, scanPerson)
	return p, language, one(err)
}

// UseWithdrawalLink notes when a link was last used to withdraw.
func (db *DB) UseWithdrawalLink(ctx context.Context, hash []byte) (err error) {
	defer story.Wrap(&err, "UseWithdrawalLink")
	_, err = db.pool.Exec(ctx, `UPDATE withdrawal_links SET used_at = $2 WHERE hash = $1`, hash, db.Now())
	return err
}

// LapsedStories lists stories that may have to be closed, or taken off the list
// of cleared ones, because a consent has ended by that day, in the order of ids
// from after one on.
func (db *DB) LapsedStories(ctx context.Context, today string, after story.StoryID, limit int) (_ []story.StoryID, err error) {
	defer story.Wrap(&err, "LapsedStories")
	rows, _ := db.pool.Query(ctx, `
		SELECT DISTINCT s.id FROM consents c JOIN people p ON c.id IN (p.own, p.guardian) JOIN story_people sp ON sp.person = p.id JOIN stories s ON s.id = sp.story
		WHERE c.expires < $1::text::date AND c.state = 'given'
			AND (s.stage = 'cleared' OR EXISTS (SELECT FROM publications x WHERE x.story = s.id AND x.closed_at IS NULL))
			AND ($2::text::uuid IS NULL OR s.id > $2::text::uuid)
		ORDER BY s.id LIMIT $3`, today, null(after), limit)
	return pgx.CollectRows(rows, pgx.RowTo[story.StoryID])
}

// UpholdStory has the gate hold for a story: the clock asks for it. Twice is
// harmless.
func (db *DB) UpholdStory(ctx context.Context, id story.StoryID, now time.Time) (err error) {
	defer story.Wrap(&err, "UpholdStory(%s)", id)
	return db.tx(ctx, func(tx pgx.Tx) error {
		d, err := lockDossier(ctx, tx, id)
		if err != nil {
			return err
		}
		d.Uphold(now)
		return saveDossiers(ctx, tx, []*story.Dossier{d})
	})
}

// lockDossier loads and locks a story for the clock, which has no scope.
func lockDossier(ctx context.Context, tx pgx.Tx, id story.StoryID) (*story.Dossier, error) {
	if err := one(tx.QueryRow(ctx, `SELECT id FROM stories WHERE id = $1 FOR UPDATE`, id).Scan(&id)); err != nil {
		return nil, err
	}
	rows, _ := tx.Query(ctx, `SELECT `+storyColumns+` FROM `+storyTables+` WHERE s.id = $1`, id)
	list, err := pgx.CollectRows(rows, scanStory)
	if err != nil {
		return nil, err
	}
	sheets, err := fill(ctx, tx, list)
	if err != nil {
		return nil, err
	}
	return &sheets[0].Dossier, nil
}
