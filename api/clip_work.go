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
