-- +goose Up
-- Who an account was to single sign-on when it was parted from it: whoever it is
-- found by next may be somebody else.
CREATE TABLE parted (
    issuer  text NOT NULL,
    member  uuid NOT NULL REFERENCES members ON DELETE CASCADE,
    subject text NOT NULL,
    PRIMARY KEY (issuer, member)
);
