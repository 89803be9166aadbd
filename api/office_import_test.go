package api_test

import (
	"fmt"
	"strings"
	"testing"

	"fieldstory/story"
)

const tree = "\ufeffOffice;Level;Time zone;Languages;Review days\r\n" +
	"East Africa / Kenya / Turkana;Field team;;sw en;\r\n" +
	"East Africa;Region;Africa/Nairobi;en;5\r\n" +
	"East Africa / Kenya;Country;;en sw;3\r\n" +
	"region;Region;;;\r\n" // there already

// A tree comes from a file in any order, is looked at before it is applied, and
// can be brought again.
func TestImportOffices(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	root := h.person(t, "root", story.Admin, "hq")
	at := "/api/v1/offices/" + string(h.office["hq"].ID) + "/import"
	count := func() int {
		return len(root.must("GET", "/api/v1/offices?limit=1000", nil)["items"].([]any))
	}
	before := count()

	look := root.must("POST", at, map[string]any{"csv": tree})
	if len(look["new"].([]any)) != 3 || look["there"] != 1.0 || look["applied"] != false || len(look["mistakes"].([]any)) != 0 || count() != before {
		t.Fatalf("looking gives %v, and there are %d offices, before %d", look, count(), before)
	}
	if did := root.must("POST", at, map[string]any{"csv": tree, "apply": true}); did["applied"] != true || count() != before+3 {
		t.Fatalf("applying gives %v, and there are %d offices, before %d", did, count(), before)
	}
	if again := root.must("POST", at, map[string]any{"csv": tree, "apply": true}); len(again["new"].([]any)) != 0 || again["there"] != 4.0 || count() != before+3 {
		t.Errorf("bringing it again gives %v", again)
	}
	found := root.must("GET", "/api/v1/offices?q=Kenya", nil)["items"].([]any)[0].(map[string]any)
	if fmt.Sprint(found["way"]) != "[hq East Africa]" || found["review_hours"] != 72.0 || fmt.Sprint(found["languages"]) != "[en sw]" || found["level"] != "Country" {
		t.Errorf("Kenya became %v", found)
	}
}

// With one mistake nothing is added, and every mistake is told with its line.
func TestImportIsWholeOrNothing(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	root := h.person(t, "root", story.Admin, "hq")
	at := "/api/v1/offices/" + string(h.office["hq"].ID) + "/import"
	file := strings.Join([]string{"office,level,time_zone,review_days",
		"Good,Region,,",
		"Good / Nowhere / Team,Team,,", // nobody made Nowhere
		"Bad zone,Region,Africa/Nowhere,",
		"good,Region,,", // twice
		"Bad days,Region,,soon",
		",Region,,",
		"No level,,,",
	}, "\n")
	out := root.must("POST", at, map[string]any{"csv": file, "apply": true})
	var got []string
	for _, m := range out["mistakes"].([]any) {
		got = append(got, fmt.Sprint(m.(map[string]any)["line"], " ", m.(map[string]any)["code"]))
	}
	want := "3 import_above, 4 timezone, 5 import_twice, 6 review_limit, 7 office_name, 8 office_level"
	if strings.Join(got, ", ") != want || out["applied"] != false {
		t.Errorf("mistakes %v, want %s", got, want)
	}
	if n := len(root.must("GET", "/api/v1/offices?q=Good", nil)["items"].([]any)); n != 0 {
		t.Errorf("%d offices were added all the same", n)
	}
	for csv, code := range map[string]string{"": "import_form", "name,level\nx,y": "import_columns"} {
		if status, p := root.ask("POST", at, map[string]any{"csv": csv}); status != 422 || p["code"] != code {
			t.Errorf("%q = %d %v, want %s", csv, status, p["code"], code)
		}
	}
	below := h.person(t, "femi", story.Admin, "country")
	if status, _ := below.ask("POST", at, map[string]any{"csv": tree}); status != 403 {
		t.Errorf("an administrator of an office below = %d", status)
	}
}
