package api

import (
	"net/http"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"

	"fieldstory/story"
)

// The public's addresses ask the rows each time, and nobody may keep an
// answer: withdrawal takes effect with the next request.

// publicPage is what the templates of a public story show.
type publicPage struct {
	story.PublicStory
	Date   string // the day as people read it
	ISODay string // yyyy-mm-dd
	URL    string
	Embed  string
	OEmbed string // where this page's oEmbed answer is
	Feed   string // of everything public
	Poster string // "" = none
	Films  []film
}

// film is a public video with its addresses.
type film struct {
	story.PublicVideo
	URL, PosterURL string
}

func (a *API) publicStory(w http.ResponseWriter, r *http.Request) { a.publicly(w, r, "story.html") }

// publicly shows a public story by a template, or says that it is gone.
func (a *API) publicly(w http.ResponseWriter, r *http.Request, template string) {
	s, err := a.Rows.Published(r.Context(), chi.URLParam(r, "slug"))
	w.Header().Set("Cache-Control", "no-store")
	if err != nil {
		p := a.problem(r.Context(), err)
		if p.Status == http.StatusNotFound {
			p.Code = "not_published"
		}
		a.pages.say(w, r, p)
		return
	}
	a.pages.show(w, r, http.StatusOK, template, a.publicPage(r, s))
}

func (a *API) publicPage(r *http.Request, s story.PublicStory) publicPage {
	site := a.address(r.Context())
	p := publicPage{PublicStory: s, URL: site + "/s/" + s.Slug, Embed: site + "/embed/" + s.Slug, Feed: site + "/feeds/all.rss"}
	p.OEmbed = oembedAddress(site, p.URL)
	p.ISODay, p.Date = dated(s.Day, s.Language)
	for _, v := range s.Videos {
		f := film{PublicVideo: v, URL: p.URL + "/" + v.Name + ".mp4"}
		if v.Poster {
			f.PosterURL = p.URL + "/" + v.Name + ".jpg"
			if p.Poster == "" {
				p.Poster = f.PosterURL
			}
		}
		p.Films = append(p.Films, f)
	}
	return p
}

// dated is a day for machines and for readers: in words where the story is
// English; elsewhere the order of ISO 8601 misleads nobody.
func dated(t time.Time, language string) (day, date string) {
	day = t.Format(time.DateOnly)
	if language == "" || language == "en" || strings.HasPrefix(language, "en-") {
		return day, t.Format("2 January 2006")
	}
	return day, day
}

func (a *API) publicVideo(w http.ResponseWriter, r *http.Request) {
	a.publicObject(w, r, "video/mp4", func(v story.PublicVideo) story.ObjectName {
		return v.Rendition.Object(v.Clip)
	})
}

func (a *API) publicPoster(w http.ResponseWriter, r *http.Request) {
	a.publicObject(w, r, "image/jpeg", func(v story.PublicVideo) story.ObjectName {
		if !v.Poster {
			return ""
		}
		return story.PosterObject(v.Clip)
	})
}

// publicObject serves one object of a public story's video; pick answers ""
// where there is none.
func (a *API) publicObject(w http.ResponseWriter, r *http.Request, kind string, pick func(story.PublicVideo) story.ObjectName) {
	s, err := a.Rows.Published(r.Context(), chi.URLParam(r, "slug"))
	var name story.ObjectName
	for _, v := range s.Videos {
		if v.Name == chi.URLParam(r, "video") {
			name = pick(v)
		}
	}
	if err == nil && name == "" {
		err = story.NotFound()
	}
	if err != nil {
		a.fail(w, r, err)
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	// Feed readers and pages elsewhere may show what is public.
	w.Header().Set("Cross-Origin-Resource-Policy", "cross-origin")
	a.serveObject(w, r, name, kind)
}
