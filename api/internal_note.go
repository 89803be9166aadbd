package api

import (
	"context"
	"time"

	"fieldstory/story"
)

// InternalNote is for those who decide on the story, and never for its author.
type InternalNote struct {
	ID       string    `json:"id"`
	By       Mention   `json:"by"`
	At       time.Time `json:"at"`
	Text     string    `json:"text"`
	Clip     string    `json:"clip" doc:"The clip it is about, empty = the whole story"`
	Seconds  float64   `json:"seconds" doc:"From the beginning of that clip"`
	Mentions []Mention `json:"mentions"`
}

func internalNoteView(n story.InternalNote) InternalNote {
	return InternalNote{ID: string(n.ID), By: Mention{ID: string(n.By.ID), Name: n.By.Name}, At: n.At, Text: n.Text,
		Clip: string(n.Moment.Clip), Seconds: n.Moment.Seconds, Mentions: mentions(n.Named)}
}

type internalNotesOutput struct {
	Body struct {
		Items      []InternalNote `json:"items"`
		NextCursor string         `json:"next_cursor" doc:"Empty on the last page"`
	}
}

func (a *API) listInternalNotes(ctx context.Context, in *pageOfStory) (*internalNotesOutput, error) {
	who, _ := story.ScopeOf(ctx)
	st, err := a.internalOf(ctx, who, in.ID)
	if err != nil {
		return nil, err
	}
	after, err := cursorID[story.InternalNoteID](in.Cursor)
	if err != nil {
		return nil, err
	}
	list, more, err := a.Rows.InternalNotes(ctx, who, st.ID, after, in.Limit)
	if err != nil {
		return nil, err
	}
	out := &internalNotesOutput{}
	out.Body.Items = make([]InternalNote, len(list))
	for i, n := range list {
		out.Body.Items[i] = internalNoteView(n)
	}
	if more {
		out.Body.NextCursor = string(list[len(list)-1].ID)
	}
	return out, nil
}

// internalOf is a story whose internal notes the person may read.
func (a *API) internalOf(ctx context.Context, who story.Scope, raw string) (story.Story, error) {
	st, err := a.storyOf(ctx, who, raw)
	if err != nil {
		return st, err
	}
	return st, who.MayReadInternalNotes(&st)
}

type internalNoteOutput struct{ Body InternalNote }

func (a *API) addInternalNote(ctx context.Context, in *writeInput) (*internalNoteOutput, error) {
	who, _ := story.ScopeOf(ctx)
	id, w, err := a.writing(ctx, in)
	if err != nil {
		return nil, err
	}
	var made story.InternalNote
	err = a.Rows.ChangeStory(ctx, who, id, func(d *story.Dossier) (err error) {
		made, err = d.WriteInternalNote(who, w, a.Now())
		return err
	})
	if err != nil {
		return nil, err
	}
	return &internalNoteOutput{Body: internalNoteView(made)}, nil
}

func (a *API) internalNoteReaders(ctx context.Context, in *readersInput) (*readersOutput, error) {
	who, _ := story.ScopeOf(ctx)
	st, err := a.internalOf(ctx, who, in.ID)
	if err != nil {
		return nil, err
	}
	list, err := a.Rows.InternalReaders(ctx, st, in.Q)
	if err != nil {
		return nil, err
	}
	out := &readersOutput{}
	out.Body.Items = mentions(list)
	return out, nil
}
