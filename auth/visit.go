package auth

import (
	"context"
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// visit is what the door knows of a request before it knows whose it is.
type visit struct {
	w       http.ResponseWriter // for the device's cookie
	address string              // IP address of whoever asks
	agent   string
	device  string // the secret in the device's cookie, "" = none
	binder  string // the secret in the cookie of ceremonies, "" = none
}

type visitKey struct{}

func (d *Door) visited(w http.ResponseWriter, r *http.Request) *http.Request {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	v := visit{w: w, address: host, agent: strings.ToValidUTF8(r.UserAgent(), "")}
	if len(v.agent) > 300 {
		v.agent = strings.ToValidUTF8(v.agent[:300], "")
	}
	if c, err := r.Cookie(d.deviceCookie()); err == nil {
		v.device = c.Value
	}
	if c, err := r.Cookie(d.binderCookie()); err == nil {
		v.binder = c.Value
	}
	return r.WithContext(context.WithValue(r.Context(), visitKey{}, v))
}

// network is what guesses are counted by: an IPv4 address, or the /64 that one
// IPv6 household has.
func (v visit) network() string {
	a, err := netip.ParseAddr(v.address)
	if err != nil || a.Unmap().Is4() {
		return v.address
	}
	p, _ := a.WithZone("").Prefix(64)
	return p.String()
}

func visitOf(ctx context.Context) visit {
	v, _ := ctx.Value(visitKey{}).(visit)
	return v
}

// deviceCookie holds a secret of its own for each browser. It signs nobody in:
// it only keeps guesses made elsewhere from shutting its owner out.
func (d *Door) deviceCookie() string {
	if d.Secure {
		return "__Host-fieldstory-device"
	}
	return "fieldstory-device"
}

// know gives this browser its secret, for a year, and tells what is stored of it.
func (d *Door) know(v visit) (hash []byte) {
	secret := v.device
	if len(secret) != textLength {
		secret = newText()
	}
	if v.w != nil {
		http.SetCookie(v.w, &http.Cookie{Name: d.deviceCookie(), Value: secret, Path: "/", MaxAge: 365 * 24 * 3600,
			HttpOnly: true, Secure: d.Secure, SameSite: http.SameSiteLaxMode})
	}
	return hashOf(secret)
}
