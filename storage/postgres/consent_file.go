package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"fieldstory/story"
)

const fileColumns = `f.id, f.person, f.side, f.filename, f.type, greatest(f.size, 0), coalesce(f.sha256, ''), f.received_at, f.added_by, fm.name`

// fileRow is a file with whose it is.
type fileRow struct {
	story.ConsentFile
	person story.PersonID
}

func scanFile(row pgx.CollectableRow) (f fileRow, err error) {
	var received *time.Time
	err = row.Scan(&f.ID, &f.person, &f.Side, &f.Filename, &f.Type, &f.Bytes, &f.SHA256, &received, &f.AddedBy.ID, &f.AddedBy.Name)
	f.ReceivedAt = value(received)
	return f, err
}

// addConsentFile saves the file that an upload will become, for somebody whose
// record they may add to.
func addConsentFile(ctx context.Context, tx pgx.Tx, who story.Scope, u *story.Upload) error {
	f, err := lockFilmed(ctx, tx, u.Person)
	if err != nil {
		return err
	}
	if err := f.MayAttach(who); err != nil {
		return err
	}
	if err := room(ctx, tx, f.Person.OfficePath, u.Size, 0); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO consent_files (id, person, side, filename, size, added_by, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		u.ConsentFile, u.Person, u.Side, story.CleanFilename(u.Metadata["filename"]), u.Size, who.Member, u.CreatedAt)
	return err
}

// finishConsentFile notes that a form or recording is stored and was read back.
func finishConsentFile(ctx context.Context, tx pgx.Tx, u *story.Upload, r story.Receipt) error {
	tag, err := tx.Exec(ctx, `UPDATE consent_files SET type = $2, size = $3, sha256 = $4, received_at = $5 WHERE id = $1 AND received_at IS NULL`,
		u.ConsentFile, r.Type, r.Bytes, r.SHA256, r.ReceivedAt)
	if err != nil || tag.RowsAffected() == 0 {
		return err
	}
	e := story.Entry{ID: story.NewID[story.EntryID](r.ReceivedAt), At: r.ReceivedAt, What: story.DeedFileAdded, By: story.Actor{ID: u.Member}, Subject: string(u.ConsentFile)}
	var person story.PersonID
	if err := tx.QueryRow(ctx, `SELECT p.id, p.office FROM consent_files f JOIN people p ON p.id = f.person WHERE f.id = $1`, u.ConsentFile).Scan(&person, &e.Office); err != nil {
		return err
	}
	e.Details = map[string]string{"person": string(person), "sha256": r.SHA256}
	if err := addEntries(ctx, tx, e); err != nil {
		return err
	}
	ids, err := storiesOf(ctx, tx, person)
	for _, id := range ids {
		if err := notifyStory(ctx, tx, story.StoryID(id)); err != nil {
			return err
		}
	}
	return err
}

// dropConsentFile takes back a file that never arrived whole.
func dropConsentFile(ctx context.Context, tx pgx.Tx, id story.ConsentFileID) error {
	_, err := tx.Exec(ctx, `DELETE FROM consent_files WHERE id = $1 AND received_at IS NULL`, id)
	return err
}

// ConsentFile loads a form or recording that has arrived, with whose it is. It
// answers NotFound for one that is not there and for one of a record that the
// asker may not read, neither in its register nor in a story.
func (db *DB) ConsentFile(ctx context.Context, who story.Scope, id story.ConsentFileID) (f story.ConsentFile, p story.Person, err error) {
	defer story.Wrap(&err, "ConsentFile(%s)", id)
	rows, _ := db.pool.Query(ctx, `SELECT `+fileColumns+` FROM consent_files f JOIN members fm ON fm.id = f.added_by WHERE f.id = $1 AND f.received_at IS NOT NULL`, id)
	row, err := pgx.CollectExactlyOneRow(rows, scanFile)
	if err != nil {
		return f, p, one(err)
	}
	p, err = db.PersonFor(ctx, who, row.person)
	return row.ConsentFile, p, err
}

// PersonFor loads a record for somebody who may read it in its register, or in
// a story that they see it in; NotFound for anybody else.
func (db *DB) PersonFor(ctx context.Context, who story.Scope, id story.PersonID) (_ story.Person, err error) {
	defer story.Wrap(&err, "PersonFor(%s)", id)
	rows, _ := db.pool.Query(ctx, `SELECT `+personColumns+` FROM `+personTables+` WHERE p.id = $1`, id)
	p, err := pgx.CollectExactlyOneRow(rows, scanPerson)
	if err != nil {
		return story.Person{}, one(err)
	}
	if err := fillFiles(ctx, db.pool, []*story.Person{&p}); err != nil {
		return story.Person{}, err
	}
	f := story.Filmed{Person: p}
	stories, err := db.PersonStories(ctx, who, id)
	if err != nil {
		return story.Person{}, err
	}
	for _, s := range stories {
		f.Stories = append(f.Stories, &story.Dossier{Story: s})
	}
	if !f.Known(who) {
		return story.Person{}, story.NotFound()
	}
	p.Stories = len(stories)
	return p, nil
}
