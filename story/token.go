package story

import (
	"strings"
	"time"
)

// DeedTokenRevoked is the audit log's name for ending an API token.
const DeedTokenRevoked Deed = "token.revoked"

// Token is what its owner may know of an API token; the token itself is shown
// once, when it is made.
type Token struct {
	ID        string
	Name      string // what it is for, in its owner's words
	Reach     TokenReach
	CreatedAt time.Time
	LastUsed  time.Time // to the minute; zero = never
	ExpiresAt time.Time // zero = it does not expire
}

// TokenReach is how much of what its owner may do a token does.
type TokenReach string

const (
	ReadOnly  TokenReach = "read" // changes nothing
	SendOnly  TokenReach = "send" // what a contributor may: own stories and their clips
	Unlimited TokenReach = "all"
)

// longest is how long a token can be made to last, unless it never expires.
const longest = 5 * 365 * 24 * time.Hour

// NewToken checks what a token is to be. A lifetime of zero is without end.
func NewToken(name string, reach TokenReach, lifetime time.Duration, now time.Time) (Token, error) {
	t := Token{ID: NewID[string](now), Name: strings.Join(strings.Fields(name), " "), Reach: reach, CreatedAt: now}
	if n := len([]rune(t.Name)); n == 0 || n > 120 {
		return t, Invalid("name", "Write what the token is for, in 1 to 120 characters.")
	}
	switch reach {
	case ReadOnly, SendOnly, Unlimited:
	default:
		return t, Invalid("reach", "What a token may do is one of: read, send, all.")
	}
	if lifetime < 0 || lifetime > longest {
		return t, Invalid("lifetime", "A token lasts from a day to five years, or without end.")
	}
	if lifetime > 0 {
		t.ExpiresAt = now.Add(lifetime)
	}
	return t, nil
}

// Narrow gives what is left of a scope through a token: every grant becomes
// that of a contributor where it may only send, and grants that let nobody
// contribute end.
func (s Scope) Narrow(reach TokenReach) Scope {
	s.Token = reach
	if reach != SendOnly {
		return s
	}
	var grants []Grant
	for _, g := range s.Grants {
		if allowed[g.Role][ActContribute] {
			g.Role = Contributor
			grants = append(grants, g)
		}
	}
	s.Grants = grants
	return s
}

// ReadsOnly tells whether nothing may be changed on the person's behalf.
func (s Scope) ReadsOnly() bool { return s.Token == ReadOnly }
