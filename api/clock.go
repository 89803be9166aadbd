package api

import (
	"context"
	"time"

	"fieldstory/story"
)

type clockInput struct {
	ID   string `path:"id"`
	Body struct {
		Clip    string `json:"clip" doc:"A clip of the story; its camera is the one whose clock was wrong"`
		Which   string `json:"which" enum:"clip,story,everywhere" doc:"That clip alone, all clips of its camera in this story, or in all stories of the same author. The last needs a camera whose files say its serial number"`
		Seconds int64  `json:"seconds" doc:"To add to what the camera said; less than 0 where it was fast"`
	}
}

type clockOutput struct {
	Body struct {
		Clips   int `json:"clips" doc:"How many were corrected"`
		Stories int `json:"stories" doc:"In how many stories"`
		Left    int `json:"left" doc:"Stories that the caller may not edit, or whose clips would lie in the future"`
	}
}

// correctClock puts right when clips of one camera were filmed. Files are left
// as they are; whoever did it stands beside each clip and in the audit log.
// Sent twice it moves them twice.
func (a *API) correctClock(ctx context.Context, in *clockInput) (*clockOutput, error) {
	who, _ := story.ScopeOf(ctx)
	id, err := story.ParseID[story.StoryID](in.ID)
	if err != nil {
		return nil, err
	}
	c, s, err := a.clip(ctx, in.Body.Clip)
	if err == nil && c.Story != id {
		err = story.NotFound()
	}
	if err != nil {
		return nil, err
	}
	camera, shift, only := c.Camera(), time.Duration(in.Body.Seconds)*time.Second, story.ClipID("")
	if limit := int64(1) << 33; in.Body.Seconds > limit || in.Body.Seconds < -limit {
		shift = 0 // too large for a duration, and refused as nothing is
	}
	ids := []story.StoryID{id}
	switch in.Body.Which {
	case "clip":
		only = c.ID
	case "everywhere":
		if camera.Serial == "" {
			return nil, story.Conflict("serial_missing", "The files of this camera do not say its serial number, so its clips in other stories cannot be told from those of others. Correct story by story.")
		}
		if ids, err = a.Rows.StoriesOfCamera(ctx, who, s.Author.ID, camera); err != nil {
			return nil, err
		}
	}
	return a.correctClocks(ctx, who, ids, camera, only, shift)
}

func (a *API) correctClocks(ctx context.Context, who story.Scope, ids []story.StoryID, camera story.Camera, only story.ClipID, shift time.Duration) (*clockOutput, error) {
	moved := map[story.StoryID]int{} // by story, for a decision may be taken twice
	refused, err := a.Rows.ChangeStories(ctx, who, ids, func(d *story.Dossier) error {
		err := d.CorrectClock(who, camera, only, shift, a.Now())
		if err == nil && d.Clock != nil {
			moved[d.Story.ID] = len(d.Clock.Clips)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	out := &clockOutput{}
	out.Body.Stories, out.Body.Left = len(moved), len(refused)
	for _, n := range moved {
		out.Body.Clips += n
	}
	if len(ids) == len(refused) {
		for _, err := range refused {
			return nil, err
		}
	}
	return out, nil
}
