-- +goose Up
-- An administrator has ladders made anew, at times when nothing else waits. The
-- clip stays ready meanwhile, with what it has.
ALTER TABLE clips ADD COLUMN anew boolean NOT NULL DEFAULT false;
CREATE INDEX clips_anew ON clips (created_at) WHERE anew;

-- Every making has objects of its own, so that nothing is written over that
-- somebody watches. A row is written before the first object, so that whatever
-- is stored is found and removed some day.
CREATE TABLE makings (
    id   uuid PRIMARY KEY,
    clip uuid REFERENCES clips (id) ON DELETE SET NULL,
    of   uuid NOT NULL,       -- the clip, whose folder the objects are in, also when it is gone
    at   timestamptz NOT NULL -- when it began; when another took its place
);
CREATE INDEX makings_clip ON makings (clip);
CREATE INDEX makings_old ON makings (at);
ALTER TABLE renditions ADD COLUMN made uuid REFERENCES makings (id); -- NULL = the object has the clip's old name for it
CREATE INDEX renditions_made ON renditions (made);
