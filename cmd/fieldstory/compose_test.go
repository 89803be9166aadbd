package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/cli"
	"github.com/compose-spec/compose-go/v2/types"
)

func mustCompose(t *testing.T) *types.Project {
	t.Helper()
	options, err := cli.NewProjectOptions([]string{filepath.Join("..", "..", "docker-compose.yml")}, cli.WithResolvedPaths(true), cli.WithInterpolation(true))
	if err != nil {
		t.Fatal(err)
	}
	project, err := options.LoadProject(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return project
}

func ours(s types.ServiceConfig) bool { return strings.HasPrefix(s.Image, "fieldstory:") }

// No container engine is at hand where this runs, so the file is held against
// what the binary knows.
func TestComposeFileFitsTheBinary(t *testing.T) {
	t.Parallel()
	project := mustCompose(t)
	_, parser := mustParser(t)
	known := map[string]setting{}
	for _, s := range settingsOf(parser.Model) {
		known[s.Env] = s
	}
	for name, service := range project.Services {
		if !ours(service) {
			continue
		}
		_, parser := mustParser(t)
		if _, err := parser.Parse(service.Command); err != nil {
			t.Errorf("service %s: the command %v is not understood: %v", name, service.Command, err)
		}
		for variable := range service.Environment {
			s, ok := known[strings.TrimSuffix(variable, "_FILE")]
			if !ok {
				t.Errorf("service %s sets %s, which is no setting", name, variable)
			}
			if ok && s.Secret != strings.HasSuffix(variable, "_FILE") {
				t.Errorf("service %s sets %s: secrets, and only they, come from files", name, variable)
			}
		}
		_, single := service.Environment["FIELDSTORY_OIDC_ISSUER"]
		_, mails := service.Environment["FIELDSTORY_SMTP_FROM"]
		for _, s := range known {
			if s.Env == "FIELDSTORY_OIDC_CLIENT_SECRET" && !single {
				continue // there is no provider to have one from
			}
			if s.Env == "FIELDSTORY_SMTP_URL" && !mails {
				continue // no mail is sent
			}
			if slices.Contains(s.Commands, service.Command[0]) && s.Secret {
				if _, ok := service.Environment[s.Env+"_FILE"]; !ok {
					t.Errorf("service %s does not set %s_FILE", name, s.Env)
				}
			}
		}
	}
	for _, name := range []string{"serve", "worker", "migrate"} {
		if service, ok := project.Services[name]; !ok || !ours(service) {
			t.Errorf("there is no service %s of ours", name)
		}
	}
}

func TestComposeFileKeepsTheRules(t *testing.T) {
	t.Parallel()
	project := mustCompose(t)
	for name, service := range project.Services {
		if service.HealthCheck == nil || len(service.HealthCheck.Test) == 0 {
			t.Errorf("service %s has no health check", name)
		} else if test := service.HealthCheck.Test; ours(service) && (test[0] != "CMD" || test[1] != "fieldstory") {
			t.Errorf("service %s: the image has no program for the health check %v", name, test)
		} else if _, parser := mustParser(t); ours(service) && name != "migrate" {
			if _, err := parser.Parse(test[2:]); err != nil {
				t.Errorf("service %s: the health check %v is not understood: %v", name, test, err)
			}
		}
		for _, v := range service.Volumes {
			if _, ok := project.Volumes[v.Source]; v.Type != types.VolumeTypeVolume || !ok {
				t.Errorf("service %s: the volume %s has no name", name, v.Target)
			}
		}
		if service.ContainerName != "" {
			t.Errorf("service %s has a container name and cannot be scaled", name)
		}
		for _, secret := range service.Secrets {
			if project.Secrets[secret.Source].File == "" {
				t.Errorf("service %s: the secret %s does not come from a file", name, secret.Source)
			}
		}
		for variable, value := range service.Environment {
			if value != nil && (strings.Contains(variable, "PASSWORD") || strings.Contains(variable, "SECRET")) && !strings.HasPrefix(*value, "/run/secrets/") {
				t.Errorf("service %s: %s is not a file of secrets", name, variable)
			}
		}
	}
	worker := project.Services["worker"]
	if len(worker.Ports) > 0 {
		t.Errorf("workers have ports %v and cannot be scaled", worker.Ports)
	}
}

// What the image runs is a command of the binary, with settings it knows.
func TestDockerfileFitsTheBinary(t *testing.T) {
	t.Parallel()
	b, err := os.ReadFile(filepath.Join("..", "..", "Dockerfile"))
	if err != nil {
		t.Fatal(err)
	}
	_, parser := mustParser(t)
	known := map[string]bool{}
	for _, s := range settingsOf(parser.Model) {
		known[s.Env] = true
	}
	text := string(b)
	for _, word := range strings.Fields(text) {
		if name, _, ok := strings.Cut(word, "="); ok && strings.HasPrefix(name, "FIELDSTORY_") && !known[name] {
			t.Errorf("the Dockerfile sets %s, which is no setting", name)
		}
	}
	for _, want := range []string{"\nUSER fieldstory\n", `ENTRYPOINT ["tini", "--", "fieldstory"]`, `CMD ["serve"]`} {
		if !strings.Contains(text, want) {
			t.Errorf("the Dockerfile lacks %q", want)
		}
	}
}
