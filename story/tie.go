package story

import "time"

// Tie is how single sign-on knows a member.
type Tie struct {
	Issuer string
	Since  time.Time
	SeenAt time.Time // when they last came in by it
	Groups []string  // as it named them then
}

// Ways are the ways in that a member has besides single sign-on.
type Ways struct {
	Password bool
	Passkeys int
	Codes    int // recovery codes that are not used yet
}

// Other tells whether there is any.
func (w Ways) Other() bool { return w.Password || w.Passkeys > 0 || w.Codes > 0 }

// MayUntie tells whether somebody may part their own account from single
// sign-on: only with another way in. Single sign-on may know them by another
// address by now, and would not find the account again.
func (w Ways) MayUntie() error {
	if !w.Other() {
		return Conflict("single_only_way", "Single sign-on is your only way in. Set a password, add a passkey or make recovery codes first.")
	}
	return nil
}

// MostLosing is how many of those who would lose a group's role are named.
const MostLosing = 20

// GroupLoss is who would lose a role if a group gave it no longer: those who
// hold it by no other group, and not by hand.
type GroupLoss struct {
	Count int
	First []Actor // by name, at most [MostLosing]
}
