package api

import (
	"context"
	"time"

	"fieldstory/story"
)

type decideInput struct {
	ID   string `path:"id"`
	Verb string `path:"verb" enum:"submit,raise,pull,return,keep,decline,clear,withdraw"`
	Body *struct {
		Note string `json:"note,omitempty" doc:"The author reads it; required for return and decline"`
	} `required:"false"`
}

func (a *API) decide(ctx context.Context, in *decideInput) (*storyOutput, error) {
	note := ""
	if in.Body != nil {
		note = in.Body.Note
	}
	return a.change(ctx, in.ID, func(who story.Scope, d *story.Dossier, now time.Time) error {
		return d.Decide(who, story.Verb(in.Verb), note, now)
	})
}

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
	Note       string    `json:"note"`
}

// Decider is who took a step.
type Decider struct {
	_    struct{} `nullable:"true"`
	ID   string   `json:"id"`
	Name string   `json:"name"`
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
		out.Body.Items[i] = Step{ID: string(s.ID), Verb: string(s.Verb), At: s.At, FromOffice: string(s.FromOffice), FromName: s.FromName,
			ToOffice: string(s.ToOffice), ToName: s.ToName, FromStage: string(s.FromStage), ToStage: string(s.ToStage), Note: s.Note}
		if s.By.ID != "" {
			out.Body.Items[i].By = &Decider{ID: string(s.By.ID), Name: s.By.Name}
		}
	}
	return out, nil
}

// Publication is one place where a story is public.
type Publication struct {
	ID          string     `json:"id"`
	Slug        string     `json:"slug"`
	URL         string     `json:"url" doc:"Address of the public page"`
	PublishedAt time.Time  `json:"published_at"`
	PublishedBy Actor      `json:"published_by"`
	ClosedAt    *time.Time `json:"closed_at" doc:"null = open"`
}

func (a *API) publicationView(ctx context.Context, p story.Publication) Publication {
	v := Publication{ID: string(p.ID), Slug: p.Slug, URL: a.address(ctx) + "/s/" + p.Slug, PublishedAt: p.PublishedAt,
		PublishedBy: Actor{ID: string(p.PublishedBy.ID), Name: p.PublishedBy.Name}}
	if !p.Open() {
		v.ClosedAt = &p.ClosedAt
	}
	return v
}

type publishInput struct {
	ID   string `path:"id"`
	Body *struct {
		Note string `json:"note,omitempty"`
	} `required:"false"`
}

type publishOutput struct{ Body Publication }

func (a *API) publish(ctx context.Context, in *publishInput) (*publishOutput, error) {
	note := ""
	if in.Body != nil {
		note = in.Body.Note
	}
	var made story.Publication
	_, err := a.change(ctx, in.ID, func(who story.Scope, d *story.Dossier, now time.Time) (err error) {
		made, err = d.Publish(who, note, now)
		return err
	})
	if err != nil {
		return nil, err
	}
	return &publishOutput{a.publicationView(ctx, made)}, nil
}
