-- +goose Up
-- Since when a story stands where it does, at the stage it has: what the clock
-- counts from, and what a step that is undone gives back.
ALTER TABLE stories ADD COLUMN since timestamptz;
UPDATE stories s SET since = coalesce((SELECT max(at) FROM steps WHERE story = s.id), s.created_at);
ALTER TABLE stories ALTER COLUMN since SET NOT NULL;

ALTER TABLE steps
    ADD COLUMN from_since timestamptz,                  -- NULL = it began with this step
    ADD COLUMN undoes     uuid UNIQUE REFERENCES steps (id), -- a step is taken back once at most
    ADD COLUMN skipped    uuid[] NOT NULL DEFAULT '{}'; -- offices passed over, the lowest first
