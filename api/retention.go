package api

import (
	"context"
	"time"

	"fieldstory/story"
)

// Retention is for how many months stories are kept with which nobody goes on.
type Retention struct {
	Draft     int `json:"draft" doc:"Months after which drafts that nobody touched go into the trash, 0 = they are kept for ever"`
	Returned  int `json:"returned" doc:"The same of stories that were returned and never sent in again"`
	Declined  int `json:"declined" doc:"The same of declined stories"`
	Kept      int `json:"kept" doc:"The same of stories kept where they stand"`
	Withdrawn int `json:"withdrawn" doc:"The same of withdrawn stories"`
}

func retentionView(r story.Retention) Retention { return Retention(r) }

// RetentionInput changes some of the rules and leaves the others.
type RetentionInput struct {
	Draft     *int `json:"draft,omitempty"`
	Returned  *int `json:"returned,omitempty"`
	Declined  *int `json:"declined,omitempty"`
	Kept      *int `json:"kept,omitempty"`
	Withdrawn *int `json:"withdrawn,omitempty"`
}

func (in *RetentionInput) upon(r story.Retention) story.Retention {
	if in == nil {
		return r
	}
	for _, one := range []struct{ from, to *int }{{in.Draft, &r.Draft}, {in.Returned, &r.Returned}, {in.Declined, &r.Declined}, {in.Kept, &r.Kept}, {in.Withdrawn, &r.Withdrawn}} {
		if one.from != nil {
			*one.to = *one.from
		}
	}
	return r
}

// Retirable is a story that rules would take.
type Retirable struct {
	ID         string    `json:"id"`
	Title      string    `json:"title"`
	Author     Actor     `json:"author"`
	Office     string    `json:"office" doc:"Where the story stands"`
	OfficeName string    `json:"office_name"`
	Stage      string    `json:"stage"`
	Since      time.Time `json:"since" doc:"When anybody last did something to it"`
	Clips      int       `json:"clips"`
	Bytes      int64     `json:"bytes" doc:"Of their originals"`
}

// RetentionClass is what one rule would take.
type RetentionClass struct {
	Stage   string `json:"stage"`
	Months  int    `json:"months" doc:"0 = they are kept for ever"`
	Stories int    `json:"stories"`
	Clips   int    `json:"clips"`
	Bytes   int64  `json:"bytes" doc:"Of the clips' originals"`
}

type lookRetentionInput struct {
	Draft     int    `query:"draft" doc:"Months, as in the policy; 0 = for ever"`
	Returned  int    `query:"returned"`
	Declined  int    `query:"declined"`
	Kept      int    `query:"kept"`
	Withdrawn int    `query:"withdrawn"`
	Cursor    string `query:"cursor"`
	Limit     int    `query:"limit" minimum:"1" maximum:"200" default:"20"`
}

type lookRetentionOutput struct {
	Body struct {
		Classes    []RetentionClass `json:"classes" doc:"All of them, whether their rule takes something or not"`
		Stories    int              `json:"stories" doc:"In all"`
		Day        int              `json:"day" doc:"How many of them go on the first day at most"`
		From       time.Time        `json:"from" doc:"When new rules begin to take something, if they are set now"`
		Items      []Retirable      `json:"items" doc:"Those that have lain longest first"`
		NextCursor string           `json:"next_cursor" doc:"Empty on the last page"`
	}
}

// lookRetention says what rules would take if they held now. It changes
// nothing, and it is the query that the clock asks too.
func (a *API) lookRetention(ctx context.Context, in *lookRetentionInput) (*lookRetentionOutput, error) {
	who, _ := story.ScopeOf(ctx)
	rules := story.Retention{Draft: in.Draft, Returned: in.Returned, Declined: in.Declined, Kept: in.Kept, Withdrawn: in.Withdrawn}
	if err := story.LookRetention(who, rules); err != nil {
		return nil, err
	}
	var after story.RetentionPlace
	if err := readCursor(in.Cursor, &after); err != nil {
		return nil, err
	}
	now := a.Now()
	look, err := a.Rows.Retention(ctx, rules, now, after, in.Limit)
	if err != nil {
		return nil, err
	}
	out := &lookRetentionOutput{}
	b := &out.Body
	b.Stories, b.From, b.Items = look.Stories(), now.Add(story.RetentionNotice), []Retirable{}
	b.Day = min(b.Stories, story.RetentionADay(b.Stories))
	for _, c := range look.Classes {
		b.Classes = append(b.Classes, RetentionClass{string(c.Stage), c.Months, c.Stories, c.Clips, c.Bytes})
	}
	for _, r := range look.List {
		st := r.Of
		b.Items = append(b.Items, Retirable{ID: string(st.ID), Title: st.Title, Author: Actor{ID: string(st.Author.ID), Name: st.Author.Name},
			Office: string(st.StandsAt), OfficeName: st.StandsName, Stage: string(st.Stage), Since: r.Touched, Clips: r.Clips, Bytes: r.Bytes})
	}
	if look.More {
		last := look.List[len(look.List)-1]
		b.NextCursor = writeCursor(story.RetentionPlace{Touched: last.Touched, ID: last.Of.ID})
	}
	return out, nil
}
