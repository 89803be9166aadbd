package main

import (
	"fmt"
	"log/slog"

	"fieldstory/auth"
	"fieldstory/storage/postgres"
)

// migrateCmd brings an outside database up to date. `up` does it by itself.
type migrateCmd struct {
	DatabaseURL Secret `name:"database-url" env:"FIELDSTORY_DATABASE_URL" placeholder:"URL" help:"PostgreSQL 15 or newer, e.g. postgres://user:password@host:5432/fieldstory."`
	firstMember `embed:""`
	webSettings `embed:""`
}

func (c migrateCmd) Run(p *process, log *slog.Logger) error {
	var m mistakes
	outside{DatabaseURL: c.DatabaseURL}.checkDatabase(&m)
	c.firstMember.check(&m)
	c.webSettings.check(&m)
	if err := m.err(); err != nil {
		return err
	}
	db, err := postgres.Open(p.ctx, string(c.DatabaseURL))
	if err != nil {
		return unreachable("PostgreSQL", err)
	}
	defer db.Close()
	steps, err := db.Migrate(p.ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(p.stdout, "The database is up to date (%d steps taken).\n", steps)
	_, err = c.settle(p, db, door(db, c.secure(), auth.Single{}, log), c.public(c.Addr))
	return err
}
