package api

import (
	"context"

	"fieldstory/story"
)

type memberOutput struct{ Body Member }

// member answers with a person as the asker may see them: with the roles at
// offices that they administer.
func (a *API) member(ctx context.Context, who story.Scope, id string) (*memberOutput, error) {
	parsed, err := story.ParseID[story.MemberID](id)
	if err != nil {
		return nil, err
	}
	m, err := a.Rows.HoldMember(ctx, who, parsed)
	if err != nil {
		return nil, err
	}
	whole := who.MayHold(m) == nil
	var mine []story.Grant
	for _, g := range m.Grants {
		if who.May(story.ActAdminister, g.Path) {
			mine = append(mine, g)
		}
	}
	v := memberView(story.Granted{Member: m.Member, Grants: mine})
	if v.MayHold = whole; whole {
		v.Single = tiesView(m.Ties)
	}
	return &memberOutput{v}, nil
}

func (a *API) getMember(ctx context.Context, in *byID) (*memberOutput, error) {
	who, _ := story.ScopeOf(ctx)
	return a.member(ctx, who, in.ID)
}

type giveRolesInput struct {
	ID     string `path:"id"`
	Office string `path:"office"`
	Body   struct {
		Roles []string `json:"roles" maxItems:"6" doc:"viewer, contributor, editor, publisher, custodian, admin; none = none any more"`
	}
}

func (a *API) giveRoles(ctx context.Context, in *giveRolesInput) (*memberOutput, error) {
	who, _ := story.ScopeOf(ctx)
	id, err := story.ParseID[story.MemberID](in.ID)
	if err != nil {
		return nil, err
	}
	office, err := a.officeWithin(ctx, who, in.Office)
	if err != nil {
		return nil, err
	}
	roles := make([]story.Role, len(in.Body.Roles))
	for i, r := range in.Body.Roles {
		roles[i] = story.Role(r)
	}
	before, err := a.Rows.HoldMember(ctx, who, id)
	if err != nil {
		return nil, err
	}
	if err := a.Rows.GiveRoles(ctx, who, id, office.ID, roles); err != nil {
		return nil, err
	}
	out, err := a.member(ctx, who, in.ID)
	if err != nil { // the last role within reach is gone, and the person with it
		return &memberOutput{memberView(story.Granted{Member: before.Member})}, nil
	}
	return out, nil
}

func (a *API) suspendMember(ctx context.Context, in *byID) (*memberOutput, error) {
	return a.changeAccount(ctx, in.ID, story.DeedMemberSuspended, (*story.Granted).Suspend)
}

func (a *API) restoreMember(ctx context.Context, in *byID) (*memberOutput, error) {
	return a.changeAccount(ctx, in.ID, story.DeedMemberRestored, (*story.Granted).Restore)
}

func (a *API) changeAccount(ctx context.Context, id string, what story.Deed, rule func(*story.Granted, story.Scope) error) (*memberOutput, error) {
	who, _ := story.ScopeOf(ctx)
	parsed, err := story.ParseID[story.MemberID](id)
	if err != nil {
		return nil, err
	}
	if err := a.Rows.ChangeAccount(ctx, who, parsed, what, func(m *story.Granted) error { return rule(m, who) }); err != nil {
		return nil, err
	}
	return a.member(ctx, who, id)
}

type linkOutput struct {
	Body struct {
		Link string `json:"link" doc:"One-time sign-in link, shown once; hand it over yourself"`
	}
}

// linkMember is the way back in for somebody who lost theirs: no mail and no
// engineer is needed. Whoever hands it out could come in as them, so it is for
// administrators of everything that the person holds, and it is logged.
func (a *API) linkMember(ctx context.Context, in *byID) (*linkOutput, error) {
	who, _ := story.ScopeOf(ctx)
	id, err := story.ParseID[story.MemberID](in.ID)
	if err != nil {
		return nil, err
	}
	err = a.Rows.ChangeAccount(ctx, who, id, story.DeedLinkMade, func(m *story.Granted) error {
		if m.Suspended {
			return story.Conflict("suspended", "%s is suspended. Let them in again first.", m.Name)
		}
		return who.MayHold(*m)
	})
	if err != nil {
		return nil, err
	}
	secret, err := a.Door.NewLink(ctx, id, story.InvitationLasts)
	if err != nil {
		return nil, err
	}
	out := &linkOutput{}
	out.Body.Link = a.address(ctx) + "/sign-in/" + secret
	return out, nil
}
