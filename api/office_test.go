package api_test

import (
	"fmt"
	"io"
	"net/http"
	"testing"
	"time"

	"fieldstory/story"
)

// An office keeps the calendar it is given, and what it leaves open stays open.
func TestOfficeCalendar(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	admin := h.person(t, "root", story.Admin, "hq")
	made := admin.must("POST", "/api/v1/offices", map[string]any{"name": "Mtwara", "level": "Field team", "parent": h.office["country"].ID,
		"timezone": "Africa/Dar_es_Salaam", "languages": []string{"sw", "en"}})
	if made["timezone"] != "Africa/Dar_es_Salaam" || fmt.Sprint(made["languages"]) != "[sw en]" || made["own_calendar"] != false {
		t.Errorf("the new office is %v", made)
	}
	at := "/api/v1/offices/" + made["id"].(string)
	admin.must("PATCH", at, map[string]any{"review_hours": 72, "own_calendar": true, "days_off": []int{6, 0}, "holidays": []string{"2026-12-26", "2026-12-25"}, "paused_until": "2026-04-01"})
	if status, p := admin.ask("PATCH", at, map[string]any{"timezone": "Mars"}); status != 422 || p["code"] != "timezone" {
		t.Errorf("a time zone that is none = %d %v", status, p)
	}
	for _, o := range admin.must("GET", "/api/v1/offices", nil)["items"].([]any) {
		got := o.(map[string]any)
		if got["id"] != made["id"] {
			continue
		}
		want := "Africa/Dar_es_Salaam [sw en] 72 true [0 6] [2026-12-25 2026-12-26] 2026-04-01"
		if got := fmt.Sprint(got["timezone"], " ", got["languages"], " ", got["review_hours"], " ", got["own_calendar"], " ", got["days_off"], " ", got["holidays"], " ", got["paused_until"]); got != want {
			t.Errorf("read back: %s, want %s", got, want)
		}
		return
	}
	t.Error("the new office is not in the list")
}

// add makes an office below another, as the program does.
func (h *house) add(t *testing.T, name, below string) story.Office {
	t.Helper()
	parent := h.office[below]
	o, err := story.NewOffice(story.Scope{Grants: []story.Grant{{Path: h.office["hq"].Path, Role: story.Admin}}}, &parent, name, "Level", time.Now())
	if err != nil {
		t.Fatal(err)
	}
	if o, err = h.db.AddOffice(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	h.office[name] = o
	return o
}

func names(list any) (out []string) {
	for _, v := range list.([]any) {
		out = append(out, v.(map[string]any)["name"].(string))
	}
	return out
}

// A tree is opened branch by branch, searched without its accents, and read in
// pages that follow one another.
func TestOfficeList(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	admin := h.person(t, "root", story.Admin, "hq")
	for _, name := range []string{"Côte d’Ivoire", "Sahel", "100% south_west"} {
		h.add(t, name, "region")
	}
	near := h.person(t, "femi", story.Editor, "Sahel")
	get := func(p *person, query string) []string {
		return names(p.must("GET", "/api/v1/offices"+query, nil)["items"])
	}
	region := "?parent=" + string(h.office["region"].ID)
	for query, want := range map[string]string{
		region:                                "[100% south_west Côte d’Ivoire country Sahel]",
		"?q=cote+IVOIRE":                      "[Côte d’Ivoire]",
		"?q=%25":                              "[100% south_west]",
		"?q=south_w":                          "[100% south_west]",
		"?q=southxw":                          "[]",
		region + "&limit=2":                   "[100% south_west Côte d’Ivoire]",
		"?may=administer&q=sahel":             "[Sahel]",
		"?id=" + string(h.office["Sahel"].ID): "[Sahel]",
	} {
		if got := fmt.Sprint(get(admin, query)); got != want {
			t.Errorf("the administrator's offices%s are %s, want %s", query, got, want)
		}
	}
	if got := fmt.Sprint(get(near, "")); got != "[hq region Sahel]" {
		t.Errorf("somebody of the Sahel sees %s, want their office and those above", got)
	}
	if got := fmt.Sprint(get(near, region)); got != "[Sahel]" {
		t.Errorf("below the region somebody of the Sahel sees %s", got)
	}
	for _, o := range near.must("GET", "/api/v1/offices?may=see", nil)["items"].([]any) {
		if o := o.(map[string]any); o["name"] != "Sahel" || fmt.Sprint(o["way"]) != "[hq region]" {
			t.Errorf("the Sahel's way is %v of %v", o["way"], o["name"])
		}
	}
	var all []string
	for query := "?limit=2"; query != ""; {
		page := admin.must("GET", "/api/v1/offices"+query, nil)
		all = append(all, names(page["items"])...)
		if query = page["next_cursor"].(string); query != "" {
			query = "?limit=2&cursor=" + query
		}
	}
	if got, want := fmt.Sprint(all), "[hq region 100% south_west Côte d’Ivoire country Sahel field]"; got != want {
		t.Errorf("page by page: %s, want %s", got, want)
	}
	if status, p := admin.ask("GET", "/api/v1/offices?cursor=e30x", nil); status != 422 || p["code"] != "cursor" {
		t.Errorf("a cursor that is none = %d %v", status, p)
	}
	if status, p := near.ask("GET", "/api/v1/offices?parent="+string(h.office["country"].ID), nil); status != 404 {
		t.Errorf("below an office beside one's own = %d %v, want 404", status, p)
	}
}

// An office moves with what is below it, and nobody gains sight unsaid.
func TestMoveOffice(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.add(t, "west", "hq")
	admin := h.person(t, "root", story.Admin, "hq")
	author := h.person(t, "amina", story.Contributor, "field")
	west := h.person(t, "wanda", story.Editor, "west")
	region := h.person(t, "rosa", story.Editor, "region")
	regional := h.person(t, "ravi", story.Admin, "region")
	h.person(t, "walt", story.Contributor, "west") // gains no sight by it

	made := author.must("POST", "/api/v1/stories", map[string]any{"title": "A well"})
	at := "/api/v1/stories/" + made["id"].(string)
	author.must("POST", at+"/submit", nil)
	sees := func(p *person, want int) {
		t.Helper()
		if status, _ := p.ask("GET", at, nil); status != want {
			t.Errorf("the story = %d, want %d", status, want)
		}
	}
	sees(west, 404)
	sees(region, 200)

	country := "/api/v1/offices/" + string(h.office["country"].ID) + "/move"
	to := string(h.office["west"].ID)
	if status, p := regional.ask("GET", country+"?parent="+to, nil); status != 404 {
		t.Errorf("moving to an office beyond one's reach = %d %v", status, p)
	}
	look := admin.must("GET", country+"?parent="+to, nil)
	describe := func(list any) (out string) {
		for _, s := range list.([]any) {
			s := s.(map[string]any)
			out += fmt.Sprint(s["office_name"], " ", s["role"], " ", s["people"], ";")
		}
		return out
	}
	if got := describe(look["gains"]); got != "west editor 1;" {
		t.Errorf("who gains sight: %s", got)
	}
	if got := describe(look["loses"]); got != "region admin 1;region editor 1;" {
		t.Errorf("who loses sight: %s", got)
	}
	if look["offices"] != 2.0 || look["stories"] != 1.0 {
		t.Errorf("%v offices and %v stories would move, want 2 and 1", look["offices"], look["stories"])
	}
	h.person(t, "wu", story.Viewer, "west")
	if status, p := admin.ask("POST", country, map[string]any{"parent": to, "confirm": look["confirm"]}); status != 409 || p["code"] != "move_changed" {
		t.Errorf("moving after somebody more would see it = %d %v", status, p)
	}
	sees(west, 404)
	look = admin.must("GET", country+"?parent="+to, nil)
	admin.must("POST", country, map[string]any{"parent": to, "confirm": look["confirm"]})
	sees(west, 200)
	sees(region, 404)
	west.must("POST", at+"/keep", nil)
	for _, c := range []struct{ office, to, code string }{
		{"country", "west", "move_same"}, {"country", "field", "move_inside"}, {"hq", "west", "move_root"},
	} {
		path := "/api/v1/offices/" + string(h.office[c.office].ID) + "/move?parent=" + string(h.office[c.to].ID)
		if status, p := admin.ask("GET", path, nil); status != 409 || p["code"] != c.code {
			t.Errorf("moving %s to %s = %d %v, want %s", c.office, c.to, status, p, c.code)
		}
	}
	got := author.must("GET", at, nil)
	if steps := author.must("GET", at+"/trail", nil)["items"].([]any); len(steps) != 3 || got["stands_at"] != string(h.office["field"].ID) {
		t.Errorf("after the move it has %d steps and stands at %v", len(steps), got["stands_at_name"])
	}
	if way := names(got["offices"]); fmt.Sprint(way) != "[field country west hq]" {
		t.Errorf("its way up is %s", way)
	}
}

// A story that stands where its office does not belong any more goes on from there.
func TestMoveAwayFromAStory(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.add(t, "west", "hq")
	admin := h.person(t, "root", story.Admin, "hq")
	author := h.person(t, "amina", story.Contributor, "field")
	field := h.person(t, "femi", story.Editor, "field")
	made := author.must("POST", "/api/v1/stories", map[string]any{"title": "A well"})
	at := "/api/v1/stories/" + made["id"].(string)
	author.must("POST", at+"/submit", nil)
	field.must("POST", at+"/raise", nil)
	move := "/api/v1/offices/" + string(h.office["field"].ID) + "/move"
	look := admin.must("GET", move+"?parent="+string(h.office["west"].ID), nil)
	admin.must("POST", move, map[string]any{"parent": h.office["west"].ID, "confirm": look["confirm"]})
	got := author.must("GET", at, nil)
	if way := names(got["offices"]); fmt.Sprint(way) != "[field country region hq]" || got["stands_at_name"] != "country" {
		t.Errorf("it stands at %v, its way up is %s", got["stands_at_name"], way)
	}
	if raised := admin.must("POST", at+"/raise", nil); raised["stands_at_name"] != "region" {
		t.Errorf("raised, it stands at %v, want the region", raised["stands_at_name"])
	}
}

// A closed office takes nothing, loses nothing, and can be opened again.
func TestCloseOffice(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	admin := h.person(t, "root", story.Admin, "hq")
	own := h.person(t, "omar", story.Admin, "country")
	author := h.person(t, "amina", story.Contributor, "field")
	country := h.person(t, "chen", story.Editor, "country")
	region := h.person(t, "rosa", story.Editor, "region")
	tell := func(title string, verbs ...string) string {
		at := "/api/v1/stories/" + author.must("POST", "/api/v1/stories", map[string]any{"title": title})["id"].(string)
		for _, v := range verbs {
			author.must("POST", at+"/"+v, nil)
		}
		return at
	}
	waiting, draft, returned := tell("Waits", "submit"), tell("Draft"), tell("Returned", "submit")
	country.must("POST", returned+"/return", map[string]any{"note": "who is it?"})

	at := "/api/v1/offices/" + string(h.office["country"].ID)
	if status, p := own.ask("POST", at+"/close", map[string]any{}); status != 403 {
		t.Errorf("closing one's own office = %d %v", status, p)
	}
	look := admin.must("GET", at+"/close", nil)
	if got, want := fmt.Sprint(look["offices"], look["waiting"], look["unsent"], look["people"]), "2 1 2 3"; got != want {
		t.Errorf("closing would end %s, want %s", got, want)
	}
	if status, p := admin.ask("POST", at+"/close", map[string]any{}); status != 409 || p["code"] != "close_waiting" {
		t.Errorf("closing while a story waits = %d %v", status, p)
	}
	admin.must("POST", at+"/close", map[string]any{"move_up": true, "note": "the mission ends"})
	if got := author.must("GET", waiting, nil); got["stage"] != "waiting" || got["stands_at_name"] != "region" {
		t.Errorf("what waited is %v at %v, want waiting at the region", got["stage"], got["stands_at_name"])
	}
	steps := author.must("GET", waiting+"/trail", nil)["items"].([]any)
	if last := steps[len(steps)-1].(map[string]any); last["verb"] != "move" || last["note"] != "the mission ends" {
		t.Errorf("its trail ends with %v", last)
	}
	if told := region.must("GET", "/api/v1/notices", nil)["items"].([]any); told[0].(map[string]any)["what"] != "story.moved" {
		t.Errorf("the region's editor was told %v", told)
	}
	for _, story := range []string{draft, returned} {
		if got := author.must("POST", story+"/submit", nil); got["stands_at_name"] != "region" {
			t.Errorf("%v sent in after the closing stands at %v, want the region", got["title"], got["stands_at_name"])
		}
	}
	region.must("POST", draft+"/raise", nil)
	if status, p := author.ask("POST", "/api/v1/stories", map[string]any{"title": "New"}); status != 409 || p["code"] != "office_closed" {
		t.Errorf("a new story at a closed office = %d %v", status, p)
	}
	if got := names(admin.must("GET", "/api/v1/offices", nil)["items"]); fmt.Sprint(got) != "[hq region]" {
		t.Errorf("the open offices are %s", got)
	}
	if got := names(admin.must("GET", "/api/v1/offices?closed=true", nil)["items"]); len(got) != 4 {
		t.Errorf("all offices are %s", got)
	}
	field := "/api/v1/offices/" + string(h.office["field"].ID)
	if status, p := admin.ask("POST", field+"/reopen", nil); status != 409 || p["code"] != "above_closed" {
		t.Errorf("reopening below a closed office = %d %v", status, p)
	}
	if status, p := admin.ask("POST", "/api/v1/offices", map[string]any{"name": "x", "level": "y", "parent": h.office["country"].ID}); status != 409 || p["code"] != "above_closed" {
		t.Errorf("adding below a closed office = %d %v", status, p)
	}
	admin.must("POST", at+"/reopen", nil)
	admin.must("POST", field+"/reopen", nil)
	if got := tell("Again", "submit"); author.must("GET", got, nil)["stands_at_name"] != "field" {
		t.Error("a story of a reopened office does not stand there")
	}
	if status, p := admin.ask("GET", "/api/v1/offices/"+string(h.office["hq"].ID)+"/close", nil); status != 409 || p["code"] != "close_root" {
		t.Errorf("closing headquarters = %d %v", status, p)
	}
}

// Pages that are open when the tree changes do not hear on with what held before.
func TestStreamsEndWithReach(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.add(t, "west", "hq")
	admin := h.person(t, "root", story.Admin, "hq")
	region := h.person(t, "rosa", story.Editor, "region")
	req, err := http.NewRequestWithContext(t.Context(), "GET", h.url+"/api/v1/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+region.token)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	move := "/api/v1/offices/" + string(h.office["country"].ID) + "/move"
	look := admin.must("GET", move+"?parent="+string(h.office["west"].ID), nil)
	admin.must("POST", move, map[string]any{"parent": h.office["west"].ID, "confirm": look["confirm"]})
	patience := time.AfterFunc(20*time.Second, func() { t.Error("the stream goes on"); resp.Body.Close() })
	defer patience.Stop()
	io.Copy(io.Discard, resp.Body)
}
