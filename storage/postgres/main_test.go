package postgres_test

import (
	"os"
	"testing"

	"fieldstory/e2e/parts"
	"fieldstory/embedded"
)

func TestMain(m *testing.M) {
	os.Exit(parts.Run(m, embedded.Config{WithoutRedis: true, WithoutS3: true}))
}

// A setting of the tests' server that another one overrules is not seen by anything but a
// slow day.
func TestServerLeavesTheDisk(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"fsync", "full_page_writes"} {
		var got string
		if err := parts.Database(t).Pool().QueryRow(t.Context(), "SHOW "+name).Scan(&got); err != nil {
			t.Fatal(err)
		}
		if want := "off"; got != want {
			t.Errorf("%s = %s, want %s", name, got, want)
		}
	}
}
