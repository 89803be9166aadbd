package api_test

import (
	"encoding/csv"
	"strings"
	"testing"

	"fieldstory/story"
)

// The log is read by item and by person, by those whose offices it is about.
func TestAuditIsRead(t *testing.T) {
	t.Parallel()
	p := newPublished(t)
	root := p.h.person(t, "root", story.Admin, "hq")
	below := p.h.person(t, "lower", story.Admin, "field")
	id := strings.TrimPrefix(p.at, "/api/v1/stories/")
	clip := p.author.must("GET", p.at, nil)["clips"].([]any)[0].(map[string]any)["id"].(string)
	if status, _, _ := p.author.raw("GET", "/api/v1/clips/"+clip+"/original", nil, nil); status != 200 {
		t.Fatalf("the original = %d", status)
	}
	if status, _, _ := p.author.raw("GET", "/api/v1/clips/"+clip+"/original", nil, map[string]string{"Range": "bytes=1-"}); status != 206 {
		t.Fatalf("the original from its second byte = %d", status)
	}
	root.must("PATCH", "/api/v1/policy", map[string]any{"consent_months": 12})
	has := func(who *person, query, what string) int {
		n := 0
		for _, e := range who.must("GET", "/api/v1/audit"+query, nil)["items"].([]any) {
			if e.(map[string]any)["what"] == what {
				n++
			}
		}
		return n
	}
	for name, c := range map[string]struct {
		who         *person
		query, what string
		want        int
	}{
		"an administrator reads a download":          {root, "?story=" + id, "clip.downloaded", 2},
		"by the person who did it":                   {root, "?by=" + string(p.author.id), "clip.downloaded", 2},
		"by what it was done to":                     {root, "?subject=" + clip, "clip.downloaded", 2},
		"an editor reads what happened to a story":   {p.editor, "?story=" + id, "clip.downloaded", 2},
		"a viewer does not":                          {p.viewer, "?story=" + id, "clip.downloaded", 0},
		"nor does its author":                        {p.author, "", "clip.downloaded", 0},
		"a policy is headquarters'":                  {root, "", "policy.changed", 1},
		"not an office's below":                      {below, "", "policy.changed", 0},
		"an administrator where the story stands is": {below, "", "story.step", 4},
	} {
		if got := has(c.who, c.query, c.what); got != c.want {
			t.Errorf("%s: %d entries of %s, want %d", name, got, c.what, c.want)
		}
	}
	_, header, body := root.raw("GET", "/api/v1/audit.csv?story="+id, nil, nil)
	lines, err := csv.NewReader(strings.NewReader(string(body))).ReadAll()
	if err != nil || len(lines) < 6 || lines[0][0] != "number" || !strings.HasPrefix(header.Get("Content-Disposition"), "attachment") {
		t.Errorf("as CSV it is %d lines (%v) with %v", len(lines), err, header)
	}
	_, _, body = root.raw("GET", "/api/v1/audit.jsonl", nil, nil)
	if n := strings.Count(string(body), "\n"); n < 7 || !strings.Contains(string(body), `"audit.exported"`) {
		t.Errorf("as JSON lines it is %d lines, or does not tell of the export before:\n%s", n, body)
	}
	if status, _, _ := p.h.nobody(t).raw("GET", "/api/v1/audit.csv", nil, nil); status != 401 {
		t.Errorf("nobody exports it: %d", status)
	}
	if _, _, body := p.author.raw("GET", "/api/v1/audit.csv", nil, nil); strings.Count(string(body), "\n") != 1 {
		t.Errorf("a contributor exports\n%s", body)
	}
}
