package api

import (
	"context"

	"fieldstory/story"
)

// cancelClip stops the work on a clip: whoever works on it hears of it at once.
func (a *API) cancelClip(ctx context.Context, in *byID) (*clipOutput, error) {
	return a.changeClip(ctx, in.ID, (*story.Clip).Cancel)
}

// startClip begins the work anew. No nudge is needed: workers look every second.
func (a *API) startClip(ctx context.Context, in *byID) (*clipOutput, error) {
	return a.changeClip(ctx, in.ID, (*story.Clip).Start)
}

// remakeClip has the ladder of a ready clip made anew, e.g. because ladders are
// different now. What it has stays until then.
func (a *API) remakeClip(ctx context.Context, in *byID) (*clipOutput, error) {
	return a.changeClip(ctx, in.ID, (*story.Clip).Remake)
}

type remakeInput struct {
	Body struct {
		Office string `json:"office,omitempty" doc:"With those below it; empty = all that the caller administers"`
	}
}

type remakeOutput struct {
	Body struct {
		Clips int `json:"clips" doc:"How many are made anew now, with those that were waiting for it already"`
	}
}

// remakeClips does the same for an office and those below it, or for all.
func (a *API) remakeClips(ctx context.Context, in *remakeInput) (*remakeOutput, error) {
	who, _ := story.ScopeOf(ctx)
	under := who.Reach(story.ActAdminister)
	if in.Body.Office != "" {
		id, err := story.ParseID[story.OfficeID](in.Body.Office)
		if err != nil {
			return nil, err
		}
		at, err := a.Rows.Office(ctx, id)
		if err != nil {
			return nil, err
		}
		if err := who.RemakeUnder(&at); err != nil {
			return nil, err
		}
		under = []string{string(at.Path)}
	}
	if len(under) == 0 {
		return nil, story.Forbidden("Only administrators can have clips made anew.")
	}
	out := &remakeOutput{}
	var err error
	out.Body.Clips, err = a.Rows.RemakeClips(ctx, under)
	return out, err
}

func (a *API) changeClip(ctx context.Context, id string, change func(*story.Clip, story.Scope, *story.Story) (bool, error)) (*clipOutput, error) {
	who, _ := story.ScopeOf(ctx)
	parsed, err := story.ParseID[story.ClipID](id)
	if err != nil {
		return nil, err
	}
	var st story.Story
	c, err := a.Rows.ChangeClip(ctx, who, parsed, func(c *story.Clip, s *story.Story) (bool, error) {
		st = *s
		return change(c, who, s)
	})
	if err != nil {
		return nil, err
	}
	return &clipOutput{a.clipView(who, c, &st)}, nil
}
