-- +goose Up
-- The desk, looked through by whoever took a step and by language.
CREATE INDEX steps_by ON steps (by, story) WHERE by IS NOT NULL;
CREATE INDEX stories_language ON stories (split_part(lower(language), '-', 1), captured_at DESC, id DESC);
