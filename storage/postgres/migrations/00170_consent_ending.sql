-- +goose Up
-- Of which consents in which public story people were told that they end soon:
-- one consent may hold in several, with other people to be told. What stood here
-- before knew of no story, and nothing was ever written there.
DROP TABLE consent_warnings;
CREATE TABLE consent_warnings (
    story   uuid NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
    consent uuid NOT NULL REFERENCES consents (id) ON DELETE CASCADE,
    at      timestamptz NOT NULL,
    PRIMARY KEY (story, consent)
);
CREATE INDEX consent_warnings_consent ON consent_warnings (consent);
