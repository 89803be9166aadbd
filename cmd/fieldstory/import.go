package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/url"
	"os"
	"strings"
)

// importCmd brings tables into a running Fieldstory.
type importCmd struct {
	Offices importOfficesCmd `cmd:"" help:"Add the offices of a CSV file."`
	People  importPeopleCmd  `cmd:"" help:"Invite the people of a CSV file, and give them their roles."`
}

// importSettings are what every import needs.
type importSettings struct {
	File   string `arg:"" type:"existingfile" help:"CSV in UTF-8, with a line of column names; - reads it from the standard input."`
	Check  bool   `help:"Say what it would do and which lines are wrong, and change nothing."`
	Server string `env:"FIELDSTORY_SERVER" default:"http://127.0.0.1:8080" placeholder:"URL" help:"The Fieldstory to send to."`
	Token  Secret `env:"FIELDSTORY_TOKEN" placeholder:"TOKEN" help:"Your API token, from whoever runs that Fieldstory."`
}

const importHelp = `
The whole file is checked before anything is done: with one line that is wrong
nothing is. The same file can be brought again.

Exit status:
  0  it was done, or with --check: nothing is wrong
  1  it failed
  3  some lines are wrong; nothing was done`

type importOfficesCmd struct {
	importSettings
	Below string `placeholder:"OFFICE" help:"Add them below this office, by its short name or id; by default below the one you administer."`
}

// Help is what stands below the first line.
func (importOfficesCmd) Help() string {
	return `Columns: office (its names from below that office, with / between them), level,
and where you like time_zone, languages and review_days.` + "\n" + importHelp
}

type importPeopleCmd struct {
	importSettings
	Again bool   `help:"Invite those of the file again who have an account and have never come in, as when their links were lost."`
	Links string `type:"path" placeholder:"FILE" help:"Write the one-time links there, where no mail goes out; by default to the standard output."`
}

// Help is what stands below the first line.
func (importPeopleCmd) Help() string {
	return `Columns: name, email, office (its names from below headquarters, with / between
them, or its short name), role (viewer, contributor, editor, publisher, custodian or
admin), and where you like language. Who has an account gets the role and no new
invitation, except with --again those who have never come in. Invitations go out by mail; where the server sends none, their links are
written out this once, as CSV. Hand each to its person and delete the file.` + "\n" + importHelp
}

// importMistake is a line that is wrong.
type importMistake struct {
	Line   int    `json:"line"`
	Detail string `json:"detail"`
}

func (c importOfficesCmd) Run(p *process, _ *slog.Logger) error {
	below, err := c.below(p.ctx)
	if err != nil {
		return err
	}
	var did struct {
		Applied  bool
		New      []struct{ Way []string }
		There    int
		Mistakes []importMistake
	}
	if err := c.bring(p, "/api/v1/offices/"+below+"/import", nil, &did); err != nil {
		return err
	}
	if err := wrong(p, did.Mistakes, len(did.Mistakes)); err != nil {
		return err
	}
	for _, one := range did.New {
		fmt.Fprintln(p.stdout, strings.Join(one.Way, " / "))
	}
	fmt.Fprintf(p.stderr, "%s: %d. There already: %d.\n", said(did.Applied, "Offices added", "Offices to add"), len(did.New), did.There)
	return nil
}

// below is the id of the office that the file is brought to.
func (c importOfficesCmd) below(ctx context.Context) (string, error) {
	var page struct {
		Items []struct {
			ID, Name, Slug, Parent string
		}
		Next string `json:"next_cursor"`
	}
	mine, top := map[string]bool{}, []string{}
	var names []string
	for cursor := ""; ; cursor = page.Next {
		page.Items = nil
		if err := c.ask(ctx, http.MethodGet, "/api/v1/offices?may=administer&limit=1000&cursor="+url.QueryEscape(cursor), nil, &page); err != nil {
			return "", err
		}
		for _, o := range page.Items {
			if c.Below != "" && (o.ID == c.Below || o.Slug == c.Below) {
				return o.ID, nil
			}
			if mine[o.ID] = true; !mine[o.Parent] {
				top, names = append(top, o.ID), append(names, o.Slug)
			}
		}
		if page.Next == "" {
			break
		}
	}
	switch {
	case c.Below != "":
		return "", fmt.Errorf("you administer no office %q", c.Below)
	case len(top) == 1:
		return top[0], nil
	case len(top) == 0:
		return "", fmt.Errorf("you administer no office")
	}
	return "", fmt.Errorf("say below which office with --below: %s", strings.Join(names, ", "))
}

func (c importPeopleCmd) Run(p *process, _ *slog.Logger) error {
	var did struct {
		Applied, Mailed          bool
		New, Known, There, Wrong int
		Unseen                   int
		Mistakes                 []importMistake
		Links                    []struct{ Name, Email, Office, Link string }
	}
	links := p.stdout
	if c.Links != "" && !c.Check {
		// Before anything is done: links that cannot be written down are lost.
		f, err := os.OpenFile(c.Links, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
		if err != nil {
			return fmt.Errorf("the links cannot be written to %s, so nothing was done: %w", c.Links, err)
		}
		defer func() {
			f.Close()
			if len(did.Links) == 0 {
				os.Remove(c.Links)
			}
		}()
		links = f
	}
	if err := c.bring(p, "/api/v1/members/import", map[string]any{"again": c.Again}, &did); err != nil {
		return err
	}
	if err := wrong(p, did.Mistakes, did.Wrong); err != nil {
		return err
	}
	if len(did.Links) > 0 {
		table := csv.NewWriter(links)
		table.Write([]string{"name", "email", "office", "link"})
		for _, l := range did.Links {
			table.Write([]string{text(l.Name), text(l.Email), text(l.Office), l.Link})
		}
		if table.Flush(); table.Error() != nil {
			return fmt.Errorf("the people are invited, but their links could not be written: %w", table.Error())
		}
	}
	fmt.Fprintf(p.stderr, "%s: %d. %s: %d. Nothing to do: %d.\n", said(did.Applied, "Invited", "To invite"), did.New,
		said(did.Applied, "Have an account and got a role", "Have an account and get a role"), did.Known, did.There)
	if did.Unseen > 0 {
		fmt.Fprintf(p.stderr, "%s: %d.\n", said(c.Again, said(did.Applied, "Invited again", "To invite again"), "Have an account and have never come in (--again invites them again)"), did.Unseen)
	}
	if did.Mailed && (did.New > 0 || c.Again && did.Unseen > 0) {
		fmt.Fprintln(p.stderr, "The invitations go out by mail.")
	}
	return nil
}

// text keeps a spreadsheet from taking somebody's name for a formula.
func text(s string) string {
	if strings.ContainsAny(s[:min(len(s), 1)], "=+-@\t\r") {
		return "'" + s
	}
	return s
}

func said(applied bool, did, would string) string {
	if applied {
		return did
	}
	return would
}

// wrong names the lines that are wrong, and gives the exit status for them.
func wrong(p *process, list []importMistake, all int) error {
	for _, m := range list {
		fmt.Fprintf(p.stderr, "line %d: %s\n", m.Line, m.Detail)
	}
	if all > len(list) {
		fmt.Fprintf(p.stderr, "and %d more\n", all-len(list))
	}
	if all > 0 {
		return exitStatus{code: 3, error: fmt.Errorf("nothing was done: put %d lines right first", all)}
	}
	return nil
}

// bring sends the file, with whatever more the server is to know.
func (c importSettings) bring(p *process, path string, more map[string]any, into any) error {
	var raw []byte
	var err error
	if c.File == "-" {
		raw, err = io.ReadAll(os.Stdin)
	} else {
		raw, err = os.ReadFile(c.File)
	}
	if err != nil {
		return err
	}
	body := map[string]any{"csv": string(raw), "apply": !c.Check}
	maps.Copy(body, more)
	return c.ask(p.ctx, http.MethodPost, path, body, into)
}

// ask sends one request and reads its answer; what the server says against it is
// the error.
func (c importSettings) ask(ctx context.Context, method, path string, body, into any) error {
	var send io.Reader
	if body != nil {
		b, err := json.Marshal(body)
		if err != nil {
			return err
		}
		send = bytes.NewReader(b)
	}
	req, err := http.NewRequestWithContext(ctx, method, strings.TrimSuffix(c.Server, "/")+path, send)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+string(c.Token))
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return fmt.Errorf("the server cannot be reached: %w", err)
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		return fmt.Errorf("the server's answer broke off; the same command tells whether it was done: %w", err)
	}
	if resp.StatusCode >= 300 {
		var said struct{ Detail string }
		if json.Unmarshal(raw, &said) == nil && said.Detail != "" {
			return fmt.Errorf("%s", said.Detail)
		}
		return fmt.Errorf("the server answered %s", resp.Status)
	}
	return json.Unmarshal(raw, into)
}
