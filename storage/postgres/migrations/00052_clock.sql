-- +goose Up
-- Of which waits people were reminded: a wait is a story and since when it
-- stands where it does, so each is reminded of once.
CREATE TABLE reminders (
    story uuid NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
    since timestamptz NOT NULL,
    at    timestamptz NOT NULL,
    PRIMARY KEY (story, since)
);

-- How much the clock has asked of an office on a day, so that what piled up
-- while nobody watched it comes in portions.
CREATE TABLE clock_days (
    office uuid NOT NULL REFERENCES offices (id) ON DELETE CASCADE,
    day    date NOT NULL,
    call   text NOT NULL CHECK (call IN ('remind', 'rise')),
    number integer NOT NULL CHECK (number > 0),
    PRIMARY KEY (office, day, call)
);
