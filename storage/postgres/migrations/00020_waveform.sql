-- +goose Up
-- Whether the peaks of a clip's sound are stored.
ALTER TABLE clips ADD COLUMN waveform boolean NOT NULL DEFAULT false;
