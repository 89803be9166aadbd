package auth

import (
	"crypto/rand"
	"crypto/sha256"
)

// tokenPrefix lets people and scanners recognise a token of ours.
const tokenPrefix = "fs_"

// newSecret makes a secret of 130 random bits (crypto/rand.Text) and what is
// stored of it: its SHA-256. A secret this long needs no slow hash.
func newSecret() (secret string, hash []byte) {
	secret = newText()
	return secret, hashOf(secret)
}

func newText() string { return rand.Text() }

// textLength is how many characters newText gives.
const textLength = 26

func hashOf(secret string) []byte {
	h := sha256.Sum256([]byte(secret))
	return h[:]
}
