package story

import (
	"net/mail"
	"strings"
	"time"
)

// Member is a person with an account.
type Member struct {
	ID        MemberID
	Email     string // lower case, unique
	Name      string
	Language  string // BCP 47, the interface's language; "" = the browser's
	CreatedAt time.Time
	Suspended bool
}

// Role is what a grant lets its holder do at an office and everything below.
type Role string

const (
	Viewer      Role = "viewer"      // sees
	Contributor Role = "contributor" // makes stories and follows their own
	Editor      Role = "editor"      // sees, curates, raises; and contributes
	Publisher   Role = "publisher"   // sees, clears, publishes, withdraws
	Admin       Role = "admin"       // everything
)

// Roles lists every role, the narrowest first.
func Roles() []Role { return []Role{Viewer, Contributor, Editor, Publisher, Admin} }

// Valid tells whether r is one of [Roles].
func (r Role) Valid() bool {
	switch r {
	case Viewer, Contributor, Editor, Publisher, Admin:
		return true
	}
	return false
}

// Grant gives a member a role at an office and everything below it.
type Grant struct {
	Office OfficeID
	Path   Path
	Name   string // the office's name, for people to read
	Role   Role
}

// ParseEmail normalises an address, or says what is wrong with it.
func ParseEmail(s string) (string, error) {
	a, err := mail.ParseAddress(strings.TrimSpace(s))
	if err != nil || len(a.Address) > 254 || !strings.Contains(a.Address, "@") {
		return "", Invalid("email", "This does not look like an e-mail address. It should look like name@example.org.")
	}
	return strings.ToLower(a.Address), nil
}
