package embedded

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"strings"
)

// secret is the content of secrets/name, made of 32 random bytes in hex the
// first time it is asked for.
func (f *folder) secret(name string) (string, error) {
	file := f.path("secrets", name)
	b, err := os.ReadFile(file)
	if s := strings.TrimSpace(string(b)); err == nil && s != "" {
		return s, nil
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", unwritable(f.dir, err)
	}
	var raw [32]byte
	rand.Read(raw[:]) // never fails, see crypto/rand.Read
	s := hex.EncodeToString(raw[:])
	return s, writeFile(file, []byte(s+"\n"), 0o600)
}
