package main

import (
	"net/url"
	"slices"

	"fieldstory/auth"
)

// signInSettings say where people sign in who have an account elsewhere.
type signInSettings struct {
	Issuer    string   `name:"oidc-issuer" env:"FIELDSTORY_OIDC_ISSUER" placeholder:"URL" help:"Single sign-on by OpenID Connect: the provider's address, e.g. https://login.example.org/realms/staff. Register there as the address to come back to: the public address with /sign-in/single/done."`
	ClientID  string   `name:"oidc-client-id" env:"FIELDSTORY_OIDC_CLIENT_ID" placeholder:"ID" help:"What the provider calls this Fieldstory."`
	Secret    Secret   `name:"oidc-client-secret" env:"FIELDSTORY_OIDC_CLIENT_SECRET" placeholder:"SECRET" help:"The secret that the provider gave for it; empty for a public client."`
	Name      string   `name:"oidc-name" env:"FIELDSTORY_OIDC_NAME" default:"Single sign-on" placeholder:"NAME" help:"What people call it; it stands on the button."`
	Groups    string   `name:"oidc-groups" env:"FIELDSTORY_OIDC_GROUPS" default:"groups" placeholder:"CLAIM" help:"The claim that holds a person's groups; administrators say what each group does."`
	Scopes    []string `name:"oidc-scopes" env:"FIELDSTORY_OIDC_SCOPES" default:"openid,email,profile" placeholder:"SCOPE,…" help:"What is asked of the provider; some want groups among them."`
	TrustMail bool     `name:"oidc-trust-mail" env:"FIELDSTORY_OIDC_TRUST_MAIL" help:"The provider vouches for every e-mail address without saying so (email_verified). Only for one where nobody can write an address of their own choice."`
}

func (s signInSettings) check(m *mistakes, w webSettings) {
	if s.Issuer == "" {
		if s.ClientID != "" {
			m.add("FIELDSTORY_OIDC_CLIENT_ID is set, and FIELDSTORY_OIDC_ISSUER is missing: the provider's address.")
		}
		return
	}
	checkURL(m, "FIELDSTORY_OIDC_ISSUER", s.Issuer, "https://login.example.org/realms/staff", "https", "http")
	if u, err := url.Parse(s.Issuer); err == nil && u.Scheme == "http" && u.Hostname() != "localhost" && u.Hostname() != "127.0.0.1" {
		m.add("FIELDSTORY_OIDC_ISSUER is not https: whoever is on the way could sign in as anybody.")
	}
	if s.ClientID == "" {
		m.add("FIELDSTORY_OIDC_CLIENT_ID is missing: what the provider calls this Fieldstory.")
	}
	if w.PublicURL == "" {
		m.add("FIELDSTORY_PUBLIC_URL is missing: the provider of single sign-on leads people back there.")
	}
	if !slices.Contains(s.Scopes, "openid") {
		m.add("FIELDSTORY_OIDC_SCOPES lacks openid.")
	}
}

func (s signInSettings) single() auth.Single {
	return auth.Single{Issuer: s.Issuer, ClientID: s.ClientID, Secret: string(s.Secret), Name: s.Name, Groups: s.Groups, Scopes: s.Scopes, TrustMail: s.TrustMail}
}
