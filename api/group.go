package api

import (
	"context"
	"time"

	"fieldstory/story"
)

// GroupRole is what a group of single sign-on does at an office and below it.
type GroupRole struct {
	ID        string    `json:"id"`
	Group     string    `json:"group" doc:"Exactly as the provider says it"`
	Grant               // where, and as what
	CreatedAt time.Time `json:"created_at"`
	People    int       `json:"people" doc:"How many were in the group when they last came in; told in the list only"`
}

func groupRoleView(g story.GroupRole) GroupRole {
	return GroupRole{ID: g.ID, Group: g.Group, Grant: grantsView([]story.Grant{g.At})[0], CreatedAt: g.CreatedAt, People: g.People}
}

type groupRolesOutput struct {
	Body struct {
		Items []GroupRole `json:"items"`
	}
}

func (a *API) listGroupRoles(ctx context.Context, _ *empty) (*groupRolesOutput, error) {
	who, _ := story.ScopeOf(ctx)
	list, err := a.Rows.GroupRoles(ctx, who)
	if err != nil {
		return nil, err
	}
	out := &groupRolesOutput{}
	out.Body.Items = make([]GroupRole, len(list))
	for i, g := range list {
		out.Body.Items[i] = groupRoleView(g)
	}
	return out, nil
}

type addGroupRoleInput struct {
	Body struct {
		Group  string `json:"group" maxLength:"500"`
		Office string `json:"office"`
		Role   Role   `json:"role"`
	}
}

type groupRoleOutput struct{ Body GroupRole }

func (a *API) addGroupRole(ctx context.Context, in *addGroupRoleInput) (*groupRoleOutput, error) {
	who, _ := story.ScopeOf(ctx)
	office, err := a.officeWithin(ctx, who, in.Body.Office)
	if err != nil {
		return nil, err
	}
	g, err := story.NewGroupRole(who, in.Body.Group, office, story.Role(in.Body.Role), a.Now())
	if err != nil {
		return nil, err
	}
	if g, err = a.Rows.AddGroupRole(ctx, who, g); err != nil {
		return nil, err
	}
	return &groupRoleOutput{groupRoleView(g)}, nil
}

func (a *API) removeGroupRole(ctx context.Context, in *byID) (*empty, error) {
	who, _ := story.ScopeOf(ctx)
	id, err := story.ParseID[string](in.ID)
	if err != nil {
		return nil, err
	}
	return nil, a.Rows.RemoveGroupRole(ctx, who, id)
}

type groupLossOutput struct {
	Body struct {
		Count int     `json:"count" doc:"How many"`
		First []Actor `json:"first" doc:"The first of them by name, at most 20"`
	}
}

// lookGroupRole names who holds the role by nothing else.
func (a *API) lookGroupRole(ctx context.Context, in *byID) (*groupLossOutput, error) {
	who, _ := story.ScopeOf(ctx)
	id, err := story.ParseID[string](in.ID)
	if err != nil {
		return nil, err
	}
	loss, err := a.Rows.GroupLoss(ctx, who, id)
	if err != nil {
		return nil, err
	}
	out := &groupLossOutput{}
	out.Body.Count, out.Body.First = loss.Count, make([]Actor, len(loss.First))
	for i, p := range loss.First {
		out.Body.First[i] = Actor{ID: string(p.ID), Name: p.Name}
	}
	return out, nil
}
