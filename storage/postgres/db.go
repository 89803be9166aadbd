package postgres

import (
	"context"
	"embed"
	"errors"
	"io/fs"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"

	"fieldstory/story"
)

// DB is the pool of connections. Safe for use by many goroutines.
type DB struct {
	pool *pgxpool.Pool
	// Now gives the time written into rows; tests move it.
	Now func() time.Time
}

// Open connects to the address of a database, e.g.
// "postgres://user:secret@host:5432/fieldstory", and checks that it answers.
func Open(ctx context.Context, url string) (_ *DB, err error) {
	defer story.Wrap(&err, "postgres.Open")
	cfg, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, err
	}
	cfg.ConnConfig.RuntimeParams["timezone"] = "UTC"
	pool, err := pgxpool.NewWithConfig(ctx, cfg)
	if err != nil {
		return nil, err
	}
	if err := pool.Ping(ctx); err != nil {
		pool.Close()
		return nil, err
	}
	return &DB{pool: pool, Now: time.Now}, nil
}

// Close ends every connection. It may be called twice.
func (db *DB) Close() { db.pool.Close() }

// Ping answers nil while the database does.
func (db *DB) Ping(ctx context.Context) error { return db.pool.Ping(ctx) }

// Pool gives the connections to a library that brings its own SQL, as the
// session store does.
func (db *DB) Pool() *pgxpool.Pool { return db.pool }

// tx runs fn in a transaction: committed when fn returns nil, else rolled back.
func (db *DB) tx(ctx context.Context, fn func(pgx.Tx) error) error {
	return pgx.BeginFunc(ctx, db.pool, fn)
}

//go:embed migrations/*.sql
var migrations embed.FS

// provider gives goose the embedded migrations.
func (db *DB) provider() (*goose.Provider, error) {
	sub, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	// Out of order: migrations that were written beside each other do not
	// depend on each other, and whoever has the later one gets the earlier too.
	return goose.NewProvider(goose.DialectPostgres, stdlib.OpenDBFromPool(db.pool), sub, goose.WithAllowOutofOrder(true))
}

// Migrate brings the schema up to date and tells how many steps it took. Two
// processes at once are safe: the second waits for the first.
func (db *DB) Migrate(ctx context.Context) (steps int, err error) {
	defer story.Wrap(&err, "Migrate")
	conn, err := db.pool.Acquire(ctx)
	if err != nil {
		return 0, err
	}
	defer conn.Release()
	const lock = 0x6669656c64 // "field", any constant that nobody else uses
	if _, err := conn.Exec(ctx, "SELECT pg_advisory_lock($1)", int64(lock)); err != nil {
		return 0, err
	}
	defer conn.Exec(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock($1)", int64(lock))
	p, err := db.provider()
	if err != nil {
		return 0, err
	}
	if err := schemaIsNotNewer(ctx, p); err != nil {
		return 0, err
	}
	done, err := p.Up(ctx)
	return len(done), err
}

// CheckSchema refuses a schema that this binary does not fit, with a sentence
// that says what to do.
func (db *DB) CheckSchema(ctx context.Context) (err error) {
	p, err := db.provider()
	if err != nil {
		return err
	}
	if err := schemaIsNotNewer(ctx, p); err != nil {
		return err
	}
	pending, err := p.HasPending(ctx)
	if err != nil {
		return err
	}
	if pending {
		return story.Refuse(story.FaultDependency, "schema_old", "The database is from an older version. Run “fieldstory migrate” once, then start again.")
	}
	return nil
}

func schemaIsNotNewer(ctx context.Context, p *goose.Provider) error {
	have, err := p.GetDBVersion(ctx)
	if err != nil {
		return err
	}
	sources := p.ListSources()
	if want := sources[len(sources)-1].Version; have > want {
		return story.Refuse(story.FaultDependency, "schema_new", "The database is from a newer version (%d) than this program (%d). Use the newer program; going back would lose what it stored.", have, want)
	}
	return nil
}

// one maps "no row" to "not found" and keeps every other error.
func one(err error) error {
	if errors.Is(err, pgx.ErrNoRows) {
		return story.NotFound()
	}
	return err
}

// violates tells whether err is the breach of the named constraint.
// Codes: PostgreSQL documentation, appendix A, class 23.
func violates(err error, constraint string) bool {
	pg, ok := errors.AsType[*pgconn.PgError](err)
	return ok && pg.Code[:2] == "23" && pg.ConstraintName == constraint
}

// null turns a zero value into SQL's NULL.
func null[T comparable](v T) *T {
	var zero T
	if v == zero {
		return nil
	}
	return &v
}

// full keeps an empty list from becoming NULL.
func full[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
