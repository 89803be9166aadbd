package story

import (
	"crypto/rand"
	"crypto/sha256"
)

// NewSecret makes a secret of 130 random bits (crypto/rand.Text) for a link,
// and what is stored of it: its SHA-256. A secret this long needs no slow hash.
func NewSecret() (secret string, hash []byte) {
	secret = rand.Text()
	return secret, HashSecret(secret)
}

// HashSecret is what is stored of a secret.
func HashSecret(secret string) []byte {
	h := sha256.Sum256([]byte(secret))
	return h[:]
}
