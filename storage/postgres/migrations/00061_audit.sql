-- +goose Up
-- Who did what, when: ids and codes only, so that it can be kept for good.
-- Nothing here refers to other rows, for it outlives them.
CREATE TABLE audit (
    number  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id      uuid NOT NULL UNIQUE,
    at      timestamptz NOT NULL,
    what    text NOT NULL CHECK (what ~ '^[a-z_]+\.[a-z_]+$'),
    by      uuid, -- NULL = the clock, or somebody without an account
    office  uuid, -- NULL = for headquarters
    story   uuid,
    subject text NOT NULL DEFAULT '',
    details jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX audit_story ON audit (story, number) WHERE story IS NOT NULL;
CREATE INDEX audit_by ON audit (by, number) WHERE by IS NOT NULL;
CREATE INDEX audit_subject ON audit (subject, number) WHERE subject <> '';
CREATE INDEX audit_office ON audit (office, number);

-- The chain. An entry joins it a moment after it was written, so that decisions
-- do not wait for each other; each place holds the hash of the place before
-- together with its entry.
CREATE TABLE audit_chain (
    place     bigint PRIMARY KEY CHECK (place > 0),
    number    bigint NOT NULL UNIQUE,
    hash      bytea NOT NULL CHECK (length(hash) = 32),
    sealed_at timestamptz NOT NULL
);

-- +goose StatementBegin
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END $$;
-- +goose StatementEnd
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_chain_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_chain
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The application's own role gives up what it never needs. A superuser keeps
-- it all the same, and meets the triggers.
REVOKE UPDATE, DELETE, TRUNCATE ON steps, audit, audit_chain FROM PUBLIC;
REVOKE UPDATE, DELETE, TRUNCATE ON steps, audit, audit_chain FROM CURRENT_USER;

-- The digest of a step, kept in the log beside it: whoever changes a trail
-- behind the program's back is found out.
-- +goose StatementBegin
CREATE FUNCTION step_digest(s steps) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT encode(sha256(convert_to(concat_ws(E'\x1f', s.id::text, s.story::text, s.verb,
        to_char(s.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), coalesce(s.by::text, ''), coalesce(s.from_office::text, ''),
        s.to_office::text, s.from_stage, s.to_stage, s.note), 'UTF8')), 'hex')
$$;
-- +goose StatementEnd

INSERT INTO audit (id, at, what, by, office, story, subject, details)
SELECT gen_random_uuid(), s.at, 'story.step', s.by, s.to_office, s.story, s.id::text,
    jsonb_build_object('verb', s.verb, 'sha256', step_digest(s))
FROM steps s ORDER BY s.number;
