package api

import (
	"context"
	"time"

	"fieldstory/story"
)

// Wording is a text that people agree to.
type Wording struct {
	ID        string    `json:"id"`
	Name      string    `json:"name"`
	Version   int       `json:"version"`
	Language  string    `json:"language"`
	Text      string    `json:"text"`
	SHA256    string    `json:"sha256" doc:"Of the text in UTF-8"`
	CreatedAt time.Time `json:"created_at"`
	CreatedBy Actor     `json:"created_by"`
	Retired   bool      `json:"retired" doc:"No longer offered for new records"`
	Used      int       `json:"used" doc:"By how many records"`
}

func wordingView(w story.Wording) Wording {
	return Wording{ID: string(w.ID), Name: w.Name, Version: w.Version, Language: w.Language, Text: w.Text, SHA256: w.SHA256, CreatedAt: w.CreatedAt,
		CreatedBy: Actor{ID: string(w.CreatedBy.ID), Name: w.CreatedBy.Name}, Retired: !w.RetiredAt.IsZero(), Used: w.Used}
}

type wordingsOutput struct {
	Body struct {
		Items []Wording `json:"items"`
	}
}

// listWordings is for everybody: whoever asks for consent reads it out.
func (a *API) listWordings(ctx context.Context, _ *empty) (*wordingsOutput, error) {
	list, err := a.Rows.Wordings(ctx)
	if err != nil {
		return nil, err
	}
	out := &wordingsOutput{}
	out.Body.Items = make([]Wording, len(list))
	for i, w := range list {
		out.Body.Items[i] = wordingView(w)
	}
	return out, nil
}

type addWordingInput struct {
	Body struct {
		Name     string `json:"name" doc:"E.g. General, or Children"`
		Version  int    `json:"version,omitempty" doc:"One that is there, to add a language to it; left out = begin the next one"`
		Language string `json:"language"`
		Text     string `json:"text" doc:"Kept to the letter, and never changed"`
	}
}

type wordingOutput struct{ Body Wording }

func (a *API) addWording(ctx context.Context, in *addWordingInput) (*wordingOutput, error) {
	who, _ := story.ScopeOf(ctx)
	w, err := a.Rows.AddWording(ctx, func(root story.Office, there []story.Wording) (story.Wording, story.Entry, error) {
		w, err := story.NewWording(who, root, there, in.Body.Name, in.Body.Version, in.Body.Language, in.Body.Text, a.Now())
		return w, story.NewEntry(story.DeedWordingAdded, who, string(w.ID), a.Now()).With("sha256", w.SHA256), err
	})
	if err != nil {
		return nil, err
	}
	return &wordingOutput{wordingView(w)}, nil
}

type changeWordingInput struct {
	ID   string `path:"id"`
	Body struct {
		Retired bool `json:"retired"`
	}
}

func (a *API) changeWording(ctx context.Context, in *changeWordingInput) (*wordingOutput, error) {
	who, _ := story.ScopeOf(ctx)
	id, err := story.ParseID[story.WordingID](in.ID)
	if err != nil {
		return nil, err
	}
	w, err := a.Rows.ChangeWording(ctx, id, func(root story.Office, w *story.Wording) (story.Entry, error) {
		e := story.NewEntry(story.DeedWordingRetired, who, string(id), a.Now())
		if !in.Body.Retired {
			e = e.With("retired", "no")
		}
		return e, w.Retire(who, root, in.Body.Retired, a.Now())
	})
	if err != nil {
		return nil, err
	}
	return &wordingOutput{wordingView(w)}, nil
}
