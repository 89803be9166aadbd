-- +goose Up
-- How many bytes the clips of an office, and of every office below it, may
-- have together; 0 = no limit of its own.
ALTER TABLE offices ADD COLUMN quota bigint NOT NULL DEFAULT 0 CHECK (quota >= 0);

-- A file that is here already is looked up by its sum before it is sent again.
CREATE INDEX clips_sha256 ON clips (sha256) WHERE sha256 IS NOT NULL;

-- Pieces become one file once, however often that is asked.
CREATE UNIQUE INDEX uploads_joined_once ON uploads (joins) WHERE final;

-- A clip also fails while it is received, when the store has lost its bytes.
ALTER TABLE clips
    DROP CONSTRAINT stored_before_work,
    ADD CONSTRAINT stored_before_work CHECK (state IN ('receiving', 'refused', 'failed') OR (received_at IS NOT NULL AND sha256 IS NOT NULL));
