package api

import (
	"context"
	"time"

	"fieldstory/story"
)

// Decision is what comes along with a verb.
type Decision struct {
	Note string `json:"note,omitempty" doc:"The author reads it; required for return and decline"`
	Seen string `json:"seen,omitempty" doc:"The id of the story's last step as the caller saw it. If another came since, nothing is done: 409 moved, with that step."`
}

type decideInput struct {
	ID   string    `path:"id"`
	Verb string    `path:"verb" enum:"submit,raise,pull,return,keep,decline,clear,withdraw,undo"`
	Body *Decision `required:"false"`
}

func (a *API) decide(ctx context.Context, in *decideInput) (*storyOutput, error) {
	return a.change(ctx, in.ID, in.Body.upon(func(who story.Scope, d *story.Dossier, note string, now time.Time) error {
		return d.Decide(who, story.Verb(in.Verb), note, now)
	}))
}

// upon lets a rule decide on what the caller saw, and on nothing else.
func (in *Decision) upon(rule func(story.Scope, *story.Dossier, string, time.Time) error) func(story.Scope, *story.Dossier, time.Time) error {
	if in == nil {
		in = &Decision{}
	}
	return func(who story.Scope, d *story.Dossier, now time.Time) error {
		if err := d.Unmoved(who, story.StepID(in.Seen)); err != nil {
			return err
		}
		return rule(who, d, in.Note, now)
	}
}

// Publication is one place where a story is public.
type Publication struct {
	ID          string     `json:"id"`
	Slug        string     `json:"slug"`
	URL         string     `json:"url" doc:"Address of the public page"`
	PublishedAt time.Time  `json:"published_at"`
	PublishedBy Actor      `json:"published_by"`
	ClosedAt    *time.Time `json:"closed_at" doc:"null = open"`
	Places      []Place    `json:"places" doc:"Where else it was published: what this house cannot close by itself"`
}

// Place is where a story was published outside of what this house can close.
type Place struct {
	ID        string    `json:"id"`
	Name      string    `json:"name" doc:"An address, or words"`
	State     string    `json:"state" enum:"there,asked,gone"`
	Note      string    `json:"note"`
	ChangedAt time.Time `json:"changed_at"`
	ChangedBy Actor     `json:"changed_by"`
}

func (a *API) publicationView(ctx context.Context, p story.Publication) Publication {
	v := Publication{ID: string(p.ID), Slug: p.Slug, URL: a.address(ctx) + "/s/" + p.Slug, PublishedAt: p.PublishedAt,
		PublishedBy: Actor{ID: string(p.PublishedBy.ID), Name: p.PublishedBy.Name}, Places: []Place{}}
	for _, x := range p.Places {
		v.Places = append(v.Places, Place{ID: string(x.ID), Name: x.Name, State: string(x.State), Note: x.Note, ChangedAt: x.ChangedAt,
			ChangedBy: Actor{ID: string(x.ChangedBy.ID), Name: x.ChangedBy.Name}})
	}
	if !p.Open() {
		v.ClosedAt = &p.ClosedAt
	}
	return v
}

type publishInput struct {
	ID   string    `path:"id"`
	Body *Decision `required:"false"`
}

type publishOutput struct{ Body Publication }

func (a *API) publish(ctx context.Context, in *publishInput) (*publishOutput, error) {
	var made story.Publication
	_, err := a.change(ctx, in.ID, in.Body.upon(func(who story.Scope, d *story.Dossier, note string, now time.Time) (err error) {
		made, err = d.Publish(who, note, now)
		return err
	}))
	if err != nil {
		return nil, err
	}
	return &publishOutput{a.publicationView(ctx, made)}, nil
}
