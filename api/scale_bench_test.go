package api_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"fieldstory/story"
)

// The size of the large organisation: what the United Nations and the largest
// federations come to.
const (
	manyOffices = 5_000
	manyMembers = 50_000
	manyStories = 100_000
)

// BenchmarkLargeOrganisation asks the same of an organisation of four offices
// and of one of five thousand, in turn, and prints how much longer it takes.
func BenchmarkLargeOrganisation(b *testing.B) {
	small, large := newHouse(b), newHouse(b)
	large.grow(b)
	type asked struct{ name, who, method, path, body string }
	var sheet strings.Builder
	sheet.WriteString("office,level\n")
	for i := range manyOffices {
		fmt.Fprintf(&sheet, "New %d,Team\n", i)
	}
	questions := []asked{
		{"who am I", "field", "GET", "/api/v1/me", ""},
		{"desk: what waits at headquarters", "hq", "GET", "/api/v1/stories?stands_at={hq}&stage=waiting&order=longest", ""},
		{"desk: everything below headquarters", "hq", "GET", "/api/v1/stories?office={hq}", ""},
		{"desk: everything below a country", "country", "GET", "/api/v1/stories?office={country}", ""},
		{"desk: what came from a field team", "field editor", "GET", "/api/v1/stories", ""},
		{"desk: overdue anywhere", "hq", "GET", "/api/v1/stories?overdue=true", ""},
		{"desk: declined, seen by a country", "country", "GET", "/api/v1/stories?stage=declined", ""},
		{"search: a common word", "hq", "GET", "/api/v1/stories?q=well", ""},
		{"search: a rare word", "hq", "GET", "/api/v1/stories?q=bridge4242", ""},
		{"search: a rare word, from a field team", "field editor", "GET", "/api/v1/stories?q=bridge4242", ""},
		{"my stories", "field", "GET", "/api/v1/stories?mine=true", ""},
		{"stories I decided about", "country", "GET", "/api/v1/stories?involved=true", ""},
		{"offices: first page", "hq", "GET", "/api/v1/offices?limit=200", ""},
		{"offices: below headquarters", "hq", "GET", "/api/v1/offices?parent={hq}", ""},
		{"offices: by a word", "hq", "GET", "/api/v1/offices?q=team+77", ""},
		{"offices: where I may contribute", "field", "GET", "/api/v1/offices?may=contribute", ""},
		{"people: first page", "hq", "GET", "/api/v1/members", ""},
		{"people: by a word", "hq", "GET", "/api/v1/members?q=person+4242", ""},
		{"people: of a country", "country", "GET", "/api/v1/members?office={country}", ""},
		{"people: editors", "hq", "GET", "/api/v1/members?role=editor", ""},
		{"notices", "hq", "GET", "/api/v1/notices", ""},
		{"look at moving a country", "hq", "GET", "/api/v1/offices/{country}/move?parent={hq}", ""},
		{"look at closing a country", "hq", "GET", "/api/v1/offices/{country}/close", ""},
		{"check 5,000 offices from a file", "hq", "POST", "/api/v1/offices/{hq}/import", sheet.String()},
		{"write a story", "field", "POST", "/api/v1/stories", `{"title": "A story"}`},
	}
	houses := []*house{small, large}
	people := map[*house]map[string]*person{}
	for _, h := range houses {
		people[h] = map[string]*person{
			"hq": h.person(b, "chief", story.Admin, "hq"), "country": h.person(b, "chen", story.Admin, "country"),
			"field": h.person(b, "amina", story.Contributor, "field"), "field editor": h.person(b, "luis", story.Editor, "field"),
		}
	}
	fmt.Printf("\n%d offices, %d people, %d stories against 4 offices; medians, ms\n\n%-45s %8s %8s %8s\n", manyOffices, manyMembers, manyStories, "", "small", "large", "large, longest")
	for _, q := range questions {
		times := map[*house][]float64{}
		for range 9 {
			for _, h := range houses {
				path := strings.NewReplacer("{hq}", string(h.office["hq"].ID), "{country}", string(h.office["country"].ID)).Replace(q.path)
				var body any
				switch {
				case strings.HasPrefix(q.body, "office,"):
					body = map[string]any{"csv": q.body}
				case q.body != "":
					body = map[string]any{"title": "A story"}
				}
				began := time.Now()
				status, _, raw := people[h][q.who].raw(q.method, path, body, nil)
				times[h] = append(times[h], time.Since(began).Seconds()*1000)
				if status >= http.StatusBadRequest {
					b.Fatalf("%s: %d %s", q.name, status, raw)
				}
			}
		}
		for _, h := range houses {
			slices.Sort(times[h])
		}
		fmt.Printf("%-45s %8.1f %8.1f %8.1f\n", q.name, times[small][4], times[large][4], times[large][8])
	}
	var clock []float64
	for range 5 {
		began := time.Now()
		if _, err := large.db.OverdueStories(b.Context(), time.Now(), nil, 500); err != nil {
			b.Fatal(err)
		}
		clock = append(clock, time.Since(began).Seconds()*1000)
	}
	slices.Sort(clock)
	fmt.Printf("%-45s %8s %8.1f %8.1f\n\n", "the clock looks at what waits", "", clock[2], clock[4])
}

// grow fills the house up: ten regions of twenty-five countries of twenty teams,
// people at all of them, and stories of three years at every stage.
func (h *house) grow(b *testing.B) {
	b.Helper()
	pool := h.db.Pool()
	ids := func(n int) []string {
		list := make([]string, n)
		for i := range list {
			list[i] = story.NewID[string](time.Now())
		}
		return list
	}
	run := func(sql string, args ...any) {
		b.Helper()
		if _, err := pool.Exec(b.Context(), sql, args...); err != nil {
			b.Fatal(err)
		}
	}
	// Every office is given the number of the one above it in the list so far.
	dice := rand.New(rand.NewPCG(1, 2))
	existing := []story.Office{h.office["hq"], h.office["region"], h.office["country"], h.office["field"]}
	type node struct{ id, parent, path, name string }
	var nodes []node
	var regions, countries []node
	regions = append(regions, node{id: string(existing[1].ID), path: string(existing[1].Path)})
	countries = append(countries, node{id: string(existing[2].ID), path: string(existing[2].Path)})
	for i, id := range ids(manyOffices - len(existing)) {
		n := node{id: id}
		var above node
		switch {
		case len(regions) < 10:
			above = node{id: string(existing[0].ID), path: string(existing[0].Path)}
			n.name = fmt.Sprintf("Region %d", i)
		case len(countries) < 250:
			above = regions[i%len(regions)]
			n.name = fmt.Sprintf("Country %d", i)
		default:
			above = countries[dice.IntN(len(countries))]
			n.name = fmt.Sprintf("Team %d", i)
		}
		n.parent, n.path = above.id, above.path+"."+story.PathLabel(story.OfficeID(id))
		switch {
		case len(regions) < 10:
			regions = append(regions, n)
		case len(countries) < 250:
			countries = append(countries, n)
		}
		nodes = append(nodes, n)
	}
	column := func(get func(node) string) (list []string) {
		for _, n := range nodes {
			list = append(list, get(n))
		}
		return list
	}
	run(`INSERT INTO offices (id, parent, path, name, level, slug) SELECT i::uuid, p::uuid, q::ltree, n, 'Level', 's' || replace(i, '-', '')
		FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS t (i, p, q, n)`,
		column(func(n node) string { return n.id }), column(func(n node) string { return n.parent }),
		column(func(n node) string { return n.path }), column(func(n node) string { return n.name }))
	run(`UPDATE offices SET review_limit = '3 days' WHERE parent IS NULL`)
	run(`INSERT INTO members (id, email, name) SELECT i::uuid, 'person' || n || '@example.org', 'Person ' || n FROM unnest($1::text[]) WITH ORDINALITY AS t (i, n)`, ids(manyMembers))
	// One in ten decides, and one in a hundred above the teams.
	run(`WITH o AS (SELECT id, row_number() OVER (ORDER BY id) - 1 AS n FROM offices),
			m AS (SELECT id, row_number() OVER (ORDER BY id) - 1 AS n FROM members WHERE email LIKE 'person%')
		INSERT INTO grants (member, office, role) SELECT m.id, o.id, CASE m.n % 20 WHEN 0 THEN 'editor' WHEN 1 THEN 'publisher' ELSE 'contributor' END
		FROM m JOIN o ON o.n = m.n % $1`, manyOffices)
	run(`WITH g AS (SELECT member, office, row_number() OVER (ORDER BY member) - 1 AS n FROM grants WHERE role = 'contributor'),
			s AS (SELECT i::uuid AS id, n FROM unnest($1::text[]) WITH ORDINALITY AS t (i, n))
		INSERT INTO stories (id, title, text, author, office, stands_at, stage, captured_at, created_at, updated_at, since)
		SELECT s.id, 'Story ' || s.n || ' of the well', 'They built bridge' || s.n || ' over the river.', g.member, g.office,
			CASE WHEN s.n % 5 = 0 THEN (SELECT id FROM offices WHERE parent IS NULL) WHEN s.n % 5 = 1 THEN coalesce((SELECT parent FROM offices WHERE id = g.office), g.office) ELSE g.office END,
			(ARRAY ['waiting', 'kept', 'declined', 'cleared', 'cleared', 'kept', 'declined', 'returned', 'draft', 'kept'])[1 + (s.n / 5) % 10],
			now() - s.n * interval '15 minutes', now() - s.n * interval '15 minutes', now() - s.n * interval '15 minutes', now() - s.n * interval '14 minutes'
		FROM s JOIN g ON g.n = (s.n * 7919) % (SELECT count(*) FROM grants WHERE role = 'contributor')`, ids(manyStories))
	run(`INSERT INTO steps (id, story, verb, at, by, from_office, to_office, from_stage, to_stage)
		SELECT gen_random_uuid(), id, 'create', created_at, author, NULL, office, '', 'draft' FROM stories`)
	run(`ANALYZE`)
}
