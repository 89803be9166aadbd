package api

import (
	"context"
	"slices"
	"time"

	"fieldstory/story"
)

// Endorsement is the word of another office on a story.
type Endorsement struct {
	ID         string    `json:"id" doc:"That of its step in the trail"`
	Office     string    `json:"office" doc:"In whose name it was said"`
	OfficeName string    `json:"office_name"`
	By         Actor     `json:"by"`
	At         time.Time `json:"at"`
	Note       string    `json:"note"`
	Also       bool      `json:"also" doc:"Whether that office has the same story; else it stands behind this one"`
	Story      *Twin     `json:"story" doc:"The same story; null where there is none, or it is not for the caller to see"`
	SaidOf     string    `json:"said_of" doc:"The story that it was said of, and where it is taken back: this one or, of two that are the same, the other"`
}

// Twin is the same story as another office has it.
type Twin struct {
	_     struct{} `nullable:"true"`
	ID    string   `json:"id"`
	Title string   `json:"title"`
}

func endorsementViews(who story.Scope, d *story.Dossier) []Endorsement {
	list := d.Said(who)
	out := make([]Endorsement, len(list))
	for i, e := range list {
		out[i] = Endorsement{ID: string(e.ID), Office: string(e.Office), OfficeName: e.OfficeName, By: Actor{ID: string(e.By.ID), Name: e.By.Name},
			At: e.At, Note: e.Note, Also: e.Twin != nil, SaidOf: string(d.Story.ID)}
		if !slices.ContainsFunc(d.Endorsements, func(o story.Endorsement) bool { return o.ID == e.ID }) {
			out[i].SaidOf = string(e.Twin.ID)
		}
		if e.Twin != nil && who.Sees(e.Twin) {
			out[i].Story = &Twin{ID: string(e.Twin.ID), Title: e.Twin.Title}
		}
	}
	return out
}

type endorseInput struct {
	ID   string `path:"id"`
	Body struct {
		Note   string `json:"note,omitempty" doc:"Why, for its author and those who decide; up to 4,000 characters, needed where no story is named"`
		Office string `json:"office,omitempty" doc:"In whose name, one of may_endorse; empty = the first of them. Of no account beside a story, which speaks for its own"`
		Story  string `json:"story,omitempty" doc:"A story of the caller's that is the same, from another office; empty = none"`
	}
}

func (a *API) endorse(ctx context.Context, in *endorseInput) (*storyOutput, error) {
	who, _ := story.ScopeOf(ctx)
	if in.Body.Story == "" {
		return a.change(ctx, in.ID, func(who story.Scope, d *story.Dossier, now time.Time) error {
			return d.Endorse(who, story.OfficeID(in.Body.Office), in.Body.Note, now)
		})
	}
	// Whoever does not see the one learns nothing of the other.
	if _, err := a.storyOf(ctx, who, in.ID); err != nil {
		return nil, err
	}
	twin, err := a.storyOf(ctx, who, in.Body.Story)
	if err != nil {
		return nil, err
	}
	return a.change(ctx, in.ID, func(who story.Scope, d *story.Dossier, now time.Time) error {
		return d.AlsoRaised(who, &twin, in.Body.Note, now)
	})
}

type unendorseInput struct {
	ID          string `path:"id"`
	Endorsement string `path:"endorsement"`
}

func (a *API) unendorse(ctx context.Context, in *unendorseInput) (*storyOutput, error) {
	return a.change(ctx, in.ID, func(who story.Scope, d *story.Dossier, now time.Time) error {
		return d.Unendorse(who, story.StepID(in.Endorsement), now)
	})
}
