package main

import (
	"fmt"
	"log/slog"
	"os"
	"reflect"
	"strings"

	"github.com/alecthomas/kong"
)

// Secret is a value that never prints itself.
type Secret string

const redacted = "**redacted**"

func (Secret) String() string               { return redacted }
func (Secret) GoString() string             { return redacted }
func (Secret) LogValue() slog.Value         { return slog.StringValue(redacted) }
func (Secret) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// UnmarshalText takes the value as it is.
func (s *Secret) UnmarshalText(b []byte) error {
	*s = Secret(b)
	return nil
}

// secretFromFile finds the value of a secret in the file that the variable
// with _FILE at its end names, as containers hand secrets in.
func secretFromFile(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
	if flag.Target.Type() != reflect.TypeFor[Secret]() {
		return nil, nil
	}
	for _, name := range flag.Envs {
		file := os.Getenv(name + "_FILE")
		if file == "" {
			continue
		}
		if os.Getenv(name) != "" {
			return nil, fmt.Errorf("both %s and %s_FILE are set; leave one of them out", name, name)
		}
		b, err := os.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("%s_FILE cannot be read: %w", name, err)
		}
		return strings.TrimSpace(string(b)), nil
	}
	return nil, nil
}

// strangers lists variables of the environment that look like settings of ours
// and are none, as a misspelt one does.
func strangers(model *kong.Application, environ []string) []string {
	known := map[string]bool{
		"FIELDSTORY_FOOTAGE": true, // where the tests find real footage
	}
	for _, s := range settingsOf(model) {
		known[s.Env] = true
		if s.Secret {
			known[s.Env+"_FILE"] = true
		}
	}
	var list []string
	for _, v := range environ {
		name, _, _ := strings.Cut(v, "=")
		if strings.HasPrefix(name, "FIELDSTORY_") && !known[name] {
			list = append(list, name)
		}
	}
	return list
}
