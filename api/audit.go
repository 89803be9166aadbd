package api

import (
	"context"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"fieldstory/story"
)

// Entry is one line of the audit log.
type Entry struct {
	Number  int64             `json:"number"`
	ID      string            `json:"id"`
	At      time.Time         `json:"at"`
	What    string            `json:"what"`
	By      *Decider          `json:"by" doc:"null = the clock, or somebody without an account"`
	Office  string            `json:"office"`
	Story   string            `json:"story"`
	Subject string            `json:"subject" doc:"Id of what it was done to"`
	Details map[string]string `json:"details"`
	Place   int64             `json:"place" doc:"In the chain, 0 = not sealed yet"`
	Hash    string            `json:"hash" doc:"Of the chain at that place, hex"`
}

func entryView(e story.Entry) Entry {
	v := Entry{Number: e.Number, ID: string(e.ID), At: e.At, What: string(e.What), Office: string(e.Office), Story: string(e.Story),
		Subject: e.Subject, Details: e.Details, Place: e.Place, Hash: hex.EncodeToString(e.Hash)}
	if e.By.ID != "" {
		v.By = &Decider{ID: string(e.By.ID), Name: e.By.Name}
	}
	return v
}

type listAuditInput struct {
	Story   string    `query:"story"`
	By      string    `query:"by" doc:"Id of the member who did it"`
	Subject string    `query:"subject" doc:"Id of what it was done to"`
	What    string    `query:"what"`
	From    time.Time `query:"from"`
	Until   time.Time `query:"until"`
	Before  int64     `query:"before" doc:"Entries older than this number"`
	Limit   int       `query:"limit" minimum:"1" maximum:"1000" default:"100"`
}

type auditOutput struct {
	Body struct {
		Items []Entry `json:"items"`
	}
}

// auditQuery reads a question; an id that is none finds nothing.
func auditQuery(in listAuditInput) (q story.AuditQuery, err error) {
	q = story.AuditQuery{Subject: in.Subject, What: story.Deed(in.What), From: in.From, Until: in.Until, Before: in.Before, Limit: in.Limit}
	if in.Story != "" {
		if q.Story, err = story.ParseID[story.StoryID](in.Story); err != nil {
			return q, err
		}
	}
	if in.By != "" {
		q.By, err = story.ParseID[story.MemberID](in.By)
	}
	return q, err
}

func (a *API) listAudit(ctx context.Context, in *listAuditInput) (*auditOutput, error) {
	who, _ := story.ScopeOf(ctx)
	q, err := auditQuery(*in)
	if err != nil {
		return nil, err
	}
	out := &auditOutput{}
	out.Body.Items = []Entry{}
	err = a.Rows.Audit(ctx, who, q, func(e story.Entry) error {
		out.Body.Items = append(out.Body.Items, entryView(e))
		return nil
	})
	return out, err
}

// exportAudit streams everything that the caller may read, as CSV or JSON
// lines. That it was exported stands in the log before the first line leaves.
func (a *API) exportAudit(w http.ResponseWriter, r *http.Request) {
	who, ok := story.ScopeOf(r.Context())
	if !ok {
		a.fail(w, r, signedOut)
		return
	}
	form := "csv"
	if strings.HasSuffix(r.URL.Path, ".jsonl") {
		form = "jsonl"
	}
	q, err := exportQuery(r.URL.Query())
	if err == nil && r.Method == http.MethodGet {
		err = a.Rows.Log(r.Context(), story.NewEntry(story.DeedAuditExported, who, "", a.Now()).With("form", form).With("story", string(q.Story)).With("of", string(q.By)))
	}
	if err != nil {
		a.fail(w, r, err)
		return
	}
	h := w.Header()
	h.Set("Cache-Control", "private, no-store")
	h.Set("Content-Disposition", `attachment; filename="audit.`+form+`"`)
	write := jsonLines(w)
	h.Set("Content-Type", "application/jsonl; charset=utf-8")
	if form == "csv" {
		h.Set("Content-Type", "text/csv; charset=utf-8")
		var flush func() error
		write, flush = csvLines(w)
		defer flush()
	}
	if err := a.Rows.Audit(r.Context(), who, q, func(e story.Entry) error { return write(entryView(e)) }); err != nil {
		// The status has gone out: a cut connection says that this is not all.
		a.Log.ErrorContext(r.Context(), "the audit log could not be exported whole", "cause", err)
		panic(http.ErrAbortHandler)
	}
}

func exportQuery(v url.Values) (story.AuditQuery, error) {
	return auditQuery(listAuditInput{Story: v.Get("story"), By: v.Get("by"), Subject: v.Get("subject"), What: v.Get("what")})
}

func jsonLines(w http.ResponseWriter) func(Entry) error {
	enc := json.NewEncoder(w)
	return func(e Entry) error { return enc.Encode(e) }
}

func csvLines(w http.ResponseWriter) (write func(Entry) error, flush func() error) {
	out := csv.NewWriter(w)
	out.Write([]string{"number", "id", "at", "what", "by", "by_name", "office", "story", "subject", "details", "place", "hash"})
	write = func(e Entry) error {
		by := Decider{}
		if e.By != nil {
			by = *e.By
		}
		details, err := json.Marshal(e.Details)
		if err != nil {
			return err
		}
		return out.Write([]string{strconv.FormatInt(e.Number, 10), e.ID, e.At.UTC().Format(time.RFC3339Nano), e.What, by.ID, inert(by.Name), e.Office, e.Story,
			inert(e.Subject), string(details), strconv.FormatInt(e.Place, 10), e.Hash})
	}
	return write, func() error { out.Flush(); return out.Error() }
}

// inert keeps a spreadsheet from taking a name for a formula (OWASP, CSV
// Injection).
func inert(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}
