-- +goose Up
-- Which offices were told of which week, so that each is told once.
CREATE TABLE weeks (
    office uuid NOT NULL REFERENCES offices (id) ON DELETE CASCADE,
    week   text NOT NULL CHECK (week ~ '^[0-9]{4}-W[0-9]{2}$'), -- ISO 8601
    PRIMARY KEY (office, week)
);

-- What came up to an office, the newest first.
CREATE INDEX steps_came ON steps (to_office, at DESC) WHERE verb IN ('submit', 'raise', 'pull', 'rise');
