-- +goose Up
-- The desk in the order of waiting: who has waited longest comes first.
CREATE INDEX stories_waiting ON stories (stands_at, since, id) WHERE stage = 'waiting';
