// Package parts gives tests the real things: PostgreSQL, Redis and S3, started
// once for a package and shared by its tests, each with a database of its own.
package parts

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
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
	db, err := postgres.Open(tb.Context(), EmptyDatabase(tb))
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(db.Close)
	if _, err := db.Migrate(tb.Context()); err != nil {
		tb.Fatal(err)
	}
	return db
}

// EmptyDatabase makes a database without a schema and gives its address.
func EmptyDatabase(tb testing.TB) string {
	tb.Helper()
	conn, err := pgx.Connect(tb.Context(), system.DatabaseURL)
	if err != nil {
		tb.Fatal(err)
	}
	defer conn.Close(context.Background())
	name := "test_" + strings.ReplaceAll(story.NewID[string](time.Now()), "-", "")
	if _, err := conn.Exec(tb.Context(), "CREATE DATABASE "+name); err != nil {
		tb.Fatal(err)
	}
	u, err := url.Parse(system.DatabaseURL)
	if err != nil {
		tb.Fatal(err)
	}
	u.Path = "/" + name
	return u.String()
}
