-- +goose Up
-- When an office works: what the clock counts on while a story waits there.
-- An empty time zone, a review limit of 0 and own_calendar = false mean: as
-- the office above has it.
ALTER TABLE offices
    ADD COLUMN languages    text[]     NOT NULL DEFAULT '{}', -- BCP 47, the first is written in by preference
    ADD COLUMN own_calendar boolean    NOT NULL DEFAULT false,
    ADD COLUMN days_off     smallint[] NOT NULL DEFAULT '{}' CHECK (days_off <@ '{0,1,2,3,4,5,6}'), -- 0 = Sunday
    ADD COLUMN holidays     date[]     NOT NULL DEFAULT '{}',
    ADD COLUMN paused_until date, -- the first day it works again
    ADD CONSTRAINT review_limit_sane CHECK (review_limit >= '0' AND review_limit <= '366 days'),
    ADD CONSTRAINT calendar_is_own CHECK (own_calendar OR (days_off = '{}' AND holidays = '{}')),
    ADD CONSTRAINT works_some_day CHECK (cardinality(days_off) < 7);
