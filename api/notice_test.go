package api_test

import (
	"bufio"
	"net/http"
	"strings"
	"testing"
	"time"

	"fieldstory/story"
)

// stream opens a person's event stream; the lines end after a while.
func (p *person) stream() *bufio.Scanner {
	p.t.Helper()
	req, err := http.NewRequestWithContext(p.t.Context(), "GET", p.h.url+"/api/v1/events", nil)
	if err != nil {
		p.t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+p.token)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		p.t.Fatal(err)
	}
	late := time.AfterFunc(20*time.Second, func() { resp.Body.Close() })
	p.t.Cleanup(func() { late.Stop(); resp.Body.Close() })
	lines := bufio.NewScanner(resp.Body)
	lines.Scan() // the stream is open
	return lines
}

// The author learns what became of a story and why, live and in a list, and
// nobody else reads it.
func TestNotices(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	author := h.person(t, "amina", story.Contributor, "field")
	editor := h.person(t, "femi", story.Editor, "field")
	other := h.person(t, "omar", story.Contributor, "field")
	made := author.must("POST", "/api/v1/stories", map[string]any{"title": "A well for Kalo"})
	at := "/api/v1/stories/" + made["id"].(string)
	author.must("POST", at+"/submit", nil)
	first := editor.must("GET", "/api/v1/notices", nil)
	if n := first["items"].([]any); len(n) != 1 || n[0].(map[string]any)["what"] != "story.submitted" {
		t.Fatalf("the editor was told %v", first)
	}

	mine, others := author.stream(), other.stream()
	editor.must("POST", at+"/return", map[string]any{"note": "Who is the engineer?"})
	for mine.Scan() && mine.Text() != "event: notice" {
	}
	if mine.Text() != "event: notice" {
		t.Error("the author's page never heard of a notice")
	}
	author.must("PATCH", at, map[string]any{"text": "Ines."})
	author.must("POST", at+"/submit", nil)
	editor.must("POST", at+"/decline", map[string]any{"note": "We had one last week."})

	list := author.must("GET", "/api/v1/notices", nil)
	items := list["items"].([]any)
	if list["unread"] != 2.0 || len(items) != 2 {
		t.Fatalf("the author was told %v", list)
	}
	newest := items[0].(map[string]any)
	if newest["what"] != "story.declined" || newest["note"] != "We had one last week." || newest["by"].(map[string]any)["name"] != "femi" ||
		newest["story"].(map[string]any)["title"] != "A well for Kalo" || newest["to"] != "field" || newest["unread"] != true {
		t.Errorf("the newest notice is %v", newest)
	}
	page := author.must("GET", "/api/v1/notices?limit=1", nil)
	if rest := author.must("GET", "/api/v1/notices?limit=1&cursor="+page["next_cursor"].(string), nil); rest["items"].([]any)[0].(map[string]any)["what"] != "story.returned" || rest["next_cursor"] != "" {
		t.Errorf("the second page is %v", rest)
	}

	// Somebody else's marks change nothing.
	other.must("POST", "/api/v1/notices/read", map[string]any{"ids": []any{newest["id"]}, "up_to": newest["id"]})
	author.must("POST", "/api/v1/notices/read", map[string]any{"ids": []any{newest["id"]}})
	if left := author.must("GET", "/api/v1/notices?unread=true", nil); left["unread"] != 1.0 || left["items"].([]any)[0].(map[string]any)["what"] != "story.returned" {
		t.Errorf("after one was read are left %v", left)
	}
	author.must("POST", "/api/v1/notices/read", map[string]any{"up_to": newest["id"]})
	if left := author.must("GET", "/api/v1/notices", nil); left["unread"] != 0.0 || len(left["items"].([]any)) != 2 {
		t.Errorf("after all were read are left %v", left)
	}
	if got := other.must("GET", "/api/v1/notices", nil); len(got["items"].([]any)) != 0 {
		t.Errorf("somebody else was told %v", got)
	}

	// A grant that is gone takes the titles with it.
	if _, err := h.db.Pool().Exec(t.Context(), `DELETE FROM grants WHERE member = $1`, editor.id); err != nil {
		t.Fatal(err)
	}
	if got := editor.must("GET", "/api/v1/notices", nil); len(got["items"].([]any)) != 0 || got["unread"] != 0.0 {
		t.Errorf("without a grant the editor still reads %v", got)
	}
	own := other.must("POST", "/api/v1/stories", map[string]any{"title": "A bridge"})
	for others.Scan() && !strings.Contains(others.Text(), own["id"].(string)) {
		if others.Text() == "event: notice" {
			t.Error("somebody else's page hears of the notice")
		}
	}
}
