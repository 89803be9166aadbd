-- +goose Up
-- Segments are published while a ladder is made, so that what browsers cannot
-- play can be watched from its start. Rows and objects go a while after the
-- ladder is complete; a making whose clip is gone is only tidied up.
CREATE TABLE live_runs (
    id           uuid PRIMARY KEY,
    clip         uuid REFERENCES clips (id) ON DELETE SET NULL,
    published_at timestamptz NOT NULL -- of its newest segment; when it began, before the first
);
CREATE INDEX live_runs_clip ON live_runs (clip);
CREATE INDEX live_runs_old ON live_runs (published_at);

CREATE TABLE live_rungs (
    run        uuid NOT NULL REFERENCES live_runs (id) ON DELETE CASCADE,
    name       text NOT NULL CHECK (name ~ '^[a-z0-9]{1,20}$'),
    kind       text NOT NULL CHECK (kind IN ('ladder', 'audio')),
    width      integer NOT NULL CHECK (width >= 0),
    height     integer NOT NULL CHECK (height >= 0),
    frame_rate double precision NOT NULL CHECK (frame_rate >= 0),
    codecs     text NOT NULL CHECK (codecs <> ''),
    bandwidth  bigint NOT NULL CHECK (bandwidth > 0), -- bits per second, at most
    PRIMARY KEY (run, name)
);

CREATE TABLE live_parts (
    run      uuid NOT NULL,
    rung     text NOT NULL,
    number   integer NOT NULL CHECK (number >= 0), -- of the segment
    bytes    bigint NOT NULL CHECK (bytes > 0),
    duration double precision NOT NULL CHECK (duration > 0), -- seconds
    PRIMARY KEY (run, rung, number),
    FOREIGN KEY (run, rung) REFERENCES live_rungs (run, name) ON DELETE CASCADE
);
