package e2e

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"
)

// A story is filmed, sent, raised through the whole organisation, published
// and withdrawn, by the people whom --demo makes.
func TestClimb(t *testing.T) {
	t.Parallel()
	d := sharedDemo(t)
	author := d.by(t, "contributor")
	offices := d.offices(t)

	card := author.newStory(t, "A bridge for Obo")
	if card.Stage != "draft" || card.Office != author.grant.Office || card.StandsAt != author.grant.Office {
		t.Errorf("a story of a title alone is %+v, want a draft at the author's office %s", card, author.grant.Office)
	}
	at := "/api/v1/stories/" + card.ID
	clip := author.upload(t, card.ID, "bridge.mp4", film(t, "bridge.mp4", scene("640x360", 3)...))
	judge(t, author, author.ready(t, clip, patience))

	stands := must[storyCard](t, author, "POST", at+"/submit", map[string]any{"note": "the mayor speaks at 0:02"})
	rises := 0
	for offices[stands.StandsAt].Parent != "" {
		here := offices[stands.StandsAt]
		editor := d.whoMay(t, "raise", at)
		stands = must[storyCard](t, editor, "POST", at+"/raise", map[string]any{"note": "for " + here.Level})
		if stands.StandsAt != here.Parent || stands.Stage != "waiting" {
			t.Fatalf("raised from %s it is %s at %s, want waiting at %s", here.Name, stands.Stage, stands.StandsAt, here.Parent)
		}
		rises++
	}
	if rises < 2 {
		t.Errorf("it rose %d times; the example organisation should have four levels", rises)
	}
	publisher := d.whoMay(t, "clear", at)
	refused(t, publisher, "POST", at+"/publications", map[string]any{}, http.StatusConflict)
	refused(t, author, "POST", at+"/clear", nil, http.StatusForbidden)
	must[storyCard](t, publisher, "POST", at+"/clear", nil)
	publication := must[struct {
		Slug string `json:"slug"`
		URL  string `json:"url"`
	}](t, publisher, "POST", at+"/publications", map[string]any{})
	public := d.judgePage(t, publication.URL, "A bridge for Obo", clip)

	trail := must[struct {
		Items []struct {
			Verb string    `json:"verb"`
			Note string    `json:"note"`
			At   time.Time `json:"at"`
		} `json:"items"`
	}](t, author, "GET", at+"/trail", nil)
	var verbs []string
	for _, s := range trail.Items {
		verbs = append(verbs, s.Verb)
	}
	want := "create submit" + strings.Repeat(" raise", rises) + " clear publish"
	if got := strings.Join(verbs, " "); got != want && got != strings.TrimPrefix(want, "create ") {
		t.Errorf("the author reads %q in the trail, want %q", got, want)
	}

	must[storyCard](t, publisher, "POST", at+"/withdraw", map[string]any{"note": "the mayor asked"})
	nobody := &person{url: d.url, name: "nobody"}
	for _, address := range public {
		if status, _, _ := nobody.fetch(t, "GET", address, nil); status != http.StatusNotFound {
			t.Errorf("after withdrawal %s = %d, want 404", address, status)
		}
	}
}

// whoMay finds somebody whom the story itself names the verb to.
func (d *demo) whoMay(t testing.TB, verb, at string) *person {
	t.Helper()
	for _, p := range d.people {
		var card storyCard
		if p.grant.Role == "admin" || p.send(t, "GET", at, nil, &card) != http.StatusOK {
			continue
		}
		for _, may := range card.May {
			if may == verb {
				return p
			}
		}
	}
	t.Fatalf("nobody may %s %s", verb, at)
	return nil
}

var openGraph = regexp.MustCompile(`<meta property="(og:[a-z:]+)" content="([^"]*)"`)

// judgePage reads a public page as a friend's phone and chat would, and gives
// every public address of it.
func (d *demo) judgePage(t testing.TB, address, title, clip string) []string {
	t.Helper()
	nobody := &person{url: d.url, name: "nobody"}
	status, header, page := nobody.fetch(t, "GET", address, nil)
	if status != http.StatusOK || !strings.HasPrefix(header.Get("Content-Type"), "text/html") {
		t.Fatalf("%s = %d %s", address, status, header.Get("Content-Type"))
	}
	tags := map[string]string{}
	for _, m := range openGraph.FindAllStringSubmatch(string(page), -1) {
		tags[m[1]] = m[2]
	}
	if tags["og:title"] != title || !strings.Contains(string(page), title) || strings.Contains(string(page), "<script") {
		t.Errorf("the page lacks its title, or has scripts:\n%s", page)
	}
	status, header, picture := nobody.fetch(t, "GET", tags["og:image"], nil)
	if status != http.StatusOK || header.Get("Content-Type") != "image/jpeg" || http.DetectContentType(picture) != "image/jpeg" {
		t.Errorf("og:image %q = %d %s, want a JPEG", tags["og:image"], status, header.Get("Content-Type"))
	}
	video := nobody.probe(t, tags["og:video"])
	if len(video.Streams) != 2 || !near(video.duration(), 3) {
		t.Errorf("og:video %q has %+v", tags["og:video"], video)
	}
	// A public file says nothing of where and with what it was filmed.
	for key := range video.Format.Tags {
		switch key {
		case "major_brand", "minor_version", "compatible_brands", "encoder":
		default:
			t.Errorf("the public video still carries %q", key)
		}
	}
	// What is public is the page, not the desk behind it.
	for _, path := range []string{"", "/renditions/360p.mp4", "/hls/master.m3u8", "/poster.jpg", "/original"} {
		if status, _, _ := nobody.fetch(t, "GET", "/api/v1/clips/"+clip+path, nil); status != http.StatusUnauthorized && status != http.StatusNotFound {
			t.Errorf("a stranger asking for the clip's %q = %d", path, status)
		}
	}
	return []string{address, tags["og:image"], tags["og:video"]}
}

// Whoever is not signed in learns nothing, not even what exists.
func TestStrangers(t *testing.T) {
	t.Parallel()
	d := sharedDemo(t)
	author := d.by(t, "contributor")
	card := author.newStory(t, "Nobody's business")
	clip := author.begin(t, card.ID, "a.mp4", 10)
	nobody := &person{url: d.url, name: "nobody"}
	wrong := &person{url: d.url, name: "a false token", token: "fs_" + strings.Repeat("0", 40)}
	for _, p := range []*person{nobody, wrong} {
		for _, path := range []string{"/stories/" + card.ID, "/stories/" + card.ID + "/trail", "/stories", "/clips/" + clip.clip, "/me", "/offices", "/events"} {
			refused(t, p, "GET", "/api/v1"+path, nil, http.StatusUnauthorized)
		}
		refused(t, p, "POST", "/api/v1/stories", map[string]any{"title": "x"}, http.StatusUnauthorized)
		if _, err := (upload{who: p, path: clip.path}).offset(t); err == nil {
			t.Errorf("%s learned the offset of an upload", p.name)
		}
	}
	// A draft is its author's; nobody else is told that it exists.
	for _, p := range d.people {
		if p.grant.Role != "editor" {
			continue
		}
		real := refused(t, p, "GET", "/api/v1/stories/"+card.ID, nil, http.StatusNotFound)
		made := refused(t, p, "GET", "/api/v1/stories/019aaaaa-0000-7000-8000-000000000000", nil, http.StatusNotFound)
		if fmt.Sprint(real) != fmt.Sprint(made) {
			t.Errorf("%s can tell a draft that exists (%+v) from one that does not (%+v)", p.name, real, made)
		}
	}
}
