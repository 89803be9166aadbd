package e2e

import (
	"encoding/json"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"
)

// browser keeps cookies, as browsers do.
type browser struct {
	url  string
	http *http.Client
}

func newBrowser(t testing.TB, url string) *browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &browser{url: url, http: &http.Client{Jar: jar}}
}

func (b *browser) signIn(t testing.TB, email, password string) {
	t.Helper()
	body, _ := json.Marshal(map[string]string{"email": email, "password": password})
	resp, err := b.http.Post(b.url+"/api/v1/session", "application/json", strings.NewReader(string(body)))
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode >= 300 {
		t.Errorf("signing in as %s = %s", email, resp.Status)
		return
	}
	b.is(t, email)
}

// is asks who the browser is signed in as.
func (b *browser) is(t testing.TB, email string) {
	t.Helper()
	resp, err := b.http.Get(b.url + "/api/v1/me")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var me struct{ Email string }
	if err := json.NewDecoder(resp.Body).Decode(&me); err != nil || me.Email != email {
		t.Errorf("signed in as %q (%v), want %q", me.Email, err, email)
	}
}

// A first start's link signs in once, and not by being looked at.
func TestOneTimeLink(t *testing.T) {
	t.Parallel()
	d := sharedDemo(t)
	stdout, stderr, status := once(t, nil, "link", "--data", d.dir, "--email", "viewer@example.org")
	if status != 0 {
		t.Fatalf("fieldstory link ended with %d: %s", status, stderr)
	}
	link := strings.TrimSpace(stdout)
	b := newBrowser(t, d.url)
	for range 2 { // a scanner, and the person
		resp, err := b.http.Get(link)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != http.StatusOK {
			t.Fatalf("opening %s = %s", link, resp.Status)
		}
	}
	for _, want := range []bool{true, false} {
		visitor := newBrowser(t, d.url)
		resp, err := visitor.http.PostForm(link, url.Values{})
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if got := resp.Request.URL.Path == "/" && resp.StatusCode == http.StatusOK; got != want {
			t.Errorf("pressing the link's button led to %s = %s, want in: %v", resp.Request.URL, resp.Status, want)
		}
		if want {
			visitor.is(t, "viewer@example.org")
		}
	}
}
