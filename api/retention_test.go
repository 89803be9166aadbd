package api_test

import (
	"log/slog"
	"slices"
	"testing"
	"time"

	"fieldstory/story"
	"fieldstory/worker"
)

// Headquarters looks at what rules would take, sets them, and after a day's
// notice that goes into the trash, from where its author brings it back.
func TestRetention(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	root := h.person(t, "root", story.Admin, "hq")
	below := h.person(t, "dara", story.Admin, "region")
	author := h.person(t, "amina", story.Contributor, "field")
	stories := map[string]string{}
	for _, title := range []string{"An old draft", "An older draft", "A fresh draft"} {
		made := author.must("POST", "/api/v1/stories", map[string]any{"title": title})
		stories[title] = made["id"].(string)
		h.clip(t, made["id"], "0123456789")
	}
	age := func(title string, months int) {
		then := time.Now().AddDate(0, -months, 0)
		for _, sql := range []string{`UPDATE stories SET since = $2, updated_at = $2 WHERE id = $1`, `UPDATE clips SET created_at = $2, received_at = $2 WHERE story = $1`} {
			if _, err := h.db.Pool().Exec(t.Context(), sql, stories[title], then); err != nil {
				t.Fatal(err)
			}
		}
	}
	age("An old draft", 14)
	age("An older draft", 20)

	policy := root.must("GET", "/api/v1/policy", nil)
	if rules := policy["retention"].(map[string]any); rules["draft"] != 0.0 || rules["withdrawn"] != 0.0 || policy["retention_from"] != nil {
		t.Errorf("before anybody asked for it, %v goes from %v; want that everything is kept", rules, policy["retention_from"])
	}
	look := root.must("GET", "/api/v1/policy/retention?draft=12&kept=6&limit=1", nil)
	drafts := look["classes"].([]any)[0].(map[string]any)
	if len(look["classes"].([]any)) != 5 || drafts["stage"] != "draft" || drafts["stories"] != 2.0 || drafts["clips"] != 2.0 || drafts["bytes"] != 20.0 || look["day"] != 2.0 {
		t.Errorf("the preview says %v, want two drafts with two clips of twenty bytes", look)
	}
	if titles := titlesOf(look); len(titles) != 1 || titles[0] != "An older draft" {
		t.Errorf("the first page shows %v, want what has lain longest", titles)
	}
	next := root.must("GET", "/api/v1/policy/retention?draft=12&kept=6&limit=1&cursor="+look["next_cursor"].(string), nil)
	if titles := titlesOf(next); len(titles) != 1 || titles[0] != "An old draft" || next["next_cursor"] != "" {
		t.Errorf("the second page shows %v, and goes on at %q", titles, next["next_cursor"])
	}
	if none := root.must("GET", "/api/v1/policy/retention", nil); none["stories"] != 0.0 || len(none["items"].([]any)) != 0 {
		t.Errorf("without rules it shows %v", none)
	}
	for path, want := range map[string]int{"?draft=-1": 422, "?draft=1201": 422, "?draft=1&cursor=x": 422} {
		if status, out := root.ask("GET", "/api/v1/policy/retention"+path, nil); status != want {
			t.Errorf("%s: %d %v, want %d", path, status, out, want)
		}
	}
	for name, p := range map[string]*person{"another administrator": below, "the author": author} {
		if status, _ := p.ask("GET", "/api/v1/policy/retention?draft=1", nil); status != 403 {
			t.Errorf("%s looks: %d, want 403", name, status)
		}
		if status, _ := p.ask("PATCH", "/api/v1/policy", map[string]any{"retention": map[string]any{"draft": 1}}); status != 403 {
			t.Errorf("%s sets a rule: %d, want 403", name, status)
		}
	}
	if status, out := root.ask("PATCH", "/api/v1/policy", map[string]any{"retention": map[string]any{"draft": 1201}}); status != 422 || out["code"] != "retention" {
		t.Errorf("a hundred years: %d %v", status, out)
	}

	root.must("PATCH", "/api/v1/policy", map[string]any{"retention": map[string]any{"draft": 12}})
	after := root.must("PATCH", "/api/v1/policy", map[string]any{"retention": map[string]any{"kept": 6}, "trash_days": 40})
	if rules := after["retention"].(map[string]any); rules["draft"] != 12.0 || rules["kept"] != 6.0 || after["retention_from"] == nil {
		t.Errorf("the policy is %v, want one rule beside the other", after)
	}
	hook := "/api/v1/webhooks/" + root.must("POST", "/api/v1/webhooks", map[string]any{"office": h.office["hq"].ID, "url": "https://example.org/hook", "events": []any{"story.retired"}})["id"].(string)
	hours := 0
	k := &worker.Keeper{Rows: h.db, Log: slog.New(slog.NewTextHandler(t.Output(), nil)), Now: func() time.Time { return time.Now().Add(time.Duration(hours) * time.Hour) }}
	trash := func() []string { return titlesOf(author.must("GET", "/api/v1/trash", nil)) }
	for hours = range 24 {
		if err := k.Look(t.Context()); err != nil || len(trash()) != 0 {
			t.Fatalf("after %d hours %v is in the trash (%v), want nothing for a day", hours, trash(), err)
		}
	}
	hours = 25
	for range 2 {
		if err := k.Look(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	gone := trash()
	slices.Sort(gone)
	if !slices.Equal(gone, []string{"An old draft", "An older draft"}) {
		t.Fatalf("the trash has %v, want what the preview showed", gone)
	}
	if list := root.must("GET", hook+"/deliveries", nil)["items"].([]any); len(list) != 2 || list[0].(map[string]any)["event"] != "story.retired" {
		t.Errorf("the webhook is owed %v, want that both were retired", list)
	}
	line := author.must("GET", "/api/v1/trash", nil)["items"].([]any)[0].(map[string]any)
	if line["by"] != nil || line["may_restore"] != true || line["clips"] != 1.0 {
		t.Errorf("the author reads %v, want that the clock did it and that it can be brought back", line)
	}
	notices := author.must("GET", "/api/v1/notices", nil)["items"].([]any)
	if n := notices[0].(map[string]any); len(notices) != 2 || n["what"] != "story.retired" || n["by"] != nil {
		t.Errorf("the author was told %v, want of both, by the clock", notices)
	}
	log := root.must("GET", "/api/v1/audit?what=story.trashed", nil)["items"].([]any)
	if details := log[0].(map[string]any)["details"].(map[string]any); len(log) != 2 || details["rule"] != "draft" || details["months"] != "12" {
		t.Errorf("the log has %v, want by which rule", log)
	}
	set := root.must("GET", "/api/v1/audit?what=policy.changed", nil)["items"].([]any)[0].(map[string]any)["details"].(map[string]any)
	if set["keep_draft"] != "12" || set["keep_kept"] != "6" || set["keep_declined"] != nil {
		t.Errorf("the log says of the policy %v", set)
	}
	back := author.must("POST", "/api/v1/trash/"+line["id"].(string)+"/restore", nil)
	hours = 24 * 300
	if err := k.Look(t.Context()); err != nil {
		t.Fatal(err)
	}
	if status, _ := author.ask("GET", "/api/v1/stories/"+back["id"].(string), nil); status != 200 {
		t.Errorf("ten months after it was brought back: %d, want it there: its months began anew", status)
	}
}
