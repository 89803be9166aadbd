package postgres

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"fieldstory/story"
)

// ImportPeople lets plan decide what a file does, over the tree and the people
// with an account at these addresses; and does all of it, in a few statements and
// one transaction, where there is no mistake and apply says so.
func (db *DB) ImportPeople(ctx context.Context, emails []string, apply bool, plan func(offices []story.Office, there map[string]story.Granted) story.PeopleImport) (out story.PeopleImport, err error) {
	defer story.Wrap(&err, "ImportPeople(%d)", len(emails))
	err = db.tx(ctx, func(tx pgx.Tx) error {
		rows, _ := tx.Query(ctx, `SELECT `+officeColumns+` FROM offices o ORDER BY nlevel(o.path)`)
		offices, err := pgx.CollectRows(rows, scanOffice)
		if err != nil {
			return err
		}
		rows, _ = tx.Query(ctx, `SELECT `+memberColumns+` FROM members m WHERE m.email = ANY($1)`, emails)
		known, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (g story.Granted, err error) {
			g.Member, err = scanMember(row)
			return g, err
		})
		if err != nil {
			return err
		}
		if err := grantsOf(ctx, tx, known, `$2::text[] IS NOT NULL`, []string{}); err != nil {
			return err
		}
		if err := cameIn(ctx, tx, known); err != nil {
			return err
		}
		there := make(map[string]story.Granted, len(known))
		for _, m := range known {
			there[m.Email] = m
		}
		if out = plan(offices, there); !apply || len(out.Mistakes) > 0 {
			return nil
		}
		return db.enrolAll(ctx, tx, &out)
	})
	return out, err
}

// enrolAll does what a plan says.
func (db *DB) enrolAll(ctx context.Context, tx pgx.Tx, plan *story.PeopleImport) error {
	now := db.Now()
	// In one order, so that of two at once neither waits for the other.
	people := slices.Clone(plan.People)
	slices.SortFunc(people, func(a, b story.ImportedPerson) int { return strings.Compare(a.Member.Email, b.Member.Email) })
	if err := addMembers(ctx, tx, people); err != nil {
		return err
	}
	var who, office, role []string
	g := &gathered{Tx: tx}
	for _, p := range people {
		for _, one := range p.Grants {
			who, office, role = append(who, string(p.Member.ID)), append(office, string(one.Office)), append(role, string(one.Role))
			e := story.EntryBy(ctx, story.DeedMemberInvited, string(p.Member.ID), now).AtOffice(one.Office).With("role", string(one.Role))
			if err := addEntries(ctx, g, e); err != nil {
				return err
			}
		}
		if p.Again {
			if err := addEntries(ctx, g, story.EntryBy(ctx, story.DeedLinkMade, string(p.Member.ID), now).AtOffice(p.At.Office)); err != nil {
				return err
			}
		}
		if !p.New {
			if err := notifyReach(ctx, g, p.Member.ID); err != nil {
				return err
			}
		}
		if g.kept.Len() >= 1000 {
			if err := g.flush(ctx); err != nil {
				return err
			}
		}
	}
	if err := g.flush(ctx); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `INSERT INTO grants (member, office, role) SELECT * FROM unnest($1::text[]::uuid[], $2::text[]::uuid[], $3::text[]) ON CONFLICT DO NOTHING`, who, office, role)
	if err != nil {
		return err
	}
	byEmail := make(map[string]story.ImportedPerson, len(people))
	for _, p := range people {
		byEmail[p.Member.Email] = p
	}
	for i := range plan.People {
		plan.People[i] = byEmail[plan.People[i].Member.Email]
	}
	return db.invite(ctx, tx, plan, now)
}

// addMembers adds those who are new. Who got an account since the plan was made
// is new no longer: nobody gets a link to somebody else's account.
func addMembers(ctx context.Context, tx pgx.Tx, people []story.ImportedPerson) error {
	var ids, emails, names, languages []string
	var at []time.Time
	place := map[string]int{}
	for i, p := range people {
		if p.New {
			m := p.Member
			place[m.Email] = i
			ids, emails, names, languages, at = append(ids, string(m.ID)), append(emails, m.Email), append(names, m.Name), append(languages, m.Language), append(at, m.CreatedAt)
		}
	}
	rows, err := tx.Query(ctx, `
		INSERT INTO members AS m (id, email, name, language, created_at)
		SELECT * FROM unnest($1::text[]::uuid[], $2::text[], $3::text[], $4::text[], $5::timestamptz[])
		ON CONFLICT (email) DO UPDATE SET email = excluded.email RETURNING m.id, m.email`, ids, emails, names, languages, at)
	if err != nil {
		return err
	}
	var id story.MemberID
	var email string
	_, err = pgx.ForEachRow(rows, []any{&id, &email}, func() error {
		p := &people[place[email]]
		p.New, p.Member.ID = p.Member.ID == id, id
		return nil
	})
	return err
}

// cameIn notes of members whether they ever came in. Sessions are forgotten after
// a while, so that anything else counts that only they could have made.
func cameIn(ctx context.Context, tx pgx.Tx, list []story.Granted) error {
	ids := make([]story.MemberID, len(list))
	for i, m := range list {
		ids[i] = m.ID
	}
	rows, _ := tx.Query(ctx, `
		SELECT m.id FROM members m WHERE m.id = ANY($1::text[]::uuid[]) AND m.password_hash IS NULL
			AND NOT EXISTS (SELECT FROM sign_ins s WHERE s.member = m.id)
			AND NOT EXISTS (SELECT FROM sign_in_links l WHERE l.member = m.id AND l.used_at IS NOT NULL)
			AND NOT EXISTS (SELECT FROM identities i WHERE i.member = m.id)
			AND NOT EXISTS (SELECT FROM passkeys k WHERE k.member = m.id)
			AND NOT EXISTS (SELECT FROM api_tokens t WHERE t.member = m.id)
			AND NOT EXISTS (SELECT FROM stories w WHERE w.author = m.id)`, texts(ids))
	never, err := pgx.CollectRows(rows, pgx.RowTo[story.MemberID])
	if err != nil {
		return err
	}
	unseen := make(map[story.MemberID]bool, len(never))
	for _, id := range never {
		unseen[id] = true
	}
	for i := range list {
		list[i].CameIn = !unseen[list[i].ID]
	}
	return nil
}

// invite has those who are new, or are to be invited again, invited by mail, where
// somebody is there to send it; else it makes a one-time link for each.
func (db *DB) invite(ctx context.Context, tx pgx.Tx, plan *story.PeopleImport, now time.Time) error {
	err := tx.QueryRow(ctx, `SELECT EXISTS (SELECT FROM mail_sender WHERE seen_at > $1::timestamptz - `+mailSeen+`)`, now).Scan(&plan.ByMail)
	if err != nil {
		return err
	}
	var who, notices, offices []string
	var hashes [][]byte
	for i := range plan.People {
		p := &plan.People[i]
		if !p.Invited() {
			continue
		}
		who = append(who, string(p.Member.ID))
		if plan.ByMail {
			notices, offices = append(notices, string(story.NewID[story.NoticeID](now))), append(offices, string(p.At.Office))
			continue
		}
		secret, hash := story.NewSecret()
		p.Secret, hashes = secret, append(hashes, hash)
	}
	if !plan.ByMail {
		_, err := tx.Exec(ctx, `INSERT INTO sign_in_links (hash, member, expires_at) SELECT u.hash, u.member, $3 FROM unnest($1::bytea[], $2::text[]::uuid[]) u (hash, member)`,
			hashes, who, now.Add(story.InvitationLasts))
		return err
	}
	by, _ := story.ScopeOf(ctx)
	_, err = tx.Exec(ctx, `
		INSERT INTO notices (id, what, at, by, from_office, to_office) SELECT u.id, $1, $2, $3, u.office, u.office FROM unnest($4::text[]::uuid[], $5::text[]::uuid[]) u (id, office)`,
		story.Invited, now, null(by.Member), notices, offices)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO told (member, notice) SELECT * FROM unnest($1::text[]::uuid[], $2::text[]::uuid[])`, who, notices)
	if err != nil {
		return err
	}
	due := story.MailWish{Mode: story.MailMixed, Zone: time.UTC}.Due(story.Invited, now) // who is new has chosen nothing else
	_, err = tx.Exec(ctx, `INSERT INTO mails (member, notice, at, due_at) SELECT u.member, u.notice, $3, $4 FROM unnest($1::text[]::uuid[], $2::text[]::uuid[]) u (member, notice)`,
		who, notices, now, due)
	return err
}
