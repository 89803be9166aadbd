-- +goose Up
-- Feeds list what is public, the newest first.
CREATE INDEX publications_newest ON publications (published_at DESC, id DESC) WHERE closed_at IS NULL;
