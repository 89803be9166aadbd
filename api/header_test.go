package api_test

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"fieldstory/auth"
	"fieldstory/storage/postgres"
	"fieldstory/story"
)

// Every answer tells browsers what it may not become, and what the API says of
// people is kept by nobody on the way.
func TestHeaders(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	amina := h.person(t, "amina", story.Contributor, "field")
	for _, path := range []string{"/api/v1/me", "/api/v1/stories", "/api/v1/nothing", "/s/nothing", "/feeds/all.rss", "/sign-in/nothing", "/withdraw/nothing", "/healthz"} {
		_, header, _ := amina.raw("GET", path, nil, nil)
		for name, want := range map[string]string{
			"X-Content-Type-Options": "nosniff", "Referrer-Policy": "", "X-Frame-Options": "DENY",
			"Cross-Origin-Opener-Policy": "same-origin", "Content-Security-Policy": "frame-ancestors 'none'",
		} {
			if got := header.Get(name); got == "" || !strings.Contains(got, want) {
				t.Errorf("GET %s: %s is %q, want %q in it", path, name, got, want)
			}
		}
		if p := header.Get("Content-Security-Policy"); strings.Contains(p, "script-src") || strings.Contains(p, "unsafe-eval") || !strings.Contains(p, "default-src 'none'") {
			t.Errorf("GET %s: the policy is %q", path, p)
		}
		if strings.HasPrefix(path, "/api/") && header.Get("Cache-Control") != "no-store" {
			t.Errorf("GET %s: Cache-Control is %q", path, header.Get("Cache-Control"))
		}
		if header.Get("Access-Control-Allow-Origin") != "" && strings.HasPrefix(path, "/api/") {
			t.Errorf("GET %s answers other sites", path)
		}
	}
}

// Cookies are for this site, for requests and not for scripts, and over https
// only where people come by https.
func TestCookies(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for _, secure := range []bool{false, true} {
		door := auth.New(auth.Config{Rows: h.db, Sessions: postgres.Sessions{DB: h.db}, Secure: secure, Now: time.Now})
		amina := h.person(t, map[bool]string{true: "amina", false: "omar"}[secure], story.Contributor, "field")
		secret, err := door.NewLink(t.Context(), amina.id, time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		w := httptest.NewRecorder()
		door.Recognise(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if err := door.UseLink(r.Context(), secret); err != nil {
				t.Error(err)
			}
			w.WriteHeader(http.StatusNoContent)
		})).ServeHTTP(w, httptest.NewRequest("POST", "/sign-in/x", nil))
		var names []string
		for _, c := range w.Result().Cookies() {
			names = append(names, c.Name)
			if !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" || c.Secure != secure || strings.HasPrefix(c.Name, "__Host-") != secure {
				t.Errorf("secure %v: cookie %+v", secure, c)
			}
		}
		slices.Sort(names)
		if len(names) != 2 {
			t.Errorf("secure %v: cookies %v", secure, names)
		}
	}
}
