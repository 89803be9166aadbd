package story

import (
	"errors"
	"fmt"
	"time"
)

// Fault says whose move it is: who has to do something about a [Problem].
type Fault string

const (
	FaultInput      Fault = "input"      // the request: the person can change it
	FaultFile       Fault = "file"       // the footage: another file is needed
	FaultPermission Fault = "permission" // somebody else may do it
	FaultState      Fault = "state"      // not now: the thing has moved on
	FaultDependency Fault = "dependency" // storage, database or queue away: try later
	FaultUs         Fault = "us"         // our mistake: the operator must look
)

// Problem is an error that a person can act on. Detail is a whole sentence in
// plain words for them; the cause, for the operator, is kept apart and never
// shown to the person.
type Problem struct {
	Code   string // stable, snake_case, e.g. "note_missing"; clients switch on it
	Fault  Fault
	Detail string
	Step   *Step         // the step that came in between, nil where none did
	About  string        // the person filmed whom it is about, "" = nobody
	After  time.Duration // when to try again, 0 = nobody can tell
	cause  error
}

func (p *Problem) Error() string {
	if p.cause != nil {
		return p.Code + ": " + p.cause.Error()
	}
	return p.Code + ": " + p.Detail
}

// Unwrap gives the cause, nil where there is none.
func (p *Problem) Unwrap() error { return p.cause }

// Is makes two problems equal when their codes are.
func (p *Problem) Is(target error) bool {
	t, ok := target.(*Problem)
	return ok && t.Code == p.Code
}

// Because returns the same problem with the operator's cause beside it.
func (p *Problem) Because(cause error) *Problem {
	q := *p
	q.cause = cause
	return &q
}

// Refuse is the short way to a problem of any fault.
func Refuse(fault Fault, code, detail string, args ...any) *Problem {
	if len(args) > 0 {
		detail = fmt.Sprintf(detail, args...)
	}
	return &Problem{Code: code, Fault: fault, Detail: detail}
}

// NotFound is the one answer for "not there" and "not yours": no endpoint
// tells a stranger whether something exists.
func NotFound() *Problem {
	return &Problem{Code: "not_found", Fault: FaultInput, Detail: "There is nothing here that you can see. It may have been moved, or you may need to ask for access."}
}

// Forbidden is for things the person can see but not do.
func Forbidden(detail string, args ...any) *Problem {
	return Refuse(FaultPermission, "forbidden", detail, args...)
}

// Invalid is for a request that cannot be understood or is incomplete.
func Invalid(code, detail string, args ...any) *Problem {
	return Refuse(FaultInput, code, detail, args...)
}

// Conflict is for a decision that came too late or too early.
func Conflict(code, detail string, args ...any) *Problem {
	return Refuse(FaultState, code, detail, args...)
}

// AsProblem finds the problem inside err. Whatever is not a problem is our
// own mistake: the person gets a sentence, the operator the cause.
func AsProblem(err error) *Problem {
	if p, ok := errors.AsType[*Problem](err); ok {
		return p
	}
	return (&Problem{Code: "internal", Fault: FaultUs, Detail: "Something went wrong on our side. Nothing you sent is lost; please try again, and tell your administrator if it happens twice."}).Because(err)
}

// Wrap names the function that failed and its arguments, once, by defer:
//
//	defer story.Wrap(&err, "SaveRendition(%s, %s)", clip, name)
func Wrap(err *error, format string, args ...any) {
	if *err != nil {
		*err = fmt.Errorf("%s: %w", fmt.Sprintf(format, args...), *err)
	}
}
