-- +goose Up
-- What a sender tells of the camera, for files that do not say it themselves,
-- and by how much a camera's clock was wrong. captured_at is the file's word,
-- else the sender's, with the correction in it.
ALTER TABLE clips
    ADD COLUMN camera   jsonb  NOT NULL DEFAULT '{}', -- story.Camera, as told
    ADD COLUMN clock    bigint NOT NULL DEFAULT 0 CHECK (abs(clock) <= 3155760000), -- seconds, at most a century
    ADD COLUMN clock_by uuid REFERENCES members (id),  -- who corrected it last
    ADD COLUMN clock_at timestamptz,
    ADD CONSTRAINT clock_says_who CHECK ((clock_by IS NULL) = (clock_at IS NULL));
CREATE INDEX clips_serial ON clips ((facts ->> 'serial')) WHERE facts ->> 'serial' <> '';
