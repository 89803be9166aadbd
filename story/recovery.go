package story

import (
	"strings"
	"time"
)

// Deeds of recovery, as the audit log names them.
const (
	DeedCodesMade Deed = "recovery.made" // ten new codes; those before are worth nothing
	DeedCodeUsed  Deed = "recovery.used" // details: how many are left
)

// RecoveryCodes is how many are made at a time.
const RecoveryCodes = 10

// CodeLength is how many characters a code has: 75 bits in base32 (RFC 4648),
// out of reach of who steals the rows, and short enough to be typed once.
const CodeLength = 15

// WriteCode puts a code as people copy it, in groups of five.
func WriteCode(code string) string {
	var groups []string
	for ; len(code) > 5; code = code[5:] {
		groups = append(groups, code[:5])
	}
	return strings.Join(append(groups, code), "-")
}

// ReadCode takes what somebody typed: in any case, grouped anyhow, with the
// digits that codes do not have read as the letters that look like them.
func ReadCode(typed string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '0':
			return 'O'
		case r == '1':
			return 'I'
		case r == '8':
			return 'B'
		case r >= '2' && r <= '7', r >= 'A' && r <= 'Z':
			return r
		}
		return -1
	}, strings.ToUpper(typed))
}

// MayArm tells whether somebody may make themselves another way in: only soon
// after they came in, so that a session left open is not a key for ever.
func (in SignIn) MayArm(now time.Time) error {
	if now.Sub(in.BeganAt) < fresh {
		return nil
	}
	return Refuse(FaultPermission, "sign_in_again", "To change how you come in, sign out and in again first: you did so more than an hour ago.")
}
