-- +goose Up

-- One row each time somebody signed in: what they can see of it, and end. The
-- session itself is the library's; without this row it opens nothing.
CREATE TABLE sign_ins (
  id       uuid PRIMARY KEY,
  member   uuid NOT NULL REFERENCES members,
  by       text NOT NULL CHECK (by IN ('password', 'link')),
  device   text NOT NULL,
  address  text NOT NULL,
  began_at timestamptz NOT NULL,
  seen_at  timestamptz NOT NULL,
  ended_at timestamptz
);
CREATE INDEX sign_ins_member ON sign_ins (member, seen_at DESC) WHERE ended_at IS NULL;

-- Browsers in which a member signed in before: guesses from elsewhere keep
-- nobody out of these.
CREATE TABLE known_devices (
  hash    bytea NOT NULL,
  member  uuid NOT NULL REFERENCES members,
  seen_at timestamptz NOT NULL,
  PRIMARY KEY (hash, member)
);

-- Attempts that failed lately, by a hash of where from and at whom.
CREATE TABLE guesses (
  key    bytea PRIMARY KEY,
  since  timestamptz NOT NULL,
  failed integer NOT NULL
);
CREATE INDEX guesses_since ON guesses (since);

ALTER TABLE api_tokens ADD COLUMN reach text NOT NULL DEFAULT 'all' CHECK (reach IN ('read', 'send', 'all'));

-- Sessions from before know no sign-in; people sign in once more.
DELETE FROM sessions;
