package embedded

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// oldestPostgres is the first major version that the schema is tried with.
const oldestPostgres = 15

// postgresPrograms is one installation of PostgreSQL's server.
type postgresPrograms struct {
	dir   string // holds postgres and initdb
	major int
}

// findPostgres looks in bin if it is given, else on the PATH and where the
// distributions put it (Debian keeps it off the PATH). With a cluster of major
// version want it takes that version, for no other can read the cluster; with
// 0 the newest.
func findPostgres(bin string, want int) (postgresPrograms, error) {
	var found []postgresPrograms
	for _, dir := range postgresPlaces(bin) {
		if major := postgresMajor(dir); major > 0 {
			found = append(found, postgresPrograms{dir, major})
		}
	}
	slices.SortStableFunc(found, func(a, b postgresPrograms) int { return b.major - a.major })
	for _, p := range found {
		if p.major == want || want == 0 && p.major >= oldestPostgres {
			return p, nil
		}
	}
	switch {
	case want > 0 && len(found) > 0:
		return postgresPrograms{}, fault(nil, "Install it beside the other (on Debian and Ubuntu: apt-get install postgresql-"+strconv.Itoa(want)+"), or see “Upgrade” in docs/operate.md.",
			"The data folder's database was made by PostgreSQL %d; this machine has %d.", want, found[0].major)
	case len(found) > 0:
		return postgresPrograms{}, fault(nil, "Install a newer one, or give the address of one with FIELDSTORY_DATABASE_URL.",
			"PostgreSQL %d or newer is needed; this machine has %d.", oldestPostgres, found[0].major)
	}
	return postgresPrograms{}, fault(nil, "Install it (on Debian and Ubuntu: apt-get install postgresql; or: make up), or give the address of one with FIELDSTORY_DATABASE_URL.",
		"PostgreSQL is not installed on this machine.")
}

func postgresPlaces(bin string) []string {
	if bin != "" {
		return []string{bin}
	}
	var dirs []string
	if p, err := exec.LookPath("postgres"); err == nil {
		if real, err := filepath.EvalSymlinks(p); err == nil {
			dirs = append(dirs, filepath.Dir(real))
		}
	}
	for _, pattern := range []string{"/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/usr/local/pgsql/bin", "/usr/libexec/postgresql*"} {
		more, _ := filepath.Glob(pattern)
		dirs = append(dirs, more...)
	}
	return dirs
}

var versionNumber = regexp.MustCompile(`\) (\d+)`)

// postgresMajor asks the programs in dir for their version; 0 = not usable.
func postgresMajor(dir string) int {
	if _, err := os.Stat(filepath.Join(dir, "initdb")); err != nil {
		return 0
	}
	// e.g. "postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)"
	out, err := exec.Command(filepath.Join(dir, "postgres"), "--version").Output()
	if err != nil {
		return 0
	}
	m := versionNumber.FindSubmatch(out)
	if m == nil {
		return 0
	}
	major, _ := strconv.Atoi(string(m[1]))
	return major
}

// clusterMajor is the version a cluster was made by; 0 = there is none.
func clusterMajor(dir string) (int, error) {
	b, err := os.ReadFile(filepath.Join(dir, "PG_VERSION"))
	if errors.Is(err, os.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(strings.TrimSpace(string(b)))
}
