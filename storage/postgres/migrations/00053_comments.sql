-- +goose Up
-- What people write about a story: for everybody who sees it, and apart from
-- that for those who decide on it. Two tables, so that no query mixes them up.
CREATE TABLE comments (
    id      uuid PRIMARY KEY, -- of version 7: in the order of time
    story   uuid NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
    by      uuid NOT NULL REFERENCES members (id),
    at      timestamptz NOT NULL,
    text    text NOT NULL CHECK (length(text) BETWEEN 1 AND 4000),
    clip    uuid REFERENCES clips (id) ON DELETE SET NULL, -- NULL = about the whole story
    seconds double precision NOT NULL DEFAULT 0 CHECK (seconds BETWEEN 0 AND 86400),
    named   uuid[] NOT NULL DEFAULT '{}'
);
CREATE INDEX comments_story ON comments (story, id);

CREATE TABLE internal_notes (
    id      uuid PRIMARY KEY,
    story   uuid NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
    by      uuid NOT NULL REFERENCES members (id),
    at      timestamptz NOT NULL,
    text    text NOT NULL CHECK (length(text) BETWEEN 1 AND 4000),
    clip    uuid REFERENCES clips (id) ON DELETE SET NULL,
    seconds double precision NOT NULL DEFAULT 0 CHECK (seconds BETWEEN 0 AND 86400),
    named   uuid[] NOT NULL DEFAULT '{}'
);
CREATE INDEX internal_notes_story ON internal_notes (story, id);
