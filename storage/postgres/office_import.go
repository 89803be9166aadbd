package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"fieldstory/story"
)

// ImportOffices lets plan decide what a file adds below an office, over the
// tree as it is, which nobody changes meanwhile; and adds all of it where there
// is no mistake and apply says so.
func (db *DB) ImportOffices(ctx context.Context, below story.OfficeID, apply bool, plan func(root story.Office, there []story.Office) (story.OfficeImport, error)) (out story.OfficeImport, err error) {
	defer story.Wrap(&err, "ImportOffices(%s)", below)
	err = db.tx(ctx, func(tx pgx.Tx) error {
		if err := lockTree(ctx, tx); err != nil {
			return err
		}
		root, err := officeBy(ctx, tx, below)
		if err != nil {
			return err
		}
		rows, _ := tx.Query(ctx, `SELECT `+officeColumns+` FROM offices o WHERE o.path <@ $1::text::ltree ORDER BY nlevel(o.path)`, root.Path)
		there, err := pgx.CollectRows(rows, scanOffice)
		if err != nil {
			return err
		}
		if out, err = plan(root, there); err != nil || !apply || len(out.Mistakes) > 0 {
			return err
		}
		for i := range out.New {
			o := &out.New[i]
			if err := addOffice(ctx, tx, o); err != nil {
				return err
			}
			if err := addEntries(ctx, tx, db.officeEntry(ctx, story.DeedOfficeAdded, o.ID).With("above", string(o.Parent))); err != nil {
				return err
			}
		}
		return nil
	})
	return out, err
}
