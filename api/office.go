package api

import (
	"context"

	"fieldstory/story"
)

// Office is a place in the tree.
type Office struct {
	ID     string   `json:"id"`
	Name   string   `json:"name"`
	Slug   string   `json:"slug"`
	Level  string   `json:"level" doc:"The organisation's own word, e.g. Country office"`
	Parent string   `json:"parent" doc:"Empty for headquarters"`
	Quota  int64    `json:"quota" doc:"Bytes that the clips of this office and those below it may have together, 0 = no limit"`
	May    []string `json:"may" doc:"What the caller may do there: see, contribute, curate, publish, administer"`
}

func officeView(who story.Scope, o story.Office) Office {
	v := Office{ID: string(o.ID), Name: o.Name, Slug: o.Slug, Level: o.Level, Parent: string(o.Parent), Quota: o.Quota, May: []string{}}
	for _, act := range []story.Action{story.ActSee, story.ActContribute, story.ActCurate, story.ActPublish, story.ActAdminister} {
		if who.May(act, o.Path) {
			v.May = append(v.May, string(act))
		}
	}
	return v
}

type officesOutput struct {
	Body struct {
		Items []Office `json:"items"`
	}
}

type officeOutput struct{ Body Office }

func (a *API) listOffices(ctx context.Context, _ *empty) (*officesOutput, error) {
	who, _ := story.ScopeOf(ctx)
	list, err := a.Rows.Offices(ctx, who)
	if err != nil {
		return nil, err
	}
	out := &officesOutput{}
	out.Body.Items = make([]Office, len(list))
	for i, o := range list {
		out.Body.Items[i] = officeView(who, o)
	}
	return out, nil
}

type addOfficeInput struct {
	Body struct {
		Name   string `json:"name"`
		Level  string `json:"level"`
		Parent string `json:"parent"`
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
	}
}

func (a *API) changeOffice(ctx context.Context, in *changeOfficeInput) (*officeOutput, error) {
	who, _ := story.ScopeOf(ctx)
	o, err := a.officeWithin(ctx, who, in.ID)
	if err != nil {
		return nil, err
	}
	o, err = a.Rows.ChangeOffice(ctx, o.ID, func(o *story.Office) error {
		name, level := o.Name, o.Level
		if in.Body.Name != nil {
			name = *in.Body.Name
		}
		if in.Body.Level != nil {
			level = *in.Body.Level
		}
		if in.Body.Quota != nil {
			if err := o.SetQuota(who, *in.Body.Quota); err != nil {
				return err
			}
		}
		return o.Rename(who, name, level)
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
