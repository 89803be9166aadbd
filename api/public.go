package api

import (
	"net/http"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"

	"fieldstory/story"
)

// publicPage is what the template of a public story shows. Only what the
// gate let through: no name of the author's account, no file name, no device.
type publicPage struct {
	Title      string
	Paragraphs []string
	Summary    string // first words, for link previews
	Language   string // BCP 47
	Place      string // empty when it was taken out
	Office     string
	Byline     string
	Day        string // yyyy-mm-dd
	Date       string // the day as people read it
	URL        string
	Poster     string
	Videos     []publicVideo
}

type publicVideo struct {
	URL, Poster   string
	Width, Height int
	Type          string
}

// publicHeight is the largest rung on the public page: watchable on a phone
// without eating its data.
const publicHeight = 720

func (a *API) publicStory(w http.ResponseWriter, r *http.Request) {
	s, err := a.Rows.Published(r.Context(), chi.URLParam(r, "slug"))
	if err != nil {
		p := a.problem(r.Context(), err)
		detail := p.Detail
		if p.Status == http.StatusNotFound {
			detail = "This story is not published, or is published no longer."
		}
		a.pages.show(w, r, p.Status, "sentence.html", detail)
		return
	}
	// Withdrawal takes effect at once: nobody may keep the page.
	w.Header().Set("Cache-Control", "no-store")
	a.pages.show(w, r, http.StatusOK, "story.html", a.publicPage(r, s))
}

func (a *API) publicPage(r *http.Request, s story.Sheet) publicPage {
	base := a.address(r.Context()) + "/s/" + chi.URLParam(r, "slug")
	p := publicPage{
		Title: s.Story.Title, Language: s.Story.Language, Place: s.Story.Place, Office: s.Story.OfficeName, Byline: s.Story.Author.Name,
		URL: base,
	}
	p.Day, p.Date = dated(s.Story)
	for _, gone := range s.Story.Removed {
		switch gone {
		case story.PillarPlace:
			p.Place, p.Office = "", ""
		case story.PillarName:
			p.Byline = ""
		}
	}
	for _, para := range strings.Split(strings.ReplaceAll(s.Story.Text, "\r\n", "\n"), "\n\n") {
		if para = strings.TrimSpace(para); para != "" {
			p.Paragraphs = append(p.Paragraphs, para)
		}
	}
	if len(p.Paragraphs) > 0 {
		p.Summary = summary(p.Paragraphs[0])
	}
	for _, c := range s.Footage {
		if best, ok := publicRendition(c); ok {
			v := publicVideo{URL: base + "/" + string(c.ID) + ".mp4", Width: best.Width, Height: best.Height, Type: "video/mp4"}
			if c.HasPoster {
				v.Poster = base + "/poster.jpg?clip=" + string(c.ID)
				if p.Poster == "" {
					p.Poster = base + "/poster.jpg"
				}
			}
			p.Videos = append(p.Videos, v)
		}
	}
	return p
}

// dated is the day a story tells of. What its author says goes before the
// camera's clock, which nobody may ever have set. It is in words where the
// story is English; elsewhere the order of ISO 8601 misleads nobody.
func dated(s story.Story) (day, date string) {
	t := s.CapturedAt
	if said, err := time.Parse(time.DateOnly, s.HappenedOn); err == nil {
		t = said
	}
	day = t.Format(time.DateOnly)
	if s.Language == "" || s.Language == "en" || strings.HasPrefix(s.Language, "en-") {
		return day, t.Format("2 January 2006")
	}
	return day, day
}

// summary is at most 200 characters, cut between words.
func summary(text string) string {
	r := []rune(text)
	if len(r) <= 200 {
		return text
	}
	cut := string(r[:200])
	if i := strings.LastIndexByte(cut, ' '); i > 100 {
		cut = cut[:i]
	}
	return cut + "…"
}

// publicRendition is the best rung for the public page: an encoded one where
// there is one, for a remuxed source still is the camera's own stream.
func publicRendition(c story.Clip) (best story.Rendition, ok bool) {
	for _, r := range c.Renditions { // highest first, remuxed source last
		if r.Kind == story.KindAudio {
			continue
		}
		if !ok || min(best.Width, best.Height) > publicHeight && r.Kind == story.KindLadder {
			best, ok = r, true
		}
	}
	return best, ok
}

// publicClip loads a clip of a published story; anything else is not found.
func (a *API) publicClip(r *http.Request, pick func(story.Clip) bool) (story.Clip, error) {
	s, err := a.Rows.Published(r.Context(), chi.URLParam(r, "slug"))
	if err != nil {
		return story.Clip{}, err
	}
	for _, c := range s.Footage {
		if pick(c) {
			return c, nil
		}
	}
	return story.Clip{}, story.NotFound()
}

func (a *API) publicVideo(w http.ResponseWriter, r *http.Request) {
	c, err := a.publicClip(r, func(c story.Clip) bool { return string(c.ID) == chi.URLParam(r, "clip") })
	best, ok := publicRendition(c)
	if err == nil && !ok {
		err = story.NotFound()
	}
	if err != nil {
		a.fail(w, r, err)
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	a.serveObject(w, r, story.RenditionObject(c.ID, best.Name), "video/mp4")
}

func (a *API) publicPoster(w http.ResponseWriter, r *http.Request) {
	id := r.URL.Query().Get("clip")
	c, err := a.publicClip(r, func(c story.Clip) bool { return c.HasPoster && (id == "" || string(c.ID) == id) })
	if err != nil {
		a.fail(w, r, err)
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	a.serveObject(w, r, story.PosterObject(c.ID), "image/jpeg")
}
