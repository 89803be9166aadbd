-- +goose Up

-- Passkeys (WebAuthn): what the browser made for somebody, and how often it was
-- used by its own count.
CREATE TABLE passkeys (
    id         uuid PRIMARY KEY,
    member     uuid NOT NULL REFERENCES members ON DELETE CASCADE,
    credential bytea NOT NULL UNIQUE, -- its id, made by the authenticator
    name       text NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
    data       jsonb NOT NULL, -- public key and flags
    count      bigint NOT NULL, -- 0 = the authenticator does not count
    made_at    timestamptz NOT NULL,
    used_at    timestamptz
);
CREATE INDEX passkeys_member ON passkeys (member);
