package api

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/gorilla/feeds"

	"fieldstory/story"
)

// feedLength is how many stories a feed holds, the newest first.
const feedLength = 50

// feedForms are the three forms of a feed: RSS 2.0, Atom (RFC 4287) and JSON
// Feed 1.1.
var feedForms = map[string]struct {
	kind  string
	write func(publicFeed) ([]byte, error)
}{
	"rss":  {"application/rss+xml; charset=utf-8", publicFeed.rss},
	"atom": {"application/atom+xml; charset=utf-8", publicFeed.atom},
	"json": {"application/feed+json", publicFeed.json},
}

// publicFeed is what every form is written from. It carries the beginning of
// each story and where it is, never the whole: what readers keep cannot be
// taken back, what they must ask for can.
type publicFeed struct {
	title, home, self string
	updated           time.Time
	pages             []publicPage
}

// feed answers what was published lately, by everyone or from one office and
// below it. Readers ask again each time (ETag), so a withdrawn story is gone
// from the next answer.
func (a *API) feed(w http.ResponseWriter, r *http.Request) {
	form, ok := feedForms[chi.URLParam(r, "form")]
	office := chi.URLParam(r, "office")
	if office == "all" {
		office = ""
	}
	title, list, err := "", []story.PublicStory(nil), error(story.NotFound())
	if ok {
		title, list, err = a.Rows.Publications(r.Context(), office, feedLength)
	}
	if err != nil {
		a.fail(w, r, err)
		return
	}
	site := a.address(r.Context())
	f := publicFeed{title: title, home: site + "/", self: site + r.URL.Path, updated: time.Unix(0, 0).UTC()}
	for _, s := range list {
		f.pages = append(f.pages, a.publicPage(r, s))
		if s.PublishedAt.After(f.updated) {
			f.updated = s.PublishedAt.UTC()
		}
	}
	body, err := form.write(f)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	sum := sha256.Sum256(body)
	h := w.Header()
	h.Set("Content-Type", form.kind)
	h.Set("ETag", `"`+hex.EncodeToString(sum[:12])+`"`)
	h.Set("Cache-Control", "no-cache")
	h.Set("Access-Control-Allow-Origin", "*")
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
}

// generic is what the library writes RSS and Atom from.
func (f publicFeed) generic() *feeds.Feed {
	out := &feeds.Feed{Title: f.title, Description: f.title, Link: &feeds.Link{Href: f.home}, Id: f.self, Updated: f.updated, Created: f.updated}
	for _, p := range f.pages {
		item := &feeds.Item{Title: p.Title, Link: &feeds.Link{Href: p.URL}, Id: p.URL, IsPermaLink: "true",
			Description: p.Summary(), Created: p.PublishedAt.UTC(), Updated: p.PublishedAt.UTC()}
		if p.Byline != "" {
			item.Author = &feeds.Author{Name: p.Byline}
		}
		if len(p.Films) > 0 {
			item.Enclosure = &feeds.Enclosure{Url: p.Films[0].URL, Type: "video/mp4", Length: strconv.FormatInt(p.Films[0].Rendition.Bytes, 10)}
		}
		out.Items = append(out.Items, item)
	}
	return out
}

func (f publicFeed) rss() ([]byte, error) {
	r := (&feeds.Rss{Feed: f.generic()}).RssFeed()
	for i, item := range r.Items {
		// RSS wants an address for e-mail here; a byline is no such thing.
		item.Author = ""
		if f.pages[i].Byline != "" {
			item.Description = joinLines(item.Description, f.pages[i].Byline)
		}
	}
	text, err := feeds.ToXML(r)
	return []byte(text), err
}

func (f publicFeed) atom() ([]byte, error) {
	at := (&feeds.Atom{Feed: f.generic()}).AtomFeed()
	at.Id = f.self
	at.Link = &feeds.AtomLink{Href: f.self, Rel: "self"}
	// An entry without an author needs one of the feed (RFC 4287, section 4.1.2).
	at.Author = &feeds.AtomAuthor{AtomPerson: feeds.AtomPerson{Name: f.title}}
	text, err := feeds.ToXML(at)
	return []byte(text), err
}

func (f publicFeed) json() ([]byte, error) {
	j := &feeds.JSONFeed{Version: "https://jsonfeed.org/version/1.1", Title: f.title, HomePageUrl: f.home, FeedUrl: f.self}
	for _, p := range f.pages {
		at := p.PublishedAt.UTC()
		item := &feeds.JSONItem{Id: p.URL, Url: p.URL, Title: p.Title, ContentText: p.Summary(), Summary: p.Summary(), Image: p.Poster, PublishedDate: &at}
		if item.ContentText == "" {
			item.ContentText = p.Title // one of the contents is required
		}
		if p.Byline != "" {
			item.Authors = []*feeds.JSONAuthor{{Name: p.Byline}}
		}
		for _, v := range p.Films {
			file := feeds.JSONAttachment{Url: v.URL, MIMEType: "video/mp4", Duration: time.Duration(v.Seconds * float64(time.Second))}
			if v.Rendition.Bytes <= math.MaxInt32 {
				file.Size = int32(v.Rendition.Bytes) // the library's field holds no more
			}
			item.Attachments = append(item.Attachments, file)
		}
		j.Items = append(j.Items, item)
	}
	text, err := j.ToJSON()
	return []byte(text), err
}

func joinLines(a, b string) string {
	if a == "" {
		return b
	}
	return fmt.Sprintf("%s\n— %s", a, b)
}
