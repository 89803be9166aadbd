package api

import (
	"context"
	"time"

	"fieldstory/story"
)

// Session is one place where the caller is signed in.
type Session struct {
	ID      string    `json:"id"`
	This    bool      `json:"this" doc:"The one that asks"`
	By      string    `json:"by" enum:"password,link,single,code,passkey"`
	Device  string    `json:"device" doc:"What the browser calls itself"`
	Address string    `json:"address" doc:"IP address, when it began"`
	BeganAt time.Time `json:"began_at"`
	SeenAt  time.Time `json:"seen_at" doc:"Last used, to five minutes"`
}

type sessionsOutput struct {
	Body struct {
		Items []Session `json:"items"`
	}
}

func (a *API) listSessions(ctx context.Context, _ *empty) (*sessionsOutput, error) {
	who, _ := story.ScopeOf(ctx)
	list, err := a.Rows.SignIns(ctx, who, a.Now().Add(-story.SignInIdle))
	if err != nil {
		return nil, err
	}
	out := &sessionsOutput{}
	out.Body.Items = make([]Session, len(list))
	for i, in := range list {
		out.Body.Items[i] = Session{ID: string(in.ID), This: in.ID == who.SignIn, By: in.By, Device: in.Device, Address: in.Address, BeganAt: in.BeganAt, SeenAt: in.SeenAt}
	}
	return out, nil
}

func (a *API) endSession(ctx context.Context, in *byID) (*empty, error) {
	who, _ := story.ScopeOf(ctx)
	if err := who.InPerson(); err != nil {
		return nil, err
	}
	id, err := story.ParseID[story.SignInID](in.ID)
	if err != nil {
		return nil, err
	}
	return nil, a.Rows.EndSignIn(ctx, who, id)
}

// endSessions signs out everywhere but here.
func (a *API) endSessions(ctx context.Context, _ *empty) (*empty, error) {
	return nil, a.Door.SignOutElsewhere(ctx)
}
