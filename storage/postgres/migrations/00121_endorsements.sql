-- +goose Up
-- What other offices say of stories now; what was taken back is in the trail.
CREATE TABLE endorsements (
    id     uuid PRIMARY KEY REFERENCES steps (id), -- the step that tells of it
    story  uuid NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
    office uuid NOT NULL REFERENCES offices (id), -- in whose name
    by     uuid NOT NULL REFERENCES members (id),
    at     timestamptz NOT NULL,
    note   text NOT NULL DEFAULT '',
    twin   uuid REFERENCES stories (id) ON DELETE CASCADE, -- the same story, of that office; NULL = none
    CONSTRAINT twin_is_another CHECK (twin <> story),
    CONSTRAINT says_something CHECK (twin IS NOT NULL OR note <> '')
);
CREATE INDEX endorsements_story ON endorsements (story, id);
CREATE UNIQUE INDEX endorsements_once ON endorsements (story, by) WHERE twin IS NULL;
CREATE UNIQUE INDEX endorsements_twin ON endorsements (story, twin) WHERE twin IS NOT NULL;
CREATE INDEX endorsements_of_twin ON endorsements (twin) WHERE twin IS NOT NULL;
