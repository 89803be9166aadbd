package story

import (
	"net"
	"net/url"
	"strings"
	"time"
)

// Deeds of passkeys, as the audit log names them.
const (
	DeedPasskeyAdded   Deed = "passkey.added"
	DeedPasskeyRemoved Deed = "passkey.removed"
	DeedPasskeyCloned  Deed = "passkey.cloned" // it was refused, for its count went back
)

// PasskeyLasts is how long a challenge can be answered.
const PasskeyLasts = 5 * time.Minute

// PasskeyBeginnings is how many challenges one network gets per [GuessWindow].
// Each view of the page where people sign in takes one.
const PasskeyBeginnings = 1000

const mostPasskeys = 20

// Passkey is what its owner may know of a passkey.
type Passkey struct {
	ID     string
	Name   string // in its owner's words
	MadeAt time.Time
	UsedAt time.Time // zero = never
}

// NewPasskey checks what a passkey is called, beside as many as there are.
func NewPasskey(name string, there int, now time.Time) (Passkey, error) {
	p := Passkey{ID: NewID[string](now), Name: strings.Join(strings.Fields(name), " "), MadeAt: now}
	if n := len([]rune(p.Name)); n == 0 || n > 120 {
		return p, Invalid("name", "Write a name of 1 to 120 characters.")
	}
	if there >= mostPasskeys {
		return p, Conflict("passkeys_many", "You have %d passkeys. Remove one that you do not use any more first.", there)
	}
	return p, nil
}

// PasskeyPlace is for whom passkeys are at an address of ours: a host's name,
// and the origin. None are where browsers make none: without https but on this
// very machine, and at a bare IP address (WebAuthn Level 3, section 5.1.3).
func PasskeyPlace(site string) (id, origin string, ok bool) {
	u, err := url.Parse(site)
	if err != nil || net.ParseIP(u.Hostname()) != nil || u.Hostname() == "" {
		return "", "", false
	}
	if u.Scheme != "https" && !(u.Scheme == "http" && u.Hostname() == "localhost") {
		return "", "", false
	}
	return u.Hostname(), u.Scheme + "://" + u.Host, true
}
