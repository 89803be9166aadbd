package api

import (
	"context"
	"strings"

	"fieldstory/story"
)

type importOfficesInput struct {
	ID   string `path:"id"`
	Body struct {
		CSV   string `json:"csv" maxLength:"4194304" doc:"Columns office (names joined by / from below this office), level, time_zone, languages, review_days"`
		Apply bool   `json:"apply,omitempty" doc:"Add them, where there is no mistake; else only tell what would be done"`
	}
}

// OfficesImport is what a file would do, or did.
type OfficesImport struct {
	Applied  bool            `json:"applied"`
	New      []ImportedWay   `json:"new" doc:"Offices that are added, those above first"`
	There    int             `json:"there" doc:"How many lines have an office that is there already; it stays as it is"`
	Mistakes []ImportMistake `json:"mistakes" doc:"With one of them nothing is added"`
}

// ImportedWay is an office that is added.
type ImportedWay struct {
	Way   []string `json:"way" doc:"Names from below the office that the file was brought to"`
	Level string   `json:"level"`
}

// ImportMistake is what is wrong with a line.
type ImportMistake struct {
	Line   int    `json:"line" doc:"The line with the column names is 1"`
	Code   string `json:"code"`
	Detail string `json:"detail"`
}

type importOfficesOutput struct{ Body OfficesImport }

func (a *API) importOffices(ctx context.Context, in *importOfficesInput) (*importOfficesOutput, error) {
	who, _ := story.ScopeOf(ctx)
	below, err := a.officeWithin(ctx, who, in.ID)
	if err != nil {
		return nil, err
	}
	if !who.May(story.ActAdminister, below.Path) {
		return nil, story.Forbidden("Only an administrator of %s can add offices there.", below.Name)
	}
	rows, mistakes, err := story.ReadOffices(strings.NewReader(in.Body.CSV))
	if err != nil {
		return nil, err
	}
	plan, err := a.Rows.ImportOffices(ctx, below.ID, in.Body.Apply, func(root story.Office, there []story.Office) (story.OfficeImport, error) {
		plan, err := story.PlanOffices(who, root, there, rows, a.Now())
		plan.Mistakes = append(plan.Mistakes, mistakes...)
		return plan, err
	})
	if err != nil {
		return nil, err
	}
	out := OfficesImport{Applied: in.Body.Apply && len(plan.Mistakes) == 0, New: []ImportedWay{}, There: plan.There, Mistakes: []ImportMistake{}}
	for i, o := range plan.New {
		out.New = append(out.New, ImportedWay{Way: plan.Ways[i], Level: o.Level})
	}
	for _, m := range plan.Mistakes {
		out.Mistakes = append(out.Mistakes, ImportMistake(m))
	}
	return &importOfficesOutput{out}, nil
}
