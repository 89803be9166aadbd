package api

import (
	"context"
	"time"

	"fieldstory/story"
)

// PersonInput is what is put on record of a person filmed.
type PersonInput struct {
	Name     string `json:"name" doc:"As the office knows them; a description is enough"`
	Child    bool   `json:"child,omitempty"`
	State    string `json:"state,omitempty" enum:"unknown,given,refused,withdrawn" default:"unknown"`
	Form     string `json:"form,omitempty" enum:"written,verbal,mark," doc:"How consent was recorded"`
	Use      string `json:"use,omitempty" enum:"internal,public,social," doc:"How far consent reaches"`
	Guardian string `json:"guardian,omitempty" maxLength:"120" doc:"Who agreed for a child"`
	Language string `json:"language,omitempty" maxLength:"35" doc:"BCP 47 of the wording agreed to"`
	Expires  string `json:"expires,omitempty" doc:"yyyy-mm-dd, empty = does not expire"`
}

// Person is somebody filmed, with their consent.
type Person struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Child    bool   `json:"child"`
	State    string `json:"state" enum:"unknown,given,refused,withdrawn"`
	Form     string `json:"form"`
	Use      string `json:"use"`
	Guardian string `json:"guardian"`
	Language string `json:"language"`
	Expires  string `json:"expires"`
}

func personView(p story.Person) Person {
	return Person{ID: string(p.ID), Name: p.Name, Child: p.Child, State: string(p.State), Form: string(p.Form), Use: string(p.Use),
		Guardian: p.Guardian, Language: p.Language, Expires: p.Expires}
}

func (in PersonInput) person(id story.PersonID) story.Person {
	return story.Person{ID: id, Name: in.Name, Child: in.Child, State: story.ConsentState(in.State), Form: story.ConsentForm(in.Form),
		Use: story.ConsentUse(in.Use), Guardian: in.Guardian, Language: in.Language, Expires: in.Expires}
}

type addPersonInput struct {
	ID   string `path:"id"`
	Body PersonInput
}

func (a *API) addPerson(ctx context.Context, in *addPersonInput) (*storyOutput, error) {
	return a.change(ctx, in.ID, func(who story.Scope, d *story.Dossier, now time.Time) error {
		_, err := d.AddPerson(who, in.Body.person(""), now)
		return err
	})
}

type changePersonInput struct {
	ID     string `path:"id"`
	Person string `path:"person"`
	Body   PersonInput
}

func (a *API) changePerson(ctx context.Context, in *changePersonInput) (*storyOutput, error) {
	return a.change(ctx, in.ID, func(who story.Scope, d *story.Dossier, now time.Time) error {
		return d.ChangePerson(who, in.Body.person(story.PersonID(in.Person)), now)
	})
}

type removePersonInput struct {
	ID     string `path:"id"`
	Person string `path:"person"`
}

func (a *API) removePerson(ctx context.Context, in *removePersonInput) (*storyOutput, error) {
	return a.change(ctx, in.ID, func(who story.Scope, d *story.Dossier, now time.Time) error {
		return d.RemovePerson(who, story.PersonID(in.Person), now)
	})
}
