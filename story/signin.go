package story

import "time"

const (
	DeedSignInsEnded Deed = "sign_in.ended" // one, or every other one
	DeedTokenMade    Deed = "token.made"
	DeedPassword     Deed = "member.password" // it was changed
)

// SignIn is one time that a member came in, and the session that goes on.
type SignIn struct {
	ID      SignInID
	Member  MemberID
	By      string // password, link, single, code or passkey
	Device  string // what the browser calls itself, at most 300 characters
	Address string // IP address
	BeganAt time.Time
	SeenAt  time.Time // to five minutes
}

// SignInIdle is how long a session can lie unused and still go on.
const SignInIdle = 14 * 24 * time.Hour

// fresh is how long after a sign-in link or a recovery code was used a new
// password needs no old one: time enough to choose it, and too short for a phone left on a table.
const fresh = time.Hour

// MayChangePassword tells whether a member who has a password may set another:
// who gave the old one may, and who just came in by a link or a
// recovery code, for they may have forgotten it.
func MayChangePassword(in SignIn, oldRight bool, now time.Time) error {
	if oldRight || (in.By == "link" || in.By == "code") && now.Sub(in.BeganAt) < fresh {
		return nil
	}
	return Refuse(FaultPermission, "old_password", "To change your password, write the one you have now. If you forgot it, ask your administrator for a sign-in link.")
}

// InPerson refuses what a token may not do: whoever stole one could else make
// themselves at home with it.
func (s Scope) InPerson() error {
	if s.SignIn == "" {
		return Refuse(FaultPermission, "in_person", "A token cannot do this. Sign in yourself and try again.")
	}
	return nil
}
