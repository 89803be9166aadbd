-- +goose Up
-- What lies in the trash stays in its table, so that it comes back exactly as it
-- was; it is only left out wherever stories and clips are read.
ALTER TABLE stories
    ADD COLUMN trashed boolean NOT NULL DEFAULT false,
    ADD COLUMN removed_at timestamptz, -- its card and clips are gone for good; the row stays for its trail
    ADD CONSTRAINT trash_is_not_cleared CHECK (NOT trashed OR stage <> 'cleared'),
    ADD CONSTRAINT removed_from_the_trash CHECK (removed_at IS NULL OR trashed);
ALTER TABLE clips ADD COLUMN trashed boolean NOT NULL DEFAULT false;

-- Who put what there, and until when it can be brought back: what people were
-- told then holds, whatever the organisation decides later.
CREATE TABLE trash (
    id       uuid PRIMARY KEY, -- of version 7: in the order of time
    story    uuid NOT NULL REFERENCES stories (id),
    clip     uuid REFERENCES clips (id) ON DELETE CASCADE, -- NULL = the whole story
    at       timestamptz NOT NULL,
    by       uuid REFERENCES members (id), -- NULL = the clock
    note     text NOT NULL DEFAULT '' CHECK (length(note) <= 4000),
    ends_at  timestamptz NOT NULL,
    removing boolean NOT NULL DEFAULT false -- objects may be gone already: it does not come back
);
CREATE UNIQUE INDEX trash_story ON trash (story) WHERE clip IS NULL;
CREATE UNIQUE INDEX trash_clip ON trash (clip) WHERE clip IS NOT NULL;
CREATE INDEX trash_ends ON trash (ends_at);
