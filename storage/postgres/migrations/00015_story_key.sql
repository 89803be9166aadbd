-- +goose Up
-- What a client called the creation of a story: asked for again, because the
-- answer was lost on a bad link, it makes no second one.
ALTER TABLE stories
    ADD COLUMN key text CHECK (key ~ '^[!-~]{1,100}$'),
    ADD CONSTRAINT stories_key_once UNIQUE (author, key);
