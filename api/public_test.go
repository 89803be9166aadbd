package api_test

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"fieldstory/story"
)

var metaTag = regexp.MustCompile(`<meta property="([a-z:]+)" content="([^"]*)"`)

// tag reads an Open Graph tag of a page.
func tag(t *testing.T, page []byte, name string) string {
	t.Helper()
	for _, m := range metaTag.FindAllStringSubmatch(string(page), -1) {
		if m[1] == name {
			return m[2]
		}
	}
	t.Fatalf("the page has no %s:\n%s", name, page)
	return ""
}

// published makes a story public and gives its id and its public path.
func (h *house) published(t *testing.T, title string, card map[string]any) (id, path string) {
	t.Helper()
	author := h.person(t, fmt.Sprintf("author%x", title), story.Admin, "hq")
	card["title"] = title
	made := author.must("POST", "/api/v1/stories", card)
	id = made["id"].(string)
	h.clip(t, id, "0123456789")
	for _, step := range []string{"/submit", "/clear"} {
		author.must("POST", "/api/v1/stories/"+id+step, nil)
	}
	pub := author.must("POST", "/api/v1/stories/"+id+"/publications", nil)
	return id, strings.TrimPrefix(pub["url"].(string), h.url)
}

// rssFeed is as much of RSS 2.0 as the tests read.
type rssFeed struct {
	Title string `xml:"channel>title"`
	Items []struct {
		Title     string `xml:"title"`
		Link      string `xml:"link"`
		Enclosure struct {
			URL    string `xml:"url,attr"`
			Length int    `xml:"length,attr"`
		} `xml:"enclosure"`
	} `xml:"channel>item"`
}

func (p *person) rss(path string) (f rssFeed) {
	p.t.Helper()
	status, _, body := p.raw("GET", path, nil, nil)
	if status != http.StatusOK {
		p.t.Fatalf("GET %s = %d %s", path, status, body)
	}
	if err := xml.Unmarshal(body, &f); err != nil {
		p.t.Fatalf("GET %s: %v\n%s", path, err, body)
	}
	return f
}

func titles(f rssFeed) string {
	var all []string
	for _, i := range f.Items {
		all = append(all, i.Title)
	}
	return strings.Join(all, ", ")
}

// Feeds list what is public, the newest first, by office where the place may
// be told, and forget what is withdrawn.
func TestFeeds(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	field := h.office["field"]
	public := h.nobody(t)
	if status, _, _ := public.raw("GET", "/feeds/"+field.Slug+".rss", nil, nil); status != http.StatusNotFound {
		t.Errorf("the feed of an office that published nothing = %d, want 404 as for one that is not there", status)
	}
	if f := public.rss("/feeds/all.rss"); f.Title != "hq" || len(f.Items) != 0 {
		t.Errorf("the feed before anything is public: %+v", f)
	}
	well, _ := h.published(t, "A well & a road", map[string]any{"office": field.ID, "text": "Water.\n\nMore."})
	_, hidden := h.published(t, "Safe house", map[string]any{"office": field.ID, "removed": []string{"place", "name"}, "place": "Kalo"})
	h.published(t, "From the region", map[string]any{"office": h.office["region"].ID})

	all := public.rss("/feeds/all.rss")
	if got, want := titles(all), "From the region, Safe house, A well & a road"; got != want {
		t.Errorf("the feed of all: %s, want %s", got, want)
	}
	if got, want := titles(public.rss("/feeds/"+field.Slug+".rss")), "A well & a road"; got != want {
		t.Errorf("the field office's feed: %s, want %s: a story without a place must not be found by its office", got, want)
	}
	if got, want := titles(public.rss("/feeds/"+h.office["region"].Slug+".rss")), "From the region, A well & a road"; got != want {
		t.Errorf("the region's feed: %s, want %s", got, want)
	}
	enclosure := all.Items[2].Enclosure
	if status, _, body := public.raw("GET", strings.TrimPrefix(enclosure.URL, h.url), nil, nil); status != http.StatusOK || len(body) != enclosure.Length {
		t.Errorf("the enclosure %+v = %d, %d bytes", enclosure, status, len(body))
	}
	for _, kind := range []string{"atom", "json"} {
		status, header, body := public.raw("GET", "/feeds/all."+kind, nil, nil)
		if status != http.StatusOK || !strings.Contains(header.Get("Content-Type"), kind) && kind == "atom" || !strings.Contains(string(body), hidden) {
			t.Errorf("the %s feed = %d %s\n%s", kind, status, header.Get("Content-Type"), body)
		}
		if strings.Contains(string(body), "Kalo") || strings.Contains(string(body), fmt.Sprintf("author%x", "Safe house")) {
			t.Errorf("the %s feed tells place or name that were taken out:\n%s", kind, body)
		}
		if again, _, _ := public.raw("GET", "/feeds/all."+kind, nil, map[string]string{"If-None-Match": header.Get("ETag")}); again != http.StatusNotModified {
			t.Errorf("asking again for the same %s feed = %d, want 304", kind, again)
		}
	}
	var j struct {
		Version string
		Items   []struct {
			ContentText string `json:"content_text"`
			Attachments []struct {
				URL  string
				Mime string `json:"mime_type"`
			}
		}
	}
	_, _, body := public.raw("GET", "/feeds/all.json", nil, nil)
	if err := json.Unmarshal(body, &j); err != nil || j.Version != "https://jsonfeed.org/version/1.1" || len(j.Items) != 3 || j.Items[2].ContentText != "Water." || len(j.Items[2].Attachments) != 1 || j.Items[2].Attachments[0].Mime != "video/mp4" {
		t.Errorf("the JSON feed (%v): %s", err, body)
	}
	for _, path := range []string{"/feeds/all.zip", "/feeds/nowhere.rss", "/feeds/all"} {
		if status, _, _ := public.raw("GET", path, nil, nil); status != http.StatusNotFound {
			t.Errorf("GET %s = %d, want 404", path, status)
		}
	}
	h.person(t, "boss", story.Admin, "hq").must("POST", "/api/v1/stories/"+well+"/withdraw", map[string]any{"note": "she asked"})
	if got, want := titles(public.rss("/feeds/all.rss")), "From the region, Safe house"; got != want {
		t.Errorf("after withdrawal the feed has %s, want %s", got, want)
	}
	if f := public.rss("/feeds/" + field.Slug + ".rss"); len(f.Items) != 0 {
		t.Errorf("after withdrawal the office's feed has %s", titles(f))
	}
}

// A pasted address becomes a frame that any site may show, and that says so
// itself when the story is withdrawn.
func TestFrames(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	id, path := h.published(t, `"Quoted" <story>`, map[string]any{})
	public := h.nobody(t)
	ask := func(query string) (int, map[string]any) { return public.ask("GET", "/oembed?"+query, nil) }

	status, answer := ask("url=" + url.QueryEscape(h.url+path) + "&maxwidth=320")
	if status != http.StatusOK || answer["type"] != "video" || answer["version"] != "1.0" || answer["width"] != 320.0 || answer["height"] != 180.0 || answer["title"] != `"Quoted" <story>` {
		t.Fatalf("oEmbed = %d %v", status, answer)
	}
	frame := regexp.MustCompile(`src="([^"]+)"`).FindStringSubmatch(answer["html"].(string))[1]
	status, header, page := public.raw("GET", strings.TrimPrefix(frame, h.url), nil, nil)
	if status != http.StatusOK || !strings.Contains(string(page), "<video") || strings.Contains(string(page), "<script") {
		t.Errorf("the frame = %d\n%s", status, page)
	}
	framed := func(h http.Header) bool {
		return !strings.Contains(h.Get("Content-Security-Policy"), "frame-ancestors") && h.Get("X-Frame-Options") == ""
	}
	if !framed(header) {
		t.Errorf("no other site may show the frame: %v", header)
	}
	if _, header, _ := public.raw("GET", path, nil, nil); framed(header) {
		t.Error("the page itself may be framed")
	}
	if status, _, body := public.raw("GET", "/oembed?format=xml&url="+url.QueryEscape(h.url+path), nil, nil); status != http.StatusOK || !strings.Contains(string(body), "<type>video</type>") {
		t.Errorf("oEmbed as XML = %d %s", status, body)
	}
	if status, _ := ask("format=yaml&url=" + url.QueryEscape(h.url+path)); status != http.StatusNotImplemented {
		t.Errorf("oEmbed in a form that is none = %d, want 501", status)
	}
	for _, wrong := range []string{"https://elsewhere.example" + path, h.url + "/s/nothere", h.url + "/desk", ""} {
		if status, _ := ask("url=" + url.QueryEscape(wrong)); status != http.StatusNotFound {
			t.Errorf("oEmbed of %q = %d, want 404", wrong, status)
		}
	}

	h.person(t, "boss", story.Admin, "hq").must("POST", "/api/v1/stories/"+id+"/withdraw", map[string]any{"note": "she asked"})
	status, header, page = public.raw("GET", strings.TrimPrefix(frame, h.url), nil, map[string]string{"Accept-Language": "ar,en;q=0.5"})
	if status != http.StatusNotFound || !framed(header) || !strings.Contains(string(page), `dir="rtl"`) || !strings.Contains(string(page), "لم تعد منشورة") {
		t.Errorf("after withdrawal the frame = %d %v\n%s", status, header, page)
	}
	if status, _ := ask("url=" + url.QueryEscape(h.url+path)); status != http.StatusNotFound {
		t.Errorf("oEmbed after withdrawal = %d, want 404", status)
	}
}

// Pages without scripts speak the reader's language.
func TestPagesSpeak(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for asked, want := range map[string]string{"": `lang="en" dir="ltr"`, "fr-CA,fr;q=0.9": "Bienvenue", "ar-SD": "مرحبًا", "de": "Welcome"} {
		_, header, page := h.nobody(t).raw("GET", "/sign-in/whatever", nil, map[string]string{"Accept-Language": asked})
		if !strings.Contains(string(page), want) || !slices.Contains(header.Values("Vary"), "Accept-Language") {
			t.Errorf("asked for %q the page lacks %q:\n%s", asked, want, page)
		}
	}
	status, _, page := h.nobody(t).raw("POST", "/sign-in/whatever", nil, map[string]string{"Accept-Language": "fr"})
	if status/100 != 4 || !strings.Contains(string(page), "a expiré") {
		t.Errorf("a spent link = %d\n%s", status, page)
	}
}
