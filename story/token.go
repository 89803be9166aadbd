package story

import "time"

// DeedTokenRevoked is the audit log's name for ending an API token.
const DeedTokenRevoked Deed = "token.revoked"

// Token is what its owner may know of an API token; the token itself is shown
// once, when it is made.
type Token struct {
	ID        string
	Name      string // what it is for, in its owner's words
	CreatedAt time.Time
	LastUsed  time.Time // to the minute; zero = never
	ExpiresAt time.Time // zero = it does not expire
}
