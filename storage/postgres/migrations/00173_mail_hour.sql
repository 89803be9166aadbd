-- +goose Up
-- At which hour of their own office's day somebody is sent the mail of the day.
ALTER TABLE members ADD COLUMN mail_hour smallint NOT NULL DEFAULT 6 CHECK (mail_hour BETWEEN 0 AND 23);
