-- +goose Up
-- Originals of people at risk are for custodians alone.
ALTER TABLE stories ADD COLUMN restricted boolean NOT NULL DEFAULT false;
UPDATE stories SET restricted = true WHERE risk = 'high';
ALTER TABLE stories ADD CONSTRAINT high_risk_is_restricted CHECK (restricted OR risk <> 'high');

ALTER TABLE grants DROP CONSTRAINT grants_role_check,
    ADD CONSTRAINT grants_role_check CHECK (role IN ('viewer', 'contributor', 'editor', 'publisher', 'custodian', 'admin'));
ALTER TABLE group_roles DROP CONSTRAINT group_roles_role_check,
    ADD CONSTRAINT group_roles_role_check CHECK (role IN ('viewer', 'contributor', 'editor', 'publisher', 'custodian', 'admin'));
