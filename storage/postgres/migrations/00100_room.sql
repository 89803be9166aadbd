-- +goose Up
-- What each office keeps, so that a quota asks for a few rows and not for every
-- clip: changes are only added, so that two uploads never wait for each other
-- here, and folded into one row an office by the clock.
CREATE TABLE office_bytes (
    office uuid   NOT NULL REFERENCES offices (id) ON DELETE CASCADE,
    bytes  bigint NOT NULL -- more or fewer than before
);
CREATE INDEX office_bytes_office ON office_bytes (office) INCLUDE (bytes);

-- A clip counts while it is here or on its way.
CREATE FUNCTION clip_bytes(c clips) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN c.state <> 'refused' AND (c.state <> 'failed' OR c.received_at IS NOT NULL) THEN greatest(c.size, c.received, 0) ELSE 0 END
$$;

-- A small copy counts while it belongs to a clip and has not ended.
CREATE FUNCTION proxy_bytes(p proxies) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN p.clip IS NOT NULL AND p.ends_at IS NULL THEN greatest(p.size, 0) ELSE 0 END
$$;

-- +goose StatementBegin
CREATE FUNCTION count_clip() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO office_bytes SELECT s.office, clip_bytes(NEW) FROM stories s WHERE s.id = NEW.story AND clip_bytes(NEW) <> 0;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        INSERT INTO office_bytes SELECT s.office, -clip_bytes(OLD) FROM stories s WHERE s.id = OLD.story AND clip_bytes(OLD) <> 0;
    END IF;
    IF TG_OP = 'DELETE' THEN
        -- Its small copies lose their clip next, and then nobody knows whose they were.
        INSERT INTO office_bytes SELECT s.office, -proxy_bytes(p) FROM stories s, proxies p WHERE s.id = OLD.story AND p.clip = OLD.id AND proxy_bytes(p) <> 0;
        RETURN OLD;
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION count_proxy() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO office_bytes SELECT s.office, proxy_bytes(NEW) FROM clips c JOIN stories s ON s.id = c.story WHERE c.id = NEW.clip AND proxy_bytes(NEW) <> 0;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        INSERT INTO office_bytes SELECT s.office, -proxy_bytes(OLD) FROM clips c JOIN stories s ON s.id = c.story WHERE c.id = OLD.clip AND proxy_bytes(OLD) <> 0;
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION count_consent_file() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO office_bytes SELECT p.office, NEW.size FROM people p WHERE p.id = NEW.person AND NEW.size > 0;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        INSERT INTO office_bytes SELECT p.office, -OLD.size FROM people p WHERE p.id = OLD.person AND OLD.size > 0;
    END IF;
    RETURN NULL;
END $$;

-- A record's files go with it, or move with it to another register.
CREATE FUNCTION count_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO office_bytes SELECT OLD.office, -sum(f.size) FROM consent_files f WHERE f.person = OLD.id AND f.size > 0 HAVING count(*) > 0;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    INSERT INTO office_bytes SELECT NEW.office, sum(f.size) FROM consent_files f WHERE f.person = OLD.id AND f.size > 0 HAVING count(*) > 0;
    RETURN NEW;
END $$;

CREATE FUNCTION count_story() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO office_bytes SELECT o.office, o.sign * b.bytes
    FROM (SELECT coalesce(sum(clip_bytes(c)), 0) + coalesce(sum(proxy_bytes(p)), 0) AS bytes
          FROM clips c LEFT JOIN proxies p ON p.clip = c.id AND p.ends_at IS NULL WHERE c.story = NEW.id) b,
         (VALUES (OLD.office, -1), (NEW.office, 1)) o (office, sign)
    WHERE b.bytes <> 0;
    RETURN NULL;
END $$;
-- +goose StatementEnd

CREATE TRIGGER clips_counted_add AFTER INSERT ON clips FOR EACH ROW EXECUTE FUNCTION count_clip();
CREATE TRIGGER clips_counted AFTER UPDATE OF story, state, size, received, received_at ON clips FOR EACH ROW
    WHEN (OLD.story <> NEW.story OR clip_bytes(OLD) <> clip_bytes(NEW)) EXECUTE FUNCTION count_clip();
CREATE TRIGGER clips_counted_off BEFORE DELETE ON clips FOR EACH ROW EXECUTE FUNCTION count_clip();
CREATE TRIGGER proxies_counted AFTER INSERT OR DELETE OR UPDATE OF clip, size, ends_at ON proxies FOR EACH ROW EXECUTE FUNCTION count_proxy();
CREATE TRIGGER consent_files_counted AFTER INSERT OR DELETE OR UPDATE OF person, size ON consent_files FOR EACH ROW EXECUTE FUNCTION count_consent_file();
CREATE TRIGGER people_counted AFTER UPDATE OF office ON people FOR EACH ROW WHEN (OLD.office <> NEW.office) EXECUTE FUNCTION count_person();
CREATE TRIGGER people_counted_off BEFORE DELETE ON people FOR EACH ROW EXECUTE FUNCTION count_person();
CREATE TRIGGER stories_counted AFTER UPDATE OF office ON stories FOR EACH ROW WHEN (OLD.office <> NEW.office) EXECUTE FUNCTION count_story();

INSERT INTO office_bytes
SELECT office, sum(bytes) FROM (
    SELECT s.office, clip_bytes(c) AS bytes FROM clips c JOIN stories s ON s.id = c.story
    UNION ALL SELECT s.office, proxy_bytes(p) FROM proxies p JOIN clips c ON c.id = p.clip JOIN stories s ON s.id = c.story
    UNION ALL SELECT p.office, greatest(f.size, 0) FROM consent_files f JOIN people p ON p.id = f.person
) b GROUP BY office HAVING sum(bytes) <> 0;
