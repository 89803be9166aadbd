package api

import (
	"context"
	"time"

	"fieldstory/story"
)

// invitationLifetime is how long an invitation can be used: long enough for a
// field office that reads mail once a week.
const invitationLifetime = 14 * 24 * time.Hour

// Member is a person with an account.
type Member struct {
	ID     string  `json:"id"`
	Name   string  `json:"name"`
	Email  string  `json:"email"`
	Grants []Grant `json:"grants"`
}

type membersOutput struct {
	Body struct {
		Items []Member `json:"items"`
	}
}

func (a *API) listMembers(ctx context.Context, _ *empty) (*membersOutput, error) {
	who, _ := story.ScopeOf(ctx)
	list, err := a.Rows.Members(ctx, who)
	if err != nil {
		return nil, err
	}
	out := &membersOutput{}
	out.Body.Items = make([]Member, len(list))
	for i, m := range list {
		out.Body.Items[i] = memberView(m)
	}
	return out, nil
}

func memberView(m story.Granted) Member {
	return Member{ID: string(m.ID), Name: m.Name, Email: m.Email, Grants: grantsView(m.Grants)}
}

type inviteInput struct {
	Body struct {
		Name   string `json:"name"`
		Email  string `json:"email"`
		Office string `json:"office"`
		Role   string `json:"role" enum:"viewer,contributor,editor,publisher,admin"`
	}
}

type inviteOutput struct {
	Body struct {
		Member Member `json:"member"`
		Link   string `json:"link" doc:"One-time sign-in link, shown once; hand it over yourself"`
	}
}

// inviteMember answers with a link only for somebody new: a link for somebody
// who has an account already would let any administrator become them.
func (a *API) inviteMember(ctx context.Context, in *inviteInput) (*inviteOutput, error) {
	who, _ := story.ScopeOf(ctx)
	office, err := a.officeWithin(ctx, who, in.Body.Office)
	if err != nil {
		return nil, err
	}
	asked, grant, err := story.Invite(who, in.Body.Name, in.Body.Email, office, story.Role(in.Body.Role), a.Now())
	if err != nil {
		return nil, err
	}
	m, err := a.Rows.Enrol(ctx, asked, []story.Grant{grant})
	if err != nil {
		return nil, err
	}
	out := &inviteOutput{}
	out.Body.Member = memberView(story.Granted{Member: m, Grants: []story.Grant{grant}})
	if m.ID == asked.ID {
		secret, err := a.Door.NewLink(ctx, m.ID, invitationLifetime)
		if err != nil {
			return nil, err
		}
		out.Body.Link = a.address(ctx) + "/sign-in/" + secret
	}
	return out, nil
}
