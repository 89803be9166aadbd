package auth

import (
	"context"
	"runtime"
	"sync"

	"github.com/alexedwards/argon2id"

	"fieldstory/story"
)

// params follow OWASP's Password Storage Cheat Sheet (argon2id, m = 19 MiB,
// t = 2, p = 1).
var params = &argon2id.Params{Memory: 19 * 1024, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}

// kiln bounds how many passwords are hashed at once: each takes 19 MiB, and a
// crowd at the door must not take the machine.
var kiln = make(chan struct{}, max(2, runtime.NumCPU()))

// stranger is compared with where no such member exists, so that an unknown
// address takes as long as a wrong password. It is made when it is first
// needed: this binary starts itself anew for every ffmpeg, and what stands in
// an init is paid for each time.
var stranger = sync.OnceValue(func() string {
	h, err := argon2id.CreateHash("nobody has this password", params)
	if err != nil {
		panic(err) // no random numbers: nothing can be safe
	}
	return h
})

// HashPassword checks a new password of whoever is known by these words, and
// hashes it.
func HashPassword(ctx context.Context, password string, known ...string) (hash string, err error) {
	if err := story.CheckPassword(password, known...); err != nil {
		return "", err
	}
	if err := enter(ctx); err != nil {
		return "", err
	}
	defer leave()
	return argon2id.CreateHash(password, params)
}

func matches(ctx context.Context, password, hash string) (bool, error) {
	if len(password) > 1000 {
		return false, nil
	}
	if err := enter(ctx); err != nil {
		return false, err
	}
	defer leave()
	return argon2id.ComparePasswordAndHash(password, hash)
}

func enter(ctx context.Context) error {
	select {
	case kiln <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func leave() { <-kiln }
