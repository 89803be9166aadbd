-- +goose Up
-- Since when the store has refused, each time, to give back or join what it
-- took of an upload; NULL = it does not.
ALTER TABLE uploads ADD COLUMN doubted_at timestamptz;
