package api

import (
	"context"
	"time"

	"fieldstory/story"
)

// Step is one line of a trail.
type Step struct {
	ID         string    `json:"id"`
	Verb       string    `json:"verb"`
	At         time.Time `json:"at"`
	By         *Decider  `json:"by" doc:"null = the clock"`
	FromOffice string    `json:"from_office"`
	FromName   string    `json:"from_name"`
	ToOffice   string    `json:"to_office"`
	ToName     string    `json:"to_name"`
	FromStage  string    `json:"from_stage"`
	ToStage    string    `json:"to_stage"`
	Undoes     string    `json:"undoes" doc:"The step that was taken back by this one, empty = none"`
	Skipped    []Landing `json:"skipped" doc:"Offices that were passed over, the lowest first"`
	Note       string    `json:"note"`
}

// Decider is who took a step.
type Decider struct {
	_    struct{} `nullable:"true"`
	ID   string   `json:"id"`
	Name string   `json:"name"`
}

// Landing is an office by its name.
type Landing struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

func stepView(s story.Step) Step {
	v := Step{ID: string(s.ID), Verb: string(s.Verb), At: s.At, FromOffice: string(s.FromOffice), FromName: s.FromName,
		ToOffice: string(s.ToOffice), ToName: s.ToName, FromStage: string(s.FromStage), ToStage: string(s.ToStage),
		Undoes: string(s.Undoes), Skipped: []Landing{}, Note: s.Note}
	if s.By.ID != "" {
		v.By = &Decider{ID: string(s.By.ID), Name: s.By.Name}
	}
	for _, o := range s.Skipped {
		v.Skipped = append(v.Skipped, Landing{ID: string(o.ID), Name: o.Name})
	}
	return v
}

type trailOutput struct {
	Body struct {
		Items []Step `json:"items"`
	}
}

func (a *API) trail(ctx context.Context, in *byID) (*trailOutput, error) {
	who, _ := story.ScopeOf(ctx)
	id, err := story.ParseID[story.StoryID](in.ID)
	if err != nil {
		return nil, err
	}
	steps, err := a.Rows.Trail(ctx, who, id)
	if err != nil {
		return nil, err
	}
	out := &trailOutput{}
	out.Body.Items = make([]Step, len(steps))
	for i, s := range steps {
		out.Body.Items[i] = stepView(s)
	}
	return out, nil
}
