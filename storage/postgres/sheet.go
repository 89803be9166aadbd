package postgres

import (
	"context"
	"slices"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"fieldstory/story"
)

// querier is a pool or a transaction.
type querier interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
	Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error)
}

// Story loads one story. It answers NotFound for one that is not there and
// for one that the person does not see.
func (db *DB) Story(ctx context.Context, who story.Scope, id story.StoryID) (_ story.Sheet, err error) {
	defer story.Wrap(&err, "Story(%s)", id)
	args := scopeArgs(who)
	args["id"] = id
	rows, _ := db.pool.Query(ctx, `SELECT `+storyColumns+` FROM `+storyTables+` WHERE s.id = @id AND `+seen, args)
	s, err := pgx.CollectExactlyOneRow(rows, scanStory)
	if err != nil {
		return story.Sheet{}, one(err)
	}
	sheets, err := fill(ctx, db.pool, []story.Story{s})
	if err != nil {
		return story.Sheet{}, err
	}
	return sheets[0], nil
}

// fill loads what belongs to the stories, one query a kind however many they are.
func fill(ctx context.Context, q querier, list []story.Story) ([]story.Sheet, error) {
	if len(list) == 0 {
		return nil, nil
	}
	policy, err := loadPolicy(ctx, q)
	if err != nil {
		return nil, err
	}
	sheets := make([]story.Sheet, len(list))
	at := make(map[story.StoryID]*story.Sheet, len(list))
	ids := make([]string, len(list))
	for i, s := range list {
		sheets[i].Story, sheets[i].Policy = s, policy
		at[s.ID] = &sheets[i]
		ids[i] = string(s.ID)
	}
	if err := eachPerson(ctx, q, ids, func(id story.StoryID, p story.Person) { at[id].People = append(at[id].People, p) }); err != nil {
		return nil, err
	}
	if err := eachPublication(ctx, q, ids, func(id story.StoryID, p story.Publication) {
		at[id].Publications = append(at[id].Publications, p)
	}); err != nil {
		return nil, err
	}
	if err := eachEndorsement(ctx, q, ids, func(id story.StoryID, e story.Endorsement, echo bool) {
		if d := &at[id].Dossier; echo {
			d.Echoes = append(d.Echoes, e)
		} else {
			d.Endorsements = append(d.Endorsements, e)
		}
	}); err != nil {
		return nil, err
	}
	clips, err := clipsOf(ctx, q, `c.story = ANY($1::text[]::uuid[]) AND NOT c.trashed`, ids)
	if err != nil {
		return nil, err
	}
	for _, c := range clips {
		s := at[c.Story]
		s.Footage = append(s.Footage, c)
		s.Clips = append(s.Clips, story.ClipBrief{ID: c.ID, State: c.State, Watchable: c.Watchable, Growing: c.Growing(), Preview: c.PreviewOnly(),
			Camera: c.Camera(), CapturedAt: c.CapturedAt})
	}
	if err := fillLast(ctx, q, ids, at); err != nil {
		return nil, err
	}
	for i := range sheets {
		d := &sheets[i].Dossier
		d.Was = story.Was{People: slices.Clone(d.People), Publications: slices.Clone(d.Publications), Endorsements: d.Endorsements, Trashed: d.Story.Trashed}
	}
	return sheets, fillOffices(ctx, q, sheets)
}

// fillOffices gives every sheet the offices above it, loading each office once.
// A story whose office was moved meanwhile may stand outside of its own way up:
// that then leads from its office to where it stands, and up from there.
func fillOffices(ctx context.Context, q querier, sheets []story.Sheet) error {
	paths := []string{}
	for i := range sheets {
		paths = append(paths, string(sheets[i].Story.OfficePath), string(sheets[i].Story.StandsPath))
	}
	rows, _ := q.Query(ctx, `SELECT `+officeColumns+` FROM offices o WHERE $1::text[]::ltree[] <@ o.path ORDER BY nlevel(o.path) DESC`, paths)
	offices, err := pgx.CollectRows(rows, scanOffice)
	if err != nil {
		return err
	}
	for i := range sheets {
		for _, o := range offices {
			if o.Path.Contains(sheets[i].Story.StandsPath) {
				sheets[i].Above = append(sheets[i].Above, o)
			}
			if o.Path.Contains(sheets[i].Story.OfficePath) {
				sheets[i].Way = append(sheets[i].Way, o)
			}
		}
		if st := sheets[i].Story; !st.StandsPath.Contains(st.OfficePath) {
			sheets[i].Way = append(sheets[i].Way[:1:1], sheets[i].Above...)
		}
	}
	return nil
}
