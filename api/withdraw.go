package api

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/httprate"

	"fieldstory/story"
)

// withdrawPage is what the page behind a person's own link shows. It names
// nobody and nothing: a paper is lost more easily than a telephone, and whoever
// finds it must learn neither who was filmed nor by whom.
type withdrawPage struct {
	Step  string // "choose", "sure" or "done"
	Reach string // what they chose, or withdrew before; "" = nothing
	More  bool   // from now on was withdrawn before: everything can be still
}

// withdrawLimit bounds how many such pages one address asks for in a minute. A
// secret cannot be guessed; this is for the machine's sake. Too low and people behind one router are turned away, too
// high and it protects nothing.
const withdrawLimit = 60

// withdrawals are the routes of people filmed: no account, no script, no
// cookie, and nothing happens before a button is pressed twice.
func (a *API) withdrawals(r chi.Router) {
	r.Use(httprate.Limit(withdrawLimit, time.Minute, httprate.WithKeyFuncs(httprate.KeyByIP), httprate.WithLimitHandler(func(w http.ResponseWriter, r *http.Request) {
		a.pages.say(w, r, &Problem{Status: http.StatusTooManyRequests, Code: "too_many", Detail: "Too many attempts. Please try again in a minute."})
	})))
	r.Get("/withdraw/{secret}", a.askWithdrawal)
	r.Post("/withdraw/{secret}", a.takeWithdrawal)
}

// askWithdrawal shows what can be taken back, and what was.
func (a *API) askWithdrawal(w http.ResponseWriter, r *http.Request) {
	p, r, err := a.byLink(w, r)
	if err != nil {
		a.noLink(w, r, err)
		return
	}
	page := withdrawPage{Step: "choose"}
	if p.Own.State == story.ConsentWithdrawn {
		page = withdrawPage{Step: "done", Reach: string(p.Own.Reach), More: p.Own.Reach == story.ReachFuture}
	}
	a.pages.show(w, r, http.StatusOK, "withdraw.html", page)
}

// takeWithdrawal asks once more, and then has it happen at once.
func (a *API) takeWithdrawal(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, 1000)
	p, r, err := a.byLink(w, r)
	reach := story.Reach(r.PostFormValue("reach"))
	switch {
	case err != nil:
		a.noLink(w, r, err)
		return
	case reach != story.ReachAll && reach != story.ReachFuture:
		a.pages.show(w, r, http.StatusOK, "withdraw.html", withdrawPage{Step: "choose"})
		return
	case r.PostFormValue("sure") != "yes":
		a.pages.show(w, r, http.StatusOK, "withdraw.html", withdrawPage{Step: "sure", Reach: string(reach)})
		return
	}
	// Nobody asks: the scope is empty, and the log says that it was the person.
	err = a.Rows.ChangePerson(r.Context(), p.ID, func(f *story.Filmed) error { return f.Withdraw(story.Scope{}, reach, a.Now()) })
	if err == nil {
		err = a.Rows.UseWithdrawalLink(r.Context(), linkHash(r))
	}
	if err != nil {
		a.noLink(w, r, err)
		return
	}
	a.pages.show(w, r, http.StatusOK, "withdraw.html", withdrawPage{Step: "done", Reach: string(reach), More: reach == story.ReachFuture})
}

// byLink finds whose link was opened, and has the page speak its language
// unless the reader chose one.
func (a *API) byLink(w http.ResponseWriter, r *http.Request) (story.Person, *http.Request, error) {
	w.Header().Set("Referrer-Policy", "no-referrer")
	p, language, err := a.Rows.WithdrawalLink(r.Context(), linkHash(r))
	if err == nil && language != "" {
		r = r.WithContext(context.WithValue(r.Context(), spokenKey{}, language))
	}
	return p, r, err
}

// linkHash reads a secret as it may have been typed off paper.
func linkHash(r *http.Request) []byte {
	return story.HashSecret(strings.ToUpper(chi.URLParam(r, "secret")))
}

func (a *API) noLink(w http.ResponseWriter, r *http.Request, err error) {
	p := a.problem(r.Context(), err)
	if p.Status == http.StatusNotFound {
		p.Code, p.Detail = "withdraw_link", "This link is not complete. Look at the paper or message again, and copy all of it."
	}
	a.pages.say(w, r, p)
}
