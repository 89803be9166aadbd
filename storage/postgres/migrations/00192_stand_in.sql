-- +goose Up
-- The rung of the same making that stands in for one that is not made yet; '' = it is made.
ALTER TABLE live_rungs ADD COLUMN shows text NOT NULL DEFAULT '';
