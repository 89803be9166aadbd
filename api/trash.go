package api

import (
	"context"
	"time"

	"fieldstory/story"
)

// Trashed is a story, or one clip of a story, that lies in the trash.
type Trashed struct {
	ID         string    `json:"id"`
	Story      string    `json:"story"`
	Title      string    `json:"title" doc:"Of the story"`
	Author     Actor     `json:"author"`
	Office     string    `json:"office" doc:"Where the story stands"`
	OfficeName string    `json:"office_name"`
	Stage      string    `json:"stage"`
	Clip       string    `json:"clip" doc:"Empty = the whole story"`
	Filename   string    `json:"filename" doc:"Of the clip; empty = the whole story"`
	Clips      int       `json:"clips" doc:"How many go with it"`
	Bytes      int64     `json:"bytes" doc:"Of their originals"`
	At         time.Time `json:"at"`
	By         *Actor    `json:"by" doc:"null = the clock"`
	Note       string    `json:"note" doc:"Why"`
	Until      time.Time `json:"until" doc:"From then on it is removed for good"`
	Removing   bool      `json:"removing" doc:"That has begun: it does not come back"`
	MayRestore bool      `json:"may_restore" doc:"The caller may bring it back"`
}

func trashView(who story.Scope, l story.TrashLine) Trashed {
	st := l.Of
	v := Trashed{
		ID: string(l.ID), Story: string(l.Story), Title: st.Title, Author: Actor{ID: string(st.Author.ID), Name: st.Author.Name},
		Office: string(st.StandsAt), OfficeName: st.StandsName, Stage: string(st.Stage), Clip: string(l.Clip), Filename: l.Filename,
		Clips: l.Clips, Bytes: l.Bytes, At: l.At, Note: l.Note, Until: l.Until, Removing: l.Removing,
		MayRestore: (&story.Dossier{Story: st}).MayRestore(who, l.Trashed),
	}
	if l.By.ID != "" {
		v.By = &Actor{ID: string(l.By.ID), Name: l.By.Name}
	}
	return v
}

type trashInput struct {
	ID   string    `path:"id"`
	Body *Decision `required:"false"`
}

type trashedOutput struct{ Body Trashed }

// trashStory puts a story into the trash, from where it can be brought back for
// a while. Asked for again it answers that the story is not there.
func (a *API) trashStory(ctx context.Context, in *trashInput) (*trashedOutput, error) {
	id, err := story.ParseID[story.StoryID](in.ID)
	if err != nil {
		return nil, err
	}
	return a.throw(ctx, id, in.Body, (*story.Dossier).Trash)
}

// trashClip does the same with one clip.
func (a *API) trashClip(ctx context.Context, in *trashInput) (*trashedOutput, error) {
	c, _, err := a.clip(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return a.throw(ctx, c.Story, in.Body, func(d *story.Dossier, who story.Scope, note string, now time.Time) (story.Trashed, error) {
		return d.TrashClip(who, c.ID, note, now)
	})
}

func (a *API) throw(ctx context.Context, id story.StoryID, in *Decision, rule func(*story.Dossier, story.Scope, string, time.Time) (story.Trashed, error)) (*trashedOutput, error) {
	who, _ := story.ScopeOf(ctx)
	var thrown story.Trashed
	upon := in.upon(func(who story.Scope, d *story.Dossier, note string, now time.Time) (err error) {
		thrown, err = rule(d, who, note, now)
		return err
	})
	if err := a.Rows.ChangeStory(ctx, who, id, func(d *story.Dossier) error { return upon(who, d, a.Now()) }); err != nil {
		return nil, err
	}
	line, err := a.Rows.TrashLine(ctx, who, thrown.ID)
	if err != nil {
		return nil, err
	}
	return &trashedOutput{trashView(who, line)}, nil
}

type listTrashInput struct {
	Cursor string `query:"cursor"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

type trashOutput struct {
	Body struct {
		Items      []Trashed `json:"items"`
		NextCursor string    `json:"next_cursor" doc:"Empty on the last page"`
	}
}

// listTrash lists what the caller threw away, or administers.
func (a *API) listTrash(ctx context.Context, in *listTrashInput) (*trashOutput, error) {
	who, _ := story.ScopeOf(ctx)
	var after story.TrashID
	if in.Cursor != "" {
		var err error
		if after, err = story.ParseID[story.TrashID](in.Cursor); err != nil {
			return nil, story.Invalid("cursor", "The list cannot go on from there. Begin again from its first page.")
		}
	}
	list, more, err := a.Rows.Trash(ctx, who, after, in.Limit)
	if err != nil {
		return nil, err
	}
	out := &trashOutput{}
	out.Body.Items = make([]Trashed, len(list))
	for i, l := range list {
		out.Body.Items[i] = trashView(who, l)
	}
	if more {
		out.Body.NextCursor = string(list[len(list)-1].ID)
	}
	return out, nil
}

// restoreTrash brings something back to where it stood, and answers with its story.
func (a *API) restoreTrash(ctx context.Context, in *byID) (*storyOutput, error) {
	who, _ := story.ScopeOf(ctx)
	id, err := story.ParseID[story.TrashID](in.ID)
	if err != nil {
		return nil, err
	}
	var of story.StoryID
	err = a.Rows.ChangeTrash(ctx, who, id, func(d *story.Dossier, t story.Trashed) error {
		of = d.Story.ID
		return d.Restore(who, t, a.Now())
	})
	if err != nil {
		return nil, err
	}
	return a.story(ctx, who, of)
}
