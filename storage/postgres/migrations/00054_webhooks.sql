-- +goose Up
CREATE TABLE webhooks (
    id         uuid PRIMARY KEY,
    office     uuid NOT NULL REFERENCES offices (id),
    url        text NOT NULL CHECK (length(url) BETWEEN 1 AND 2000),
    events     text[] NOT NULL DEFAULT '{}', -- none = all
    secret     text NOT NULL, -- as it is: what is sent is signed with it
    created_at timestamptz NOT NULL,
    created_by uuid NOT NULL REFERENCES members (id),
    stopped    boolean NOT NULL DEFAULT false
);
CREATE INDEX webhooks_office ON webhooks (office);

-- What is owed to webhooks, and what became of it. Written in the transaction
-- of what it tells of.
CREATE TABLE deliveries (
    id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    webhook      uuid NOT NULL REFERENCES webhooks (id) ON DELETE CASCADE,
    notice       uuid NOT NULL, -- whose id the receiver is told; what it needs of it is here
    story        uuid NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
    what         text NOT NULL,
    at           timestamptz NOT NULL,
    from_office  uuid,
    to_office    uuid,
    attempts     integer NOT NULL DEFAULT 0,
    due_at       timestamptz NOT NULL,
    claimed_till timestamptz, -- NULL = nobody is at it
    delivered_at timestamptz,
    given_up_at  timestamptz,
    status       integer NOT NULL DEFAULT 0,
    trouble      text NOT NULL DEFAULT '',
    UNIQUE (webhook, notice)
);
CREATE INDEX deliveries_due ON deliveries (webhook, due_at) WHERE delivered_at IS NULL AND given_up_at IS NULL;
CREATE INDEX deliveries_story ON deliveries (story);
