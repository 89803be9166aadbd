package api

import (
	"context"
	"strings"

	"fieldstory/story"
)

// importShown is how many people and mistakes an answer names: the rest is a
// number, for nobody reads fifty thousand lines in a page.
const importShown = 500

type importPeopleInput struct {
	Body struct {
		CSV   string `json:"csv" maxLength:"12582912" doc:"Columns name, email, office (names joined by / from below headquarters or the office that one administers, or the short name), role, language"`
		Apply bool   `json:"apply,omitempty" doc:"Do it, where there is no mistake; else only tell what would be done"`
		Again bool   `json:"again,omitempty" doc:"Invite those again who have an account and have never come in, as when the answer with their links was lost"`
	}
}

// PeopleImport is what a file of people would do, or did.
type PeopleImport struct {
	Applied  bool             `json:"applied"`
	New      int              `json:"new" doc:"How many people are invited"`
	Known    int              `json:"known" doc:"How many have an account already, and get a role"`
	There    int              `json:"there" doc:"How many lines change nothing: the person holds that role there already"`
	Unseen   int              `json:"unseen" doc:"How many people of the file have an account, have never come in, and could be invited again"`
	Wrong    int              `json:"wrong" doc:"How many lines have a mistake; with one of them nothing is done"`
	People   []PersonImported `json:"people" doc:"Those who are invited, or invited again, or get a role, the first 500"`
	Mistakes []ImportMistake  `json:"mistakes" doc:"The first 500"`
	Mailed   bool             `json:"mailed" doc:"Once applied: the invitations go out by mail"`
	Links    []PersonLink     `json:"links" doc:"Once applied, where no mail goes out: the one-time sign-in links of all who are invited, shown this once; hand them over yourself"`
}

// PersonImported is somebody of a file to whom something is done.
type PersonImported struct {
	Line   int     `json:"line" doc:"The first that names them; the line with the column names is 1"`
	Name   string  `json:"name"`
	Email  string  `json:"email"`
	New    bool    `json:"new" doc:"They are invited; else they have an account already"`
	Again  bool    `json:"again" doc:"They have never come in, and are invited again"`
	Grants []Grant `json:"grants" doc:"What they get"`
}

// PersonLink is the way in of somebody new.
type PersonLink struct {
	Name   string `json:"name"`
	Email  string `json:"email"`
	Office string `json:"office" doc:"By name"`
	Link   string `json:"link"`
}

type importPeopleOutput struct{ Body PeopleImport }

func (a *API) importPeople(ctx context.Context, in *importPeopleInput) (*importPeopleOutput, error) {
	who, _ := story.ScopeOf(ctx)
	if err := story.MayImportPeople(who); err != nil {
		return nil, err
	}
	rows, mistakes, err := story.ReadPeople(strings.NewReader(in.Body.CSV))
	if err != nil {
		return nil, err
	}
	emails := make([]string, 0, len(rows))
	for _, r := range rows {
		if email, err := story.ParseEmail(r.Email); err == nil {
			emails = append(emails, email)
		}
	}
	plan, err := a.Rows.ImportPeople(ctx, emails, in.Body.Apply, func(offices []story.Office, there map[string]story.Granted) story.PeopleImport {
		plan := story.PlanPeople(who, offices, there, rows, in.Body.Again, a.Now())
		plan.Mistakes = append(plan.Mistakes, mistakes...)
		return plan
	})
	if err != nil {
		return nil, err
	}
	applied := in.Body.Apply && len(plan.Mistakes) == 0
	out := PeopleImport{Applied: applied, There: plan.There, Unseen: plan.Unseen, Wrong: len(plan.Mistakes), Mailed: applied && plan.ByMail,
		People: []PersonImported{}, Mistakes: []ImportMistake{}, Links: []PersonLink{}}
	for _, p := range plan.People {
		switch {
		case p.New:
			out.New++
		case len(p.Grants) > 0:
			out.Known++
		}
		if len(out.People) < importShown {
			out.People = append(out.People, PersonImported{p.Line, p.Member.Name, p.Member.Email, p.New, p.Again, grantsView(p.Grants)})
		}
		if p.Secret != "" {
			out.Links = append(out.Links, PersonLink{p.Member.Name, p.Member.Email, p.At.Name, a.address(ctx) + "/sign-in/" + p.Secret})
		}
	}
	for _, m := range plan.Mistakes[:min(len(plan.Mistakes), importShown)] {
		out.Mistakes = append(out.Mistakes, ImportMistake(m))
	}
	return &importPeopleOutput{out}, nil
}
