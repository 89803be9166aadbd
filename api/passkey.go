package api

import (
	"context"
	"encoding/json"
	"time"

	"fieldstory/story"
)

// Passkey is one of the caller's passkeys.
type Passkey struct {
	ID     string     `json:"id"`
	Name   string     `json:"name"`
	MadeAt time.Time  `json:"made_at"`
	UsedAt *time.Time `json:"used_at" doc:"null = never"`
}

func passkeyView(p story.Passkey) Passkey {
	v := Passkey{ID: p.ID, Name: p.Name, MadeAt: p.MadeAt}
	if !p.UsedAt.IsZero() {
		v.UsedAt = &p.UsedAt
	}
	return v
}

type passkeysOutput struct {
	Body struct {
		Items []Passkey `json:"items"`
	}
}

func (a *API) listPasskeys(ctx context.Context, _ *empty) (*passkeysOutput, error) {
	who, _ := story.ScopeOf(ctx)
	list, err := a.Rows.Passkeys(ctx, who)
	if err != nil {
		return nil, err
	}
	out := &passkeysOutput{}
	out.Body.Items = make([]Passkey, len(list))
	for i, p := range list {
		out.Body.Items[i] = passkeyView(p)
	}
	return out, nil
}

type challengeOutput struct {
	Body struct {
		ID      string `json:"id" doc:"To finish with, within five minutes, once, in the same browser"`
		Options any    `json:"options" doc:"For navigator.credentials, as WebAuthn Level 3 writes them in JSON"`
	}
}

func (a *API) beginPasskey(ctx context.Context, _ *empty) (out *challengeOutput, err error) {
	out = &challengeOutput{}
	out.Body.ID, out.Body.Options, err = a.Door.BeginPasskey(ctx, a.address(ctx))
	return out, err
}

type addPasskeyInput struct {
	Body struct {
		ID     string         `json:"id" maxLength:"100"`
		Name   string         `json:"name" maxLength:"500"`
		Answer map[string]any `json:"answer" doc:"What navigator.credentials.create gave, in JSON"`
	}
}

type passkeyOutput struct{ Body Passkey }

func (a *API) addPasskey(ctx context.Context, in *addPasskeyInput) (*passkeyOutput, error) {
	answer, err := json.Marshal(in.Body.Answer)
	if err != nil {
		return nil, err
	}
	p, err := a.Door.FinishPasskey(ctx, a.address(ctx), in.Body.ID, in.Body.Name, answer)
	if err != nil {
		return nil, err
	}
	return &passkeyOutput{passkeyView(p)}, nil
}

func (a *API) removePasskey(ctx context.Context, in *byID) (*empty, error) {
	who, _ := story.ScopeOf(ctx)
	if err := who.InPerson(); err != nil {
		return nil, err
	}
	id, err := story.ParseID[string](in.ID)
	if err != nil {
		return nil, err
	}
	return nil, a.Rows.RemovePasskey(ctx, who, id)
}

func (a *API) beginPasskeySignIn(ctx context.Context, _ *empty) (out *challengeOutput, err error) {
	out = &challengeOutput{}
	out.Body.ID, out.Body.Options, err = a.Door.BeginPasskeySignIn(ctx, a.address(ctx))
	return out, err
}

type signInPasskeyInput struct {
	Body struct {
		ID     string         `json:"id" maxLength:"100"`
		Answer map[string]any `json:"answer" doc:"What navigator.credentials.get gave, in JSON"`
	}
}

func (a *API) signInPasskey(ctx context.Context, in *signInPasskeyInput) (*empty, error) {
	answer, err := json.Marshal(in.Body.Answer)
	if err != nil {
		return nil, err
	}
	return nil, a.Door.UsePasskey(ctx, a.address(ctx), in.Body.ID, answer)
}
