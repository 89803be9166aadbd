package api

import (
	"context"
	"errors"
	"time"

	"fieldstory/story"
)

// Comment is for everybody who sees the story, its author first.
type Comment struct {
	ID       string    `json:"id"`
	By       Mention   `json:"by"`
	At       time.Time `json:"at"`
	Text     string    `json:"text"`
	Clip     string    `json:"clip" doc:"The clip it is about, empty = the whole story"`
	Seconds  float64   `json:"seconds" doc:"From the beginning of that clip"`
	Mentions []Mention `json:"mentions"`
}

// Mention is a member by name.
type Mention struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

func mentions(list []story.Actor) []Mention {
	out := make([]Mention, len(list))
	for i, m := range list {
		out[i] = Mention{ID: string(m.ID), Name: m.Name}
	}
	return out
}

func commentView(c story.Comment) Comment {
	return Comment{ID: string(c.ID), By: Mention{ID: string(c.By.ID), Name: c.By.Name}, At: c.At, Text: c.Text,
		Clip: string(c.Moment.Clip), Seconds: c.Moment.Seconds, Mentions: mentions(c.Named)}
}

// pageOfStory asks for a page of what belongs to a story.
type pageOfStory struct {
	ID     string `path:"id"`
	Cursor string `query:"cursor"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"100"`
}

type commentsOutput struct {
	Body struct {
		Items      []Comment `json:"items"`
		MayWrite   bool      `json:"may_write"`
		NextCursor string    `json:"next_cursor" doc:"Empty on the last page"`
	}
}

func (a *API) listComments(ctx context.Context, in *pageOfStory) (*commentsOutput, error) {
	who, _ := story.ScopeOf(ctx)
	st, err := a.storyOf(ctx, who, in.ID)
	if err != nil {
		return nil, err
	}
	after, err := cursorID[story.CommentID](in.Cursor)
	if err != nil {
		return nil, err
	}
	list, more, err := a.Rows.Comments(ctx, who, st.ID, after, in.Limit)
	if err != nil {
		return nil, err
	}
	out := &commentsOutput{}
	out.Body.MayWrite, out.Body.Items = who.MayComment(&st), make([]Comment, len(list))
	for i, c := range list {
		out.Body.Items[i] = commentView(c)
	}
	if more {
		out.Body.NextCursor = string(list[len(list)-1].ID)
	}
	return out, nil
}

// storyOf is the story of a path, as far as the person sees it.
func (a *API) storyOf(ctx context.Context, who story.Scope, raw string) (story.Story, error) {
	id, err := story.ParseID[story.StoryID](raw)
	if err != nil {
		return story.Story{}, err
	}
	sheet, err := a.Rows.Story(ctx, who, id)
	return sheet.Story, err
}

// cursorID is a cursor that is an id; "" is the first page.
func cursorID[T ~string](raw string) (T, error) {
	if raw == "" {
		return "", nil
	}
	id, err := story.ParseID[T](raw)
	if err != nil {
		return "", story.Invalid("cursor", "The list cannot go on from there. Begin again from its first page.")
	}
	return id, nil
}

type writeInput struct {
	ID   string `path:"id"`
	Body struct {
		Text     string   `json:"text" doc:"1 to 4,000 characters"`
		Clip     string   `json:"clip,omitempty" doc:"A clip of the story that it is about"`
		Seconds  float64  `json:"seconds,omitempty" doc:"From the beginning of that clip"`
		Mentions []string `json:"mentions,omitempty" maxItems:"20" doc:"Ids of members who may read it; they are told"`
	}
}

// writing is what was sent, with those whom it mentions. Somebody who is not
// there is left to the rule that says whom one may mention.
func (a *API) writing(ctx context.Context, in *writeInput) (id story.StoryID, w story.Writing, err error) {
	if id, err = story.ParseID[story.StoryID](in.ID); err != nil {
		return "", w, err
	}
	w.Text, w.Moment = in.Body.Text, story.Moment{Clip: story.ClipID(in.Body.Clip), Seconds: in.Body.Seconds}
	for _, raw := range in.Body.Mentions {
		var named story.Scope
		if m, err := story.ParseID[story.MemberID](raw); err == nil {
			if named, err = a.Rows.Scope(ctx, m); err != nil && !errors.Is(err, story.NotFound()) {
				return "", w, err
			}
		}
		w.Named = append(w.Named, named)
	}
	return id, w, nil
}

type commentOutput struct{ Body Comment }

func (a *API) addComment(ctx context.Context, in *writeInput) (*commentOutput, error) {
	who, _ := story.ScopeOf(ctx)
	id, w, err := a.writing(ctx, in)
	if err != nil {
		return nil, err
	}
	var made story.Comment
	err = a.Rows.ChangeStory(ctx, who, id, func(d *story.Dossier) (err error) {
		made, err = d.Comment(who, w, a.Now())
		return err
	})
	if err != nil {
		return nil, err
	}
	return &commentOutput{Body: commentView(made)}, nil
}

type readersInput struct {
	ID string `path:"id"`
	Q  string `query:"q" maxLength:"100" doc:"Part of a name"`
}

type readersOutput struct {
	Body struct {
		Items []Mention `json:"items" doc:"By name, fifty at most"`
	}
}

func (a *API) commentReaders(ctx context.Context, in *readersInput) (*readersOutput, error) {
	who, _ := story.ScopeOf(ctx)
	st, err := a.storyOf(ctx, who, in.ID)
	if err != nil {
		return nil, err
	}
	if !who.MayComment(&st) {
		return nil, story.Forbidden("Only the author and those who decide on this story can comment on it.")
	}
	list, err := a.Rows.CommentReaders(ctx, st, in.Q)
	if err != nil {
		return nil, err
	}
	out := &readersOutput{}
	out.Body.Items = mentions(list)
	return out, nil
}
