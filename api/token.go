package api

import (
	"context"
	"time"

	"fieldstory/story"
)

// Token is one of the caller's API tokens; the token itself is never shown again.
type Token struct {
	ID        string     `json:"id"`
	Name      string     `json:"name" doc:"What it is for"`
	Reach     string     `json:"reach" enum:"read,send,all" doc:"read = changes nothing; send = what a contributor may; all = whatever its owner may"`
	CreatedAt time.Time  `json:"created_at"`
	LastUsed  *time.Time `json:"last_used,omitempty" doc:"To the minute; absent = never"`
	ExpiresAt *time.Time `json:"expires_at,omitempty" doc:"Absent = it does not expire"`
}

type tokensOutput struct {
	Body struct {
		Items []Token `json:"items"`
	}
}

func (a *API) listTokens(ctx context.Context, _ *empty) (*tokensOutput, error) {
	who, _ := story.ScopeOf(ctx)
	list, err := a.Rows.Tokens(ctx, who)
	if err != nil {
		return nil, err
	}
	out := &tokensOutput{}
	out.Body.Items = make([]Token, len(list))
	for i, t := range list {
		out.Body.Items[i] = tokenView(t)
	}
	return out, nil
}

func tokenView(t story.Token) Token {
	v := Token{ID: t.ID, Name: t.Name, Reach: string(t.Reach), CreatedAt: t.CreatedAt}
	if !t.LastUsed.IsZero() {
		v.LastUsed = &t.LastUsed
	}
	if !t.ExpiresAt.IsZero() {
		v.ExpiresAt = &t.ExpiresAt
	}
	return v
}

type addTokenInput struct {
	Body struct {
		Name  string `json:"name" maxLength:"500" doc:"What it is for"`
		Reach string `json:"reach" enum:"read,send,all"`
		Days  int    `json:"days,omitempty" minimum:"0" maximum:"1825" doc:"How long it lasts, 0 = without end"`
	}
}

type madeToken struct {
	Body struct {
		Token
		Secret string `json:"token" doc:"The token itself, shown this once"`
	}
}

func (a *API) addToken(ctx context.Context, in *addTokenInput) (*madeToken, error) {
	who, _ := story.ScopeOf(ctx)
	if err := who.InPerson(); err != nil {
		return nil, err
	}
	t, err := story.NewToken(in.Body.Name, story.TokenReach(in.Body.Reach), time.Duration(in.Body.Days)*24*time.Hour, a.Now())
	if err != nil {
		return nil, err
	}
	out := &madeToken{}
	out.Body.Token = tokenView(t)
	out.Body.Secret, err = a.Door.NewToken(ctx, who.Member, t)
	return out, err
}

func (a *API) revokeToken(ctx context.Context, in *byID) (*empty, error) {
	who, _ := story.ScopeOf(ctx)
	id, err := story.ParseID[string](in.ID)
	if err != nil {
		return nil, err
	}
	return nil, a.Rows.RevokeToken(ctx, who, id)
}
