package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"fieldstory/story"
)

const groupRoleColumns = `r.id, r.name, o.id, o.path::text, o.name, r.role, r.created_at`

func scanGroupRole(row pgx.CollectableRow) (g story.GroupRole, err error) {
	return g, row.Scan(&g.ID, &g.Group, &g.At.Office, &g.At.Path, &g.At.Name, &g.At.Role, &g.CreatedAt)
}

// GroupRoles lists what groups of single sign-on do at the offices that the
// person administers, by group.
func (db *DB) GroupRoles(ctx context.Context, who story.Scope) (_ []story.GroupRole, err error) {
	defer story.Wrap(&err, "GroupRoles")
	rows, _ := db.pool.Query(ctx, `SELECT `+groupRoleColumns+`, (SELECT count(*) FROM identities i WHERE i.groups @> ARRAY[r.name])
		FROM group_roles r JOIN offices o ON o.id = r.office
		WHERE $1::text[]::ltree[] @> o.path ORDER BY r.name, o.path, r.role`, who.Reach(story.ActAdminister))
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (g story.GroupRole, err error) {
		return g, row.Scan(&g.ID, &g.Group, &g.At.Office, &g.At.Path, &g.At.Name, &g.At.Role, &g.CreatedAt, &g.People)
	})
}

// GroupLoss tells who would lose a role if their group gave it no longer.
// NotFound for one that is not there, or not the person's to end.
func (db *DB) GroupLoss(ctx context.Context, who story.Scope, id string) (l story.GroupLoss, err error) {
	defer story.Wrap(&err, "GroupLoss(%s)", id)
	g, err := groupRole(ctx, db.pool, id)
	if err != nil {
		return l, err
	}
	if err := g.Remove(who); err != nil {
		return l, err
	}
	rows, err := db.pool.Query(ctx, `SELECT m.id, m.name, count(*) OVER () FROM grants g JOIN members m ON m.id = g.member
		WHERE g.office = $1 AND g.role = $2 AND g.source = 'group'
			AND NOT EXISTS (SELECT FROM grants h WHERE h.member = g.member AND h.office = g.office AND h.role = g.role AND h.source = 'hand')
			AND EXISTS (SELECT FROM identities i WHERE i.member = g.member AND i.groups @> ARRAY[$3::text])
			AND NOT EXISTS (SELECT FROM group_roles r JOIN identities i ON i.groups @> ARRAY[r.name]
				WHERE i.member = g.member AND r.office = g.office AND r.role = g.role AND r.id <> $4)
		ORDER BY folded(m.name), m.id LIMIT $5`, g.At.Office, g.At.Role, g.Group, g.ID, story.MostLosing)
	if err != nil {
		return l, err
	}
	var a story.Actor
	_, err = pgx.ForEachRow(rows, []any{&a.ID, &a.Name, &l.Count}, func() error {
		l.First = append(l.First, a)
		return nil
	})
	return l, err
}

func groupRole(ctx context.Context, q querier, id string) (story.GroupRole, error) {
	rows, _ := q.Query(ctx, `SELECT `+groupRoleColumns+` FROM group_roles r JOIN offices o ON o.id = r.office WHERE r.id = $1`, id)
	g, err := pgx.CollectExactlyOneRow(rows, scanGroupRole)
	return g, one(err)
}

// AddGroupRole lets a group do something at an office, at once for whoever was
// in it when they last came in. One that is there already stays.
func (db *DB) AddGroupRole(ctx context.Context, who story.Scope, g story.GroupRole) (_ story.GroupRole, err error) {
	defer story.Wrap(&err, "AddGroupRole(%s, %s)", g.At.Office, g.At.Role)
	err = db.tx(ctx, func(tx pgx.Tx) error {
		if err := lockAdmins(ctx, tx); err != nil {
			return err
		}
		tag, err := tx.Exec(ctx, `INSERT INTO group_roles (id, name, office, role, created_at) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT ON CONSTRAINT group_roles_once DO NOTHING`, g.ID, g.Group, g.At.Office, g.At.Role, g.CreatedAt)
		if err != nil {
			return err
		}
		if tag.RowsAffected() == 0 {
			rows, _ := tx.Query(ctx, `SELECT `+groupRoleColumns+` FROM group_roles r JOIN offices o ON o.id = r.office
				WHERE r.name = $1 AND r.office = $2 AND r.role = $3`, g.Group, g.At.Office, g.At.Role)
			g, err = pgx.CollectExactlyOneRow(rows, scanGroupRole)
			return err
		}
		return db.groupChanged(ctx, tx, who, g, story.DeedGroupRoleMade)
	})
	return g, err
}

// RemoveGroupRole ends what a group does at an office, at once for everybody in
// it. NotFound for one that is not there, or not the person's to end.
func (db *DB) RemoveGroupRole(ctx context.Context, who story.Scope, id string) (err error) {
	defer story.Wrap(&err, "RemoveGroupRole(%s)", id)
	return db.tx(ctx, func(tx pgx.Tx) error {
		if err := lockAdmins(ctx, tx); err != nil {
			return err
		}
		g, err := groupRole(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := g.Remove(who); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `DELETE FROM group_roles WHERE id = $1`, id); err != nil {
			return err
		}
		return db.groupChanged(ctx, tx, who, g, story.DeedGroupRoleEnded)
	})
}

// groupChanged notes what became of a group's role, and gives or takes it from
// everybody who is in the group.
func (db *DB) groupChanged(ctx context.Context, tx pgx.Tx, who story.Scope, g story.GroupRole, what story.Deed) error {
	e := story.NewEntry(what, who, g.ID, db.Now()).AtOffice(g.At.Office).With("group", g.Group).With("role", string(g.At.Role))
	if err := addEntries(ctx, tx, e); err != nil {
		return err
	}
	rows, _ := tx.Query(ctx, `SELECT member::text FROM identities WHERE groups @> ARRAY[$1::text] ORDER BY member`, g.Group)
	members, err := pgx.CollectRows(rows, pgx.RowTo[story.MemberID])
	if err != nil {
		return err
	}
	for _, id := range members {
		if err := db.regroup(ctx, tx, id, who); err != nil {
			return err
		}
	}
	return nil
}
