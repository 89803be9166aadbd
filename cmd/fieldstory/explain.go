package main

import (
	"errors"
	"fmt"
	"strings"

	"fieldstory/embedded"
	"fieldstory/story"
)

// mistakes are wrong settings, each a sentence.
type mistakes []string

func (m mistakes) Error() string { return strings.Join(m, "\n") }

func (m *mistakes) add(format string, args ...any) { *m = append(*m, fmt.Sprintf(format, args...)) }

// err is nil where there are none.
func (m mistakes) err() error {
	if len(m) == 0 {
		return nil
	}
	return m
}

// parts takes joined errors apart.
func parts(err error) []error {
	if m, ok := errors.AsType[mistakes](err); ok {
		var all []error
		for _, s := range m {
			all = append(all, errors.New(s))
		}
		return all
	}
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return []error{err}
	}
	var all []error
	for _, e := range joined.Unwrap() {
		all = append(all, parts(e)...)
	}
	return all
}

// sentence is what an error says to a person; what only an operator can use
// stands behind it.
func sentence(err error) string {
	if f, ok := errors.AsType[fault](err); ok {
		return f.Error()
	}
	if f, ok := errors.AsType[*embedded.Fault](err); ok {
		return f.Error()
	}
	if p, ok := errors.AsType[*story.Problem](err); ok {
		if cause := errors.Unwrap(p); cause != nil {
			return fmt.Sprintf("%s (%v)", p.Detail, cause)
		}
		return p.Detail
	}
	return err.Error()
}

// unreachable says which of the parts cannot be used, and why. A problem's own
// sentence is for people who send footage; here the operator needs its cause.
func unreachable(part string, err error) error {
	cause := err
	if p, ok := errors.AsType[*story.Problem](err); ok {
		if cause = errors.Unwrap(p); cause == nil {
			return err
		}
	}
	return fault{fmt.Sprintf("%s cannot be used. Check that it runs and that its address and password are right. (%v)", part, cause), err}
}

// fault is a sentence for the operator before whatever caused it.
type fault struct {
	sentence string
	cause    error
}

func (f fault) Error() string { return f.sentence }
func (f fault) Unwrap() error { return f.cause }
