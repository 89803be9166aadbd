-- +goose Up
-- Why a clip waits is told in the language of whoever asks: by its code.
ALTER TABLE clips ADD COLUMN waits_code text NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE clips DROP COLUMN waits_code;
