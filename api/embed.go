package api

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"fieldstory/story"
)

// embedPolicy is the script-free pages' policy, but anybody may frame it. It
// names no ancestors at all, for a star would leave out pages without an
// address of their own, as apps and mail programs show them.
var embedPolicy = strings.Replace(pagePolicy, "; frame-ancestors 'none'", "", 1)

// embed is a public story as a frame in somebody else's page. After
// withdrawal the frame says so: nobody's page needs to be changed for that.
func (a *API) embed(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Del("X-Frame-Options")
	h.Del("Cross-Origin-Opener-Policy")
	h.Set("Content-Security-Policy", embedPolicy)
	a.publicly(w, r, "embed.html")
}

// oembedAnswer follows oembed.com, version 1.0, section 2.3.4.
type oembedAnswer struct {
	XMLName      xml.Name `json:"-" xml:"oembed"`
	Type         string   `json:"type" xml:"type"`
	Version      string   `json:"version" xml:"version"`
	Title        string   `json:"title" xml:"title"`
	Author       string   `json:"author_name,omitempty" xml:"author_name,omitempty"`
	Provider     string   `json:"provider_name" xml:"provider_name"`
	ProviderURL  string   `json:"provider_url" xml:"provider_url"`
	CacheAge     int      `json:"cache_age" xml:"cache_age"` // seconds; short, for a story may be withdrawn
	Thumbnail    string   `json:"thumbnail_url,omitempty" xml:"thumbnail_url,omitempty"`
	ThumbnailWid int      `json:"thumbnail_width,omitempty" xml:"thumbnail_width,omitempty"`
	ThumbnailHei int      `json:"thumbnail_height,omitempty" xml:"thumbnail_height,omitempty"`
	HTML         string   `json:"html" xml:"html"`
	Width        int      `json:"width" xml:"width"`
	Height       int      `json:"height" xml:"height"`
}

func oembedAddress(site, page string) string {
	return site + "/oembed?url=" + url.QueryEscape(page)
}

// oembed tells other sites how to show a public story: they ask with the
// address somebody pasted.
func (a *API) oembed(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	format := q.Get("format")
	if format != "" && format != "json" && format != "xml" {
		// The status is oEmbed's own (section 2.3.4.5).
		w.WriteHeader(http.StatusNotImplemented)
		return
	}
	slug, ok := a.slugOf(r, q.Get("url"))
	var s story.PublicStory
	err := error(story.NotFound())
	if ok {
		s, err = a.Rows.Published(r.Context(), slug)
	}
	if err == nil && len(s.Videos) == 0 {
		err = story.NotFound()
	}
	if err != nil {
		a.fail(w, r, err)
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Access-Control-Allow-Origin", "*") // asked by editors that run in browsers
	answer := a.oembedOf(r, s, atMost(q.Get("maxwidth")), atMost(q.Get("maxheight")))
	if format == "xml" {
		w.Header().Set("Content-Type", "text/xml; charset=utf-8")
		fmt.Fprint(w, xml.Header)
		xml.NewEncoder(w).Encode(answer)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(answer)
}

func (a *API) oembedOf(r *http.Request, s story.PublicStory, maxWidth, maxHeight int) oembedAnswer {
	p, first := a.publicPage(r, s), s.Videos[0].Rendition
	width, height := fit(first.Width, first.Height, maxWidth, maxHeight)
	o := oembedAnswer{
		Type: "video", Version: "1.0", Title: s.Title, Author: s.Byline, Provider: "Fieldstory", ProviderURL: a.address(r.Context()),
		CacheAge: 300, Thumbnail: p.Poster, Width: width, Height: height,
		HTML: fmt.Sprintf(`<iframe src="%s" width="%d" height="%d" title="%s" style="border:0" allow="fullscreen" allowfullscreen loading="lazy"></iframe>`,
			html.EscapeString(p.Embed), width, height, html.EscapeString(s.Title)),
	}
	if p.Poster != "" {
		o.ThumbnailWid, o.ThumbnailHei = fit(first.Width, first.Height, 1280, 1280)
	}
	return o
}

// slugOf finds the story in an address of this site.
func (a *API) slugOf(r *http.Request, address string) (string, bool) {
	given, err := url.Parse(address)
	own, _ := url.Parse(a.address(r.Context()))
	if err != nil || own == nil || !strings.EqualFold(given.Host, own.Host) {
		return "", false
	}
	slug, ok := strings.CutPrefix(given.Path, "/s/")
	if !ok {
		slug, ok = strings.CutPrefix(given.Path, "/embed/")
	}
	return strings.TrimSuffix(slug, "/"), ok
}

func atMost(s string) int {
	n, _ := strconv.Atoi(s)
	return max(n, 0) // 0 = as large as it is
}

// fit scales down to bounds, 0 = none, and keeps the shape.
func fit(width, height, maxWidth, maxHeight int) (int, int) {
	w, h := float64(max(width, 1)), float64(max(height, 1))
	scale := 1.0
	if maxWidth > 0 {
		scale = min(scale, float64(maxWidth)/w)
	}
	if maxHeight > 0 {
		scale = min(scale, float64(maxHeight)/h)
	}
	return max(1, int(w*scale)), max(1, int(h*scale))
}
