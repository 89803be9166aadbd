-- +goose Up
-- What a clip needs next of the workers is said apart from its state, which
-- is for people: a clip that can be watched already still owes its ladder.
ALTER TABLE clips ADD COLUMN due text NOT NULL DEFAULT 'opening' CHECK (due IN ('opening', 'ladder'));

-- Whose turn it is next rests on who had one last.
CREATE TABLE turns (
    office uuid NOT NULL REFERENCES offices (id) ON DELETE CASCADE, -- where stories come from
    member uuid NOT NULL REFERENCES members (id) ON DELETE CASCADE, -- their author
    at     timestamptz NOT NULL, -- when a turn was last given
    opened_at timestamptz,       -- and when one that opened a clip
    PRIMARY KEY (office, member)
);
