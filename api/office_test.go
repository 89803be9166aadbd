package api_test

import (
	"fmt"
	"testing"

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
