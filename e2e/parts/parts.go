// Package parts gives tests the real things: PostgreSQL, Redis and S3, started
// once for a package and shared by its tests, each with a database of its own.
package parts

import (
	"context"
	"flag"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"fieldstory/embedded"
	"fieldstory/storage/postgres"
	"fieldstory/story"
)

var system *embedded.System

// Run starts the parts, runs the tests and stops everything. For TestMain:
//
//	func TestMain(m *testing.M) { os.Exit(parts.Run(m, embedded.Config{WithoutRedis: true})) }
func Run(m *testing.M, cfg embedded.Config) int {
	dir, err := os.MkdirTemp("", "fieldstory-parts-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	os.Chmod(dir, 0o755) // PostgreSQL may run as somebody else
	cfg.Dir = filepath.Join(dir, "data")
	flag.Parse()
	// A test may kill anything, but nobody pulls the plug. What is measured waits
	// for the disk as everybody does.
	cfg.Throwaway = flag.Lookup("test.bench").Value.String() == ""
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	if system, err = embedded.Start(ctx, cfg); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer system.Stop(context.Background())
	return m.Run()
}

// Addresses are where the parts answer.
func Addresses() embedded.Addresses { return system.Addresses }

// Database makes an empty, migrated database for one test.
func Database(tb testing.TB) *postgres.DB {
	tb.Helper()
	from, err := migrated()
	if err != nil {
		tb.Fatal(err)
	}
	db, err := postgres.Open(tb.Context(), newDatabase(tb, " TEMPLATE "+from))
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(db.Close)
	return db
}

// migrated makes one database with the schema, of which the tests get copies.
var migrated = sync.OnceValues(func() (name string, err error) {
	ctx, name := context.Background(), "migrated"
	conn, err := pgx.Connect(ctx, system.DatabaseURL)
	if err != nil {
		return "", err
	}
	defer conn.Close(ctx)
	if _, err := conn.Exec(ctx, "CREATE DATABASE "+name); err != nil {
		return "", err
	}
	db, err := postgres.Open(ctx, addressOf(name))
	if err != nil {
		return "", err
	}
	defer db.Close() // one that is in use cannot be copied
	_, err = db.Migrate(ctx)
	return name, err
})

// EmptyDatabase makes a database without a schema and gives its address.
func EmptyDatabase(tb testing.TB) string {
	tb.Helper()
	return newDatabase(tb, "")
}

func newDatabase(tb testing.TB, from string) string {
	tb.Helper()
	conn, err := pgx.Connect(tb.Context(), system.DatabaseURL)
	if err != nil {
		tb.Fatal(err)
	}
	defer conn.Close(context.Background())
	name := "test_" + strings.ReplaceAll(story.NewID[string](time.Now()), "-", "")
	if _, err := conn.Exec(tb.Context(), "CREATE DATABASE "+name+from); err != nil {
		tb.Fatal(err)
	}
	return addressOf(name)
}

func addressOf(database string) string {
	u, err := url.Parse(system.DatabaseURL)
	if err != nil {
		panic(err) // the embedded parts made it
	}
	u.Path = "/" + database
	return u.String()
}
