package api

import (
	"context"

	"fieldstory/story"
)

// Member is a person with an account.
type Member struct {
	ID        string  `json:"id"`
	Name      string  `json:"name"`
	Email     string  `json:"email"`
	Grants    []Grant `json:"grants" doc:"At offices that the caller administers; none = no role anywhere, known to administrators of headquarters only"`
	Suspended bool    `json:"suspended" doc:"Cannot come in"`
	MayHold   bool    `json:"may_hold" doc:"Whether the caller may suspend them or hand out a new link; told for one person, not in lists"`
	Single    []Tie   `json:"single" doc:"How single sign-on knows them; null where that is not told: in lists, and to whoever may not hold the account"`
}

type listMembersInput struct {
	Q      string    `query:"q" maxLength:"200" doc:"Words in name or address; accents and capitals do not matter"`
	Office string    `query:"office" doc:"With a role at this office or below it"`
	Role   RoleAsked `query:"role" doc:"none = who holds no role anywhere; they are shown to administrators of headquarters only"`
	Cursor string    `query:"cursor"`
	Limit  int       `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

type membersOutput struct {
	Body struct {
		Items      []Member `json:"items"`
		NextCursor string   `json:"next_cursor" doc:"Empty on the last page"`
	}
}

func (a *API) listMembers(ctx context.Context, in *listMembersInput) (*membersOutput, error) {
	who, _ := story.ScopeOf(ctx)
	q := story.MemberQuery{Words: in.Q, Role: story.Role(in.Role), Limit: in.Limit}
	if in.Office != "" {
		office, err := a.officeWithin(ctx, who, in.Office)
		if err != nil {
			return nil, err
		}
		q.Office = office.ID
	}
	if err := readCursor(in.Cursor, &q.After); err != nil {
		return nil, err
	}
	if q.After.ID != "" {
		if _, err := story.ParseID[story.MemberID](string(q.After.ID)); err != nil {
			return nil, err
		}
	}
	list, more, err := a.Rows.Members(ctx, who, q)
	if err != nil {
		return nil, err
	}
	out := &membersOutput{}
	out.Body.Items = make([]Member, len(list))
	for i, m := range list {
		out.Body.Items[i] = memberView(m)
	}
	if more {
		last := list[len(list)-1]
		out.Body.NextCursor = writeCursor(story.MemberCursor{Name: last.Name, ID: last.ID})
	}
	return out, nil
}

func memberView(m story.Granted) Member {
	return Member{ID: string(m.ID), Name: m.Name, Email: m.Email, Grants: grantsView(m.Grants), Suspended: m.Suspended}
}

type inviteInput struct {
	Body struct {
		Name   string `json:"name"`
		Email  string `json:"email"`
		Office string `json:"office"`
		Role   Role   `json:"role"`
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
		secret, err := a.Door.NewLink(ctx, m.ID, story.InvitationLasts)
		if err != nil {
			return nil, err
		}
		out.Body.Link = a.address(ctx) + "/sign-in/" + secret
	}
	return out, nil
}
