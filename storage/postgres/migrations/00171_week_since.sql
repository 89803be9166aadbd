-- +goose Up
-- When an office was told of its week, and since when that looks back: to the
-- time it was told before.
ALTER TABLE weeks ADD COLUMN since timestamptz, ADD COLUMN at timestamptz;
WITH m AS (SELECT office, week, to_date(week || '-1', 'IYYY-"W"IW-ID')::timestamp AT TIME ZONE 'UTC' AS begins FROM weeks)
UPDATE weeks k SET at = coalesce(
    (SELECT min(n.at) FROM notices n WHERE n.what = 'office.week' AND n.to_office = m.office
        AND n.at >= m.begins - interval '14 hours' AND n.at < m.begins + interval '7 days 12 hours'), m.begins) -- weeks begin where the office is
FROM m WHERE m.office = k.office AND m.week = k.week;
UPDATE weeks SET since = at - interval '7 days';
ALTER TABLE weeks ALTER COLUMN since SET NOT NULL, ALTER COLUMN at SET NOT NULL;
