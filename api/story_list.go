package api

import (
	"context"
	"encoding/base64"
	"strings"
	"time"

	"fieldstory/story"
)

type listStoriesInput struct {
	Office   string    `query:"office" doc:"From this office or below it, or standing there"`
	StandsAt string    `query:"stands_at" doc:"Standing at exactly this office"`
	Stage    string    `query:"stage" enum:"draft,waiting,returned,kept,declined,cleared,withdrawn,"`
	Q        string    `query:"q" maxLength:"200" doc:"Words in title, place or text"`
	Mine     bool      `query:"mine" doc:"Only the caller's own"`
	Involved bool      `query:"involved" doc:"Only those that the caller wrote, or took a step with"`
	Overdue  bool      `query:"overdue" doc:"Only those that have waited for as long as the office where they stand may take, counted on the days that it works, as for reminders"`
	CameUp   time.Time `query:"came_up_from" doc:"With office: only those that came up to it at this time or later, sent in there, raised or pulled to it, or risen by themselves"`
	Language string    `query:"language" maxLength:"35" pattern:"^([A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*)?$" patternDescription:"a language tag, for example en or pt-BR" doc:"BCP 47: this language and every kind of it, as pt is for pt-BR; und = none was said"`
	From     time.Time `query:"captured_from" doc:"Filmed at this time or later"`
	Until    time.Time `query:"captured_until" doc:"Filmed before this time"`
	IDs      []string  `query:"ids,explode" maxItems:"200" doc:"Only this one; give it once for each story"`
	TwinOf   string    `query:"twin_of" doc:"Only those that the caller could name now as the same story as this one, see the endorsements of a story"`
	Order    string    `query:"order" enum:"newest,longest," doc:"newest by capture time first, or who has waited longest first"`
	Cursor   string    `query:"cursor"`
	Limit    int       `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

type storiesOutput struct {
	Body struct {
		Items      []Story `json:"items"`
		NextCursor string  `json:"next_cursor" doc:"Empty on the last page"`
	}
}

func (a *API) listStories(ctx context.Context, in *listStoriesInput) (*storiesOutput, error) {
	who, _ := story.ScopeOf(ctx)
	q := story.Query{Stage: story.Stage(in.Stage), Words: in.Q, Mine: in.Mine, Involved: in.Involved,
		Language: in.Language, From: in.From, Until: in.Until, Longest: in.Order == "longest", Limit: in.Limit}
	if in.Overdue {
		q.Overdue = a.Now()
	}
	if q.CameUp = in.CameUp; !q.CameUp.IsZero() && in.Office == "" {
		return nil, story.Invalid("came_up_from", "Say to which office they came up: came_up_from goes with office.")
	}
	if !q.Until.IsZero() && !q.From.Before(q.Until) {
		return nil, story.Invalid("captured_until", "The first day has to come before the last one, or be the same.")
	}
	for _, id := range in.IDs {
		if id, err := story.ParseID[story.StoryID](id); err == nil {
			q.IDs = append(q.IDs, id)
		}
	}
	if len(in.IDs) > 0 && q.IDs == nil {
		q.IDs = []story.StoryID{} // nothing that could be there
	}
	for _, o := range []struct {
		from string
		to   *story.OfficeID
	}{{in.Office, &q.Office}, {in.StandsAt, &q.StandsAt}} {
		if o.from == "" {
			continue
		}
		office, err := a.officeWithin(ctx, who, o.from)
		if err != nil {
			return nil, err
		}
		*o.to = office.ID
	}
	if in.TwinOf != "" {
		id, err := story.ParseID[story.StoryID](in.TwinOf)
		if err != nil {
			return nil, err
		}
		s, err := a.Rows.Story(ctx, who, id)
		if err != nil {
			return nil, err
		}
		twins := s.Twins()
		q.Twins = &twins
	}
	var err error
	if q.After, err = parseCursor(in.Cursor); err != nil {
		return nil, err
	}
	list, more, err := a.Rows.Stories(ctx, who, q)
	if err != nil {
		return nil, err
	}
	out := &storiesOutput{}
	out.Body.Items = make([]Story, len(list))
	for i, s := range list {
		out.Body.Items[i] = a.storyView(ctx, who, s)
	}
	if more {
		last := q.CursorOf(&list[len(list)-1].Story)
		out.Body.NextCursor = base64.RawURLEncoding.EncodeToString([]byte(last.At.UTC().Format(time.RFC3339Nano) + " " + string(last.ID)))
	}
	return out, nil
}

func parseCursor(s string) (c story.Cursor, err error) {
	if s == "" {
		return c, nil
	}
	wrong := story.Invalid("cursor", "The list cannot go on from there. Begin again from its first page.")
	raw, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil {
		return c, wrong
	}
	at, id, _ := strings.Cut(string(raw), " ")
	if c.At, err = time.Parse(time.RFC3339Nano, at); err != nil {
		return c, wrong
	}
	if c.ID, err = story.ParseID[story.StoryID](id); err != nil {
		return c, wrong
	}
	return c, nil
}
