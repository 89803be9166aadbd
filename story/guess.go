package story

import "time"

// How many times somebody may guess at a password. What is counted, per
// [GuessWindow]: attempts from one network, attempts at one account from
// browsers in which its owner never signed in, and attempts from one browser in
// which they did. Whoever guesses at somebody's account from elsewhere shuts out
// themselves and others like them, never the owner's own phone; and a sign-in
// link is not a password, so it always opens.
//
// OWASP ASVS 4.0.3, 2.2.1 asks for no more than 100 an hour on one account.
const (
	GuessWindow     = 15 * time.Minute
	GuessesNetwork  = 60 // a whole office may stand behind one address
	GuessesStranger = 15
	GuessesDevice   = 10
)

// TooManyGuesses is the answer, the same whether the account is there or not.
func TooManyGuesses(left time.Duration) *Problem {
	p := Refuse(FaultPermission, "too_many", "Too many attempts. Please wait a quarter of an hour, or ask your administrator for a sign-in link, which works at once.")
	p.After = max(left.Round(time.Second), time.Second)
	return p
}
