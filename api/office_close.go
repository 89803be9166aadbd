package api

import (
	"context"

	"fieldstory/story"
)

// Closing is what closing an office would end.
type Closing struct {
	Offices int `json:"offices" doc:"How many close, this one and those below it"`
	Waiting int `json:"waiting" doc:"Stories that wait there for a decision"`
	Unsent  int `json:"unsent" doc:"Stories there that are with their authors; sent in later, they go to the nearest open office above"`
	People  int `json:"people" doc:"Who hold a role there"`
}

type closingOutput struct{ Body Closing }

func (a *API) lookClose(ctx context.Context, in *byID) (*closingOutput, error) {
	who, _ := story.ScopeOf(ctx)
	o, err := a.officeWithin(ctx, who, in.ID)
	if err != nil {
		return nil, err
	}
	c, err := a.Rows.ClosingOffice(ctx, o.ID)
	if err != nil {
		return nil, err
	}
	if err := c.Check(who, true); err != nil {
		return nil, err
	}
	return &closingOutput{Closing{Offices: c.Offices, Waiting: c.Waiting, Unsent: c.Unsent, People: c.People}}, nil
}

type closeOfficeInput struct {
	ID   string `path:"id"`
	Body struct {
		MoveUp bool   `json:"move_up,omitempty" doc:"Let the stories that wait there wait at the nearest open office above; without it, closing is refused while any wait"`
		Note   string `json:"note,omitempty" doc:"For the trails of these stories; their authors read it"`
	}
}

func (a *API) closeOffice(ctx context.Context, in *closeOfficeInput) (*officeOutput, error) {
	who, _ := story.ScopeOf(ctx)
	o, err := a.officeWithin(ctx, who, in.ID)
	if err != nil {
		return nil, err
	}
	err = a.Rows.CloseOffice(ctx, o.ID,
		func(c story.Closing) error { return c.Check(who, in.Body.MoveUp) },
		func(d *story.Dossier, closed story.Path) error {
			if !in.Body.MoveUp { // it came in after the count
				return story.Closing{Office: o, Waiting: 1}.Check(who, false)
			}
			return d.MoveUp(who, closed, in.Body.Note, a.Now())
		})
	if err != nil {
		return nil, err
	}
	o.Closed = true
	return &officeOutput{officeView(who, o)}, nil
}

func (a *API) reopenOffice(ctx context.Context, in *byID) (*officeOutput, error) {
	who, _ := story.ScopeOf(ctx)
	o, err := a.officeWithin(ctx, who, in.ID)
	if err != nil {
		return nil, err
	}
	o, err = a.Rows.ReopenOffice(ctx, o.ID, func(o *story.Office, parent story.Office) error { return o.Reopen(who, parent) })
	if err != nil {
		return nil, err
	}
	return &officeOutput{officeView(who, o)}, nil
}
