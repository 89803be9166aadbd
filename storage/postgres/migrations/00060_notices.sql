-- +goose Up
-- What happened, once, written in the transaction in which it happened.
CREATE TABLE notices (
    id          uuid PRIMARY KEY, -- of version 7: in the order of time
    what        text NOT NULL CHECK (what ~ '^[a-z]+\.[a-z_]+$'),
    at          timestamptz NOT NULL,
    by          uuid REFERENCES members (id), -- NULL = the clock
    story       uuid REFERENCES stories (id) ON DELETE CASCADE,
    step        uuid,
    from_office uuid REFERENCES offices (id),
    to_office   uuid REFERENCES offices (id),
    note        text NOT NULL DEFAULT ''
);
CREATE INDEX notices_story ON notices (story);

-- Whom it is for.
CREATE TABLE told (
    member  uuid NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    notice  uuid NOT NULL REFERENCES notices (id) ON DELETE CASCADE,
    read_at timestamptz,
    PRIMARY KEY (member, notice)
);
CREATE INDEX told_notice ON told (notice);
CREATE INDEX told_unread ON told (member, notice) WHERE read_at IS NULL;
