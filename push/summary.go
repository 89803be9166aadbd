package push

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"text/tabwriter"
)

// Summary is how a run ended.
type Summary struct {
	Story     string   `json:"story"`
	Address   string   `json:"address"` // of the story's page, for a browser
	Results   []Result `json:"files"`
	LeftOut   int      `json:"left_out"` // files in folders that are no footage
	Submitted bool     `json:"submitted"`
}

// Exit codes of fieldstory push.
const (
	ExitDone        = 0 // every file is on the server
	ExitUnfinished  = 1 // interrupted, or something unforeseen: the same command goes on
	ExitNothing     = 2 // wrong settings, or nothing to send
	ExitRefused     = 3 // the rest was sent, but some files were refused
	ExitNotAllowed  = 4 // the token is not accepted, or may not do this
	ExitUnreachable = 5 // the server did not answer for too long: the same command goes on
)

// ErrNothing: there was nothing to do with what was given.
var ErrNothing = errors.New("nothing to send")

// ExitCode is what a script gets to know of a run.
func ExitCode(s Summary, err error) int {
	refused, isRefusal := errors.AsType[*refusal](err)
	switch {
	case errors.Is(err, ErrNothing):
		return ExitNothing
	case errors.Is(err, errLater):
		return ExitUnreachable
	case isRefusal && (refused.status == http.StatusUnauthorized || refused.status == http.StatusForbidden || refused.status == http.StatusNotFound):
		return ExitNotAllowed
	case err != nil:
		return ExitUnfinished
	}
	for _, r := range s.Results {
		if r.Status == Refused {
			return ExitRefused
		}
	}
	for _, r := range s.Results {
		if r.Status == Pending {
			return ExitUnfinished
		}
	}
	return ExitDone
}

// Safe tells whether every file of the run may be wiped from its card.
func (s Summary) Safe() bool {
	for _, r := range s.Results {
		if !r.Safe {
			return false
		}
	}
	return len(s.Results) > 0
}

// write prints the table that ends a run.
func (s Summary) write(out io.Writer, asJSON bool) error {
	if asJSON {
		return json.NewEncoder(out).Encode(struct {
			Event string `json:"event"`
			Summary
		}{"summary", s})
	}
	t := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
	fmt.Fprintln(t, "\nfile\tsize\t\tsafe to wipe")
	for _, r := range s.Results {
		safe := "no"
		if r.Safe {
			safe = "yes"
		}
		status := string(r.Status)
		if r.Detail != "" {
			status += ": " + r.Detail
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\n", r.Path, bytesOf(r.Size), status, safe)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	n := map[Status]int{}
	for _, r := range s.Results {
		n[r.Status]++
	}
	fmt.Fprintf(out, "\n%d sent, %d already there, %d refused, %d not finished", n[Sent], n[Already], n[Refused], n[Pending])
	if s.LeftOut > 0 {
		fmt.Fprintf(out, "; %d other files were left out", s.LeftOut)
	}
	fmt.Fprintln(out, ".")
	switch {
	case s.Safe():
		fmt.Fprintln(out, "Everything was read back by the server and is the same: the card is safe to wipe.")
	case n[Pending] > 0:
		fmt.Fprintln(out, "Run the same command again to go on. Keep the card.")
	default:
		fmt.Fprintln(out, "Keep the card for now.")
	}
	if s.Address != "" {
		fmt.Fprintln(out, s.Address)
	}
	return nil
}

// sentence is one result in words.
func sentence(r Result) string {
	switch {
	case r.Detail != "":
		return string(r.Status) + ": " + r.Detail
	case r.Safe:
		return string(r.Status) + ", read back and the same, SHA-256 " + r.SHA256
	}
	return string(r.Status)
}
