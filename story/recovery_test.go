package story

import "testing"

// A code is read as people write it.
func TestReadCode(t *testing.T) {
	code := "ABCDEFGHIJ234BO"
	if got := WriteCode(code); got != "ABCDE-FGHIJ-234BO" {
		t.Errorf("written %s", got)
	}
	for _, typed := range []string{"ABCDE-FGHIJ-234BO", " abcde fgh1j\t23480 ", "abcdefghij234bo"} {
		if got := ReadCode(typed); got != code {
			t.Errorf("%q is read as %s", typed, got)
		}
	}
}
