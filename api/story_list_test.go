package api_test

import (
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"

	"fieldstory/story"
)

// The desk is filtered by what waits too long, by whose hands a story went
// through, by when it was filmed and by language; filters narrow each other,
// and pages follow one another under them.
func TestListFilters(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	admin := h.person(t, "ada", story.Admin, "hq")
	amina, omar := h.person(t, "amina", story.Contributor, "field"), h.person(t, "omar", story.Contributor, "field")
	femi, luis := h.person(t, "femi", story.Editor, "field"), h.person(t, "luis", story.Editor, "country")
	admin.must("PATCH", "/api/v1/offices/"+string(h.office["field"].ID), map[string]any{"review_hours": 48})
	admin.must("PATCH", "/api/v1/offices/"+string(h.office["country"].ID), map[string]any{"review_hours": 240})
	list := submitted(amina, 6)
	id := func(i int) string { return list[i]["id"].(string) }
	waits := func(i int, d time.Duration) {
		if _, err := h.db.Pool().Exec(t.Context(), `UPDATE stories SET since = $2 WHERE id = $1`, id(i), time.Now().Add(-d)); err != nil {
			t.Fatal(err)
		}
	}
	say := func(i int, language, day string) {
		admin.must("PATCH", "/api/v1/stories/"+id(i), map[string]any{"language": language, "happened_on": day})
	}
	for i, l := range []string{"ar", "ar-SD", "arn", "pt-BR", "", "PT"} {
		say(i, l, time.Date(2026, 3, 1+i, 0, 0, 0, 0, time.UTC).Format(time.DateOnly))
	}
	// 0 to 2 are late where they stand. 3 has waited as long, in an office that
	// takes longer; 4 has waited for longer, but was kept.
	for i := range 3 {
		waits(i, 49*time.Hour+time.Duration(i)*time.Minute)
	}
	femi.must("POST", "/api/v1/stories/"+id(3)+"/raise", nil)
	luis.must("POST", "/api/v1/stories/"+id(4)+"/pull", nil)
	luis.must("POST", "/api/v1/stories/"+id(4)+"/keep", nil)
	waits(3, 72*time.Hour)
	waits(4, 300*time.Hour)

	for _, line := range []struct {
		who         *person
		query, want string
	}{
		{luis, "overdue=true", "2 1 0"},
		{luis, "overdue=true&order=longest", "2 1 0"},
		{luis, "overdue=true&stands_at=" + string(h.office["field"].ID), "2 1 0"},
		{luis, "overdue=true&stands_at=" + string(h.office["country"].ID), ""},
		{luis, "overdue=true&language=ar", "1 0"},
		{omar, "overdue=true", ""},
		{femi, "involved=true", "3"},
		{luis, "involved=true", "4"},
		{luis, "involved=true&stage=waiting", ""},
		{amina, "involved=true", "5 4 3 2 1 0"},
		{omar, "involved=true", ""},
		{luis, "language=AR", "1 0"},
		{luis, "language=ar-sd", "1"},
		{luis, "language=pt", "5 3"},
		{luis, "language=pt-PT", ""},
		{luis, "language=und", "4"},
		{luis, "captured_from=2026-03-02T00:00:00Z&captured_until=2026-03-05T00:00:00Z", "3 2 1"},
		{luis, "captured_from=2026-03-05T03:00:00%2B03:00", "5 4"},
		{luis, "captured_until=2026-03-02T00:00:00.000Z&q=story", "0"},
	} {
		if got := listed(line.who.must("GET", "/api/v1/stories?"+line.query, nil)); got != line.want {
			t.Errorf("%s gives %q, want %q", line.query, got, line.want)
		}
	}
	first := luis.must("GET", "/api/v1/stories?overdue=true&captured_from=2026-03-01T00:00:00Z&limit=2", nil)
	second := luis.must("GET", "/api/v1/stories?overdue=true&captured_from=2026-03-01T00:00:00Z&limit=2&cursor="+first["next_cursor"].(string), nil)
	if got := listed(first) + " | " + listed(second); got != "2 1 | 0" || second["next_cursor"] != "" {
		t.Errorf("page by page what is late comes as %q, want 2 1 | 0", got)
	}
	for _, query := range []string{"language=english", "language=e%25", "captured_from=yesterday", "captured_from=2026-03-05T00:00:00Z&captured_until=2026-03-05T00:00:00Z"} {
		if status, out := luis.ask("GET", "/api/v1/stories?"+query, nil); status != http.StatusUnprocessableEntity {
			t.Errorf("%s = %d %v, want 422", query, status, out)
		}
	}
}

// What came up to an office is what was sent in there or raised to it since, and
// needs to know which office.
func TestListCameUp(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	amina, luis, chen := h.person(t, "amina", story.Contributor, "field"), h.person(t, "luis", story.Editor, "field"), h.person(t, "chen", story.Editor, "country")
	for _, title := range []string{"raised", "sent in", "draft"} {
		id := amina.must("POST", "/api/v1/stories", map[string]any{"title": title})["id"].(string)
		if title != "draft" {
			amina.must("POST", "/api/v1/stories/"+id+"/submit", map[string]any{})
		}
		if title == "raised" {
			luis.must("POST", "/api/v1/stories/"+id+"/raise", map[string]any{})
		}
	}
	list := func(p *person, office string, from time.Time) (titles []string) {
		for _, s := range p.must("GET", "/api/v1/stories?office="+string(h.office[office].ID)+"&came_up_from="+from.UTC().Format(time.RFC3339), nil)["items"].([]any) {
			titles = append(titles, s.(map[string]any)["title"].(string))
		}
		slices.Sort(titles)
		return titles
	}
	hourAgo, soon := time.Now().Add(-time.Hour), time.Now().Add(time.Hour)
	for _, line := range []struct {
		who    *person
		office string
		from   time.Time
		want   string
	}{
		{luis, "field", hourAgo, "[raised sent in]"}, {chen, "country", hourAgo, "[raised]"}, {chen, "field", hourAgo, "[raised sent in]"},
		{chen, "country", soon, "[]"}, {amina, "country", hourAgo, "[raised]"},
	} {
		if got := fmt.Sprint(list(line.who, line.office, line.from)); got != line.want {
			t.Errorf("to %s came %s, want %s", line.office, got, line.want)
		}
	}
	if status, p := chen.ask("GET", "/api/v1/stories?came_up_from=2026-01-01T00:00:00Z", nil); status != 422 || p["code"] != "came_up_from" {
		t.Errorf("without an office it answers %d %v", status, p)
	}
}
