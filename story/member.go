package story

import (
	"net/mail"
	"slices"
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
	Custodian   Role = "custodian"   // sees, and alone opens restricted originals
	Admin       Role = "admin"       // everything but that
)

// Roles lists every role, the narrowest first.
func Roles() []Role { return []Role{Viewer, Contributor, Editor, Publisher, Custodian, Admin} }

// Valid tells whether r is one of [Roles].
func (r Role) Valid() bool { return slices.Contains(Roles(), r) }

// unknownRole refuses what is none of them.
func unknownRole() *Problem {
	var names []string
	for _, r := range Roles() {
		names = append(names, string(r))
	}
	return Invalid("role", "The role is one of: %s.", strings.Join(names, ", "))
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

// Invite makes a member with one grant at an office that who administers.
func Invite(who Scope, name, email string, office Office, role Role, now time.Time) (Member, Grant, error) {
	g := Grant{Office: office.ID, Path: office.Path, Name: office.Name, Role: role}
	if !who.May(ActAdminister, office.Path) {
		return Member{}, g, Forbidden("Only an administrator of %s can invite people there.", office.Name)
	}
	if !role.Valid() {
		return Member{}, g, unknownRole()
	}
	m, err := NewMember(name, email, now)
	return m, g, err
}

// NewMember checks a name and an address.
func NewMember(name, email string, now time.Time) (Member, error) {
	address, err := ParseEmail(email)
	if err != nil {
		return Member{}, err
	}
	m := Member{ID: NewID[MemberID](now), Email: address, CreatedAt: now}
	return m, m.Rename(name)
}

// Rename changes what the member is called.
func (m *Member) Rename(name string) error {
	name = strings.Join(strings.Fields(name), " ")
	if n := len([]rune(name)); n == 0 || n > 120 {
		return Invalid("name", "Write a name of 1 to 120 characters.")
	}
	m.Name = name
	return nil
}
