package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"fieldstory/embedded"
	"fieldstory/storage/postgres"
)

// dataSettings name the data folder of `up`.
type dataSettings struct {
	Data string `name:"data" env:"FIELDSTORY_DATA" default:"data" placeholder:"DIR" help:"The folder with everything in it; made if it is not there."`
}

// dir is the folder's absolute path. It is asked for before anything is
// started, for the S3 gateway changes the process' working folder.
func (d dataSettings) dir() (string, error) { return filepath.Abs(d.Data) }

// rowsSettings are for tools that only need the rows: those of a data folder,
// or of the database whose address is given.
type rowsSettings struct {
	dataSettings `embed:""`
	DatabaseURL  Secret `name:"database-url" env:"FIELDSTORY_DATABASE_URL" placeholder:"URL" help:"PostgreSQL, where it is not the data folder's own."`
}

// open reaches the rows. A data folder that is in use is reached through the
// process that uses it; in one that is not, PostgreSQL is started for the
// moment and stopped by the returned function.
func (s rowsSettings) open(ctx context.Context, log *slog.Logger) (db *postgres.DB, done func(), err error) {
	url, stop, err := s.database(ctx, log)
	if err != nil {
		return nil, nil, err
	}
	db, err = postgres.Open(ctx, url)
	if err != nil {
		stop()
		return nil, nil, unreachable("PostgreSQL", err)
	}
	if err := db.CheckSchema(ctx); err != nil {
		db.Close()
		stop()
		return nil, nil, err
	}
	return db, func() { db.Close(); stop() }, nil
}

func (s rowsSettings) database(ctx context.Context, log *slog.Logger) (url string, stop func(), err error) {
	if s.DatabaseURL != "" {
		return string(s.DatabaseURL), func() {}, nil
	}
	dir, err := s.dir()
	if err != nil {
		return "", nil, err
	}
	if _, err := os.Stat(filepath.Join(dir, "VERSION")); err != nil {
		return "", nil, fmt.Errorf("There is no Fieldstory data in %s. Name its folder with --data, or give FIELDSTORY_DATABASE_URL.", dir)
	}
	system, err := embedded.Start(ctx, embedded.Config{Dir: dir, WithoutRedis: true, WithoutS3: true, Logger: log})
	if errors.Is(err, embedded.ErrInUse) {
		running, err := embedded.Attach(dir)
		if err == nil && running.DatabaseURL == "" {
			err = fmt.Errorf("The Fieldstory that uses %s has its database elsewhere. Give FIELDSTORY_DATABASE_URL as it was given there.", dir)
		}
		return running.DatabaseURL, func() {}, err
	}
	if err != nil {
		return "", nil, err
	}
	return system.DatabaseURL, func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopWithin)
		defer cancel()
		system.Stop(ctx)
	}, nil
}

// stopWithin bounds how long stopping may take in all.
const stopWithin = 10 * time.Second
