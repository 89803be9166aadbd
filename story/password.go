package story

import (
	"strings"
	"unicode/utf8"
)

// Passwords are 12 to 200 characters (OWASP ASVS 4.0.3, 2.1.1 and 2.1.2): any
// characters, no rules of composition (2.1.9), and none that everybody tries
// first or that is made of what is known of its owner (2.1.7).
const (
	shortestPassword = 12
	longestPassword  = 200
)

// stems are what nearly every list of leaked passwords begins with.
var stems = []string{"password", "passw0rd", "motdepasse", "123456789", "987654321", "qwerty", "azerty", "asdfgh", "letmein", "welcome",
	"iloveyou", "abc123", "abcdef", "admin", "administrator", "changeme", "secret", "monkey", "dragon", "football", "fieldstory", "princess", "sunshine"}

// CheckPassword refuses a new password that is too short, or easily guessed of
// whoever is known by these words: a name, an address.
func CheckPassword(password string, known ...string) error {
	if n := utf8.RuneCountInString(password); n < shortestPassword || n > longestPassword {
		return Invalid("password", "Choose a password of at least %d characters. Four random words make a good one.", shortestPassword)
	}
	rest := strings.ToLower(password)
	for _, k := range known {
		for _, word := range strings.FieldsFunc(strings.ToLower(k), func(r rune) bool { return r == '@' || r == '.' || r == ' ' || r == '-' || r == '_' }) {
			if utf8.RuneCountInString(word) >= 4 {
				rest = strings.ReplaceAll(rest, word, "")
			}
		}
	}
	for _, stem := range stems {
		rest = strings.ReplaceAll(rest, stem, "")
	}
	different := map[rune]bool{}
	for _, r := range rest {
		different[r] = true
	}
	if utf8.RuneCountInString(rest) < 8 || len(different) < 5 {
		return Invalid("password_weak", "This password is easily guessed. Four random words that have nothing to do with you make a good one.")
	}
	return nil
}
