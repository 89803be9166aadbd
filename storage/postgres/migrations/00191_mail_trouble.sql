-- +goose Up
-- Why mail that is owed could not be sent the last time, for the operator.
ALTER TABLE mails ADD COLUMN trouble text NOT NULL DEFAULT '';
