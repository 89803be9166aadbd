package story

import "testing"

// Passkeys are offered where browsers make some.
func TestPasskeyPlace(t *testing.T) {
	for site, want := range map[string]string{
		"https://stories.example.org":      "stories.example.org",
		"https://stories.example.org:8443": "stories.example.org",
		"http://localhost:8080":            "localhost",
		"http://stories.example.org":       "",
		"http://127.0.0.1:8080":            "",
		"https://192.0.2.1":                "",
		"https://[2001:db8::1]":            "",
		"":                                 "",
	} {
		if id, origin, ok := PasskeyPlace(site); id != want || ok != (want != "") || ok && origin != site {
			t.Errorf("at %q: %q, %q, %v", site, id, origin, ok)
		}
	}
}
