package api

import (
	"context"
	"net/http"
	"time"

	"fieldstory/story"
)

// Story is a story's card, where it stands, and everything that belongs to it.
type Story struct {
	ID           string        `json:"id"`
	Title        string        `json:"title"`
	Text         string        `json:"text"`
	Language     string        `json:"language" doc:"BCP 47, empty = not said"`
	Place        string        `json:"place"`
	HappenedOn   string        `json:"happened_on" doc:"yyyy-mm-dd, empty = not said"`
	Office       string        `json:"office" doc:"Where it comes from"`
	OfficeName   string        `json:"office_name"`
	Stage        string        `json:"stage" enum:"draft,waiting,returned,kept,declined,cleared,withdrawn"`
	StandsAt     string        `json:"stands_at" doc:"The office that decides or decided"`
	StandsAtName string        `json:"stands_at_name"`
	Since        time.Time     `json:"since" doc:"Since when it stands there at this stage"`
	Last         Step          `json:"last" doc:"The newest step of its trail; send its id as seen with a decision"`
	Author       Actor         `json:"author"`
	Risk         string        `json:"risk" enum:"low,some,high"`
	Removed      []string      `json:"removed" doc:"What was taken out so that nobody can be found: face, place, name"`
	DoNotPublish bool          `json:"do_not_publish"`
	Restricted   bool          `json:"restricted" doc:"Its originals, exact places and serial numbers are for custodians alone; always where the risk is high"`
	People       []Person      `json:"people" doc:"Empty for those who may not know who is in it"`
	SeesPeople   bool          `json:"sees_people" doc:"Whether the caller may know who is in it"`
	Clips        []Clip        `json:"clips"`
	Publications []Publication `json:"publications"`
	Endorsements []Endorsement `json:"endorsements" doc:"What other offices say of it, the first first"`
	MayEndorse   []string      `json:"may_endorse" doc:"The offices in whose name the caller could endorse it now"`
	MayAlso      bool          `json:"may_also" doc:"Whether the caller could say now that another office of theirs has the same story"`
	May          []string      `json:"may" doc:"The verbs that the caller could carry out now"`
	MayEdit      bool          `json:"may_edit" doc:"Whether the caller could change the card and add clips now"`
	MayRestrict  bool          `json:"may_restrict" doc:"Whether the caller could change now whether it is restricted"`
	MayTrash     bool          `json:"may_trash" doc:"Whether the caller could put it into the trash now, or one of its clips"`
	MayRecord    bool          `json:"may_record" doc:"Whether the caller could put people filmed on record now"`
	ReadsNotes   bool          `json:"reads_notes" doc:"Whether internal notes about it are for the caller"`
	Gate         []Missing     `json:"gate" doc:"What stands between the story and the public, in sentences"`
	Offices      []WayPoint    `json:"offices" doc:"From the origin office up to headquarters"`
	CapturedAt   time.Time     `json:"captured_at"`
	CreatedAt    time.Time     `json:"created_at"`
	UpdatedAt    time.Time     `json:"updated_at"`
}

// Actor is a person as a trail names them.
type Actor struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Missing is one thing that stands between a story and the public.
type Missing struct {
	Code   string `json:"code"`
	Detail string `json:"detail" doc:"A sentence"`
	Who    string `json:"who" doc:"The person filmed whom it is about, empty = nobody, or not for the caller to know"`
}

// WayPoint is an office on a story's way up.
type WayPoint struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Level  string `json:"level"`
	Slug   string `json:"slug"`
	Closed bool   `json:"closed" doc:"Stories pass it by"`
}

func (a *API) storyView(ctx context.Context, who story.Scope, s story.Sheet) Story {
	st, now := s.Story, a.Now()
	v := Story{
		ID: string(st.ID), Title: st.Title, Text: st.Text, Language: st.Language, Place: st.Place, HappenedOn: st.HappenedOn,
		Office: string(st.Office), OfficeName: st.OfficeName, Stage: string(st.Stage), StandsAt: string(st.StandsAt), StandsAtName: st.StandsName,
		Since: st.Since, Last: stepView(s.Last),
		Author: Actor{ID: string(st.Author.ID), Name: st.Author.Name},
		Risk:   string(st.Risk), Removed: words(st.Removed), DoNotPublish: st.DoNotPublish, Restricted: st.Restricted,
		People: []Person{}, Clips: []Clip{}, Publications: []Publication{}, Gate: []Missing{}, Offices: []WayPoint{},
		Endorsements: endorsementViews(who, &s.Dossier), MayEndorse: words(s.Voices(who)), MayAlso: s.MayAlso(who),
		May: words(s.May(who, now)), MayEdit: s.MayEdit(who), MayRestrict: s.MayRestrict(who), MayTrash: s.MayTrash(who), MayRecord: s.MayRecord(who), ReadsNotes: who.ReadsInternalNotes(&st),
		CapturedAt: st.CapturedAt, CreatedAt: st.CreatedAt, UpdatedAt: st.UpdatedAt,
	}
	if v.SeesPeople = who.SeesConsent(&s.Story); v.SeesPeople {
		for _, p := range s.People {
			v.People = append(v.People, personView(p))
		}
	}
	for _, c := range s.Footage {
		v.Clips = append(v.Clips, a.clipView(who, c, &s.Story))
	}
	for _, p := range s.Publications {
		v.Publications = append(v.Publications, a.publicationView(ctx, p))
	}
	for _, p := range s.GateFor(who, now) {
		v.Gate = append(v.Gate, Missing{Code: p.Code, Detail: p.Detail, Who: p.About})
	}
	for _, o := range s.Way {
		v.Offices = append(v.Offices, WayPoint{ID: string(o.ID), Name: o.Name, Level: o.Level, Slug: o.Slug, Closed: o.Closed})
	}
	return v
}

// words turns a list of named strings into plain ones, never nil.
func words[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, w := range list {
		out[i] = string(w)
	}
	return out
}

// CardInput is what a person writes on a story.
type CardInput struct {
	Text         *string   `json:"text,omitempty"`
	Language     *string   `json:"language,omitempty"`
	Place        *string   `json:"place,omitempty"`
	HappenedOn   *string   `json:"happened_on,omitempty" doc:"yyyy-mm-dd"`
	Risk         *string   `json:"risk,omitempty" enum:"low,some,high"`
	Removed      *[]string `json:"removed,omitempty"`
	DoNotPublish *bool     `json:"do_not_publish,omitempty"`
	Restricted   *bool     `json:"restricted,omitempty" doc:"false is for administrators and custodians of where it stands, and not while the risk is high"`
}

func (in CardInput) card(title *string) story.Card {
	c := story.Card{Title: title, Text: in.Text, Language: in.Language, Place: in.Place, HappenedOn: in.HappenedOn,
		Risk: (*story.Risk)(in.Risk), DoNotPublish: in.DoNotPublish, Restricted: in.Restricted}
	if in.Removed != nil {
		pillars := make([]story.Pillar, len(*in.Removed))
		for i, p := range *in.Removed {
			pillars[i] = story.Pillar(p)
		}
		c.Removed = &pillars
	}
	return c
}

type storyOutput struct{ Body Story }

type addStoryInput struct {
	Key  string `header:"Idempotency-Key" doc:"A name that the client made up for this creation: asked for again under the same name, the story that it made is answered, with 200, and no second one is made. Change the card by PATCH."`
	Body struct {
		Title  string `json:"title"`
		Office string `json:"office,omitempty" doc:"Empty = the caller's own"`
		CardInput
	}
}

type addStoryOutput struct {
	Status int
	Body   Story
}

func (a *API) addStory(ctx context.Context, in *addStoryInput) (*addStoryOutput, error) {
	who, _ := story.ScopeOf(ctx)
	key, err := story.ParseKey(in.Key)
	if err != nil {
		return nil, err
	}
	home := story.OfficeID(in.Body.Office)
	if home == "" {
		var ok bool
		if home, ok = who.Home(); !ok {
			return nil, story.Forbidden("You cannot add stories. Ask your administrator for the role of contributor.")
		}
	}
	office, err := a.officeWithin(ctx, who, string(home))
	if err != nil {
		return nil, err
	}
	d, err := story.NewStory(who, office, in.Body.card(&in.Body.Title), a.Now())
	if err != nil {
		return nil, err
	}
	d.Key = key
	made, err := a.Rows.AddStory(ctx, d)
	if err != nil {
		return nil, err
	}
	out, err := a.story(ctx, who, d.Story.ID)
	if err != nil {
		return nil, err
	}
	status := http.StatusOK
	if made {
		status = http.StatusCreated
	}
	return &addStoryOutput{status, out.Body}, nil
}

// story answers with a story as the asker sees it now.
func (a *API) story(ctx context.Context, who story.Scope, id story.StoryID) (*storyOutput, error) {
	s, err := a.Rows.Story(ctx, who, id)
	if err != nil {
		return nil, err
	}
	return &storyOutput{a.storyView(ctx, who, s)}, nil
}

func (a *API) getStory(ctx context.Context, in *byID) (*storyOutput, error) {
	who, _ := story.ScopeOf(ctx)
	id, err := story.ParseID[story.StoryID](in.ID)
	if err != nil {
		return nil, err
	}
	return a.story(ctx, who, id)
}

type changeStoryInput struct {
	ID   string `path:"id"`
	Body struct {
		Title *string `json:"title,omitempty"`
		CardInput
	}
}

func (a *API) changeStory(ctx context.Context, in *changeStoryInput) (*storyOutput, error) {
	return a.change(ctx, in.ID, func(who story.Scope, d *story.Dossier, now time.Time) error {
		return d.Edit(who, in.Body.card(in.Body.Title), now)
	})
}

// change lets a rule of package story change a story, and answers with what
// became of it.
func (a *API) change(ctx context.Context, id string, rule func(story.Scope, *story.Dossier, time.Time) error) (*storyOutput, error) {
	who, _ := story.ScopeOf(ctx)
	parsed, err := story.ParseID[story.StoryID](id)
	if err != nil {
		return nil, err
	}
	err = a.Rows.ChangeStory(ctx, who, parsed, func(d *story.Dossier) error { return rule(who, d, a.Now()) })
	if err != nil {
		return nil, err
	}
	return a.story(ctx, who, parsed)
}
