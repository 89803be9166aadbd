package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"fieldstory/story"
)

const uploadColumns = `u.id, u.member, coalesce(u.clip::text, ''), coalesce(u.story::text, ''), coalesce(u.proxy::text, ''), u.metadata, u.size, u.received,
	u.partial, u.final, u.joins::text[], u.object, u.multipart, u.part_size, u.tails, u.tail_count, u.hash_state,
	u.created_at, u.expires_at, u.finished_at, coalesce(u.consent_file::text, '')`

func scanUpload(row pgx.CollectableRow) (u story.Upload, err error) {
	var joins []string
	var finished *time.Time
	err = row.Scan(&u.ID, &u.Member, &u.Clip, &u.Story, &u.Proxy, &u.Metadata, &u.Size, &u.Offset,
		&u.Partial, &u.Final, &joins, &u.Object, &u.Multipart, &u.PartSize, &u.Tails, &u.TailCount, &u.HashState,
		&u.CreatedAt, &u.ExpiresAt, &finished, &u.ConsentFile)
	for _, id := range joins {
		u.Joins = append(u.Joins, story.UploadID(id))
	}
	u.FinishedAt = value(finished)
	return u, err
}

// AddUpload saves a new upload and, unless it is partial, the clip, the small
// copy or the record of consent it will become, after MayAddClips (or
// MayAttach) agreed for the story and the offices have room. It
// answers NotFound for a story that the person does not see, [story.AlreadyHere]
// for a file that they need not send, and refuses more than maxOpen unfinished
// uploads of one person.
//
// A final upload that was asked for before is found and not made again: u
// becomes that one.
func (db *DB) AddUpload(ctx context.Context, who story.Scope, u *story.Upload, maxOpen int) (err error) {
	defer story.Wrap(&err, "AddUpload(%s)", u.ID)
	return db.tx(ctx, func(tx pgx.Tx) error {
		// One creation of a person at a time, so that none is counted twice.
		if _, err := tx.Exec(ctx, `SELECT FROM members WHERE id = $1 FOR NO KEY UPDATE`, who.Member); err != nil {
			return err
		}
		if err := countOpen(ctx, tx, who.Member, u, maxOpen); err != nil {
			return err
		}
		if u.Final {
			if made, err := madeBefore(ctx, tx, u); err != nil || made {
				return err
			}
		}
		add := addClip
		switch {
		case u.Partial:
			add = roomForPiece
		case u.Proxy != "":
			add = addProxy
		case u.ConsentFile != "":
			add = addConsentFile
		}
		if err := add(ctx, tx, who, u); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `
			INSERT INTO uploads (id, member, clip, story, metadata, size, partial, final, joins, object, part_size, created_at, expires_at, proxy, consent_file)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9::text[]::uuid[], $10, $11, $12, $13, $14, $15)`,
			u.ID, u.Member, null(u.Clip), null(u.Story), u.Metadata, u.Size, u.Partial, u.Final, texts(u.Joins), u.Object, u.PartSize, u.CreatedAt, u.ExpiresAt, null(u.Proxy), null(u.ConsentFile))
		if err != nil || u.Clip == "" {
			return err
		}
		return notifyClip(ctx, tx, u.Clip)
	})
}

// addClip saves the clip that an upload will become.
func addClip(ctx context.Context, tx pgx.Tx, who story.Scope, u *story.Upload) error {
	d, err := mayAddClips(ctx, tx, who, u.Story)
	if err != nil {
		return err
	}
	if !u.Final {
		if err := alreadyHere(ctx, tx, who, u); err != nil {
			return err
		}
	}
	if err := room(ctx, tx, d.Story.OfficePath, u.Size, 0); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO clips (id, story, filename, filetype, state, size, created_at, updated_at, camera, clock, captured_at)
		VALUES ($1, $2, $3, $4, 'receiving', $5, $6, $6, $7, $8::bigint, $9::timestamptz + make_interval(secs => $8::bigint))`,
		u.Clip, u.Story, story.CleanFilename(u.Metadata["filename"]), u.Metadata["filetype"], u.Size, u.CreatedAt,
		u.Told, int64(u.Clock/time.Second), null(u.Told.CapturedAt))
	return err
}

// countOpen keeps one person (or one lost token) from opening uploads without
// end. A final upload holds no bytes of its own yet and always passes; so does
// a small copy, of which there is one for each clip on its way.
func countOpen(ctx context.Context, tx pgx.Tx, who story.MemberID, u *story.Upload, maxOpen int) error {
	var open int
	err := tx.QueryRow(ctx, `SELECT count(*) FROM uploads WHERE member = $1 AND finished_at IS NULL AND expires_at > $2 AND proxy IS NULL`, who, u.CreatedAt).Scan(&open)
	if err == nil && open >= maxOpen && !u.Final && u.Proxy == "" {
		return story.Conflict("uploads_open", "You have %d unfinished uploads. Finish or discard some of them first.", open)
	}
	return err
}

func mayAddClips(ctx context.Context, tx pgx.Tx, who story.Scope, id story.StoryID) (sheet story.Sheet, err error) {
	if err := one(tx.QueryRow(ctx, `SELECT id FROM stories WHERE id = $1 FOR SHARE`, id).Scan(&id)); err != nil {
		return sheet, err
	}
	if sheet, err = seenStory(ctx, tx, who, id); err != nil {
		return sheet, err
	}
	return sheet, sheet.MayAddClips(who)
}

func seenStory(ctx context.Context, q querier, who story.Scope, id story.StoryID) (sheet story.Sheet, err error) {
	args := scopeArgs(who)
	args["id"] = id
	rows, _ := q.Query(ctx, `SELECT `+storyColumns+` FROM `+storyTables+` WHERE s.id = @id AND `+seen, args)
	s, err := pgx.CollectExactlyOneRow(rows, scanStory)
	if err != nil {
		return sheet, one(err)
	}
	sheets, err := fill(ctx, q, []story.Story{s})
	if err != nil {
		return sheet, err
	}
	return sheets[0], nil
}

// UploadOwner tells who sends an upload. NotFound for one that is not there
// or has ended.
func (db *DB) UploadOwner(ctx context.Context, id story.UploadID) (m story.MemberID, err error) {
	defer story.Wrap(&err, "UploadOwner(%s)", id)
	err = db.pool.QueryRow(ctx, `SELECT member FROM uploads WHERE id = $1 AND expires_at > $2`, id, db.Now()).Scan(&m)
	return m, one(err)
}

// Upload loads an upload. NotFound as for UploadOwner.
func (db *DB) Upload(ctx context.Context, id story.UploadID) (u story.Upload, err error) {
	defer story.Wrap(&err, "Upload(%s)", id)
	list, err := db.uploads(ctx, `u.id = $1 AND u.expires_at > $2`, id, db.Now())
	if err != nil || len(list) == 0 {
		return u, one(orNoRows(err))
	}
	return list[0], nil
}

func orNoRows(err error) error {
	if err == nil {
		return pgx.ErrNoRows
	}
	return err
}

func (db *DB) uploads(ctx context.Context, where string, args ...any) ([]story.Upload, error) {
	rows, _ := db.pool.Query(ctx, `SELECT `+uploadColumns+` FROM uploads u WHERE `+where, args...)
	return pgx.CollectRows(rows, scanUpload)
}

// UploadParts lists the stored parts of an upload, in order, without gaps; of a
// large file there are thousands, which only their joining needs.
func (db *DB) UploadParts(ctx context.Context, id story.UploadID) (list []story.Part, err error) {
	defer story.Wrap(&err, "UploadParts(%s)", id)
	rows, _ := db.pool.Query(ctx, `SELECT number, etag, size FROM upload_parts WHERE upload = $1 ORDER BY number`, id)
	return pgx.CollectRows(rows, pgx.RowToStructByPos[story.Part])
}

// SetMultipart notes the store's id of the multipart upload, before its first
// part is sent, so that it can always be freed.
func (db *DB) SetMultipart(ctx context.Context, id story.UploadID, multipart string) (err error) {
	defer story.Wrap(&err, "SetMultipart(%s)", id)
	_, err = db.pool.Exec(ctx, `UPDATE uploads SET multipart = $2 WHERE id = $1`, id, multipart)
	return err
}

// SetUploadSize saves a size that was deferred, with the part size it leads to.
func (db *DB) SetUploadSize(ctx context.Context, u *story.Upload) (err error) {
	defer story.Wrap(&err, "SetUploadSize(%s, %d)", u.ID, u.Size)
	return db.tx(ctx, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `UPDATE uploads SET size = $2, part_size = $3 WHERE id = $1 AND size = -1`, u.ID, u.Size, u.PartSize)
		if err != nil || tag.RowsAffected() == 0 {
			return err
		}
		if u.Proxy != "" {
			_, err := tx.Exec(ctx, `UPDATE proxies SET size = $2 WHERE id = $1`, u.Proxy, u.Size)
			return err
		}
		if u.Clip == "" {
			return nil
		}
		if _, err := tx.Exec(ctx, `UPDATE clips SET size = $2 WHERE id = $1`, u.Clip, u.Size); err != nil {
			return err
		}
		return notifyClip(ctx, tx, u.Clip)
	})
}

// AdvanceUpload saves how far an upload has come: from the offset that the
// caller saw to u.Offset, whose bytes are stored, with the part that is new,
// if one is. It refuses when another writer has moved the offset meanwhile.
// The clip follows at most once a second, for people who watch.
func (db *DB) AdvanceUpload(ctx context.Context, u *story.Upload, from int64, part *story.Part) (err error) {
	defer story.Wrap(&err, "AdvanceUpload(%s, %d to %d)", u.ID, from, u.Offset)
	tails := u.Tails
	if tails == nil {
		tails = []story.Tail{}
	}
	if part == nil {
		part = &story.Part{}
	}
	// One statement, for a quick link waits for it after every part.
	var moved, shown bool
	err = db.pool.QueryRow(ctx, `
		WITH moved AS (
			UPDATE uploads SET received = $3, tails = $4, tail_count = $5, hash_state = $6, expires_at = greatest(expires_at, $7), doubted_at = NULL
			WHERE id = $1 AND received = $2 AND finished_at IS NULL AND expires_at > $8
			RETURNING id, clip
		), part AS (
			INSERT INTO upload_parts (upload, number, etag, size) SELECT id, $9, $10, $11 FROM moved WHERE $9 > 0
		), shown AS (
			UPDATE clips SET received = $3, updated_at = $8
			FROM moved WHERE clips.id = moved.clip AND state = 'receiving' AND updated_at <= $8::timestamptz - interval '1 second'
			RETURNING clips.id
		)
		SELECT EXISTS (SELECT FROM moved), EXISTS (SELECT FROM shown)`,
		u.ID, from, u.Offset, tails, u.TailCount, u.HashState, u.ExpiresAt, db.Now(), part.Number, part.ETag, part.Size).Scan(&moved, &shown)
	switch {
	case err != nil:
		return err
	case !moved:
		return story.Conflict("upload_moved", "This upload was continued from somewhere else. Ask for its offset and go on from there.")
	case shown:
		return notifyClip(ctx, db.pool, u.Clip) // one that is lost is made good a second later
	}
	return nil
}
