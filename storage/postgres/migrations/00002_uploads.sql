-- +goose Up
-- An upload keeps several tails, joined as they grow; one process at a time
-- holds it; a final upload remembers what it is made of.
ALTER TABLE uploads
    DROP COLUMN tail,
    DROP COLUMN tail_size,
    ADD COLUMN tails       jsonb   NOT NULL DEFAULT '[]', -- [story.Tail]
    ADD COLUMN joins       uuid[]  NOT NULL DEFAULT '{}',
    ADD COLUMN holder      text    NOT NULL DEFAULT '',   -- who writes to it now
    ADD COLUMN held_until  timestamptz,                   -- NULL = nobody
    ADD COLUMN wanted      boolean NOT NULL DEFAULT false, -- somebody waits for the holder
    ADD CONSTRAINT hold_has_holder CHECK ((held_until IS NULL) = (holder = '')),
    ADD CONSTRAINT only_final_joins CHECK (final = (cardinality(joins) > 0));

CREATE INDEX uploads_member ON uploads (member) WHERE finished_at IS NULL;
CREATE INDEX uploads_owed ON uploads (created_at) WHERE finished_at IS NULL AND (final OR received = size);
CREATE INDEX uploads_ended ON uploads (expires_at);

-- Reading an original back is done by one process at a time.
ALTER TABLE clips ADD COLUMN verifying_until timestamptz;

-- A person may discard an unfinished upload: its clip goes at once, its bytes
-- as soon as the store lets them go.
ALTER TABLE uploads
    DROP CONSTRAINT partial_has_no_clip,
    DROP CONSTRAINT uploads_clip_fkey,
    ADD CONSTRAINT partial_has_no_clip CHECK (NOT partial OR clip IS NULL),
    ADD CONSTRAINT uploads_clip_fkey FOREIGN KEY (clip) REFERENCES clips (id) ON DELETE SET NULL;
