package api

import (
	"context"
	"net/http"

	"github.com/go-chi/chi/v5"

	"fieldstory/story"
)

type signInInput struct {
	Body struct {
		Email    string `json:"email" maxLength:"254"`
		Password string `json:"password" maxLength:"1000"`
	}
}

type empty struct{}

func (a *API) signIn(ctx context.Context, in *signInInput) (*empty, error) {
	return nil, a.Door.SignIn(ctx, in.Body.Email, in.Body.Password)
}

func (a *API) signOut(ctx context.Context, _ *empty) (*empty, error) {
	return nil, a.Door.SignOut(ctx)
}

// useLink shows what a one-time link is for and asks for one press of a
// button. The link is spent by that, not by opening it: mail scanners and
// chat previews open links too.
func (a *API) useLink(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Referrer-Policy", "no-referrer")
	a.pages.show(w, r, http.StatusOK, "sign-in.html", nil)
}

// spendLink spends the link, starts the session and leads to the app.
func (a *API) spendLink(w http.ResponseWriter, r *http.Request) {
	if err := a.Door.UseLink(r.Context(), chi.URLParam(r, "secret")); err != nil {
		a.pages.say(w, r, a.problem(r.Context(), err))
		return
	}
	http.Redirect(w, r, "/", http.StatusSeeOther)
}

// Me is who is signed in.
type Me struct {
	ID       string  `json:"id"`
	Name     string  `json:"name"`
	Email    string  `json:"email"`
	Language string  `json:"language" doc:"BCP 47, empty = the browser's"`
	Grants   []Grant `json:"grants"`
}

// Grant is a role at an office and everything below it.
type Grant struct {
	Office     string `json:"office"`
	OfficeName string `json:"office_name"`
	Role       Role   `json:"role"`
}

type meOutput struct{ Body Me }

func (a *API) me(ctx context.Context, _ *empty) (*meOutput, error) {
	who, _ := story.ScopeOf(ctx)
	m, err := a.Rows.Member(ctx, who.Member)
	if err != nil {
		return nil, err
	}
	return &meOutput{Me{ID: string(m.ID), Name: m.Name, Email: m.Email, Language: m.Language, Grants: grantsView(who.Grants)}}, nil
}

type changeMeInput struct {
	Body struct {
		Name     *string `json:"name,omitempty"`
		Language *string `json:"language,omitempty" maxLength:"35"`
		Password *string `json:"password,omitempty" maxLength:"1000" doc:"A new one; every other sign-in ends"`
		Old      string  `json:"current_password,omitempty" maxLength:"1000" doc:"The one there is; needed unless this session began with a link within the last hour"`
	}
}

func (a *API) changeMe(ctx context.Context, in *changeMeInput) (*meOutput, error) {
	who, _ := story.ScopeOf(ctx)
	m, err := a.Rows.Member(ctx, who.Member)
	if err != nil {
		return nil, err
	}
	if in.Body.Name != nil {
		if err := m.Rename(*in.Body.Name); err != nil {
			return nil, err
		}
	}
	if in.Body.Language != nil {
		m.Language = *in.Body.Language
	}
	if in.Body.Password != nil {
		if err := a.Door.SetPassword(ctx, in.Body.Old, *in.Body.Password); err != nil {
			return nil, err
		}
	}
	if err := a.Rows.SaveMember(ctx, m); err != nil {
		return nil, err
	}
	return a.me(ctx, nil)
}

func grantsView(grants []story.Grant) []Grant {
	out := make([]Grant, len(grants))
	for i, g := range grants {
		out[i] = Grant{Office: string(g.Office), OfficeName: g.Name, Role: Role(g.Role)}
	}
	return out
}
