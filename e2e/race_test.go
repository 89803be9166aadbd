//go:build race

package e2e

// The program is built as the tests are: with the race detector or without.
const race = true
