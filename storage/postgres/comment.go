package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"fieldstory/story"
)

// addComments saves the comments that a decision added.
func addComments(ctx context.Context, tx pgx.Tx, d *story.Dossier) error {
	for _, c := range d.Comments {
		if _, err := tx.Exec(ctx, `
			INSERT INTO comments (id, story, by, at, text, clip, seconds, named) VALUES ($1, $2, $3, $4, $5, $6, $7, $8::text[]::uuid[])`,
			c.ID, d.Story.ID, c.By.ID, c.At, c.Text, null(c.Moment.Clip), c.Moment.Seconds, actorIDs(c.Named)); err != nil {
			return err
		}
	}
	return nil
}

func actorIDs(list []story.Actor) []string {
	ids := make([]string, len(list))
	for i := range list {
		ids[i] = string(list[i].ID)
	}
	return ids
}

// writtenColumns are those of comments or internal notes c.
const writtenColumns = `c.id, c.by, b.name, c.at, c.text, coalesce(c.clip::text, ''), c.seconds,
	ARRAY(SELECT k.id::text FROM unnest(c.named) WITH ORDINALITY u(id, n) JOIN members k USING (id) ORDER BY u.n),
	ARRAY(SELECT k.name FROM unnest(c.named) WITH ORDINALITY u(id, n) JOIN members k USING (id) ORDER BY u.n)`

// Comments lists what was written for everybody who sees the story, the first
// first. after is the last of the page before, "" = the first page. Of a story
// that the person does not see it lists nothing.
func (db *DB) Comments(ctx context.Context, who story.Scope, id story.StoryID, after story.CommentID, limit int) (list []story.Comment, more bool, err error) {
	defer story.Wrap(&err, "Comments(%s)", id)
	args := scopeArgs(who)
	args["id"], args["after"], args["limit"] = id, null(after), limit+1
	rows, _ := db.pool.Query(ctx, `SELECT `+writtenColumns+` FROM comments c JOIN members b ON b.id = c.by JOIN (`+storyTables+`) ON s.id = c.story
		WHERE c.story = @id AND (@after::text::uuid IS NULL OR c.id > @after::text::uuid) AND `+seen+` ORDER BY c.id LIMIT @limit`, args)
	list, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (c story.Comment, err error) {
		var ids, names []string
		err = row.Scan(&c.ID, &c.By.ID, &c.By.Name, &c.At, &c.Text, &c.Moment.Clip, &c.Moment.Seconds, &ids, &names)
		c.Named = actors(ids, names)
		return c, err
	})
	if more = len(list) > limit; more {
		list = list[:limit]
	}
	return list, more, err
}

func actors(ids, names []string) (list []story.Actor) {
	for i := range ids {
		list = append(list, story.Actor{ID: story.MemberID(ids[i]), Name: names[i]})
	}
	return list
}

// CommentReaders lists members who may read the comments of a story, by name,
// with words in their names; fifty at most.
func (db *DB) CommentReaders(ctx context.Context, st story.Story, words string) (_ []story.Actor, err error) {
	defer story.Wrap(&err, "CommentReaders(%s)", st.ID)
	return db.readers(ctx, st, story.CommentReaders(st.Stage), `OR m.id = $4`, words)
}

// readers are members with a role at an office above the story; but is what
// holds of its author ($4).
func (db *DB) readers(ctx context.Context, st story.Story, roles []story.Role, but, words string) ([]story.Actor, error) {
	rows, _ := db.pool.Query(ctx, `
		SELECT m.id, m.name FROM members m WHERE NOT m.suspended AND strpos(folded(m.name), folded($5)) > 0 AND (m.id IN (
			SELECT g.member FROM grants g JOIN offices o ON o.id = g.office
			WHERE g.role = ANY($3::text[]) AND (o.path @> $1::text::ltree OR o.path @> $2::text::ltree)) `+but+`)
		ORDER BY folded(m.name), m.id LIMIT 50`, st.OfficePath, st.StandsPath, texts(roles), st.Author.ID, words)
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (a story.Actor, err error) { return a, row.Scan(&a.ID, &a.Name) })
}
