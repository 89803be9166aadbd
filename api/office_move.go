package api

import (
	"context"

	"fieldstory/story"
)

// Move is what moving an office would change, or has changed.
type Move struct {
	Offices int     `json:"offices" doc:"How many offices move, this one and those below it"`
	Stories int     `json:"stories" doc:"How many stories come from there or stand there; they keep their trails"`
	Gains   []Sight `json:"gains" doc:"Who would come to see them"`
	Loses   []Sight `json:"loses" doc:"Who would no longer see them"`
	Confirm string  `json:"confirm" doc:"To be given back with the move: it is refused when something of this has changed meanwhile"`
}

// Sight is people who see what is below an office by their role there.
type Sight struct {
	Office     string `json:"office"`
	OfficeName string `json:"office_name"`
	Role       Role   `json:"role"`
	People     int    `json:"people"`
}

func moveView(m story.Move) Move {
	v := Move{Offices: m.Offices, Stories: m.Stories, Gains: []Sight{}, Loses: []Sight{}, Confirm: m.Seal()}
	for from, to := range map[*[]story.Sight]*[]Sight{&m.Gains: &v.Gains, &m.Loses: &v.Loses} {
		for _, s := range *from {
			*to = append(*to, Sight{Office: string(s.Office), OfficeName: s.Name, Role: Role(s.Role), People: s.People})
		}
	}
	return v
}

type moveOutput struct{ Body Move }

type lookMoveInput struct {
	ID     string `path:"id"`
	Parent string `query:"parent" required:"true" doc:"The office it would belong to"`
}

func (a *API) lookMove(ctx context.Context, in *lookMoveInput) (*moveOutput, error) {
	who, _ := story.ScopeOf(ctx)
	office, to, err := a.twoOffices(ctx, who, in.ID, in.Parent)
	if err != nil {
		return nil, err
	}
	m, err := a.Rows.Moving(ctx, office, to)
	if err != nil {
		return nil, err
	}
	if err := m.Check(who); err != nil {
		return nil, err
	}
	return &moveOutput{moveView(m)}, nil
}

type moveOfficeInput struct {
	ID   string `path:"id"`
	Body struct {
		Parent  string `json:"parent" doc:"The office it will belong to"`
		Confirm string `json:"confirm" doc:"From looking at what the move would change"`
	}
}

// moveOffice does what was looked at and confirmed, and nothing else.
func (a *API) moveOffice(ctx context.Context, in *moveOfficeInput) (*moveOutput, error) {
	who, _ := story.ScopeOf(ctx)
	office, to, err := a.twoOffices(ctx, who, in.ID, in.Body.Parent)
	if err != nil {
		return nil, err
	}
	out := &moveOutput{}
	err = a.Rows.MoveOffice(ctx, office, to, func(m story.Move) error {
		if err := m.Check(who); err != nil {
			return err
		}
		out.Body = moveView(m)
		return m.Confirm(in.Body.Confirm)
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

func (a *API) twoOffices(ctx context.Context, who story.Scope, one, other string) (story.OfficeID, story.OfficeID, error) {
	o, err := a.officeWithin(ctx, who, one)
	if err != nil {
		return "", "", err
	}
	to, err := a.officeWithin(ctx, who, other)
	return o.ID, to.ID, err
}
