-- +goose Up

-- Codes that somebody wrote down for the day they lose everything else. Each is
-- 75 random bits, hashed together with whose it is, and used once.
CREATE TABLE recovery_codes (
    hash    bytea PRIMARY KEY,
    member  uuid NOT NULL REFERENCES members ON DELETE CASCADE,
    made_at timestamptz NOT NULL,
    used_at timestamptz
);
CREATE INDEX recovery_codes_member ON recovery_codes (member);
