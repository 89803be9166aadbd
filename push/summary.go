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
	Story     string      `json:"story"`   // the first one
	Address   string      `json:"address"` // of its page, for a browser
	Stories   []StoryLine `json:"stories"`
	Card      []string    `json:"card"` // what the folders show it to be, e.g. "AVCHD"
	Results   []Result    `json:"files"`
	Left      []Left      `json:"left"` // files that are not sent
	Submitted bool        `json:"submitted"`
	Manifest  string      `json:"manifest,omitempty"`

	// SafeToWipe: every file of the run, and every file of the folders but
	// what cameras and computers make anew, was read back by the server.
	SafeToWipe bool `json:"safe_to_wipe"`
}

// StoryLine is a story that the run added to.
type StoryLine struct {
	ID      string `json:"id"`
	Title   string `json:"title"`
	Address string `json:"address"`
}

// Exit codes of fieldstory push.
const (
	ExitDone        = 0 // every file is on the server and was read back
	ExitUnfinished  = 1 // interrupted, or something unforeseen: the same command goes on
	ExitNothing     = 2 // wrong settings, or nothing to send
	ExitRefused     = 3 // the rest was sent, but some files were refused, when they came or when the server looked at them, or cannot be read
	ExitNotAllowed  = 4 // the token is not accepted, or may not do this
	ExitUnreachable = 5 // the server did not answer for too long: the same command goes on
	ExitUnverified  = 6 // everything was sent, but not yet read back: the same command asks again
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
	n := s.count()
	switch {
	case n[Refused]+n[Unreadable] > 0:
		return ExitRefused
	case n[Pending] > 0:
		return ExitUnfinished
	case !s.arrived():
		return ExitUnverified
	}
	return ExitDone
}

func (s Summary) count() map[Status]int {
	n := map[Status]int{}
	for _, r := range s.Results {
		n[r.Status]++
	}
	return n
}

// arrived tells whether every file of the run was read back.
func (s Summary) arrived() bool {
	for _, r := range s.Results {
		if !r.Safe {
			return false
		}
	}
	return true
}

// onlyHere counts what was left out and is nowhere else.
func (s Summary) onlyHere() (n int) {
	for _, l := range s.Left {
		if l.Kind == Other {
			n++
		}
	}
	return n
}

// Safe tells whether all that was named may be wiped from its card.
func (s Summary) Safe() bool { return len(s.Results) > 0 && s.arrived() && s.onlyHere() == 0 }

// write prints the table that ends a run.
func (s Summary) write(out io.Writer, asJSON bool) error {
	if asJSON {
		s.Stories, s.Card, s.Left = append([]StoryLine{}, s.Stories...), append([]string{}, s.Card...), append([]Left{}, s.Left...)
		return json.NewEncoder(out).Encode(struct {
			Event string `json:"event"`
			Summary
		}{"summary", s})
	}
	out = plain{out}
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
		name := r.Path
		if n := len(r.Joined); n > 1 {
			name = fmt.Sprintf("%s and %d more, joined", r.Path, n-1)
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\n", name, bytesOf(r.Size), status, safe)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	n := s.count()
	fmt.Fprintf(out, "\n%d sent, %d already there, %d refused, %d not finished", n[Sent], n[Already], n[Refused], n[Pending])
	if n[Unreadable] > 0 {
		fmt.Fprintf(out, ", %d cannot be read", n[Unreadable])
	}
	fmt.Fprintln(out, ".")
	s.writeReceipts(out)
	writeLeft(out, s.Left)
	fmt.Fprintln(out, "\n"+s.verdict())
	if s.Manifest != "" {
		fmt.Fprintf(out, "Sums of what has arrived: %s; check with sha256sum -c.\n", s.Manifest)
	}
	for _, st := range s.Stories {
		fmt.Fprintf(out, "%s  %s\n", st.Address, st.Title)
	}
	return nil
}

// writeReceipts prints the server's word for each file.
func (s Summary) writeReceipts(out io.Writer) {
	first := true
	for _, r := range s.Results {
		if r.Receipt == nil || r.Status == Refused {
			continue
		}
		if first {
			fmt.Fprintln(out, "\nReceipts: SHA-256, when it was received, where it is kept, and the clip's name")
			first = false
		}
		fmt.Fprintf(out, "%s  %s  %s  %s\n", r.Receipt.SHA256, r.Receipt.ReceivedAt.Local().Format("2006-01-02 15:04"), r.Receipt.KeptAt, r.Name)
	}
}

// verdict is the sentence that people wait for.
func (s Summary) verdict() string {
	n := s.count()
	switch {
	case s.Safe():
		return "Everything was read back by the server and is the same: the card is safe to wipe."
	case n[Pending] > 0:
		return "Run the same command again to go on. Keep the card."
	case n[Refused]+n[Unreadable] > 0:
		return "Not everything can be used; the reasons stand above. Keep the card."
	case !s.arrived():
		return "Everything was sent, but the server has not read all of it back yet. Keep the card and run the same command again."
	}
	return "All footage was read back by the server and is the same. But what is listed above as no footage is only here: copy it before you wipe the card."
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
