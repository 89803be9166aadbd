-- +goose Up
-- What a rule of the organisation put into the trash has a word of its own;
-- until now it was told by a reader from the clock's having done it.
UPDATE notices SET what = 'story.retired' WHERE what = 'story.trashed' AND by IS NULL;
-- Whoever asked to hear of the one goes on hearing of the other.
UPDATE webhooks SET events = array_append(events, 'story.retired') WHERE 'story.trashed' = ANY(events) AND NOT 'story.retired' = ANY(events);
