package postgres

import (
	"context"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"fieldstory/story"
)

// personColumns are of a person p in the register of office po, put there by
// pm, with the newest answer of each side: c1 is their own, c2 a guardian's.
const personColumns = `p.id, po.id, po.path::text, po.name, p.mode, p.name, p.child, p.language, p.added_by, pm.name, p.created_at,
	coalesce(c1.id::text, ''), coalesce(c1.state, 'unknown'), coalesce(c1.form, ''), coalesce(c1.use, ''), coalesce(c1.who, ''),
	coalesce(c1.wording::text, ''), coalesce(w1.version, 0), coalesce(w1.language, c1.language, ''), coalesce(c1.given_on::text, ''),
	coalesce(c1.expires::text, ''), coalesce(c1.reach, ''), c1.recorded_at, coalesce(c1.recorded_by::text, ''), coalesce(m1.name, ''),
	coalesce(c2.id::text, ''), coalesce(c2.state, 'unknown'), coalesce(c2.form, ''), coalesce(c2.use, ''), coalesce(c2.who, ''),
	coalesce(c2.wording::text, ''), coalesce(w2.version, 0), coalesce(w2.language, c2.language, ''), coalesce(c2.given_on::text, ''),
	coalesce(c2.expires::text, ''), coalesce(c2.reach, ''), c2.recorded_at, coalesce(c2.recorded_by::text, ''), coalesce(m2.name, '')`

const personTables = `people p JOIN offices po ON po.id = p.office JOIN members pm ON pm.id = p.added_by
	LEFT JOIN consents c1 ON c1.id = p.own LEFT JOIN wordings w1 ON w1.id = c1.wording LEFT JOIN members m1 ON m1.id = c1.recorded_by
	LEFT JOIN consents c2 ON c2.id = p.guardian LEFT JOIN wordings w2 ON w2.id = c2.wording LEFT JOIN members m2 ON m2.id = c2.recorded_by`

// personRow is where a row of personColumns goes.
type personRow struct {
	story.Person
	at [2]*time.Time
}

func (p *personRow) fields() []any {
	list := []any{&p.ID, &p.Office, &p.OfficePath, &p.OfficeName, &p.Mode, &p.Name, &p.Child, &p.Language, &p.AddedBy.ID, &p.AddedBy.Name, &p.CreatedAt}
	for i, c := range []*story.Consent{&p.Own, &p.Guardian} {
		list = append(list, &c.ID, &c.State, &c.Form, &c.Use, &c.Who, &c.Wording, &c.Version, &c.Language, &c.GivenOn, &c.Expires, &c.Reach,
			&p.at[i], &c.RecordedBy.ID, &c.RecordedBy.Name)
	}
	return list
}

func (p *personRow) person() story.Person {
	out := p.Person
	out.Own.RecordedAt, out.Guardian.RecordedAt = value(p.at[0]), value(p.at[1])
	return out
}

func scanPerson(row pgx.CollectableRow) (story.Person, error) {
	var p personRow
	err := row.Scan(p.fields()...)
	return p.person(), err
}

func eachPerson(ctx context.Context, q querier, stories []string, fn func(story.StoryID, story.Person)) error {
	rows, err := q.Query(ctx, `SELECT sp.story, `+personColumns+` FROM story_people sp JOIN `+personTables+` ON p.id = sp.person
		WHERE sp.story = ANY($1::text[]::uuid[]) ORDER BY sp.added_at, p.id`, stories)
	if err != nil {
		return err
	}
	type found struct {
		story.StoryID
		story.Person
	}
	list, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (f found, err error) {
		var p personRow
		err = row.Scan(append([]any{&f.StoryID}, p.fields()...)...)
		f.Person = p.person()
		return f, err
	})
	if err != nil || len(list) == 0 {
		return err
	}
	people := make([]*story.Person, len(list))
	for i := range list {
		people[i] = &list[i].Person
	}
	if err := fillFiles(ctx, q, people); err != nil {
		return err
	}
	for _, f := range list {
		fn(f.StoryID, f.Person)
	}
	return nil
}

// fillFiles gives every person the files of their answers, the first first.
func fillFiles(ctx context.Context, q querier, people []*story.Person) error {
	ids := make([]string, len(people))
	for i, p := range people {
		ids[i] = string(p.ID)
	}
	rows, err := q.Query(ctx, `SELECT `+fileColumns+` FROM consent_files f JOIN members fm ON fm.id = f.added_by
		WHERE f.person = ANY($1::text[]::uuid[]) ORDER BY f.created_at, f.id`, ids)
	if err != nil {
		return err
	}
	list, err := pgx.CollectRows(rows, scanFile)
	for _, f := range list {
		for _, p := range people {
			switch {
			case p.ID != f.person:
			case f.Side == story.SideGuardian:
				p.Guardian.Files = append(p.Guardian.Files, f.ConsentFile)
			default:
				p.Own.Files = append(p.Own.Files, f.ConsentFile)
			}
		}
	}
	return err
}

// savePeople saves who came into a story and who left it, since it was loaded.
// Records themselves are changed through [DB.ChangePerson] alone: the answers of
// somebody who was on record before stay as they are.
func savePeople(ctx context.Context, tx pgx.Tx, d *story.Dossier) error {
	isIn := func(list []story.Person, id story.PersonID) bool {
		return slices.ContainsFunc(list, func(p story.Person) bool { return p.ID == id })
	}
	for _, p := range d.People {
		if isIn(d.Was.People, p.ID) {
			continue
		}
		_, err := tx.Exec(ctx, `
			INSERT INTO people (id, office, mode, name, child, language, added_by, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
			ON CONFLICT (id) DO NOTHING`, p.ID, p.Office, p.Mode, p.Name, p.Child, p.Language, p.AddedBy.ID, p.CreatedAt)
		if err != nil {
			return err
		}
		if err := saveAnswers(ctx, tx, p, false); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `INSERT INTO story_people (story, person, added_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, d.Story.ID, p.ID, d.Story.UpdatedAt)
		if err != nil {
			return err
		}
	}
	for _, p := range d.Was.People {
		if isIn(d.People, p.ID) {
			continue
		}
		if _, err := tx.Exec(ctx, `DELETE FROM story_people WHERE story = $1 AND person = $2`, d.Story.ID, p.ID); err != nil {
			return err
		}
	}
	return nil
}

// saveAnswers adds the answers that are not there yet and makes them the
// newest; with renew also where there is an answer already.
func saveAnswers(ctx context.Context, tx pgx.Tx, p story.Person, renew bool) error {
	for _, s := range []struct {
		side   story.Side
		column string
		c      story.Consent
	}{{story.SideOwn, "own", p.Own}, {story.SideGuardian, "guardian", p.Guardian}} {
		c := s.c
		if c.ID == "" {
			continue
		}
		_, err := tx.Exec(ctx, `
			INSERT INTO consents (id, person, side, state, form, use, who, wording, language, given_on, expires, reach, recorded_at, recorded_by)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT (id) DO NOTHING`,
			c.ID, p.ID, s.side, c.State, c.Form, c.Use, c.Who, null(c.Wording), c.Language, null(c.GivenOn), null(c.Expires), c.Reach, c.RecordedAt, null(c.RecordedBy.ID))
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `UPDATE people SET `+s.column+` = $2 WHERE id = $1 AND ($3 OR `+s.column+` IS NULL)`, p.ID, c.ID, renew); err != nil {
			return err
		}
	}
	return nil
}

// noWording says it where a record names a wording that is not there.
func noWording(err error) error {
	if violates(err, "consents_wording_fkey") {
		return story.Invalid("wording", "There is no such wording. Choose one from the list.").Because(err)
	}
	return err
}

// consentReach is what [story.Scope.SeesPerson] rests on, as @consent.
func consentReach(who story.Scope) []string {
	return append(who.Reach(story.ActCurate), who.Reach(story.ActPublish)...)
}

// Person loads a record of somebody filmed. It answers NotFound for one that
// is not there and for one that the asker may not read in its register.
func (db *DB) Person(ctx context.Context, who story.Scope, id story.PersonID) (_ story.Person, err error) {
	defer story.Wrap(&err, "Person(%s)", id)
	list, err := people(ctx, db.pool, who, `p.id = @id`, pgx.NamedArgs{"id": id})
	if err == nil && len(list) == 0 {
		err = story.NotFound()
	}
	if err != nil {
		return story.Person{}, err
	}
	return list[0], nil
}

// People lists the records that somebody may read in their registers, by name:
// those that words begin in, those of an office and below it where one is
// named, at most limit of them.
func (db *DB) People(ctx context.Context, who story.Scope, office story.OfficeID, words string, limit int) (_ []story.Person, err error) {
	defer story.Wrap(&err, "People")
	where, args := `true`, pgx.NamedArgs{"limit": limit}
	if office != "" {
		where += ` AND po.path <@ (SELECT path FROM offices WHERE id = @office)`
		args["office"] = office
	}
	if words != "" {
		where += ` AND strpos(lower(p.name), lower(@words)) > 0`
		args["words"] = words
	}
	return people(ctx, db.pool, who, where+` ORDER BY lower(p.name), p.id LIMIT @limit`, args)
}

func people(ctx context.Context, q querier, who story.Scope, rest string, args pgx.NamedArgs) ([]story.Person, error) {
	args["member"], args["consent"] = null(who.Member), consentReach(who)
	rows, _ := q.Query(ctx, `SELECT `+personColumns+` FROM `+personTables+`
		WHERE (p.added_by = @member OR @consent::text[]::ltree[] @> po.path) AND `+rest, args)
	list, err := pgx.CollectRows(rows, scanPerson)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	all := make([]*story.Person, len(list))
	ids := make([]string, len(list))
	at := map[story.PersonID]*story.Person{}
	for i := range list {
		all[i], ids[i], at[list[i].ID] = &list[i], string(list[i].ID), &list[i]
	}
	if err := fillFiles(ctx, q, all); err != nil {
		return nil, err
	}
	rows, _ = q.Query(ctx, `SELECT person, count(*) FROM story_people WHERE person = ANY($1::text[]::uuid[]) GROUP BY person`, ids)
	var id story.PersonID
	var n int
	_, err = pgx.ForEachRow(rows, []any{&id, &n}, func() error { at[id].Stories = n; return nil })
	return list, err
}
