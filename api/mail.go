package api

import (
	"context"
	"net/http"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/httprate"

	"fieldstory/story"
)

type mailOutput struct {
	Body struct {
		Mode string `json:"mode" enum:"mixed,once,daily,off" doc:"mixed = at once what is urgent, the rest once a day"`
		Hour int    `json:"hour" doc:"Of the day, 0 to 23, from which the mail of the day goes out"`
		Zone string `json:"time_zone" doc:"In which that hour is meant: of the caller's own office"`
		Sent bool   `json:"sent" doc:"Whether this server sends mail at all"`
	}
}

func (a *API) getMail(ctx context.Context, _ *empty) (*mailOutput, error) {
	who, _ := story.ScopeOf(ctx)
	w, sent, err := a.Rows.MailWish(ctx, who)
	if err != nil {
		return nil, err
	}
	out := &mailOutput{}
	out.Body.Mode, out.Body.Hour, out.Body.Zone, out.Body.Sent = string(w.Mode), w.Hour, w.Zone.String(), sent
	return out, nil
}

type changeMailInput struct {
	Body struct {
		Mode *string `json:"mode,omitempty" doc:"mixed, once, daily or off"`
		Hour *int    `json:"hour,omitempty" doc:"Of the day, 0 to 23, from which the mail of the day goes out"`
	}
}

func (a *API) changeMail(ctx context.Context, in *changeMailInput) (*mailOutput, error) {
	who, _ := story.ScopeOf(ctx)
	w, _, err := a.Rows.MailWish(ctx, who)
	if err != nil {
		return nil, err
	}
	if in.Body.Mode != nil {
		if w.Mode, err = story.ParseMailMode(*in.Body.Mode); err != nil {
			return nil, err
		}
	}
	if in.Body.Hour != nil {
		w.Hour = *in.Body.Hour
	}
	if err := w.Check(); err != nil {
		return nil, err
	}
	if err := a.Rows.SaveMailWish(ctx, who, w); err != nil {
		return nil, err
	}
	return a.getMail(ctx, nil)
}

// unsubscriptions are the routes behind the link in a mail: no account, and
// nothing happens before a button is pressed, or a mail program sends the one
// click of RFC 8058, which is the same POST.
func (a *API) unsubscriptions(r chi.Router) {
	r.Use(httprate.Limit(withdrawLimit, time.Minute, httprate.WithKeyFuncs(httprate.KeyByIP), httprate.WithLimitHandler(func(w http.ResponseWriter, r *http.Request) {
		a.pages.say(w, r, &Problem{Status: http.StatusTooManyRequests, Code: "too_many", Detail: "Too many attempts. Please try again in a minute."})
	})))
	r.Get("/unsubscribe/{secret}", a.askUnsubscribe)
	r.Post("/unsubscribe/{secret}", a.unsubscribe)
}

func (a *API) askUnsubscribe(w http.ResponseWriter, r *http.Request) { a.unsubscribing(w, r, false) }
func (a *API) unsubscribe(w http.ResponseWriter, r *http.Request)    { a.unsubscribing(w, r, true) }

func (a *API) unsubscribing(w http.ResponseWriter, r *http.Request, end bool) {
	w.Header().Set("Referrer-Policy", "no-referrer")
	link := story.HashSecret(chi.URLParam(r, "secret"))
	language, err := a.Rows.UnsubscribeLink(r.Context(), link)
	if err == nil && end {
		err = a.Rows.Unsubscribe(r.Context(), link)
	}
	if err != nil {
		p := a.problem(r.Context(), err)
		if p.Status == http.StatusNotFound {
			p.Code, p.Detail = "mail_link", "This link is not complete, or is too old. In your account you can choose what comes by mail."
		}
		a.pages.say(w, r, p)
		return
	}
	a.pages.show(w, r.WithContext(context.WithValue(r.Context(), spokenKey{}, language)), http.StatusOK, "unsubscribe.html", end)
}
