-- +goose Up
CREATE EXTENSION IF NOT EXISTS unaccent;

-- A name as people search for it: without capitals and accents.
-- +goose StatementBegin
CREATE FUNCTION folded(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$ SELECT public.unaccent('public.unaccent'::regdictionary, lower($1)) $$;
-- +goose StatementEnd

CREATE INDEX offices_parent ON offices (parent, folded(name), id);
CREATE INDEX offices_words ON offices USING gin (folded(name) gin_trgm_ops);
CREATE INDEX members_words ON members USING gin (folded(name || ' ' || email) gin_trgm_ops);
CREATE INDEX members_name ON members (folded(name), id);

-- A role is given by hand or by the groups of single sign-on; the two are kept
-- apart, so that one sign-in takes away only what another gave.
ALTER TABLE grants
    ADD COLUMN source text NOT NULL DEFAULT 'hand' CHECK (source IN ('hand', 'group')),
    DROP CONSTRAINT grants_pkey,
    ADD PRIMARY KEY (member, office, role, source);
