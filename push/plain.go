package push

import (
	"io"
	"strings"
	"unicode"
)

// plain is what people read on a screen, without what only a screen obeys: a
// file on somebody's card may be called so that a terminal clears itself, or
// that "gpj.exe" reads as "exe.jpg". Right-to-left scripts need none of it.
type plain struct{ out io.Writer }

func (p plain) Write(text []byte) (int, error) {
	clean := strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case unicode.IsControl(r), r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069, r == 0x200e, r == 0x200f, r == 0x061c:
			return -1
		}
		return r
	}, string(text))
	if _, err := io.WriteString(p.out, clean); err != nil {
		return 0, err
	}
	return len(text), nil
}
