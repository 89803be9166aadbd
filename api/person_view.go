package api

import (
	"time"

	"fieldstory/story"
)

// Consent is an answer on record.
type Consent struct {
	State      string        `json:"state" enum:"unknown,given,refused,withdrawn"`
	Form       string        `json:"form" enum:"written,verbal,mark,notice,"`
	Use        string        `json:"use" enum:"internal,public,social,"`
	Reach      string        `json:"reach" enum:"future,all," doc:"What was withdrawn"`
	Wording    string        `json:"wording" doc:"Id of the text agreed to, empty = not one of the organisation's"`
	Version    int           `json:"version" doc:"Of the wording, 0 = not one of the organisation's"`
	Language   string        `json:"language"`
	GivenOn    string        `json:"given_on"`
	Expires    string        `json:"expires" doc:"The last day, empty = does not expire"`
	RecordedAt *time.Time    `json:"recorded_at" doc:"null = nobody was asked yet"`
	RecordedBy *Decider      `json:"recorded_by" doc:"null = the person filmed, through their own link"`
	Files      []ConsentFile `json:"files"`
}

// ConsentFile is a form or a recording.
type ConsentFile struct {
	ID         string     `json:"id"`
	Filename   string     `json:"filename"`
	Type       string     `json:"type" doc:"Media type found in its bytes, empty = still arriving"`
	Bytes      int64      `json:"bytes"`
	SHA256     string     `json:"sha256" doc:"Empty = still arriving"`
	ReceivedAt *time.Time `json:"received_at"`
	AddedBy    Actor      `json:"added_by"`
	URL        string     `json:"url"`
}

// Guardian is a parent's or guardian's answer for a child.
type Guardian struct {
	_    struct{} `nullable:"true"`
	Name string   `json:"name"`
	Consent
}

// Person is somebody filmed, with their consent.
type Person struct {
	ID             string `json:"id"`
	Office         string `json:"office" doc:"Whose register"`
	OfficeName     string `json:"office_name"`
	Name           string `json:"name"`
	Mode           string `json:"mode" enum:"person,group,crowd"`
	Child          bool   `json:"child"`
	SpokenLanguage string `json:"spoken_language"`
	SpokenFor      string `json:"spoken_for"`
	Stories        int    `json:"stories" doc:"How many refer to the record; 0 within a story"`
	Consent
	Guardian *Guardian `json:"guardian" doc:"null = no child"`
}

func personView(p story.Person) Person {
	v := Person{ID: string(p.ID), Office: string(p.Office), OfficeName: p.OfficeName, Name: p.Name, Mode: string(p.Mode), Child: p.Child,
		SpokenLanguage: p.Language, SpokenFor: p.Own.Who, Stories: p.Stories, Consent: consentView(p.ID, p.Own)}
	if p.Child {
		v.Guardian = &Guardian{Name: p.Guardian.Who, Consent: consentView(p.ID, p.Guardian)}
	}
	return v
}

func consentView(p story.PersonID, c story.Consent) Consent {
	v := Consent{State: string(c.State), Form: string(c.Form), Use: string(c.Use), Reach: string(c.Reach), Wording: string(c.Wording), Version: c.Version,
		Language: c.Language, GivenOn: c.GivenOn, Expires: c.Expires, Files: []ConsentFile{}}
	if c.ID != "" {
		v.RecordedAt = &c.RecordedAt
	}
	if c.RecordedBy.ID != "" {
		v.RecordedBy = &Decider{ID: string(c.RecordedBy.ID), Name: c.RecordedBy.Name}
	}
	for _, f := range c.Files {
		w := ConsentFile{ID: string(f.ID), Filename: f.Filename, Type: f.Type, Bytes: f.Bytes, SHA256: f.SHA256,
			AddedBy: Actor{ID: string(f.AddedBy.ID), Name: f.AddedBy.Name}, URL: "/api/v1/people/" + string(p) + "/files/" + string(f.ID)}
		if !f.ReceivedAt.IsZero() {
			w.ReceivedAt = &f.ReceivedAt
		}
		v.Files = append(v.Files, w)
	}
	return v
}
