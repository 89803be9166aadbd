-- +goose Up
-- For how many months stories are kept with which nobody goes on, by the stage
-- they lie at; 0 = for ever, as everything was until now.
ALTER TABLE policy
    ADD COLUMN keep_draft     integer NOT NULL DEFAULT 0 CHECK (keep_draft BETWEEN 0 AND 1200),
    ADD COLUMN keep_returned  integer NOT NULL DEFAULT 0 CHECK (keep_returned BETWEEN 0 AND 1200),
    ADD COLUMN keep_declined  integer NOT NULL DEFAULT 0 CHECK (keep_declined BETWEEN 0 AND 1200),
    ADD COLUMN keep_kept      integer NOT NULL DEFAULT 0 CHECK (keep_kept BETWEEN 0 AND 1200),
    ADD COLUMN keep_withdrawn integer NOT NULL DEFAULT 0 CHECK (keep_withdrawn BETWEEN 0 AND 1200),
    ADD COLUMN retention_set  timestamptz, -- NULL = never changed
    ADD CONSTRAINT rules_say_since_when CHECK (retention_set IS NOT NULL OR (keep_draft, keep_returned, keep_declined, keep_kept, keep_withdrawn) = (0, 0, 0, 0, 0));

-- How much the rules took on a day of the whole organisation, and how much they
-- may: no number of processes takes more.
CREATE TABLE retention_days (
    day   date PRIMARY KEY,
    room  integer NOT NULL CHECK (room > 0),
    taken integer NOT NULL CHECK (taken BETWEEN 1 AND room)
);

-- What has lain longest at a stage. Clips and comments, which are younger or
-- not, are looked at after.
CREATE INDEX stories_untouched ON stories (stage, greatest(since, updated_at), id) WHERE NOT trashed;
