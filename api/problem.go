package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"fieldstory/story"
)

// Problem is how every error leaves the house: RFC 9457, with a stable code
// to switch on and whose move it is.
type Problem struct {
	Type   string `json:"type" doc:"Always about:blank; switch on code instead"`
	Title  string `json:"title"`
	Status int    `json:"status"`
	Code   string `json:"code" doc:"Stable, snake_case"`
	Fault  string `json:"fault" enum:"input,file,permission,state,dependency,us" doc:"Whose move it is"`
	Detail string `json:"detail" doc:"A sentence the person can act on"`
	Step   *Step  `json:"step,omitempty" doc:"The step that came in between, where one did"`
}

func (p *Problem) Error() string             { return p.Code + ": " + p.Detail }
func (p *Problem) GetStatus() int            { return p.Status }
func (p *Problem) ContentType(string) string { return "application/problem+json" }

// statusOf is the one table from faults to HTTP.
var statusOf = map[story.Fault]int{
	story.FaultInput:      http.StatusUnprocessableEntity,
	story.FaultFile:       http.StatusUnprocessableEntity,
	story.FaultPermission: http.StatusForbidden,
	story.FaultState:      http.StatusConflict,
	story.FaultDependency: http.StatusServiceUnavailable,
	story.FaultUs:         http.StatusInternalServerError,
}

// asProblem translates; codes with a status of their own come first.
func asProblem(p *story.Problem) *Problem {
	status := statusOf[p.Fault]
	switch p.Code {
	case "not_found":
		status = http.StatusNotFound
	case "file_large", "quota":
		status = http.StatusRequestEntityTooLarge
	case "signed_out", "sign_in", "sign_in_code":
		status = http.StatusUnauthorized
	case "too_many":
		status = http.StatusTooManyRequests
	}
	out := &Problem{Type: "about:blank", Title: http.StatusText(status), Status: status, Code: p.Code, Fault: string(p.Fault), Detail: p.Detail}
	if p.Step != nil {
		step := stepView(*p.Step)
		out.Step = &step
	}
	return out
}

// signedOut is the answer to everyone whom the door did not recognise.
var signedOut = story.Refuse(story.FaultPermission, "signed_out", "Please sign in first. Your session may have ended.")

// problem translates an error for the person and keeps the cause for the
// operator, in the log.
func (a *API) problem(ctx context.Context, err error) *Problem {
	if errors.Is(err, context.Canceled) {
		return asProblem(story.Refuse(story.FaultDependency, "canceled", "The request was ended before it was answered. Please try again."))
	}
	p := story.AsProblem(err)
	if p.Fault == story.FaultUs || p.Fault == story.FaultDependency {
		a.Log.ErrorContext(ctx, "request failed", "code", p.Code, "cause", err)
	}
	return asProblem(p)
}

// fail answers a plain handler's error.
func (a *API) fail(w http.ResponseWriter, r *http.Request, err error) {
	p := a.problem(r.Context(), err)
	w.Header().Set("Content-Type", "application/problem+json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(p.Status)
	json.NewEncoder(w).Encode(p)
}

// signedIn stops typed operations for nobody.
func (a *API) signedIn(ctx huma.Context, next func(huma.Context)) {
	if _, ok := story.ScopeOf(ctx.Context()); ok {
		next(ctx)
		return
	}
	p := asProblem(signedOut)
	ctx.SetHeader("Content-Type", "application/problem+json")
	ctx.SetStatus(p.Status)
	json.NewEncoder(ctx.BodyWriter()).Encode(p)
}

// huma makes the errors of its own checks (a field missing, a number where
// text belongs) through this variable; it is its documented way.
func init() {
	huma.DefaultArrayNullable = false // every list is a list, if an empty one
	huma.NewError = func(status int, msg string, errs ...error) huma.StatusError {
		p := &Problem{Type: "about:blank", Title: http.StatusText(status), Status: status, Code: "request", Fault: string(story.FaultInput), Detail: "The request cannot be understood: " + msg + "."}
		for _, err := range errs {
			if d, ok := errors.AsType[*huma.ErrorDetail](err); ok {
				if d.Message == illegible.Error() {
					return asProblem(illegible)
				}
				p.Detail += " " + d.Location + ": " + d.Message + "."
			}
		}
		return p
	}
}
