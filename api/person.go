package api

import (
	"context"
	"time"

	"fieldstory/story"
)

// ConsentInput is an answer as it is put on record.
type ConsentInput struct {
	State    string  `json:"state,omitempty" enum:"unknown,given,refused,withdrawn" default:"unknown"`
	Form     string  `json:"form,omitempty" enum:"written,verbal,mark,notice," doc:"How consent was recorded; notice is for crowds that were told"`
	Use      string  `json:"use,omitempty" enum:"internal,public,social," doc:"How far consent reaches"`
	Reach    string  `json:"reach,omitempty" enum:"future,all," doc:"What was withdrawn: from now on, or everything; empty = everything"`
	Wording  string  `json:"wording,omitempty" doc:"Id of the text agreed to, empty = not one of the organisation's"`
	Language string  `json:"language,omitempty" maxLength:"35" doc:"BCP 47 of what was agreed to; the wording's where there is one"`
	GivenOn  string  `json:"given_on,omitempty" doc:"yyyy-mm-dd"`
	Expires  *string `json:"expires,omitempty" doc:"yyyy-mm-dd, the last day; empty = does not expire, left out = as the organisation has decided"`
}

// GuardianInput is a parent's or guardian's answer.
type GuardianInput struct {
	Name string `json:"name" maxLength:"120" doc:"Who agreed for the child"`
	ConsentInput
}

// PersonInput is what is put on record of somebody filmed.
type PersonInput struct {
	Name           string `json:"name,omitempty" doc:"As the office knows them; a description is enough"`
	Mode           string `json:"mode,omitempty" enum:"person,group,crowd" default:"person" doc:"One person, people who agreed together, or people in public who were told"`
	Child          bool   `json:"child,omitempty"`
	SpokenLanguage string `json:"spoken_language,omitempty" maxLength:"35" doc:"BCP 47, the one they are spoken to in"`
	SpokenFor      string `json:"spoken_for,omitempty" maxLength:"120" doc:"Who spoke for a group, or how many agreed"`
	ConsentInput
	Guardian *GuardianInput `json:"guardian,omitempty"`
}

// addPersonInput is a new record, or the id of one in a register.
type addPersonInput struct {
	ID   string `path:"id"`
	Body struct {
		Person string `json:"person,omitempty" doc:"Id of somebody on record already; everything else is left out then"`
		PersonInput
	}
}

// answer makes a record of an input; policy says when it expires where the
// input does not.
func (in ConsentInput) answer(who string, policy story.Policy, now time.Time) story.Consent {
	c := story.Consent{State: story.ConsentState(in.State), Form: story.ConsentForm(in.Form), Use: story.ConsentUse(in.Use), Who: who,
		Wording: story.WordingID(in.Wording), Language: in.Language, GivenOn: in.GivenOn, Reach: story.Reach(in.Reach)}
	switch {
	case in.Expires != nil:
		c.Expires = *in.Expires
	case c.State == story.ConsentGiven:
		c.Expires = policy.Expiry(in.GivenOn, now)
	}
	return c
}

func (in PersonInput) person(policy story.Policy, now time.Time) story.Person {
	p := story.Person{Name: in.Name, Mode: story.PersonMode(in.Mode), Child: in.Child, Language: in.SpokenLanguage, Own: in.answer(in.SpokenFor, policy, now)}
	if g := in.Guardian; g != nil {
		p.Guardian = g.answer(g.Name, policy, now)
	}
	return p
}

// check refuses ids that are none before they reach the rows.
func (in PersonInput) check() error {
	wordings := []string{in.Wording}
	if in.Guardian != nil {
		wordings = append(wordings, in.Guardian.Wording)
	}
	for _, w := range wordings {
		if _, err := story.ParseID[story.WordingID](w); w != "" && err != nil {
			return story.Invalid("wording", "There is no such wording. Choose one from the list.")
		}
	}
	return nil
}

func (a *API) addPerson(ctx context.Context, in *addPersonInput) (*storyOutput, error) {
	if in.Body.Person != "" {
		return a.linkPerson(ctx, in.ID, in.Body.Person)
	}
	policy, err := a.Rows.Policy(ctx)
	if err == nil {
		err = in.Body.check()
	}
	if err != nil {
		return nil, err
	}
	return a.change(ctx, in.ID, func(who story.Scope, d *story.Dossier, now time.Time) error {
		_, err := d.AddPerson(who, in.Body.person(policy, now), now)
		return err
	})
}

// linkPerson puts somebody into a story who is in a register that the asker
// may read.
func (a *API) linkPerson(ctx context.Context, id, person string) (*storyOutput, error) {
	who, _ := story.ScopeOf(ctx)
	parsed, err := story.ParseID[story.PersonID](person)
	if err != nil {
		return nil, err
	}
	p, err := a.Rows.Person(ctx, who, parsed)
	if err != nil {
		return nil, err
	}
	return a.change(ctx, id, func(who story.Scope, d *story.Dossier, now time.Time) error { return d.LinkPerson(who, p, now) })
}

type changePersonInput struct {
	ID     string `path:"id"`
	Person string `path:"person"`
	Body   PersonInput
}

// changePerson replaces a record, through a story that somebody is in: what it
// says holds in every story that they are in.
func (a *API) changePerson(ctx context.Context, in *changePersonInput) (*storyOutput, error) {
	who, _ := story.ScopeOf(ctx)
	id, err := a.filmedIn(ctx, who, in.ID, in.Person)
	if err != nil {
		return nil, err
	}
	if err := a.replacePerson(ctx, who, id, in.Body); err != nil {
		return nil, err
	}
	return a.story(ctx, who, story.StoryID(in.ID))
}

func (a *API) replacePerson(ctx context.Context, who story.Scope, id story.PersonID, in PersonInput) error {
	policy, err := a.Rows.Policy(ctx)
	if err == nil {
		err = in.check()
	}
	if err != nil {
		return err
	}
	return a.Rows.ChangePerson(ctx, id, func(f *story.Filmed) error { return f.Change(who, in.person(policy, a.Now()), a.Now()) })
}

// filmedIn answers NotFound unless the asker sees the story and may know that
// the person is in it.
func (a *API) filmedIn(ctx context.Context, who story.Scope, id, person string) (story.PersonID, error) {
	parsed, err := story.ParseID[story.StoryID](id)
	if err != nil {
		return "", err
	}
	s, err := a.Rows.Story(ctx, who, parsed)
	if err != nil {
		return "", err
	}
	if who.SeesConsent(&s.Story) {
		for _, p := range s.People {
			if string(p.ID) == person {
				return p.ID, nil
			}
		}
	}
	return "", story.NotFound()
}

type removePersonInput struct {
	ID     string `path:"id"`
	Person string `path:"person"`
	Reason string `query:"reason" maxLength:"4000" doc:"How they are no longer in the story; required of somebody who said no"`
}

func (a *API) removePerson(ctx context.Context, in *removePersonInput) (*storyOutput, error) {
	return a.change(ctx, in.ID, func(who story.Scope, d *story.Dossier, now time.Time) error {
		return d.RemovePerson(who, story.PersonID(in.Person), in.Reason, now)
	})
}
