package api

import (
	"context"
	"mime"
	"net/http"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"

	"fieldstory/story"
)

type listPeopleInput struct {
	Office string `query:"office" doc:"Of this office and those below it"`
	Q      string `query:"q" maxLength:"120" doc:"In the name"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

type peopleOutput struct {
	Body struct {
		Items []Person `json:"items"`
	}
}

// listPeople lists the people filmed whom the caller may read in a register.
func (a *API) listPeople(ctx context.Context, in *listPeopleInput) (*peopleOutput, error) {
	who, _ := story.ScopeOf(ctx)
	var office story.OfficeID
	if in.Office != "" {
		o, err := a.officeWithin(ctx, who, in.Office)
		if err != nil {
			return nil, err
		}
		office = o.ID
	}
	list, err := a.Rows.People(ctx, who, office, strings.TrimSpace(in.Q), in.Limit)
	if err != nil {
		return nil, err
	}
	out := &peopleOutput{}
	out.Body.Items = make([]Person, len(list))
	for i, p := range list {
		out.Body.Items[i] = personView(p)
	}
	return out, nil
}

// Record is somebody's record in full.
type Record struct {
	Person
	History []Answer   `json:"history" doc:"Every answer, the newest first"`
	In      []FilmedIn `json:"in" doc:"The stories that the caller sees them in"`
}

// Answer is an answer in the history of a record.
type Answer struct {
	Side string `json:"side" enum:"own,guardian"`
	Who  string `json:"who"`
	Consent
}

// FilmedIn is a story that somebody is in.
type FilmedIn struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Stage string `json:"stage"`
}

type personByID struct {
	Person string `path:"person"`
}

type recordOutput struct{ Body Record }

func (a *API) getPerson(ctx context.Context, in *personByID) (*recordOutput, error) {
	who, _ := story.ScopeOf(ctx)
	id, err := story.ParseID[story.PersonID](in.Person)
	if err != nil {
		return nil, err
	}
	return a.record(ctx, who, id)
}

// record answers with a record as the asker may read it now.
func (a *API) record(ctx context.Context, who story.Scope, id story.PersonID) (*recordOutput, error) {
	p, err := a.Rows.PersonFor(ctx, who, id)
	if err != nil {
		return nil, err
	}
	history, err := a.Rows.History(ctx, id)
	if err != nil {
		return nil, err
	}
	stories, err := a.Rows.PersonStories(ctx, who, id)
	if err != nil {
		return nil, err
	}
	v := Record{Person: personView(p), History: []Answer{}, In: []FilmedIn{}}
	for _, h := range history {
		v.History = append(v.History, Answer{Side: string(h.Side), Who: h.Who, Consent: consentView(id, h.Consent)})
	}
	for _, s := range stories {
		if who.SeesConsent(&s) {
			v.In = append(v.In, FilmedIn{ID: string(s.ID), Title: s.Title, Stage: string(s.Stage)})
		}
	}
	return &recordOutput{v}, nil
}

type withdrawPersonInput struct {
	Person string `path:"person"`
	Body   struct {
		Reach string `json:"reach" enum:"future,all" doc:"From now on, or everything that was published"`
	}
}

// withdrawPerson passes on that somebody takes consent back. It takes effect
// at once, in every story that they are in.
func (a *API) withdrawPerson(ctx context.Context, in *withdrawPersonInput) (*recordOutput, error) {
	who, _ := story.ScopeOf(ctx)
	id, err := story.ParseID[story.PersonID](in.Person)
	if err != nil {
		return nil, err
	}
	err = a.Rows.ChangePerson(ctx, id, func(f *story.Filmed) error { return f.Withdraw(who, story.Reach(in.Body.Reach), a.Now()) })
	if err != nil {
		return nil, err
	}
	return a.record(ctx, who, id)
}

// consentFile hands out a form or a recording to those who may read the
// record, and notes that they did. A page may show pictures and play sounds;
// whatever else a file holds, a browser must not run it on this site.
func (a *API) consentFile(w http.ResponseWriter, r *http.Request) {
	who, ok := story.ScopeOf(r.Context())
	if !ok {
		a.fail(w, r, signedOut)
		return
	}
	id, err := story.ParseID[story.ConsentFileID](chi.URLParam(r, "file"))
	if err != nil {
		a.fail(w, r, err)
		return
	}
	f, p, err := a.Rows.ConsentFile(r.Context(), who, id)
	if err == nil && string(p.ID) != chi.URLParam(r, "person") {
		err = story.NotFound()
	}
	if err == nil && r.Method == http.MethodGet {
		err = a.Rows.Log(r.Context(), story.NewEntry(story.DeedFileSeen, who, string(f.ID), a.Now()).AtOffice(p.Office).With("person", string(p.ID)))
	}
	if err != nil {
		a.fail(w, r, err)
		return
	}
	media := "application/octet-stream"
	if kind, _, _ := strings.Cut(f.Type, "/"); kind == "image" || kind == "audio" || kind == "video" {
		media = f.Type
	}
	if r.URL.Query().Get("show") != "1" || media == "application/octet-stream" {
		w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": f.Filename}))
	}
	w.Header().Set("Cache-Control", "private, no-store")
	a.serveObject(w, r, story.ConsentObject(f.ID), media)
}

type linkPersonInput struct {
	Person string `path:"person"`
	Body   struct {
		Language string `json:"language,omitempty" maxLength:"35" doc:"Of the page behind the link; empty = the person's"`
	}
}

type withdrawalLinkOutput struct {
	Body struct {
		Link string `json:"link" doc:"Shown once; for the person filmed, on paper or in a message. It needs no account and does not expire."`
	}
}

// makeWithdrawalLink makes a link through which somebody filmed can take
// consent back without asking anybody.
func (a *API) makeWithdrawalLink(ctx context.Context, in *linkPersonInput) (*withdrawalLinkOutput, error) {
	who, _ := story.ScopeOf(ctx)
	id, err := story.ParseID[story.PersonID](in.Person)
	if err != nil {
		return nil, err
	}
	p, err := a.Rows.PersonFor(ctx, who, id)
	if err != nil {
		return nil, err
	}
	language := in.Body.Language
	if language == "" {
		language = p.Language
	}
	secret, hash := story.NewSecret()
	e := story.NewEntry(story.DeedWithdrawalLinkMade, who, string(id), a.Now()).AtOffice(p.Office)
	if err := a.Rows.AddWithdrawalLink(ctx, id, hash, language, e); err != nil {
		return nil, err
	}
	out := &withdrawalLinkOutput{}
	out.Body.Link = a.address(ctx) + "/withdraw/" + secret
	return out, nil
}

// placeInput is where a story is shown outside of what this house can close.
type addPlaceInput struct {
	ID          string `path:"id"`
	Publication string `path:"publication"`
	Body        struct {
		Name string `json:"name" doc:"An address, or words"`
		Note string `json:"note,omitempty"`
	}
}

func (a *API) addPlace(ctx context.Context, in *addPlaceInput) (*storyOutput, error) {
	return a.change(ctx, in.ID, func(who story.Scope, d *story.Dossier, now time.Time) error {
		_, err := d.AddPlace(who, story.PublicationID(in.Publication), in.Body.Name, in.Body.Note, now)
		return err
	})
}

type markPlaceInput struct {
	ID          string `path:"id"`
	Publication string `path:"publication"`
	Place       string `path:"place"`
	Body        struct {
		State string `json:"state" enum:"there,asked,gone"`
		Note  string `json:"note,omitempty"`
	}
}

func (a *API) markPlace(ctx context.Context, in *markPlaceInput) (*storyOutput, error) {
	return a.change(ctx, in.ID, func(who story.Scope, d *story.Dossier, now time.Time) error {
		return d.MarkPlace(who, story.PublicationID(in.Publication), story.PlaceID(in.Place), story.PlaceState(in.Body.State), in.Body.Note, now)
	})
}
