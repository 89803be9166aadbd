package embedded

import "fmt"

// Fault is something that a person can put right: what is the matter and what
// to do about it, each a plain sentence. Cause is for the operator, may be nil.
type Fault struct {
	What  string
	Do    string
	Cause error
}

func (f *Fault) Error() string {
	if f.Do == "" {
		return f.What
	}
	return f.What + " " + f.Do
}

func (f *Fault) Unwrap() error { return f.Cause }

// fault fills both sentences; what is a format for args.
func fault(cause error, do, what string, args ...any) *Fault {
	return &Fault{What: fmt.Sprintf(what, args...), Do: do, Cause: cause}
}
