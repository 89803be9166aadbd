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
