package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"fieldstory/story"
)

// ClipsHere lists clips with this SHA-256 that [story.Dossier.OffersTo] offers
// to the person, a few at most. Of clips that they do not see it tells nothing.
func (db *DB) ClipsHere(ctx context.Context, who story.Scope, sha256 string) (_ []story.AlreadyHere, err error) {
	defer story.Wrap(&err, "ClipsHere(%s)", sha256)
	return here(ctx, db.pool, who, sha256, "", 5)
}

// here is ClipsHere; clips of the story near come first, then the person's own.
func here(ctx context.Context, q querier, who story.Scope, sum string, near story.StoryID, most int) (offered []story.AlreadyHere, err error) {
	args := scopeArgs(who)
	args["sum"], args["story"] = sum, null(near)
	rows, _ := q.Query(ctx, `SELECT c.id, c.story FROM `+storyTables+` JOIN clips c ON c.story = s.id
		WHERE NOT c.trashed AND c.sha256 = @sum AND c.received_at IS NOT NULL AND c.state NOT IN ('refused', 'failed') AND `+seen+`
		ORDER BY (s.id = @story) IS TRUE DESC, s.author = @member DESC, c.id LIMIT 20`, args)
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[story.AlreadyHere])
	if err != nil {
		return nil, err
	}
	for _, found := range list {
		s, err := seenStory(ctx, q, who, found.Story)
		if err != nil {
			return nil, err
		}
		if s.OffersTo(who) && len(offered) < most {
			offered = append(offered, found)
		}
	}
	return offered, nil
}
