-- +goose Up
CREATE EXTENSION IF NOT EXISTS ltree;
CREATE EXTENSION IF NOT EXISTS pg_trgm;

CREATE TABLE offices (
    id           uuid PRIMARY KEY,
    parent       uuid REFERENCES offices (id),
    path         ltree NOT NULL UNIQUE,
    name         text NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
    level        text NOT NULL CHECK (length(level) BETWEEN 1 AND 60),
    slug         text NOT NULL UNIQUE,
    timezone     text NOT NULL DEFAULT '',
    review_limit interval NOT NULL DEFAULT '0',
    closed       boolean NOT NULL DEFAULT false,
    created_at   timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT parent_is_in_path CHECK ((parent IS NULL) = (nlevel(path) = 1))
);
CREATE INDEX offices_path ON offices USING gist (path);
CREATE UNIQUE INDEX offices_one_root ON offices ((true)) WHERE parent IS NULL;

CREATE TABLE members (
    id            uuid PRIMARY KEY,
    email         text NOT NULL UNIQUE CHECK (email = lower(email)),
    name          text NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
    language      text NOT NULL DEFAULT '',
    password_hash text, -- argon2id; NULL = signs in by link only
    suspended     boolean NOT NULL DEFAULT false,
    created_at    timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE grants (
    member     uuid NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    office     uuid NOT NULL REFERENCES offices (id),
    role       text NOT NULL CHECK (role IN ('viewer', 'contributor', 'editor', 'publisher', 'admin')),
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (member, office, role)
);
CREATE INDEX grants_office ON grants (office);

-- The shape that the session library's store expects.
CREATE TABLE sessions (
    token  text PRIMARY KEY,
    data   bytea NOT NULL,
    expiry timestamptz NOT NULL
);
CREATE INDEX sessions_expiry ON sessions (expiry);

CREATE TABLE sign_in_links (
    hash       bytea PRIMARY KEY, -- SHA-256 of the secret in the link
    member     uuid NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    expires_at timestamptz NOT NULL,
    used_at    timestamptz,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE api_tokens (
    id           uuid PRIMARY KEY,
    member       uuid NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    hash         bytea NOT NULL UNIQUE, -- SHA-256 of the token
    name         text NOT NULL DEFAULT '',
    created_at   timestamptz NOT NULL DEFAULT now(),
    last_used_at timestamptz,
    expires_at   timestamptz,
    revoked_at   timestamptz
);

CREATE TABLE stories (
    id             uuid PRIMARY KEY,
    title          text NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
    text           text NOT NULL DEFAULT '',
    language       text NOT NULL DEFAULT '',
    place          text NOT NULL DEFAULT '',
    happened_on    date,
    author         uuid NOT NULL REFERENCES members (id),
    office         uuid NOT NULL REFERENCES offices (id),
    stands_at      uuid NOT NULL REFERENCES offices (id),
    stage          text NOT NULL CHECK (stage IN ('draft', 'waiting', 'returned', 'kept', 'declined', 'cleared', 'withdrawn')),
    risk           text NOT NULL DEFAULT 'low' CHECK (risk IN ('low', 'some', 'high')),
    removed        text[] NOT NULL DEFAULT '{}' CHECK (removed <@ ARRAY ['face', 'place', 'name']),
    do_not_publish boolean NOT NULL DEFAULT false,
    captured_at    timestamptz NOT NULL, -- of its first clip; before that the day it happened, or was written
    created_at     timestamptz NOT NULL,
    updated_at     timestamptz NOT NULL,
    search         tsvector GENERATED ALWAYS AS
        (setweight(to_tsvector('simple', title), 'A') || to_tsvector('simple', place || ' ' || text)) STORED
);
CREATE INDEX stories_newest ON stories (captured_at DESC, id DESC);
CREATE INDEX stories_office ON stories (office, captured_at DESC, id DESC);
CREATE INDEX stories_stands ON stories (stands_at, stage, captured_at DESC, id DESC);
CREATE INDEX stories_author ON stories (author, captured_at DESC, id DESC);
CREATE INDEX stories_search ON stories USING gin (search);

CREATE TABLE people (
    id         uuid PRIMARY KEY,
    story      uuid NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
    name       text NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
    child      boolean NOT NULL DEFAULT false,
    state      text NOT NULL DEFAULT 'unknown' CHECK (state IN ('unknown', 'given', 'refused', 'withdrawn')),
    form       text NOT NULL DEFAULT '' CHECK (form IN ('', 'written', 'verbal', 'mark')),
    use        text NOT NULL DEFAULT '' CHECK (use IN ('', 'internal', 'public', 'social')),
    guardian   text NOT NULL DEFAULT '',
    language   text NOT NULL DEFAULT '',
    expires    date,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT given_says_how CHECK (state <> 'given' OR (form <> '' AND use <> ''))
);
CREATE INDEX people_story ON people (story);

CREATE TABLE steps (
    id          uuid PRIMARY KEY,
    story       uuid NOT NULL REFERENCES stories (id),
    number      bigint GENERATED ALWAYS AS IDENTITY,
    verb        text NOT NULL,
    at          timestamptz NOT NULL,
    by          uuid REFERENCES members (id), -- NULL = the clock
    from_office uuid REFERENCES offices (id),
    to_office   uuid NOT NULL REFERENCES offices (id),
    from_stage  text NOT NULL DEFAULT '',
    to_stage    text NOT NULL,
    note        text NOT NULL DEFAULT ''
);
CREATE INDEX steps_story ON steps (story, number);

-- +goose StatementBegin
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the trail is append-only';
END $$;
-- +goose StatementEnd
CREATE TRIGGER steps_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON steps
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE publications (
    id           uuid PRIMARY KEY,
    story        uuid NOT NULL REFERENCES stories (id),
    slug         text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9]{8,40}$'),
    published_at timestamptz NOT NULL,
    published_by uuid NOT NULL REFERENCES members (id),
    closed_at    timestamptz CHECK (closed_at >= published_at)
);
CREATE UNIQUE INDEX publications_one_open ON publications (story) WHERE closed_at IS NULL;
CREATE INDEX publications_story ON publications (story);

CREATE TABLE clips (
    id             uuid PRIMARY KEY,
    story          uuid NOT NULL REFERENCES stories (id),
    filename       text NOT NULL,
    filetype       text NOT NULL DEFAULT '',
    state          text NOT NULL CHECK (state IN ('receiving', 'received', 'inspecting', 'rendering', 'ready', 'refused', 'failed')),
    size           bigint NOT NULL CHECK (size >= -1), -- -1 = not known yet
    received       bigint NOT NULL DEFAULT 0 CHECK (received >= 0),
    progress       real NOT NULL DEFAULT 0 CHECK (progress BETWEEN 0 AND 1),
    watchable      boolean NOT NULL DEFAULT false,
    facts          jsonb,
    problem_code   text,
    problem_detail text,  -- the person's sentence
    problem_cause  text,  -- the operator's
    sha256         text CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    received_at    timestamptz,
    verified_at    timestamptz, -- the stored object was read back and agreed
    poster         boolean NOT NULL DEFAULT false,
    sprites        jsonb,
    captured_at    timestamptz,
    attempt        integer NOT NULL DEFAULT 1 CHECK (attempt >= 1),
    worker         text NOT NULL DEFAULT '', -- who holds the lease
    lease_until    timestamptz,              -- NULL = nobody works on it
    not_before     timestamptz,              -- after a fault of ours: try no earlier
    created_at     timestamptz NOT NULL,
    updated_at     timestamptz NOT NULL,
    CONSTRAINT stored_before_work CHECK (state IN ('receiving', 'refused') OR (received_at IS NOT NULL AND sha256 IS NOT NULL)),
    CONSTRAINT problem_says_why CHECK ((state IN ('refused', 'failed')) = (problem_code IS NOT NULL AND problem_detail IS NOT NULL)),
    CONSTRAINT ready_is_watchable CHECK (state <> 'ready' OR watchable),
    CONSTRAINT verified_after_receipt CHECK (verified_at IS NULL OR received_at IS NOT NULL),
    CONSTRAINT lease_has_holder CHECK ((lease_until IS NULL) = (worker = ''))
);
CREATE INDEX clips_story ON clips (story, created_at);
CREATE INDEX clips_owed ON clips (created_at) WHERE state IN ('received', 'inspecting', 'rendering');
CREATE INDEX clips_unverified ON clips (received_at) WHERE received_at IS NOT NULL AND verified_at IS NULL;

CREATE TABLE renditions (
    clip       uuid NOT NULL REFERENCES clips (id) ON DELETE CASCADE,
    name       text NOT NULL,
    kind       text NOT NULL CHECK (kind IN ('ladder', 'source', 'audio')),
    width      integer NOT NULL,
    height     integer NOT NULL,
    frame_rate double precision NOT NULL,
    codecs     text NOT NULL,
    bandwidth  bigint NOT NULL, -- peak, bits per second
    average    bigint NOT NULL, -- mean, bits per second
    bytes      bigint NOT NULL,
    duration   double precision NOT NULL,
    segments   jsonb NOT NULL,  -- story.SegmentIndex
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (clip, name)
);

CREATE TABLE uploads (
    id          uuid PRIMARY KEY,
    member      uuid NOT NULL REFERENCES members (id),
    clip        uuid REFERENCES clips (id),
    story       uuid REFERENCES stories (id),
    metadata    jsonb NOT NULL DEFAULT '{}',
    size        bigint NOT NULL CHECK (size >= -1), -- -1 = deferred
    received    bigint NOT NULL DEFAULT 0 CHECK (received >= 0),
    partial     boolean NOT NULL DEFAULT false,
    final       boolean NOT NULL DEFAULT false,
    object      text NOT NULL,
    multipart   text NOT NULL DEFAULT '',
    part_size   bigint NOT NULL CHECK (part_size > 0),
    tail        text NOT NULL DEFAULT '',
    tail_size   bigint NOT NULL DEFAULT 0 CHECK (tail_size >= 0),
    tail_count  bigint NOT NULL DEFAULT 0,
    hash_state  bytea,
    created_at  timestamptz NOT NULL,
    expires_at  timestamptz NOT NULL,
    finished_at timestamptz,
    CONSTRAINT never_more_than_promised CHECK (size = -1 OR received <= size),
    CONSTRAINT partial_has_no_clip CHECK (partial = (clip IS NULL))
);
CREATE INDEX uploads_open ON uploads (expires_at) WHERE finished_at IS NULL;
CREATE INDEX uploads_clip ON uploads (clip);

CREATE TABLE upload_parts (
    upload uuid NOT NULL REFERENCES uploads (id) ON DELETE CASCADE,
    number integer NOT NULL CHECK (number BETWEEN 1 AND 10000),
    etag   text NOT NULL,
    size   bigint NOT NULL CHECK (size > 0),
    PRIMARY KEY (upload, number)
);
