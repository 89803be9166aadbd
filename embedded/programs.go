package embedded

import "fmt"

// Programs tells which "postgres" or "redis" [Start] would run, in words, or
// the fault that none is there.
func Programs(part string) (string, error) {
	if part == "redis" {
		path, err := findRedis("")
		return path, err
	}
	p, err := findPostgres("", 0)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("version %d in %s", p.major, p.dir), nil
}
