package api

import (
	"context"
	"net/http"
	"net/url"

	"fieldstory/story"
)

// singleDone is where the provider of single sign-on sends people back to; it
// is registered there.
const singleDone = "/sign-in/single/done"

type waysOutput struct {
	Body struct {
		Single   string `json:"single" doc:"What the provider of single sign-on is called, empty = there is none"`
		Passkeys bool   `json:"passkeys" doc:"Whether browsers make passkeys at this address"`
	}
}

// signInWays is for everybody: it is what the door looks like.
func (a *API) signInWays(ctx context.Context, _ *empty) (*waysOutput, error) {
	out := &waysOutput{}
	_, _, out.Body.Passkeys = story.PasskeyPlace(a.address(ctx))
	out.Body.Single = a.Door.SingleName()
	return out, nil
}

// beginSingle leads to the provider of single sign-on.
func (a *API) beginSingle(w http.ResponseWriter, r *http.Request) {
	next := r.URL.Query().Get("next")
	to, err := a.Door.BeginSingle(r.Context(), a.address(r.Context())+singleDone, next)
	if err != nil {
		a.toSignIn(w, r, err, next)
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, to, http.StatusSeeOther)
}

// finishSingle takes who comes back from there, and leads on to where they
// wanted to go. What does not belong to a sign-in that this browser began is
// refused, so that no other page can sign anybody in.
func (a *API) finishSingle(w http.ResponseWriter, r *http.Request) {
	next, err := a.Door.FinishSingle(r.Context(), r.URL.Query())
	if err != nil {
		a.toSignIn(w, r, err, next)
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, story.ReturnPath(next), http.StatusSeeOther)
}

// toSignIn leads to the page where people sign in, which says what is wrong in
// their language and offers the other ways.
func (a *API) toSignIn(w http.ResponseWriter, r *http.Request, err error, next string) {
	q := url.Values{"problem": {a.problem(r.Context(), err).Code}}
	if next = story.ReturnPath(next); next != "/" {
		q.Set("next", next)
	}
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, "/sign-in?"+q.Encode(), http.StatusSeeOther)
}
