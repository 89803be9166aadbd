-- +goose Up
-- Somebody may stop the preparation of a clip, and start it again. Its original
-- is kept, and whatever was complete.
ALTER TABLE clips DROP CONSTRAINT clips_state_check;
ALTER TABLE clips ADD CONSTRAINT clips_state_check
    CHECK (state IN ('receiving', 'received', 'inspecting', 'rendering', 'ready', 'refused', 'failed', 'cancelled'));
ALTER TABLE clips ADD CONSTRAINT cancelled_holds_nothing CHECK (state <> 'cancelled' OR lease_until IS NULL);

-- How fast the work goes, for saying how long it will take.
ALTER TABLE clips ADD COLUMN paced_at timestamptz; -- when progress was last told, NULL = not yet
ALTER TABLE clips ADD COLUMN pace double precision NOT NULL DEFAULT 0 CHECK (pace >= 0); -- share a second, smoothed
