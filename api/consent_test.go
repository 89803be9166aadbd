package api_test

import (
	"encoding/base64"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"fieldstory/api"
	"fieldstory/story"
)

// published is a public story of amina's, with Ines in it.
type published struct {
	h                                   *house
	author, editor, publisher, viewer   *person
	at, url, video, ines, publicationID string
}

func newPublished(t *testing.T) *published {
	t.Helper()
	h := newHouse(t)
	p := &published{h: h, author: h.person(t, "amina", story.Contributor, "field"), editor: h.person(t, "chen", story.Editor, "country"),
		publisher: h.person(t, "paula", story.Publisher, "hq"), viewer: h.person(t, "vera", story.Viewer, "hq")}
	p.publish(t)
	return p
}

// publish tells another story with the same person in it, once there is one.
func (p *published) publish(t *testing.T) {
	t.Helper()
	made := p.author.must("POST", "/api/v1/stories", map[string]any{"title": "A well"})
	p.at = "/api/v1/stories/" + made["id"].(string)
	p.h.clip(t, made["id"], "0123456789")
	body := map[string]any{"name": "Ines", "state": "given", "form": "verbal", "use": "social", "spoken_language": "fr"}
	if p.ines != "" {
		body = map[string]any{"person": p.ines}
	}
	full := p.author.must("POST", p.at+"/people", body)
	p.ines = full["people"].([]any)[0].(map[string]any)["id"].(string)
	p.author.must("POST", p.at+"/submit", nil)
	p.publisher.must("POST", p.at+"/clear", nil)
	pub := p.publisher.must("POST", p.at+"/publications", nil)
	p.publicationID = pub["id"].(string)
	p.url = strings.TrimPrefix(pub["url"].(string), p.h.url)
	_, _, page := p.h.nobody(t).raw("GET", p.url, nil, nil)
	_, rest, _ := strings.Cut(string(page), `<source src="`+p.h.url)
	p.video, _, _ = strings.Cut(rest, `"`)
	if status, _, _ := p.h.nobody(t).raw("GET", p.video, nil, nil); p.video == "" || status != 200 {
		t.Fatalf("the public video %q = %d", p.video, status)
	}
}

// gone asks everything public about the story and wants nothing of it.
func (p *published) gone(t *testing.T, why string) {
	t.Helper()
	public := p.h.nobody(t)
	slug := p.url[strings.LastIndexByte(p.url, '/')+1:]
	for _, path := range []string{p.url, p.video, strings.TrimSuffix(p.video, ".mp4") + ".jpg", "/embed/" + slug, "/oembed?url=" + url.QueryEscape(p.h.url+p.url)} {
		if status, _, _ := public.raw("GET", path, nil, nil); status != http.StatusNotFound {
			t.Errorf("%s: GET %s = %d, want 404", why, path, status)
		}
	}
	for _, feed := range []string{"/feeds/all.rss", "/feeds/all.atom", "/feeds/all.json"} {
		if _, _, body := public.raw("GET", feed, nil, nil); strings.Contains(string(body), slug) {
			t.Errorf("%s: it is in %s still", why, feed)
		}
	}
}

// form sends the form of a page that needs no script.
func (p *person) form(path string, fields url.Values) (int, string) {
	p.t.Helper()
	resp, err := p.http.PostForm(p.h.url+path, fields)
	if err != nil {
		p.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	return resp.StatusCode, string(body)
}

// Somebody filmed takes everything back through the link on their paper, with
// no account, and every story with them is closed before the page has loaded.
func TestWithdrawalByTheirOwnLink(t *testing.T) {
	t.Parallel()
	p := newPublished(t)
	first := *p
	p.publish(t) // a second story with the same person
	made := p.author.must("POST", "/api/v1/people/"+p.ines+"/links", map[string]any{})
	link := strings.TrimPrefix(made["link"].(string), p.h.url)

	ines := p.h.nobody(t)
	status, header, page := ines.raw("GET", link, nil, map[string]string{"Accept-Language": "en"})
	if status != 200 || !strings.Contains(string(page), `lang="fr"`) || strings.Contains(string(page), "<script") || strings.Contains(string(page), "Ines") ||
		header.Get("Cache-Control") != "no-store" || header.Get("Referrer-Policy") != "no-referrer" {
		t.Errorf("the page is %d %v\n%s", status, header, page)
	}
	if _, _, page := ines.raw("GET", link+"?lang=ar", nil, nil); !strings.Contains(string(page), `dir="rtl"`) {
		t.Errorf("in Arabic the page is\n%s", page)
	}
	if status, page := ines.form(link+"?lang=en", url.Values{"reach": {"all"}}); status != 200 || !strings.Contains(page, "Are you sure?") {
		t.Errorf("choosing = %d\n%s", status, page)
	}
	if status, _, _ := p.h.nobody(t).raw("GET", p.url, nil, nil); status != 200 {
		t.Errorf("choosing alone closed the story: %d", status)
	}
	if status, page := ines.form(strings.ToLower(link)+"?lang=en", url.Values{"reach": {"all"}, "sure": {"yes"}}); status != 200 || !strings.Contains(page, "It is done") {
		t.Errorf("withdrawing = %d\n%s", status, page)
	}
	first.gone(t, "the first story")
	p.gone(t, "the second story")

	trail := p.author.must("GET", p.at+"/trail", nil)["items"].([]any)
	if last := trail[len(trail)-1].(map[string]any); last["verb"] != "recall" || last["by"] != nil || last["to_stage"] != "waiting" {
		t.Errorf("the trail ends with %v", last)
	}
	if n := p.author.must("GET", "/api/v1/notices", nil)["items"].([]any); n[0].(map[string]any)["what"] != "consent.recalled" {
		t.Errorf("the author was told %v", n[0])
	}
	full := p.publisher.must("GET", p.at, nil)
	if gate := full["gate"].([]any)[0].(map[string]any); gate["code"] != "consent_withdrawn" || gate["who"] != "Ines" {
		t.Errorf("the gate says %v", gate)
	}
	record := p.author.must("GET", "/api/v1/people/"+p.ines, nil)
	if h := record["history"].([]any); len(h) != 2 || h[0].(map[string]any)["reach"] != "all" || h[0].(map[string]any)["recorded_by"] != nil || h[1].(map[string]any)["state"] != "given" {
		t.Errorf("the history is %v", record["history"])
	}
	if _, _, page := ines.raw("GET", link+"?lang=en", nil, nil); !strings.Contains(string(page), "It is done") {
		t.Errorf("opening the link again shows\n%s", page)
	}
	if status, _, _ := ines.raw("GET", "/withdraw/"+strings.Repeat("A", 26), nil, nil); status != 404 {
		t.Errorf("a link that never was = %d", status)
	}
	var stored string
	if err := p.h.db.Pool().QueryRow(t.Context(), `SELECT string_agg(w::text, ' ') FROM withdrawal_links w`).Scan(&stored); err != nil || strings.Contains(stored, link[len("/withdraw/"):]) {
		t.Errorf("the secret itself is stored: %s (%v)", stored, err)
	}
}

func TestLinksAreThrottled(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	nobody := h.nobody(t)
	for i := range 100 {
		status, _, _ := nobody.raw("GET", fmt.Sprintf("/withdraw/GUESS%d", i), nil, nil)
		if status == http.StatusTooManyRequests {
			return
		}
		if status != 404 {
			t.Fatalf("a guess = %d", status)
		}
	}
	t.Error("a hundred guesses were answered")
}

// “From now on” leaves what is public, and stops what is not.
func TestWithdrawalFromNowOn(t *testing.T) {
	t.Parallel()
	p := newPublished(t)
	next := p.author.must("POST", "/api/v1/stories", map[string]any{"title": "Another well"})
	nextAt := "/api/v1/stories/" + next["id"].(string)
	p.author.must("POST", nextAt+"/people", map[string]any{"person": p.ines})
	p.author.must("POST", nextAt+"/submit", nil)
	p.author.must("POST", "/api/v1/people/"+p.ines+"/withdrawal", map[string]any{"reach": "future"})
	if status, _, _ := p.h.nobody(t).raw("GET", p.url, nil, nil); status != 200 {
		t.Errorf("what was public is %d after “from now on”", status)
	}
	if status, problem := p.publisher.ask("POST", nextAt+"/clear", nil); status != 409 || problem["code"] != "consent_withdrawn" {
		t.Errorf("clearing the next = %d %v", status, problem)
	}
	// What stays public nobody has taken down elsewhere, so nobody promises that.
	link := strings.TrimPrefix(p.author.must("POST", "/api/v1/people/"+p.ines+"/links", map[string]any{})["link"].(string), p.h.url)
	if _, _, page := p.h.nobody(t).raw("GET", link+"?lang=en", nil, nil); !strings.Contains(string(page), "The people who filmed you have been told. You can keep this link") || !strings.Contains(string(page), "Take back everything after all") {
		t.Errorf("after “from now on” their page is\n%s", page)
	}
	p.editor.must("POST", "/api/v1/people/"+p.ines+"/withdrawal", map[string]any{"reach": "all"})
	p.gone(t, "everything, by an editor")
}

// A consent that has ended shows nothing, though no clock has come by yet.
func TestExpiredConsentIsShownToNobody(t *testing.T) {
	t.Parallel()
	p := newPublished(t)
	// The last day was yesterday: rows can be as old as they like.
	for _, sql := range []string{`ALTER TABLE consents DISABLE TRIGGER USER`, `UPDATE consents SET expires = current_date - 2`, `ALTER TABLE consents ENABLE TRIGGER USER`} {
		if _, err := p.h.db.Pool().Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
	p.gone(t, "before the clock")
	list, err := p.h.db.LapsedStories(t.Context(), time.Now().UTC().Format(time.DateOnly), "", 10)
	if err != nil || len(list) != 1 {
		t.Fatalf("lapsed are %v (%v)", list, err)
	}
	for range 2 {
		if err := p.h.db.UpholdStory(t.Context(), list[0], time.Now()); err != nil {
			t.Fatal(err)
		}
	}
	full := p.publisher.must("GET", p.at, nil)
	if full["stage"] != "waiting" || full["publications"].([]any)[0].(map[string]any)["closed_at"] == nil {
		t.Errorf("after the clock it is %v, %v", full["stage"], full["publications"])
	}
	if list, err := p.h.db.LapsedStories(t.Context(), time.Now().UTC().Format(time.DateOnly), "", 10); err != nil || len(list) != 0 {
		t.Errorf("lapsed still are %v (%v)", list, err)
	}
}

// Who is in a story is for those who may know; the register is an office's own.
func TestWhoSeesConsent(t *testing.T) {
	t.Parallel()
	p := newPublished(t)
	other := p.h.person(t, "omar", story.Contributor, "field")
	for name, c := range map[string]struct {
		who            *person
		people, record int
		listed         int
	}{
		"author": {p.author, 1, 200, 1}, "editor": {p.editor, 1, 200, 1}, "publisher": {p.publisher, 1, 200, 1}, "viewer": {p.viewer, 0, 404, 0}, "other": {other, -1, 404, 0},
	} {
		if c.people >= 0 {
			full := c.who.must("GET", p.at, nil)
			if n := len(full["people"].([]any)); n != c.people || full["sees_people"] != (c.people > 0) {
				t.Errorf("%s reads %d people, want %d", name, n, c.people)
			}
		}
		status, got := c.who.ask("GET", "/api/v1/people/"+p.ines, nil)
		if status != c.record {
			t.Errorf("%s asks for the record: %d %v, want %d", name, status, got, c.record)
		}
		if n := len(c.who.must("GET", "/api/v1/people?q=INE", nil)["items"].([]any)); n != c.listed {
			t.Errorf("%s finds %d in the register, want %d", name, n, c.listed)
		}
		withdraw, _ := map[bool]int{true: 0, false: 404}[c.record == 200], 0
		if withdraw == 404 {
			if status, _ := c.who.ask("POST", "/api/v1/people/"+p.ines+"/withdrawal", map[string]any{"reach": "all"}); status != 404 {
				t.Errorf("%s withdraws: %d", name, status)
			}
			if status, _ := c.who.ask("POST", "/api/v1/people/"+p.ines+"/links", map[string]any{}); status != 404 {
				t.Errorf("%s makes a link: %d", name, status)
			}
			own := p.h.person(t, "link"+name, story.Contributor, "field")
			mine := own.must("POST", "/api/v1/stories", map[string]any{"title": "x"})
			if status, _ := own.ask("POST", "/api/v1/stories/"+mine["id"].(string)+"/people", map[string]any{"person": p.ines}); status != 404 {
				t.Errorf("somebody else's record was put into a story: %d", status)
			}
		}
	}
}

// The wording that was agreed to stays as it was, to the letter.
func TestWordingsAreKept(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	root := h.person(t, "root", story.Admin, "hq")
	author := h.person(t, "amina", story.Contributor, "field")
	text := "  Je suis d’accord.\n\n— ⵜⴰⵎⴰⵣⵉⵖⵜ\n"
	w := root.must("POST", "/api/v1/wordings", map[string]any{"name": "General", "language": "fr", "text": text})
	if w["version"] != 1.0 || w["text"] != text {
		t.Errorf("the wording is %v", w)
	}
	if status, problem := author.ask("POST", "/api/v1/wordings", map[string]any{"name": "x", "language": "fr", "text": "x"}); status != 403 {
		t.Errorf("a contributor adds a wording: %d %v", status, problem)
	}
	root.must("PATCH", "/api/v1/policy", map[string]any{"consent_months": 60, "consent_file": true})
	made := author.must("POST", "/api/v1/stories", map[string]any{"title": "A well"})
	at := "/api/v1/stories/" + made["id"].(string)
	for body, want := range map[string]int{w["id"].(string): 201, string(story.NewID[story.WordingID](time.Now())): 422, "1": 422} {
		status, got := author.ask("POST", at+"/people", map[string]any{"name": "Ines", "state": "given", "form": "written", "use": "public", "wording": body, "given_on": "2026-01-31"})
		if status != want {
			t.Errorf("recording wording %q = %d %v, want %d", body, status, got, want)
		}
	}
	full := author.must("GET", at, nil)
	ines := full["people"].([]any)[0].(map[string]any)
	if ines["version"] != 1.0 || ines["language"] != "fr" || ines["expires"] != "2031-01-31" {
		t.Errorf("the record is %v", ines)
	}
	if code := full["gate"].([]any)[0].(map[string]any)["code"]; code != "consent_file" {
		t.Errorf("without the form the gate says %v", code)
	}
	// The same record, with another answer to the same text, is one still.
	author.must("PUT", at+"/people/"+ines["id"].(string), map[string]any{"name": "Ines", "state": "given", "form": "verbal", "use": "internal", "wording": w["id"]})
	for _, sql := range []string{`UPDATE wordings SET text = 'else'`, `DELETE FROM wordings`, `UPDATE consents SET use = 'social'`} {
		if _, err := h.db.Pool().Exec(t.Context(), sql); err == nil {
			t.Errorf("%s was carried out", sql)
		}
	}
	root.must("PATCH", "/api/v1/wordings/"+w["id"].(string), map[string]any{"retired": true})
	if got := author.must("GET", "/api/v1/wordings", nil)["items"].([]any)[0].(map[string]any); got["retired"] != true || got["used"] != 1.0 || got["text"] != text {
		t.Errorf("retired, the wording is %v", got)
	}
}

// A form or a voice comes in through the same upload as footage; it is hashed,
// read back, and opened by those who may read the record.
func TestConsentFiles(t *testing.T) {
	t.Parallel()
	p := newPublished(t)
	conf := api.NewUploadConfig()
	conf.Rows, conf.Bytes, conf.Log = p.h.db, p.h.bucket, slog.New(slog.NewTextHandler(t.Output(), nil))
	up, err := api.NewUploads(conf)
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.Handle("/api/v1/uploads/", p.h.door.Recognise(up))
	mux.Handle("/api/v1/uploads", p.h.door.Recognise(up))
	srv := httptest.NewServer(mux)
	t.Cleanup(srv.Close)
	send := func(who *person, metadata map[string]string, content string) (int, string) {
		t.Helper()
		var meta []string
		for k, v := range metadata {
			meta = append(meta, k+" "+base64.StdEncoding.EncodeToString([]byte(v)))
		}
		ask := func(method, at string, header map[string]string, body string) *http.Response {
			req, err := http.NewRequestWithContext(t.Context(), method, at, strings.NewReader(body))
			if err != nil {
				t.Fatal(err)
			}
			req.Header.Set("Authorization", "Bearer "+who.token)
			req.Header.Set("Tus-Resumable", "1.0.0")
			for k, v := range header {
				req.Header.Set(k, v)
			}
			resp, err := http.DefaultClient.Do(req)
			if err != nil {
				t.Fatal(err)
			}
			resp.Body.Close()
			return resp
		}
		made := ask("POST", srv.URL+"/api/v1/uploads", map[string]string{"Upload-Length": strconv.Itoa(len(content)), "Upload-Metadata": strings.Join(meta, ",")}, "")
		if made.StatusCode != 201 {
			return made.StatusCode, ""
		}
		at, err := made.Request.URL.Parse(made.Header.Get("Location"))
		if err != nil {
			t.Fatal(err)
		}
		sent := ask("PATCH", at.String(), map[string]string{"Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}, content)
		return sent.StatusCode, made.Header.Get("Fieldstory-Consent-File")
	}
	pdf := "%PDF-1.7\n" + strings.Repeat("x", 20_000)
	// The story has gone on long ago; its author has the paper all the same.
	status, id := send(p.author, map[string]string{"consent_for": p.ines, "filename": "../form.pdf", "filetype": "text/html"}, pdf)
	if status != 204 || id == "" {
		t.Fatalf("sending a form = %d %q", status, id)
	}
	ines := p.editor.must("GET", "/api/v1/people/"+p.ines, nil)
	file := ines["files"].([]any)[0].(map[string]any)
	if file["type"] != "application/pdf" || file["filename"] != "form.pdf" || file["bytes"] != float64(len(pdf)) || len(file["sha256"].(string)) != 64 || file["received_at"] == nil {
		t.Errorf("the file is %v", file)
	}
	at := file["url"].(string)
	for name, c := range map[string]struct {
		who  *person
		want int
	}{"editor": {p.editor, 200}, "author": {p.author, 200}, "viewer": {p.viewer, 404}, "nobody": {p.h.nobody(t), 401}, "other": {p.h.person(t, "omar", story.Contributor, "field"), 404}} {
		status, header, body := c.who.raw("GET", at, nil, nil)
		if status != c.want || status == 200 && (string(body) != pdf || !strings.HasPrefix(header.Get("Content-Disposition"), "attachment") || header.Get("Cache-Control") != "private, no-store") {
			t.Errorf("%s opens the form: %d %v, want %d", name, status, header, c.want)
		}
	}
	var seen int
	if err := p.h.db.Pool().QueryRow(t.Context(), `SELECT count(*) FROM audit WHERE what = 'consent_file.seen' AND subject = $1`, id).Scan(&seen); err != nil || seen != 2 {
		t.Errorf("that it was opened is logged %d times (%v), want 2", seen, err)
	}
	if status, _ := send(p.viewer, map[string]string{"consent_for": p.ines, "filename": "form.pdf"}, pdf); status != 404 {
		t.Errorf("a viewer sends a form: %d, want 404", status)
	}
	if status, _ := send(p.editor, map[string]string{"consent_for": p.ines, "filename": "form.html"}, "<!doctype html><script>alert(1)</script>"); status != 422 {
		t.Errorf("a web page as a form: %d, want 422", status)
	}
	if status, _ := send(p.editor, map[string]string{"consent_for": p.ines, "sha256": strings.Repeat("0", 64), "filename": "form.pdf"}, pdf); status != 422 {
		t.Errorf("a form that is not what was announced: %d, want 422", status)
	}
	if status, _ := send(p.editor, map[string]string{"consent_for": p.ines, "consent_side": "guardian", "filename": "voice.ogg"}, "OggS\x00\x02"+strings.Repeat("y", 100)); status != 204 {
		t.Errorf("a guardian's voice: %d", status)
	}
	if files := p.editor.must("GET", "/api/v1/people/"+p.ines, nil)["files"].([]any); len(files) != 1 {
		t.Errorf("after two refusals there are %d files of their own", len(files))
	}
}

// What this house cannot close is on a list that a person works through.
func TestPlacesElsewhere(t *testing.T) {
	t.Parallel()
	p := newPublished(t)
	places := p.at + "/publications/" + p.publicationID + "/places"
	got := p.publisher.must("POST", places, map[string]any{"name": "https://video.example/w/123"})
	place := got["publications"].([]any)[0].(map[string]any)["places"].([]any)[0].(map[string]any)
	if place["state"] != "there" {
		t.Errorf("a new place is %v", place)
	}
	p.publisher.must("POST", "/api/v1/people/"+p.ines+"/withdrawal", map[string]any{"reach": "all"})
	got = p.editor.must("PATCH", places+"/"+place["id"].(string), map[string]any{"state": "asked", "note": "by mail, 9 March"})
	if place = got["publications"].([]any)[0].(map[string]any)["places"].([]any)[0].(map[string]any); place["state"] != "asked" || place["changed_by"].(map[string]any)["name"] != "chen" {
		t.Errorf("asked, the place is %v", place)
	}
	if status, _ := p.viewer.ask("POST", places, map[string]any{"name": "x"}); status != 403 {
		t.Errorf("a viewer adds a place: %d", status)
	}
	if status, _ := p.h.person(t, "omar", story.Contributor, "field").ask("POST", places, map[string]any{"name": "x"}); status != 404 {
		t.Errorf("a stranger adds a place: %d", status)
	}
}
