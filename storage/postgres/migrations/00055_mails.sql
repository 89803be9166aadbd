-- +goose Up
-- What each member wants by mail.
ALTER TABLE members ADD COLUMN mail text NOT NULL DEFAULT 'mixed' CHECK (mail IN ('mixed', 'once', 'daily', 'off'));

-- When somebody was last there to send mail: without one, none is owed.
CREATE TABLE mail_sender (
    one     boolean PRIMARY KEY DEFAULT true CHECK (one),
    seen_at timestamptz NOT NULL
);

-- Mail that is owed, written in the transaction of the notice.
CREATE TABLE mails (
    member       uuid NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    notice       uuid NOT NULL,
    at           timestamptz NOT NULL, -- when it happened
    due_at       timestamptz NOT NULL,
    attempts     integer NOT NULL DEFAULT 0,
    claimed_till timestamptz, -- NULL = nobody is at it
    done_at      timestamptz, -- sent, or no longer for them to read
    PRIMARY KEY (member, notice)
);
CREATE INDEX mails_due ON mails (due_at) WHERE done_at IS NULL;

-- One link for each mail, with which its reader ends them without signing in.
CREATE TABLE unsubscribe_links (
    hash       bytea PRIMARY KEY, -- SHA-256 of the secret
    member     uuid NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    created_at timestamptz NOT NULL
);
CREATE INDEX unsubscribe_links_age ON unsubscribe_links (created_at);
