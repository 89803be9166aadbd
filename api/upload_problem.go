package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"strings"

	tus "github.com/tus/tusd/v2/pkg/handler"
	xslog "golang.org/x/exp/slog"

	"fieldstory/story"
)

// tusSaid is what a person reads when tus refuses a request; other codes keep
// tus' own words, which only a programmer meets.
var tusSaid = map[string]string{
	"upload_not_found":     "There is nothing here that you can see. It may have been finished or cleared away; please send the file again.",
	"upload_locked":        "Another connection is still sending this file. It has been asked to stop; please go on in a few seconds.",
	"mismatched_offset":    "Part of this has arrived already. Ask for the offset and go on from there.",
	"max_size_exceeded":    "The file is larger than this server takes. Please ask your administrator.",
	"upload_size_exceeded": "More bytes came than the file was said to have. Please choose the file again.",
	"read_timeout":         "Nothing came over the connection for too long. What arrived is safe; please go on from there.",
	"connection_reset":     "The connection broke. What arrived is safe; please go on from there.",
	"unexpected_eof":       "The connection broke. What arrived is safe; please go on from there.",
	"upload_interrupted":   "Another connection goes on with this file.",
	"server_shutdown":      "The server is being restarted. What arrived is safe; please go on in a moment.",
}

// fail answers an error before tus is asked.
func (up *Uploads) fail(w http.ResponseWriter, r *http.Request, err error) {
	writeProblem(w, r, up.toProblem(r.Context(), err))
}

func writeProblem(w http.ResponseWriter, r *http.Request, p *Problem) {
	h := w.Header()
	h.Set("Content-Type", "application/problem+json")
	h.Set("Cache-Control", "no-store")
	h.Del("Content-Length")
	w.WriteHeader(p.Status)
	if r.Method != http.MethodHead {
		json.NewEncoder(w).Encode(p)
	}
}

func (up *Uploads) toProblem(ctx context.Context, err error) *Problem {
	p := story.AsProblem(err)
	if p.Fault == story.FaultUs || p.Fault == story.FaultDependency {
		up.Log.ErrorContext(ctx, "upload failed", "code", p.Code, "cause", err)
	}
	return asProblem(p)
}

// asTus lets a problem pass through tus' handler to the client.
func (up *Uploads) asTus(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	p := up.toProblem(ctx, err)
	body, _ := json.Marshal(p) // a struct of strings always marshals
	e := tus.NewError(p.Code, p.Detail, p.Status)
	e.HTTPResponse.Body = string(body)
	e.HTTPResponse.Header = tus.HTTPHeader{"Content-Type": "application/problem+json", "Cache-Control": "no-store"}
	if found, ok := errors.AsType[*story.AlreadyHere](err); ok {
		e.HTTPResponse.Header["Fieldstory-Clip"], e.HTTPResponse.Header["Fieldstory-Story"] = string(found.Clip), string(found.Story)
	}
	if p.Status == http.StatusServiceUnavailable {
		e.HTTPResponse.Header["Retry-After"] = "5"
	}
	return e
}

// plainWriter turns tus' plain-text errors into problems, and tells when the
// upload expires, which tusd's handler does not.
type plainWriter struct {
	http.ResponseWriter
	up   *Uploads
	r    *http.Request
	line *line
	held int // status of a plain error whose text is being collected
	text bytes.Buffer
}

// Unwrap lets http.ResponseController through.
func (w *plainWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func (w *plainWriter) WriteHeader(status int) {
	h := w.Header()
	if status >= 400 && !strings.HasPrefix(h.Get("Content-Type"), "application/problem+json") {
		w.held = status
		return
	}
	switch {
	case w.r.Method == http.MethodOptions && h.Get("Tus-Extension") != "":
		h.Set("Tus-Extension", h.Get("Tus-Extension")+",expiration")
	case (w.r.Method == http.MethodPost || w.r.Method == http.MethodPatch) && status >= 200 && status < 300:
		h.Set("Upload-Expires", w.up.Now().Add(w.up.Limits.Expires).UTC().Format(http.TimeFormat))
	}
	w.line.answer(w.r)
	w.ResponseWriter.WriteHeader(status)
}

func (w *plainWriter) Write(p []byte) (int, error) {
	if w.held != 0 {
		return w.text.Write(p)
	}
	return w.ResponseWriter.Write(p)
}

func (w *plainWriter) end() {
	if w.held == 0 {
		return
	}
	w.line.answer(w.r)
	code, said, _ := strings.Cut(strings.TrimSpace(w.text.String()), ": ")
	code = strings.ToLower(strings.TrimPrefix(code, "ERR_"))
	if said == "" {
		code, said = "request", http.StatusText(w.held)
	}
	detail, known := tusSaid[code]
	if !known {
		detail = "The upload cannot go on like this: " + said + "."
	}
	fault := story.FaultInput
	switch {
	case w.held >= 500:
		fault = story.FaultDependency
	case w.held == http.StatusConflict || w.held == http.StatusLocked:
		fault = story.FaultState
	}
	writeProblem(w.ResponseWriter, w.r, &Problem{Type: "about:blank", Title: http.StatusText(w.held), Status: w.held, Code: code, Fault: string(fault), Detail: detail})
}

// quietLog hands tusd's errors to our log; its line for every request would
// repeat our own. tusd logs with the experimental slog, hence the bridge.
func quietLog(log *slog.Logger) *xslog.Logger { return xslog.New(bridge{log}) }

type bridge struct{ log *slog.Logger }

func (bridge) Enabled(_ context.Context, l xslog.Level) bool { return l >= xslog.LevelError }

func (b bridge) Handle(ctx context.Context, r xslog.Record) error {
	var args []any
	r.Attrs(func(a xslog.Attr) bool {
		args = append(args, a.Key, a.Value.String())
		return true
	})
	b.log.InfoContext(ctx, "tus: "+r.Message, args...)
	return nil
}

func (b bridge) WithAttrs(as []xslog.Attr) xslog.Handler {
	log := b.log
	for _, a := range as {
		log = log.With(a.Key, a.Value.String())
	}
	return bridge{log}
}

func (b bridge) WithGroup(string) xslog.Handler { return b }
