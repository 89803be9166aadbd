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
		v := Token{ID: t.ID, Name: t.Name, CreatedAt: t.CreatedAt}
		if !t.LastUsed.IsZero() {
			v.LastUsed = &t.LastUsed
		}
		if !t.ExpiresAt.IsZero() {
			v.ExpiresAt = &t.ExpiresAt
		}
		out.Body.Items[i] = v
	}
	return out, nil
}

func (a *API) revokeToken(ctx context.Context, in *byID) (*empty, error) {
	who, _ := story.ScopeOf(ctx)
	id, err := story.ParseID[string](in.ID)
	if err != nil {
		return nil, err
	}
	return nil, a.Rows.RevokeToken(ctx, who, id)
}
