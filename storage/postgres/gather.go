package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// gathered is a transaction that keeps statements back and sends them in one
// go: two hundred decisions are then a few round trips and not thousands. A
// query sends first what was kept, so that it reads its own writes.
//
// Exec answers nil and an empty tag, for nothing was sent yet: an error comes
// from the next query or from flush, and whoever needs to know how many rows
// were touched asks by a query.
type gathered struct {
	pgx.Tx
	kept pgx.Batch
}

func (g *gathered) Exec(_ context.Context, sql string, args ...any) (pgconn.CommandTag, error) {
	g.kept.Queue(sql, args...)
	return pgconn.CommandTag{}, nil
}

func (g *gathered) Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error) {
	if err := g.flush(ctx); err != nil {
		return failedRows{err: err}, err
	}
	return g.Tx.Query(ctx, sql, args...)
}

func (g *gathered) QueryRow(ctx context.Context, sql string, args ...any) pgx.Row {
	if err := g.flush(ctx); err != nil {
		return failedRows{err: err}
	}
	return g.Tx.QueryRow(ctx, sql, args...)
}

// flush sends what was kept and waits for it.
func (g *gathered) flush(ctx context.Context) error {
	if g.kept.Len() == 0 {
		return nil
	}
	kept := g.kept
	g.kept = pgx.Batch{}
	return g.Tx.SendBatch(ctx, &kept).Close()
}

// failedRows answer with an error whatever they are asked.
type failedRows struct {
	pgx.Rows
	err error
}

func (r failedRows) Close()            {}
func (r failedRows) Err() error        { return r.err }
func (r failedRows) Next() bool        { return false }
func (r failedRows) Scan(...any) error { return r.err }
