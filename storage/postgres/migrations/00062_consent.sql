-- +goose Up
-- What an organisation has decided for all its offices: one row.
CREATE TABLE policy (
    one            boolean PRIMARY KEY DEFAULT true CHECK (one),
    consent_months integer NOT NULL DEFAULT 0 CHECK (consent_months BETWEEN 0 AND 1200), -- 0 = consent does not expire by itself
    consent_file   boolean NOT NULL DEFAULT false,
    trash_days     integer NOT NULL DEFAULT 30 CHECK (trash_days BETWEEN 1 AND 3650)
);
INSERT INTO policy DEFAULT VALUES;

-- What people agree to, to the letter.
CREATE TABLE wordings (
    id         uuid PRIMARY KEY,
    name       text NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
    version    integer NOT NULL CHECK (version >= 1),
    language   text NOT NULL CHECK (length(language) BETWEEN 1 AND 35),
    text       text NOT NULL CHECK (length(text) BETWEEN 1 AND 20000),
    sha256     text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    created_at timestamptz NOT NULL,
    created_by uuid NOT NULL REFERENCES members (id),
    retired_at timestamptz,
    UNIQUE (name, version, language)
);
-- +goose StatementBegin
CREATE FUNCTION keep_wording() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.id, NEW.name, NEW.version, NEW.language, NEW.text, NEW.sha256, NEW.created_at, NEW.created_by)
        IS DISTINCT FROM (OLD.id, OLD.name, OLD.version, OLD.language, OLD.text, OLD.sha256, OLD.created_at, OLD.created_by) THEN
        RAISE EXCEPTION 'a wording is never changed';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER wordings_kept BEFORE UPDATE ON wordings FOR EACH ROW EXECUTE FUNCTION keep_wording();

-- Answers. None is ever changed: the newest of a side counts, those before it
-- are the history.
CREATE TABLE consents (
    id          uuid PRIMARY KEY,
    number      bigint GENERATED ALWAYS AS IDENTITY,
    person      uuid NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    side        text NOT NULL CHECK (side IN ('own', 'guardian')),
    state       text NOT NULL CHECK (state IN ('unknown', 'given', 'refused', 'withdrawn')),
    form        text NOT NULL DEFAULT '' CHECK (form IN ('', 'written', 'verbal', 'mark', 'notice')),
    use         text NOT NULL DEFAULT '' CHECK (use IN ('', 'internal', 'public', 'social')),
    who         text NOT NULL DEFAULT '' CHECK (length(who) <= 120),
    wording     uuid REFERENCES wordings (id),
    language    text NOT NULL DEFAULT '',
    given_on    date,
    expires     date,
    reach       text NOT NULL DEFAULT '' CHECK (reach IN ('', 'future', 'all')),
    recorded_at timestamptz NOT NULL,
    recorded_by uuid REFERENCES members (id), -- NULL = the person filmed, through their own link
    CONSTRAINT given_says_how CHECK ((state = 'given') = (form <> '' AND use <> '')),
    CONSTRAINT withdrawn_says_what CHECK ((state = 'withdrawn') = (reach <> ''))
);
CREATE INDEX consents_person ON consents (person, side, number);
CREATE INDEX consents_wording ON consents (wording) WHERE wording IS NOT NULL;
CREATE INDEX consents_expires ON consents (expires) WHERE expires IS NOT NULL;
CREATE TRIGGER consents_append_only BEFORE UPDATE OR TRUNCATE ON consents FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Records belong to an office's register, and stories refer to them.
ALTER TABLE people
    ADD COLUMN office   uuid REFERENCES offices (id),
    ADD COLUMN mode     text NOT NULL DEFAULT 'person' CHECK (mode IN ('person', 'group', 'crowd')),
    ADD COLUMN added_by uuid REFERENCES members (id),
    ADD COLUMN own      uuid, -- the newest answer of each side
    ADD COLUMN guardian_consent uuid;
UPDATE people p SET office = s.office, added_by = s.author FROM stories s WHERE s.id = p.story;

CREATE TABLE story_people (
    story    uuid NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
    person   uuid NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    added_at timestamptz NOT NULL,
    PRIMARY KEY (story, person)
);
CREATE INDEX story_people_person ON story_people (person);
INSERT INTO story_people (story, person, added_at) SELECT story, id, created_at FROM people;

INSERT INTO consents (id, person, side, state, form, use, language, expires, reach, recorded_at, recorded_by)
SELECT gen_random_uuid(), id, 'own', state, CASE state WHEN 'given' THEN form ELSE '' END, CASE state WHEN 'given' THEN use ELSE '' END, language,
    CASE state WHEN 'given' THEN expires END, CASE state WHEN 'withdrawn' THEN 'all' ELSE '' END, created_at, added_by
FROM people ORDER BY created_at, id;
INSERT INTO consents (id, person, side, state, form, use, who, language, expires, recorded_at, recorded_by)
SELECT gen_random_uuid(), id, 'guardian', 'given', form, use, guardian, language, expires, created_at, added_by
FROM people WHERE child AND guardian <> '' AND state = 'given' ORDER BY created_at, id;
UPDATE people p SET own = (SELECT id FROM consents WHERE person = p.id AND side = 'own'),
    guardian_consent = (SELECT id FROM consents WHERE person = p.id AND side = 'guardian');

ALTER TABLE people
    DROP COLUMN story, DROP COLUMN state, DROP COLUMN form, DROP COLUMN use, DROP COLUMN guardian, DROP COLUMN expires,
    ALTER COLUMN office SET NOT NULL,
    ALTER COLUMN added_by SET NOT NULL;
ALTER TABLE people RENAME COLUMN guardian_consent TO guardian;
CREATE INDEX people_office ON people (office, name);
CREATE INDEX people_added_by ON people (added_by);

-- Paper forms, pictures of them, recordings of what was said.
CREATE TABLE consent_files (
    id          uuid PRIMARY KEY,
    person      uuid NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    side        text NOT NULL CHECK (side IN ('own', 'guardian')),
    filename    text NOT NULL,
    type        text NOT NULL DEFAULT '', -- media type found in its bytes
    size        bigint NOT NULL CHECK (size >= -1),
    sha256      text CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    received_at timestamptz, -- and read back
    added_by    uuid NOT NULL REFERENCES members (id),
    created_at  timestamptz NOT NULL,
    CONSTRAINT received_whole CHECK ((received_at IS NULL) = (sha256 IS NULL))
);
CREATE INDEX consent_files_person ON consent_files (person);
ALTER TABLE uploads ADD COLUMN consent_file uuid REFERENCES consent_files (id) ON DELETE SET NULL;

-- A link given to a person filmed; of its secret only the hash is kept.
CREATE TABLE withdrawal_links (
    hash       bytea PRIMARY KEY,
    person     uuid NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    language   text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL,
    created_by uuid NOT NULL REFERENCES members (id),
    used_at    timestamptz
);
CREATE INDEX withdrawal_links_person ON withdrawal_links (person);

-- Of which consents it was told that they end soon.
CREATE TABLE consent_warnings (
    consent uuid PRIMARY KEY REFERENCES consents (id) ON DELETE CASCADE,
    at      timestamptz NOT NULL
);

-- Where a story is shown outside of what this house can close, kept by hand.
CREATE TABLE publication_places (
    id          uuid PRIMARY KEY,
    publication uuid NOT NULL REFERENCES publications (id) ON DELETE CASCADE,
    name        text NOT NULL CHECK (length(name) BETWEEN 1 AND 500), -- an address, or words
    state       text NOT NULL CHECK (state IN ('there', 'asked', 'gone')),
    note        text NOT NULL DEFAULT '' CHECK (length(note) <= 1000),
    added_at    timestamptz NOT NULL,
    changed_at  timestamptz NOT NULL,
    changed_by  uuid NOT NULL REFERENCES members (id)
);
CREATE INDEX publication_places_publication ON publication_places (publication);
