package api

import (
	"context"
	"time"

	"fieldstory/story"
)

// Office is a place in the tree.
type Office struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Slug   string `json:"slug"`
	Level  string `json:"level" doc:"The organisation's own word, e.g. Country office"`
	Parent string `json:"parent" doc:"Empty for headquarters"`
	Quota  int64  `json:"quota" doc:"Bytes that the clips and consent forms of this office and those below it may have together, 0 = no limit"`

	Languages   []string `json:"languages" doc:"BCP 47, the preferred one first"`
	Timezone    string   `json:"timezone" doc:"IANA name, e.g. Africa/Nairobi; empty = as the office above, UTC at headquarters"`
	ReviewHours int      `json:"review_hours" doc:"A reminder comes after a story waited so long on working days; 0 = as the office above, none at headquarters"`
	OwnCalendar bool     `json:"own_calendar" doc:"Whether days off and holidays are its own; else those of the office above hold"`
	DaysOff     []int    `json:"days_off" doc:"Days of the week without work, 0 = Sunday"`
	Holidays    []string `json:"holidays" doc:"yyyy-mm-dd"`
	PausedUntil string   `json:"paused_until" doc:"yyyy-mm-dd, the first day it works again; empty = it is not paused"`
	Closed      bool     `json:"closed" doc:"Takes no new stories"`

	May []string `json:"may" doc:"What the caller may do there: see, contribute, curate, publish, administer"`
}

func officeView(who story.Scope, o story.Office) Office {
	v := Office{ID: string(o.ID), Name: o.Name, Slug: o.Slug, Level: o.Level, Parent: string(o.Parent), Quota: o.Quota,
		Languages: words(o.Languages), Timezone: o.Timezone, ReviewHours: int(o.ReviewLimit / time.Hour), OwnCalendar: o.OwnCalendar,
		DaysOff: make([]int, len(o.DaysOff)), Holidays: words(o.Holidays), PausedUntil: o.PausedUntil, Closed: o.Closed, May: []string{}}
	for i, d := range o.DaysOff {
		v.DaysOff[i] = int(d)
	}
	for _, act := range []story.Action{story.ActSee, story.ActContribute, story.ActCurate, story.ActPublish, story.ActAdminister} {
		if who.May(act, o.Path) {
			v.May = append(v.May, string(act))
		}
	}
	return v
}

// OfficeLine is an office in a list.
type OfficeLine struct {
	Office
	Below int      `json:"below" doc:"How many offices are directly below it that the caller can see"`
	Way   []string `json:"way" doc:"Names of the offices above it, headquarters first"`
}

type listOfficesInput struct {
	Parent string   `query:"parent" doc:"Only those directly below this office"`
	Q      string   `query:"q" maxLength:"200" doc:"Words in the name; accents and capitals do not matter"`
	May    string   `query:"may" enum:"see,contribute,curate,publish,administer," doc:"Only where the caller may do this"`
	ID     []string `query:"id" maxItems:"100" doc:"Only these"`
	Closed bool     `query:"closed" doc:"Closed ones too"`
	Cursor string   `query:"cursor"`
	Limit  int      `query:"limit" minimum:"1" maximum:"1000" default:"200"`
}

type officesOutput struct {
	Body struct {
		Items      []OfficeLine `json:"items"`
		NextCursor string       `json:"next_cursor" doc:"Empty on the last page"`
	}
}

type officeOutput struct{ Body Office }

func (a *API) listOffices(ctx context.Context, in *listOfficesInput) (*officesOutput, error) {
	who, _ := story.ScopeOf(ctx)
	q := story.OfficeQuery{Words: in.Q, Act: story.Action(in.May), Closed: in.Closed, Limit: in.Limit}
	if in.Parent != "" {
		parent, err := a.officeWithin(ctx, who, in.Parent)
		if err != nil {
			return nil, err
		}
		q.Parent = parent.ID
	}
	for _, id := range in.ID {
		parsed, err := story.ParseID[story.OfficeID](id)
		if err != nil {
			return nil, err
		}
		q.IDs = append(q.IDs, parsed)
	}
	if err := readCursor(in.Cursor, &q.After); err != nil {
		return nil, err
	}
	if q.After.ID != "" {
		if _, err := story.ParseID[story.OfficeID](string(q.After.ID)); err != nil {
			return nil, err
		}
	}
	list, more, err := a.Rows.Offices(ctx, who, q)
	if err != nil {
		return nil, err
	}
	out := &officesOutput{}
	out.Body.Items = make([]OfficeLine, len(list))
	for i, o := range list {
		out.Body.Items[i] = OfficeLine{Office: officeView(who, o.Office), Below: o.Below, Way: o.Way}
	}
	if more {
		out.Body.NextCursor = writeCursor(list[len(list)-1].Cursor())
	}
	return out, nil
}

func (a *API) getOffice(ctx context.Context, in *byID) (*officeOutput, error) {
	who, _ := story.ScopeOf(ctx)
	o, err := a.officeWithin(ctx, who, in.ID)
	if err != nil {
		return nil, err
	}
	return &officeOutput{officeView(who, o)}, nil
}

// OfficeInput is what an administrator says of an office.
type OfficeInput struct {
	Languages   *[]string `json:"languages,omitempty" doc:"BCP 47, the preferred one first"`
	Timezone    *string   `json:"timezone,omitempty" doc:"IANA name; empty = as the office above"`
	ReviewHours *int      `json:"review_hours,omitempty" minimum:"0" maximum:"8784" doc:"0 = as the office above"`
	OwnCalendar *bool     `json:"own_calendar,omitempty"`
	DaysOff     *[]int    `json:"days_off,omitempty" doc:"0 = Sunday"`
	Holidays    *[]string `json:"holidays,omitempty" doc:"yyyy-mm-dd"`
	PausedUntil *string   `json:"paused_until,omitempty" doc:"yyyy-mm-dd; empty = it goes on at once"`
}

func (in OfficeInput) change(name, level *string) story.OfficeChange {
	c := story.OfficeChange{Name: name, Level: level, Languages: in.Languages, Timezone: in.Timezone, OwnCalendar: in.OwnCalendar, Holidays: in.Holidays, PausedUntil: in.PausedUntil}
	if in.ReviewHours != nil {
		limit := time.Duration(*in.ReviewHours) * time.Hour
		c.ReviewLimit = &limit
	}
	if in.DaysOff != nil {
		days := make([]time.Weekday, len(*in.DaysOff))
		for i, d := range *in.DaysOff {
			days[i] = time.Weekday(d)
		}
		c.DaysOff = &days
	}
	return c
}

type addOfficeInput struct {
	Body struct {
		Name   string `json:"name"`
		Level  string `json:"level"`
		Parent string `json:"parent"`
		OfficeInput
	}
}

func (a *API) addOffice(ctx context.Context, in *addOfficeInput) (*officeOutput, error) {
	who, _ := story.ScopeOf(ctx)
	parent, err := a.officeWithin(ctx, who, in.Body.Parent)
	if err != nil {
		return nil, err
	}
	o, err := story.NewOffice(who, &parent, in.Body.Name, in.Body.Level, a.Now())
	if err != nil {
		return nil, err
	}
	if err := o.Change(who, in.Body.change(nil, nil), a.Now()); err != nil {
		return nil, err
	}
	if o, err = a.Rows.AddOffice(ctx, o); err != nil {
		return nil, err
	}
	return &officeOutput{officeView(who, o)}, nil
}

type changeOfficeInput struct {
	ID   string `path:"id"`
	Body struct {
		Name  *string `json:"name,omitempty"`
		Level *string `json:"level,omitempty"`
		Quota *int64  `json:"quota,omitempty" doc:"For administrators of the office above"`
		OfficeInput
	}
}

func (a *API) changeOffice(ctx context.Context, in *changeOfficeInput) (*officeOutput, error) {
	who, _ := story.ScopeOf(ctx)
	o, err := a.officeWithin(ctx, who, in.ID)
	if err != nil {
		return nil, err
	}
	o, err = a.Rows.ChangeOffice(ctx, o.ID, func(o *story.Office) error {
		if in.Body.Quota != nil {
			if err := o.SetQuota(who, *in.Body.Quota); err != nil {
				return err
			}
		}
		return o.Change(who, in.Body.change(in.Body.Name, in.Body.Level), a.Now())
	})
	if err != nil {
		return nil, err
	}
	return &officeOutput{officeView(who, o)}, nil
}

// officeWithin loads an office that the person has anything to do with: one
// that they reach, or one above them. Any other is not found.
func (a *API) officeWithin(ctx context.Context, who story.Scope, id string) (story.Office, error) {
	parsed, err := story.ParseID[story.OfficeID](id)
	if err != nil {
		return story.Office{}, err
	}
	o, err := a.Rows.Office(ctx, parsed)
	if err != nil {
		return o, err
	}
	for _, g := range who.Grants {
		if g.Path.Contains(o.Path) || o.Path.Contains(g.Path) {
			return o, nil
		}
	}
	return story.Office{}, story.NotFound()
}
