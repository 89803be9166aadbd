-- +goose Up
-- A small watchable copy of a clip, made by whoever sends it and sent ahead of
-- it. It is no clip and no rendition: nothing that counts those meets it.
CREATE TABLE proxies (
    id          uuid PRIMARY KEY,
    clip        uuid REFERENCES clips (id) ON DELETE SET NULL, -- NULL = only to be tidied up
    size        bigint NOT NULL CHECK (size >= -1),            -- of the file as sent; -1 = not known yet
    received_at timestamptz,                                   -- NULL = on its way
    made        jsonb,                                         -- story.Preview; NULL = cannot be watched yet
    attempt     integer NOT NULL DEFAULT 0 CHECK (attempt >= 0), -- how often a worker took it
    worker      text NOT NULL DEFAULT '',
    lease_until timestamptz,
    not_before  timestamptz,
    ends_at     timestamptz,                                   -- when its objects may go; NULL = not yet
    created_at  timestamptz NOT NULL,
    CONSTRAINT lease_has_holder CHECK ((lease_until IS NULL) = (worker = '')),
    CONSTRAINT made_of_what_came CHECK (made IS NULL OR received_at IS NOT NULL)
);
CREATE UNIQUE INDEX proxies_one ON proxies (clip) WHERE ends_at IS NULL;
CREATE INDEX proxies_clip ON proxies (clip);
CREATE INDEX proxies_owed ON proxies (received_at) WHERE received_at IS NOT NULL AND made IS NULL AND ends_at IS NULL;
CREATE INDEX proxies_ended ON proxies (ends_at) WHERE ends_at IS NOT NULL;

ALTER TABLE uploads
    ADD COLUMN proxy uuid REFERENCES proxies (id) ON DELETE SET NULL,
    ADD CONSTRAINT proxy_is_no_clip CHECK (proxy IS NULL OR clip IS NULL);
CREATE INDEX uploads_proxy ON uploads (proxy) WHERE proxy IS NOT NULL;
