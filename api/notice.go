package api

import (
	"context"
	"time"

	"fieldstory/story"
)

// Notice is something that the caller was told.
type Notice struct {
	ID     string      `json:"id"`
	What   string      `json:"what" doc:"What happened, e.g. story.returned: see docs/notices.md"`
	At     time.Time   `json:"at"`
	By     *Decider    `json:"by" doc:"null = the clock"`
	Story  *NoticedFor `json:"story" doc:"null = about no story"`
	Step   string      `json:"step" doc:"Of the story's trail, empty = none"`
	From   string      `json:"from" doc:"The office it left, by name; the same as to where it did not move"`
	To     string      `json:"to" doc:"The office where it stands, by name"`
	Office string      `json:"office" doc:"The id of that office"`
	Note   string      `json:"note" doc:"The reason, or what was written"`
	Since  *time.Time  `json:"since" doc:"Of an office's week: how far it looks back; null = it is about no week"`
	Unread bool        `json:"unread"`
}

// NoticedFor is the story that a notice is about.
type NoticedFor struct {
	_     struct{} `nullable:"true"`
	ID    string   `json:"id"`
	Title string   `json:"title"`
}

func noticeView(n story.Notice) Notice {
	v := Notice{ID: string(n.ID), What: string(n.What), At: n.At, Step: string(n.Step), From: n.FromName, To: n.ToName, Office: string(n.To), Note: n.Note, Unread: !n.Read}
	if n.By.ID != "" {
		v.By = &Decider{ID: string(n.By.ID), Name: n.By.Name}
	}
	if n.Story != "" {
		v.Story = &NoticedFor{ID: string(n.Story), Title: n.Title}
	}
	if !n.Since.IsZero() {
		v.Since = &n.Since
	}
	return v
}

type listNoticesInput struct {
	Unread bool   `query:"unread" doc:"Only what is not read yet"`
	Cursor string `query:"cursor"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

type noticesOutput struct {
	Body struct {
		Items      []Notice `json:"items"`
		Unread     int      `json:"unread" doc:"How many are unread in all"`
		NextCursor string   `json:"next_cursor" doc:"Empty on the last page"`
	}
}

func (a *API) listNotices(ctx context.Context, in *listNoticesInput) (*noticesOutput, error) {
	who, _ := story.ScopeOf(ctx)
	after := story.NoticeID(in.Cursor)
	if in.Cursor != "" {
		var err error
		if after, err = story.ParseID[story.NoticeID](in.Cursor); err != nil {
			return nil, story.Invalid("cursor", "The list cannot go on from there. Begin again from its first page.")
		}
	}
	list, more, unread, err := a.Rows.Notices(ctx, who, in.Unread, after, in.Limit)
	if err != nil {
		return nil, err
	}
	out := &noticesOutput{}
	out.Body.Items, out.Body.Unread = make([]Notice, len(list)), unread
	for i, n := range list {
		out.Body.Items[i] = noticeView(n)
	}
	if more {
		out.Body.NextCursor = string(list[len(list)-1].ID)
	}
	return out, nil
}

type readNoticesInput struct {
	Body struct {
		IDs  []string `json:"ids,omitempty" maxItems:"200"`
		UpTo string   `json:"up_to,omitempty" doc:"This one and all that are older"`
	}
}

// readNotices marks one's own notices; others' and unknown ones are passed
// over, for their ids tell nothing.
func (a *API) readNotices(ctx context.Context, in *readNoticesInput) (*empty, error) {
	who, _ := story.ScopeOf(ctx)
	var ids []story.NoticeID
	for _, raw := range in.Body.IDs {
		id, err := story.ParseID[story.NoticeID](raw)
		if err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	var upTo story.NoticeID
	if in.Body.UpTo != "" {
		var err error
		if upTo, err = story.ParseID[story.NoticeID](in.Body.UpTo); err != nil {
			return nil, err
		}
	}
	return nil, a.Rows.ReadNotices(ctx, who, ids, upTo)
}
