package auth

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"fieldstory/story"
)

// Single says where people sign in who have an account elsewhere: OpenID
// Connect, the code flow with PKCE.
type Single struct {
	Issuer    string // address of the provider; "" = there is none
	ClientID  string
	Secret    string // of the client; "" = it is a public one
	Name      string // what the button calls it
	Groups    string // the claim that holds the groups; "" = none are looked at
	Scopes    []string
	TrustMail bool // the provider vouches for every address without saying so
}

// single holds what the provider says of itself, once it could be asked.
type single struct {
	mu       sync.Mutex
	provider *oidc.Provider
	http     *http.Client
}

// errand is what has to be known when somebody comes back from the provider.
type errand struct {
	Nonce    string
	Verifier string // PKCE, RFC 7636
	Back     string // the address they come back to
	Next     string // the page they wanted
	Counted  []byte // the try that was counted, taken back when it was right
}

// SingleName is what the button says, "" where there is none.
func (d *Door) SingleName() string {
	if d.Single.Issuer == "" {
		return ""
	}
	return d.Single.Name
}

// BeginSingle gives the address at the provider where somebody signs in, to
// come back to an address of ours and go on to next. NotFound where there is no
// single sign-on.
func (d *Door) BeginSingle(ctx context.Context, back, next string) (to string, err error) {
	if d.Single.Issuer == "" {
		return "", story.NotFound()
	}
	try, err := d.count(ctx, visitOf(ctx), limit{hashOf("network " + visitOf(ctx).network()), story.GuessesNetwork})
	if err != nil {
		return "", err
	}
	p, err := d.provider(ctx)
	if err != nil {
		return "", err
	}
	state := newText()
	e := errand{Nonce: newText(), Verifier: oauth2.GenerateVerifier(), Back: back, Next: story.ReturnPath(next), Counted: try.keys[0].key}
	if err := d.begin(ctx, "single", state, e, story.SingleLasts); err != nil {
		return "", err
	}
	return d.client(p, back).AuthCodeURL(state, oidc.Nonce(e.Nonce), oauth2.S256ChallengeOption(e.Verifier)), nil
}

// FinishSingle takes what the provider sent somebody back with, starts a
// session, and gives the page to go on to.
func (d *Door) FinishSingle(ctx context.Context, q url.Values) (next string, err error) {
	var e errand
	err = d.finish(ctx, "single", q.Get("state"), &e)
	if errors.Is(err, story.NotFound()) {
		return "", story.Refuse(story.FaultState, "single_state", "This sign-in was begun too long ago, was used already, or was begun in another browser. Please try again.")
	}
	if err != nil {
		return "", err
	}
	who, err := d.identity(ctx, q, e)
	if err == nil {
		err = who.Check()
	}
	if err != nil {
		if story.AsProblem(err).Fault == story.FaultPermission {
			d.Log.WarnContext(ctx, "single sign-on refused", "cause", err)
		}
		return e.Next, err
	}
	m, err := d.Rows.Arrive(ctx, who)
	if err != nil {
		return e.Next, err
	}
	if err := d.Rows.Guessed(ctx, e.Counted); err != nil {
		return e.Next, err
	}
	return e.Next, d.start(ctx, m.ID, "single")
}

func refused(cause error) error {
	return story.Refuse(story.FaultPermission, "single_refused", "The single sign-on did not let you in. Try again, and tell your administrator if it happens twice.").Because(cause)
}

func singleAway(cause error) error {
	return story.Refuse(story.FaultDependency, "single_away", "The single sign-on does not answer at the moment. Please try again in a minute, or sign in another way.").Because(cause)
}

// identity asks the provider who came back, and checks that it is its answer to
// this errand.
func (d *Door) identity(ctx context.Context, q url.Values, e errand) (who story.Identity, err error) {
	p, err := d.provider(ctx)
	if err != nil {
		return who, err
	}
	if err := d.fromThere(p, q); err != nil {
		return who, refused(err)
	}
	if code := q.Get("error"); code != "" {
		return who, refused(fmt.Errorf("the provider answered %q: %q", code, q.Get("error_description")))
	}
	ctx = oidc.ClientContext(ctx, d.single.http)
	token, err := d.client(p, e.Back).Exchange(ctx, q.Get("code"), oauth2.VerifierOption(e.Verifier))
	if _, said := errors.AsType[*oauth2.RetrieveError](err); said {
		return who, refused(err)
	}
	if err != nil {
		return who, singleAway(err)
	}
	raw, _ := token.Extra("id_token").(string)
	id, err := p.Verifier(&oidc.Config{ClientID: d.Single.ClientID, Now: d.Now}).Verify(ctx, raw)
	if err != nil {
		return who, refused(err)
	}
	if subtle.ConstantTimeCompare([]byte(id.Nonce), []byte(e.Nonce)) != 1 {
		return who, refused(errors.New("the ID token is for another errand: its nonce is not ours"))
	}
	var said claims
	if err := id.Claims(&said); err != nil {
		return who, refused(err)
	}
	if p.UserInfoEndpoint() != "" && !said.whole(d.Single.Groups) {
		info, err := p.UserInfo(ctx, oauth2.StaticTokenSource(token))
		if err != nil {
			return who, singleAway(err)
		}
		if info.Subject != id.Subject { // OpenID Connect Core 1.0, section 5.3.2
			return who, refused(errors.New("userinfo is about somebody else"))
		}
		var more claims
		if err := info.Claims(&more); err != nil {
			return who, refused(err)
		}
		said = more.under(said)
	}
	who = story.Identity{Issuer: id.Issuer, Subject: id.Subject, Email: said.text("email"), Name: said.text("name"),
		Verified: d.Single.TrustMail || said.yes("email_verified"), Groups: said.list(d.Single.Groups)}
	return who, nil
}

// fromThere checks RFC 9207: an answer that another provider mixed in says so.
func (d *Door) fromThere(p *oidc.Provider, q url.Values) error {
	var meta struct {
		Says bool `json:"authorization_response_iss_parameter_supported"`
	}
	if err := p.Claims(&meta); err != nil {
		return err
	}
	if iss := q.Get("iss"); (meta.Says || q.Has("iss")) && iss != d.Single.Issuer {
		return fmt.Errorf("the answer is from %q", iss)
	}
	return nil
}

// client is us, as the provider knows us. How the secret is sent is the
// provider's to say; trying both ways would send a code twice, for which some
// of them end what it gave.
func (d *Door) client(p *oidc.Provider, back string) *oauth2.Config {
	var meta struct {
		Ways []string `json:"token_endpoint_auth_methods_supported"`
	}
	at := p.Endpoint()
	at.AuthStyle = oauth2.AuthStyleInHeader
	if p.Claims(&meta) == nil && len(meta.Ways) > 0 && !slices.Contains(meta.Ways, "client_secret_basic") || d.Single.Secret == "" {
		at.AuthStyle = oauth2.AuthStyleInParams
	}
	return &oauth2.Config{ClientID: d.Single.ClientID, ClientSecret: d.Single.Secret, Endpoint: at, RedirectURL: back, Scopes: d.Single.Scopes}
}

// provider asks the provider about itself, once; one that did not answer is
// asked again.
func (d *Door) provider(ctx context.Context) (*oidc.Provider, error) {
	d.single.mu.Lock()
	defer d.single.mu.Unlock()
	if d.single.provider != nil {
		return d.single.provider, nil
	}
	d.single.http = &http.Client{Timeout: 10 * time.Second}
	p, err := oidc.NewProvider(oidc.ClientContext(ctx, d.single.http), d.Single.Issuer)
	if err != nil {
		return nil, singleAway(err)
	}
	d.single.provider = p
	return p, nil
}

// claims are what the provider says of somebody, by name.
type claims map[string]json.RawMessage

// whole tells whether nothing is missing that may be had by asking more.
func (c claims) whole(groups string) bool {
	return c["email"] != nil && c["name"] != nil && (groups == "" || c[groups] != nil)
}

// under puts claims where those above have none. What says whether the address
// is verified stays with the address.
func (c claims) under(above claims) claims {
	for name, v := range above {
		c[name] = v
	}
	if above["email"] != nil && above["email_verified"] == nil {
		delete(c, "email_verified")
	}
	return c
}

func (c claims) text(name string) (s string) {
	json.Unmarshal(c[name], &s) // one that is no text is none
	return s
}

// yes takes the text "true" too, as some providers write it.
func (c claims) yes(name string) bool {
	var b bool
	json.Unmarshal(c[name], &b)
	return b || c.text(name) == "true"
}

// list takes one text for a list of one.
func (c claims) list(name string) (list []string) {
	if json.Unmarshal(c[name], &list) != nil {
		list = nil
	}
	if s := c.text(name); s != "" {
		list = []string{s}
	}
	return list
}
