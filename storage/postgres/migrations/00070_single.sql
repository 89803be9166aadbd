-- +goose Up

ALTER TABLE sign_ins
    DROP CONSTRAINT sign_ins_by_check,
    ADD CONSTRAINT sign_ins_by_check CHECK (by IN ('password', 'link', 'single', 'code', 'passkey'));

-- Who somebody is to single sign-on, by what never changes there, and the
-- groups they were in when they last came in.
CREATE TABLE identities (
    issuer     text NOT NULL,
    subject    text NOT NULL,
    member     uuid NOT NULL REFERENCES members ON DELETE CASCADE,
    groups     text[] NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL,
    seen_at    timestamptz NOT NULL,
    PRIMARY KEY (issuer, subject),
    UNIQUE (issuer, member)
);
CREATE INDEX identities_member ON identities (member);
CREATE INDEX identities_groups ON identities USING gin (groups);

-- What a group of single sign-on may do, and where.
CREATE TABLE group_roles (
    id         uuid PRIMARY KEY,
    name       text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    office     uuid NOT NULL REFERENCES offices,
    role       text NOT NULL CHECK (role IN ('viewer', 'contributor', 'editor', 'publisher', 'admin')),
    created_at timestamptz NOT NULL,
    CONSTRAINT group_roles_once UNIQUE (name, office, role)
);
CREATE INDEX group_roles_office ON group_roles (office);

-- What has to be remembered between the two halves of coming in. A row is
-- deleted by whoever uses it, so that it can be used once.
CREATE TABLE ceremonies (
    key        bytea PRIMARY KEY, -- SHA-256 of secrets of the browser's session and of the ceremony
    data       jsonb NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX ceremonies_expires ON ceremonies (expires_at);
