package api_test

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"fieldstory/auth"
)

// provider is an OpenID Connect provider with one person at its door: discovery,
// keys, the code flow with PKCE, userinfo. Its person and what it says wrong
// are set by the test.
type provider struct {
	*httptest.Server
	t      *testing.T
	key    *rsa.PrivateKey
	mu     sync.Mutex
	person map[string]any       // claims
	wrong  func(map[string]any) // changes the ID token's claims before they are signed
	later  bool                 // the claims beside sub are told by userinfo only
	codes  map[string]url.Values
}

var signer = sync.OnceValue(func() *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return key
})

func newProvider(t *testing.T) *provider {
	t.Helper()
	p := &provider{t: t, key: signer(), codes: map[string]url.Values{}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		p.say(w, map[string]any{"issuer": p.URL, "authorization_endpoint": p.URL + "/authorize", "token_endpoint": p.URL + "/token", "jwks_uri": p.URL + "/keys",
			"userinfo_endpoint": p.URL + "/userinfo", "id_token_signing_alg_values_supported": []string{"RS256"}, "authorization_response_iss_parameter_supported": true})
	})
	mux.HandleFunc("GET /keys", func(w http.ResponseWriter, _ *http.Request) {
		e := binary.BigEndian.AppendUint32(nil, uint32(p.key.E))
		p.say(w, map[string]any{"keys": []any{map[string]any{"kty": "RSA", "use": "sig", "alg": "RS256", "kid": "1", "n": encode(p.key.N.Bytes()), "e": encode(e[1:])}}})
	})
	mux.HandleFunc("GET /authorize", p.authorize)
	mux.HandleFunc("POST /token", p.token)
	mux.HandleFunc("GET /userinfo", func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer access" {
			http.Error(w, "who asks?", http.StatusUnauthorized)
			return
		}
		p.say(w, p.person)
	})
	p.Server = httptest.NewServer(mux)
	t.Cleanup(p.Close)
	return p
}

func encode(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

func (p *provider) say(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(v)
}

// authorize lets whoever is at the door in, and sends them back with a code.
func (p *provider) authorize(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	q := r.URL.Query()
	if q.Get("response_type") != "code" || q.Get("client_id") != "fieldstory" || q.Get("code_challenge_method") != "S256" || q.Get("nonce") == "" || q.Get("state") == "" {
		http.Error(w, "not a request of the code flow with PKCE", http.StatusBadRequest)
		return
	}
	code := fmt.Sprint("code", len(p.codes))
	p.codes[code] = q
	back := url.Values{"code": {code}, "state": {q.Get("state")}, "iss": {p.URL}}
	http.Redirect(w, r, q.Get("redirect_uri")+"?"+back.Encode(), http.StatusFound)
}

// token gives tokens for a code, once, to whoever knows the verifier.
func (p *provider) token(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	q, ok := p.codes[r.FormValue("code")]
	h := sha256.Sum256([]byte(r.FormValue("code_verifier")))
	id, secret, _ := r.BasicAuth()
	if !ok || encode(h[:]) != q.Get("code_challenge") || r.FormValue("redirect_uri") != q.Get("redirect_uri") || id != "fieldstory" || secret != "a-secret" {
		w.WriteHeader(http.StatusBadRequest)
		p.say(w, map[string]any{"error": "invalid_grant"})
		return
	}
	p.codes[r.FormValue("code")] = url.Values{}
	claims := map[string]any{"iss": p.URL, "aud": "fieldstory", "nonce": q.Get("nonce"), "iat": time.Now().Unix(), "exp": time.Now().Add(time.Minute).Unix()}
	for k, v := range p.person {
		if k == "sub" || !p.later {
			claims[k] = v
		}
	}
	if p.wrong != nil {
		p.wrong(claims)
	}
	p.say(w, map[string]any{"access_token": "access", "token_type": "Bearer", "id_token": p.sign(claims)})
}

func (p *provider) sign(claims map[string]any) string {
	body, err := json.Marshal(claims)
	if err != nil {
		p.t.Error(err)
	}
	token := encode([]byte(`{"alg":"RS256","kid":"1"}`)) + "." + encode(body)
	h := sha256.Sum256([]byte(token))
	sig, err := rsa.SignPKCS1v15(nil, p.key, crypto.SHA256, h[:])
	if err != nil {
		p.t.Error(err)
	}
	return token + "." + encode(sig)
}

// with sets a house up with the provider at its door.
func (p *provider) with(c *auth.Config) {
	c.Single = auth.Single{Issuer: p.URL, ClientID: "fieldstory", Secret: "a-secret", Name: "Staff login", Groups: "groups", Scopes: []string{"openid", "email", "profile"}}
}

// is puts somebody at the provider's door.
func (p *provider) is(subject, email string, groups ...string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.person = map[string]any{"sub": subject, "email": email, "email_verified": true, "name": "Amina Yusuf", "groups": groups}
}

// there goes to the provider and comes back with the address that it gives.
func (p *person) there(next string) (back string) {
	p.t.Helper()
	status, header, _ := p.raw("GET", "/sign-in/single?next="+url.QueryEscape(next), nil, nil)
	if status != http.StatusSeeOther || strings.HasPrefix(header.Get("Location"), "/") {
		p.t.Fatalf("beginning = %d to %q", status, header.Get("Location"))
	}
	resp, err := p.http.Get(header.Get("Location"))
	if err != nil {
		p.t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusFound {
		p.t.Fatalf("the provider answers %s", resp.Status)
	}
	return strings.TrimPrefix(resp.Header.Get("Location"), p.h.url)
}

// single signs in there, and gives the page that it leads to.
func (p *person) single(next string) (to string) {
	p.t.Helper()
	return p.comes(p.there(next))
}

func (p *person) comes(back string) (to string) {
	p.t.Helper()
	status, header, _ := p.raw("GET", back, nil, nil)
	if status != http.StatusSeeOther {
		p.t.Fatalf("coming back = %d", status)
	}
	return header.Get("Location")
}
