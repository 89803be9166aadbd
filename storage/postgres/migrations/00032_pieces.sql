-- +goose Up
-- The ladder of a long clip is made in pieces, each a turn of its own, by
-- whichever workers are free, and joined when all are there.
ALTER TABLE clips DROP CONSTRAINT clips_due_check;
ALTER TABLE clips ADD CONSTRAINT clips_due_check CHECK (due IN ('opening', 'ladder', 'pieces', 'joining'));
ALTER TABLE clips ADD COLUMN unbroken boolean NOT NULL DEFAULT false; -- pieces did not work out: it is made in one

-- Sound is made once, with the first piece; the others need theirs of it.
ALTER TABLE live_runs ADD COLUMN segments integer NOT NULL DEFAULT 0 CHECK (segments >= 0); -- of every rung; 0 = made in one
ALTER TABLE live_runs ADD COLUMN heard integer NOT NULL DEFAULT 0 CHECK (heard >= 0); -- segments of sound that are stored
ALTER TABLE live_rungs ADD COLUMN head bytea; -- what every segment needs before it; NULL = not wanted again

-- A worker given up for lost writes over nothing that another made: what each
-- try stores has the try's name in front. '' = the making is a try by itself.
ALTER TABLE live_rungs ADD COLUMN by text NOT NULL DEFAULT '' CHECK (by ~ '^[a-z0-9-]{0,40}$');
ALTER TABLE live_parts ADD COLUMN by text NOT NULL DEFAULT '' CHECK (by ~ '^[a-z0-9-]{0,40}$');

CREATE TABLE pieces (
    clip        uuid NOT NULL REFERENCES clips (id) ON DELETE CASCADE,
    number      integer NOT NULL CHECK (number > 0), -- in the clip, from 1
    run         uuid NOT NULL REFERENCES live_runs (id) ON DELETE CASCADE,
    first       integer NOT NULL CHECK (first >= 0), -- segment
    beyond      integer NOT NULL CHECK (beyond > first), -- the segment after its last
    attempt     integer NOT NULL DEFAULT 1 CHECK (attempt > 0),
    worker      text NOT NULL DEFAULT '',
    lease_until timestamptz, -- NULL = nobody works on it
    not_before  timestamptz,
    progress    double precision NOT NULL DEFAULT 0 CHECK (progress BETWEEN 0 AND 1),
    done        boolean NOT NULL DEFAULT false,
    seen        bytea, -- what was noticed of its pictures
    heard       bytea, -- and, with the first, of the clip's sound
    PRIMARY KEY (clip, number),
    CHECK (lease_until IS NULL OR worker <> ''),
    CHECK (NOT done OR lease_until IS NULL)
);
CREATE INDEX pieces_run ON pieces (run);
