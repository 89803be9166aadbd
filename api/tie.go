package api

import (
	"context"
	"time"

	"fieldstory/story"
)

// Tie is how single sign-on knows a person.
type Tie struct {
	Issuer string    `json:"issuer" doc:"The provider's address"`
	Since  time.Time `json:"since"`
	SeenAt time.Time `json:"seen_at" doc:"When they last came in by it"`
	Groups []string  `json:"groups" doc:"As it named them then"`
}

func tiesView(ties []story.Tie) []Tie {
	out := make([]Tie, len(ties))
	for i, t := range ties {
		out[i] = Tie{Issuer: t.Issuer, Since: t.Since, SeenAt: t.SeenAt, Groups: t.Groups}
	}
	return out
}

type mySingleOutput struct {
	Body struct {
		Items    []Tie `json:"items" doc:"Empty = it does not know one"`
		OtherWay bool  `json:"other_way" doc:"Whether there is a password, a passkey or a recovery code to come in with"`
	}
}

func (a *API) mySingle(ctx context.Context, _ *empty) (*mySingleOutput, error) {
	who, _ := story.ScopeOf(ctx)
	ties, ways, err := a.Rows.Ties(ctx, who)
	if err != nil {
		return nil, err
	}
	out := &mySingleOutput{}
	out.Body.Items, out.Body.OtherWay = tiesView(ties), ways.Other()
	return out, nil
}

func (a *API) untieMe(ctx context.Context, _ *empty) (*empty, error) {
	return nil, a.Door.Untie(ctx)
}

// untieMember lets an account be found anew by single sign-on: the person's
// there was made again, or their address was given to somebody else.
func (a *API) untieMember(ctx context.Context, in *byID) (*empty, error) {
	who, _ := story.ScopeOf(ctx)
	id, err := story.ParseID[story.MemberID](in.ID)
	if err != nil {
		return nil, err
	}
	return nil, a.Rows.UntieMember(ctx, who, id)
}
