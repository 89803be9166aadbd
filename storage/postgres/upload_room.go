package postgres

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"fieldstory/story"
)

// room asks every office on the way up that has a quota whether it takes size
// bytes more, with extra bytes that belong to no clip yet. The offices stay
// locked until tx ends, so that two creations do not share the last room.
func room(ctx context.Context, tx pgx.Tx, at story.Path, size, extra int64) error {
	rows, _ := tx.Query(ctx, `SELECT path::text, name, quota FROM offices WHERE path @> $1::text::ltree AND quota > 0
		ORDER BY path FOR NO KEY UPDATE`, at)
	type limited struct {
		Path  story.Path
		Name  string
		Quota int64
	}
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[limited])
	if err != nil {
		return err
	}
	for _, o := range list {
		q := story.Quota{Office: o.Name, Limit: o.Quota}
		if q.Used, err = kept(ctx, tx, o.Path); err != nil {
			return err
		}
		q.Used += extra
		if err := q.Takes(size); err != nil {
			return err
		}
	}
	return nil
}

// kept tells how many bytes an office and all below it keep: of clips that are
// here or on their way, of small copies sent ahead of them, and of consent
// forms. Triggers keep count (migration 100).
func kept(ctx context.Context, q querier, at story.Path) (bytes int64, err error) {
	err = q.QueryRow(ctx, `
		SELECT coalesce(sum(b.bytes), 0)::bigint FROM offices o JOIN office_bytes b ON b.office = o.id
		WHERE o.path <@ $1::text::ltree`, at).Scan(&bytes)
	return bytes, err
}

// FoldRoom makes one row of an office's count where there are many. Any number
// of processes may at once: what one has taken away another does not see.
func (db *DB) FoldRoom(ctx context.Context) (err error) {
	defer story.Wrap(&err, "FoldRoom")
	_, err = db.pool.Exec(ctx, `
		WITH many AS (SELECT office FROM office_bytes GROUP BY office HAVING count(*) > 50),
			gone AS (DELETE FROM office_bytes b USING many m WHERE b.office = m.office RETURNING b.office, b.bytes)
		INSERT INTO office_bytes SELECT office, sum(bytes) FROM gone GROUP BY office`)
	return err
}

// Room tells how much an office may keep, with those below it, and how much it
// does. Who may know is for [story.Office.MayCount] to say.
func (db *DB) Room(ctx context.Context, id story.OfficeID) (q story.Quota, err error) {
	defer story.Wrap(&err, "Room(%s)", id)
	var at story.Path
	if err := db.pool.QueryRow(ctx, `SELECT name, quota, path::text FROM offices WHERE id = $1`, id).Scan(&q.Office, &q.Limit, &at); err != nil {
		return q, one(err)
	}
	q.Used, err = kept(ctx, db.pool, at)
	return q, err
}

// roomForPiece asks for a piece of a file that belongs to no story yet: for
// the story that it names, else the person's own office. Their other pieces
// count.
func roomForPiece(ctx context.Context, tx pgx.Tx, who story.Scope, u *story.Upload) error {
	var at story.Path
	if id, err := story.ParseID[story.StoryID](u.Metadata["story"]); err == nil {
		s, err := seenStory(ctx, tx, who, id)
		if err != nil && !errors.Is(err, story.NotFound()) {
			return err
		}
		at = s.Story.OfficePath
	}
	if home, ok := who.Home(); ok && at == "" {
		if err := tx.QueryRow(ctx, `SELECT path::text FROM offices WHERE id = $1`, home).Scan(&at); err != nil {
			return err
		}
	}
	var pieces int64
	err := tx.QueryRow(ctx, `SELECT coalesce(sum(greatest(size, received)), 0)::bigint FROM uploads WHERE member = $1 AND partial AND expires_at > $2`,
		who.Member, u.CreatedAt).Scan(&pieces)
	if err != nil {
		return err
	}
	return room(ctx, tx, at, u.Size, pieces)
}

// alreadyHere answers [story.AlreadyHere] when a clip that the person is shown
// has the announced SHA-256. Of clips that they do not see it tells nothing.
func alreadyHere(ctx context.Context, tx pgx.Tx, who story.Scope, u *story.Upload) error {
	sum := u.Expected()
	if sum == "" || u.Again() {
		return nil
	}
	list, err := here(ctx, tx, who, sum, u.Story, 1)
	if err != nil || len(list) == 0 {
		return err
	}
	return &list[0]
}

// madeBefore looks for the final upload of the same pieces, and has u become
// it. When there is none it checks that the pieces can be joined.
func madeBefore(ctx context.Context, tx pgx.Tx, u *story.Upload) (bool, error) {
	joins := texts(u.Joins)
	rows, _ := tx.Query(ctx, `SELECT `+uploadColumns+` FROM uploads u WHERE u.final AND u.member = $1 AND u.joins = $2::text[]::uuid[] AND u.expires_at > $3`,
		u.Member, joins, u.CreatedAt)
	made, err := pgx.CollectRows(rows, scanUpload)
	if err != nil {
		return false, err
	}
	if len(made) > 0 {
		*u = made[0]
		return true, nil
	}
	var whole int
	err = tx.QueryRow(ctx, `SELECT count(*) FROM uploads WHERE id = ANY($1::text[]::uuid[]) AND member = $2 AND partial AND finished_at IS NOT NULL AND expires_at > $3`,
		joins, u.Member, u.CreatedAt).Scan(&whole)
	if err == nil && whole != len(joins) {
		return false, story.PiecesMissing()
	}
	return false, err
}

// JoinedUpload finds the final upload that a person made of these pieces.
// NotFound when there is none, or it was forgotten.
func (db *DB) JoinedUpload(ctx context.Context, who story.MemberID, pieces []story.UploadID) (u story.Upload, err error) {
	defer story.Wrap(&err, "JoinedUpload(%d pieces)", len(pieces))
	list, err := db.uploads(ctx, `u.final AND u.member = $1 AND u.joins = $2::text[]::uuid[] AND u.expires_at > $3`, who, texts(pieces), db.Now())
	if err != nil || len(list) == 0 {
		return u, one(orNoRows(err))
	}
	return list[0], nil
}

func texts[T ~string](ids []T) []string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = string(id)
	}
	return out
}
