package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"fieldstory/story"
)

const clipColumns = `c.id, c.story, c.filename, c.filetype, c.state, c.size, c.received, c.progress, c.watchable,
	c.facts, c.problem_code, c.problem_detail, c.sha256, c.received_at, c.verified_at, c.poster, c.waveform, c.sprites, c.captured_at, c.created_at, c.attempt,
	c.camera, c.clock, coalesce(c.clock_by::text, ''), coalesce((SELECT name FROM members WHERE id = c.clock_by), ''), c.clock_at, c.paced_at, c.pace, c.waits, c.waits_code, c.anew`

func scanClip(row pgx.CollectableRow) (c story.Clip, err error) {
	var code, detail, sum *string
	var waits, waitsCode string
	var received, verified, captured, clockAt, paced *time.Time
	var clock int64
	err = row.Scan(&c.ID, &c.Story, &c.Filename, &c.Filetype, &c.State, &c.Size, &c.Offset, &c.Progress, &c.Watchable,
		&c.Facts, &code, &detail, &sum, &received, &verified, &c.HasPoster, &c.HasWaveform, &c.Sprites, &captured, &c.CreatedAt, &c.Attempt,
		&c.Told, &clock, &c.Clock.By.ID, &c.Clock.By.Name, &clockAt, &paced, &c.Pace.Speed, &waits, &waitsCode, &c.Anew)
	if err != nil {
		return c, err
	}
	if code != nil {
		c.Problem = story.Refuse(problemFault(c.State), *code, *detail)
	}
	if waits != "" {
		c.Waits = story.Refuse(story.FaultDependency, waitsCode, waits)
	}
	if received != nil && sum != nil {
		c.Receipt = &story.Receipt{Bytes: c.Size, SHA256: *sum, ReceivedAt: *received, VerifiedAt: value(verified)}
	}
	c.CapturedAt, c.Clock.Shift, c.Clock.At = value(captured), time.Duration(clock)*time.Second, value(clockAt)
	c.Pace.Share, c.Pace.At = c.Progress, value(paced)
	return c, nil
}

func problemFault(s story.ClipState) story.Fault {
	if s == story.Failed {
		return story.FaultUs
	}
	return story.FaultFile
}

// value turns SQL's NULL into the zero value.
func value[T any](p *T) (v T) {
	if p != nil {
		v = *p
	}
	return v
}

// clipsOf loads clips with their renditions, in the order they were filmed;
// one that does not say when stands where it was added.
func clipsOf(ctx context.Context, q querier, where string, args ...any) ([]story.Clip, error) {
	rows, _ := q.Query(ctx, `SELECT `+clipColumns+` FROM clips c WHERE `+where+` ORDER BY coalesce(c.captured_at, c.created_at), c.created_at, c.id`, args...)
	clips, err := pgx.CollectRows(rows, scanClip)
	if err != nil || len(clips) == 0 {
		return nil, err
	}
	at := make(map[story.ClipID]*story.Clip, len(clips))
	ids := make([]string, len(clips))
	for i := range clips {
		at[clips[i].ID] = &clips[i]
		ids[i] = string(clips[i].ID)
	}
	var id story.ClipID
	var r story.Rendition
	rows, err = q.Query(ctx, `SELECT clip, coalesce(made::text, ''), name, kind, width, height, frame_rate, codecs, bandwidth, average, bytes, duration
		FROM renditions WHERE clip = ANY($1::text[]::uuid[]) ORDER BY kind = 'source', height DESC, name`, ids)
	if err != nil {
		return nil, err
	}
	_, err = pgx.ForEachRow(rows, []any{&id, &r.Made, &r.Name, &r.Kind, &r.Width, &r.Height, &r.FrameRate, &r.Codecs, &r.Bandwidth, &r.Average, &r.Bytes, &r.Duration}, func() error {
		at[id].Renditions = append(at[id].Renditions, r)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return clips, eachPreview(ctx, q, ids, func(id story.ClipID, p *story.Preview) { at[id].Preview = p })
}

// Clip loads one clip with the card of its story. NotFound for one that is
// not there and for one of a story that the person does not see.
func (db *DB) Clip(ctx context.Context, who story.Scope, id story.ClipID) (c story.Clip, s story.Story, err error) {
	defer story.Wrap(&err, "Clip(%s)", id)
	args := scopeArgs(who)
	args["id"] = id
	rows, _ := db.pool.Query(ctx, `SELECT `+storyColumns+` FROM `+storyTables+` JOIN clips c ON c.story = s.id WHERE c.id = @id AND NOT c.trashed AND `+seen, args)
	if s, err = pgx.CollectExactlyOneRow(rows, scanStory); err != nil {
		return c, s, one(err)
	}
	clips, err := clipsOf(ctx, db.pool, `c.id = $1`, id)
	if err != nil {
		return c, s, err
	}
	if len(clips) == 0 {
		return c, s, story.NotFound()
	}
	return clips[0], s, nil
}

// Playlists loads the renditions of a clip with their segment indexes, for
// writing playlists. Who may see the clip was decided when it was loaded.
func (db *DB) Playlists(ctx context.Context, id story.ClipID) (_ []story.Rendition, err error) {
	defer story.Wrap(&err, "Playlists(%s)", id)
	rows, _ := db.pool.Query(ctx, `SELECT coalesce(made::text, ''), name, kind, width, height, frame_rate, codecs, bandwidth, average, bytes, duration, segments
		FROM renditions WHERE clip = $1 ORDER BY kind = 'source', height DESC, name`, id)
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (r story.Rendition, err error) {
		return r, row.Scan(&r.Made, &r.Name, &r.Kind, &r.Width, &r.Height, &r.FrameRate, &r.Codecs, &r.Bandwidth, &r.Average, &r.Bytes, &r.Duration, &r.Index)
	})
}
