-- +goose Up
-- Why a clip waits although it could be worked on, a sentence for people;
-- empty = it does not.
ALTER TABLE clips ADD COLUMN waits text NOT NULL DEFAULT '';
