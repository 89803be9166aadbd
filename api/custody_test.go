package api_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"fieldstory/story"
)

// Who is refused a restricted original learns whom to ask, custodians get it,
// and each download of it is in the log.
func TestRestrictedOriginals(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	author := h.person(t, "author", story.Contributor, "country")
	editor := h.person(t, "editor", story.Editor, "country")
	publisher := h.person(t, "publisher", story.Publisher, "region")
	root := h.person(t, "root", story.Admin, "hq")
	custodian := h.person(t, "custodian", story.Custodian, "region")
	stranger := h.person(t, "stranger", story.Custodian, "field")
	id := author.must("POST", "/api/v1/stories", map[string]any{"title": "A witness", "risk": "high"})["id"].(string)
	card, clip := "/api/v1/stories/"+id, h.filmed(t, id, time.Now().Add(-time.Hour), story.Camera{Make: "Sony", Model: "FX3", Serial: "77"})
	at := "/api/v1/clips/" + clip
	if _, err := h.db.Pool().Exec(t.Context(), `INSERT INTO renditions (clip, name, kind, width, height, frame_rate, codecs, bandwidth, average, bytes, duration, segments)
		SELECT clip, 'source', 'source', width, height, frame_rate, codecs, bandwidth, average, bytes, duration, segments FROM renditions WHERE clip = $1 AND name = '360p'`, clip); err != nil {
		t.Fatal(err)
	}
	if err := h.bucket.Put(t.Context(), story.RenditionObject(story.ClipID(clip), "", "source"), "video/mp4", 3, strings.NewReader("abc")); err != nil {
		t.Fatal(err)
	}
	author.must("POST", card+"/submit", nil)

	for name, p := range map[string]*person{"author": author, "editor": editor, "publisher": publisher, "administrator": root} {
		for _, path := range []string{"/original", "/renditions/source.mp4", "/renditions/source.mp4?made=" + story.NewID[string](time.Now())} {
			status, out := p.ask("GET", at+path, nil)
			if said, _ := out["detail"].(string); status != http.StatusForbidden || out["code"] != "original_restricted" || !strings.Contains(said, "An administrator of country can give you the role of custodian") {
				t.Errorf("%s by the %s = %d %v, want 403 with whom to ask", path, name, status, out)
			}
			for _, header := range []map[string]string{{"Range": "bytes=0-1"}, {"If-None-Match": "*"}} {
				if status, _, _ := p.raw("GET", at+path, nil, header); status != http.StatusForbidden {
					t.Errorf("%s by the %s with %v = %d, want 403", path, name, header, status)
				}
			}
		}
		if status, _ := p.ask("GET", at+"/hls/source.m3u8", nil); status != http.StatusNotFound {
			t.Errorf("the playlist of the source's pictures for the %s = %d, want 404", name, status)
		}
		if status, _, _ := p.raw("GET", at+"/renditions/360p.mp4", nil, nil); status != http.StatusOK {
			t.Errorf("the %s watches = %d, want 200", name, status)
		}
		h.tells(t, p, name, card, at, false)
	}
	h.tells(t, custodian, "custodian", card, at, true)
	if status, out := stranger.ask("GET", at+"/original", nil); status != http.StatusNotFound {
		t.Errorf("a custodian elsewhere = %d %v, want 404", status, out)
	}
	for range 2 {
		status, header, body := custodian.raw("GET", at+"/original", nil, nil)
		if status != http.StatusOK || string(body) == "" || !strings.HasPrefix(header.Get("Content-Disposition"), "attachment") || !strings.Contains(header.Get("Cache-Control"), "no-store") {
			t.Errorf("the custodian gets %d %s with %v, want a download that no browser keeps", status, body, header)
		}
	}
	taken := root.must("GET", "/api/v1/audit?story="+id+"&what=clip.downloaded", nil)["items"].([]any)
	if len(taken) != 2 {
		t.Fatalf("the log has %d downloads, want those of the custodian: %v", len(taken), taken)
	}
	for _, e := range taken {
		e := e.(map[string]any)
		if e["by"].(map[string]any)["id"] != string(custodian.id) || e["subject"] != clip || e["details"].(map[string]any)["restricted"] != "yes" {
			t.Errorf("the log says %v", e)
		}
	}
}

// tells looks at what a story and its clip say to somebody of a restricted original.
func (h *house) tells(t *testing.T, p *person, name, card, at string, all bool) {
	t.Helper()
	whole := p.must("GET", card, nil)
	if whole["restricted"] != true || whole["may_restrict"] != false {
		t.Errorf("the story tells the %s restricted = %v, may_restrict = %v; want true, and false at high risk", name, whole["restricted"], whole["may_restrict"])
	}
	for _, c := range []map[string]any{p.must("GET", at, nil), whole["clips"].([]any)[0].(map[string]any)} {
		facts, receipt := c["facts"].(map[string]any), c["receipt"].(map[string]any)
		for what, got := range map[string]any{"original": c["original"], "place": facts["place"], "serial": facts["serial"], "kept_at": receipt["kept_at"]} {
			if (got != "") != all {
				t.Errorf("the clip tells the %s %s = %q, want it told = %v", name, what, got, all)
			}
		}
		if facts["has_place"] != true || facts["model"] == "" || c["watchable"] != true {
			t.Errorf("the clip tells the %s %v, want that there is a place, the model, and that it can be watched", name, c)
		}
		source := slices.ContainsFunc(c["renditions"].([]any), func(r any) bool { return r.(map[string]any)["kind"] == "source" })
		if source != all {
			t.Errorf("the clip offers the %s the source's own pictures: %v, want %v", name, source, all)
		}
	}
	if _, _, receipt := p.raw("GET", at+"/receipt", nil, nil); strings.Contains(string(receipt), "s3://") != all {
		t.Errorf("the receipt tells the %s\n%s", name, receipt)
	}
}

// What a hand restricts is lifted by few, and both are in the log.
func TestRestrictingByHand(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	author := h.person(t, "author", story.Contributor, "country")
	editor := h.person(t, "editor", story.Editor, "country")
	root := h.person(t, "root", story.Admin, "hq")
	custodian := h.person(t, "custodian", story.Custodian, "region")
	id := author.must("POST", "/api/v1/stories", map[string]any{"title": "A well"})["id"].(string)
	card, original := "/api/v1/stories/"+id, "/api/v1/clips/"+string(h.clip(t, id, "0123456789"))+"/original"
	author.must("POST", card+"/submit", nil)

	got := func(p *person) int { status, _, _ := p.raw("GET", original, nil, nil); return status }
	if a, e := got(author), got(editor); a != 200 || e != 200 {
		t.Fatalf("before: the author gets %d, the editor %d", a, e)
	}
	if out := editor.must("PATCH", card, map[string]any{"restricted": true}); out["restricted"] != true || out["may_restrict"] != false {
		t.Errorf("the editor restricts and is told %v, %v", out["restricted"], out["may_restrict"])
	}
	if a, e, r, c := got(author), got(editor), got(root), got(custodian); a != 403 || e != 403 || r != 403 || c != 200 {
		t.Errorf("restricted: author %d, editor %d, administrator %d, custodian %d; want 403 but for the custodian", a, e, r, c)
	}
	status, out := editor.ask("PATCH", card, map[string]any{"restricted": false})
	if said, _ := out["detail"].(string); status != 403 || out["code"] != "restricted_lift" || !strings.Contains(said, "an administrator or a custodian of country") {
		t.Errorf("the editor lifts it: %d %v", status, out)
	}
	if out := custodian.must("PATCH", card, map[string]any{"restricted": false}); out["restricted"] != false {
		t.Errorf("the custodian lifts it: %v", out["restricted"])
	}
	if e := got(editor); e != 200 {
		t.Errorf("after: the editor gets %d", e)
	}
	for what, by := range map[string]*person{"story.restricted": editor, "story.unrestricted": custodian} {
		list := root.must("GET", "/api/v1/audit?story="+id+"&what="+what, nil)["items"].([]any)
		if len(list) != 1 || list[0].(map[string]any)["by"].(map[string]any)["id"] != string(by.id) {
			t.Errorf("the log has %s as %v", what, list)
		}
	}
}

// A story that is restricted by the call that makes it, by hand or by its risk, is
// so in the log, once, however often the call is sent; any other is not.
func TestRestrictedFromTheBeginning(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	author := h.person(t, "author", story.Contributor, "country")
	root := h.person(t, "root", story.Admin, "hq")
	for name, c := range map[string]struct {
		card map[string]any
		risk string // "" = not restricted
	}{
		"by hand": {map[string]any{"title": "A witness", "restricted": true}, "low"},
		"by risk": {map[string]any{"title": "A witness", "risk": "high"}, "high"},
		"not":     {map[string]any{"title": "A well", "restricted": false, "risk": "some"}, ""},
	} {
		var id string
		for range 2 {
			status, _, raw := author.raw("POST", "/api/v1/stories", c.card, map[string]string{"Idempotency-Key": strings.ReplaceAll(name, " ", "-")})
			var made struct {
				ID         string
				Restricted bool
			}
			if err := json.Unmarshal(raw, &made); err != nil || status > 201 || made.Restricted != (c.risk != "") {
				t.Fatalf("%s: %d %s", name, status, raw)
			}
			id = made.ID
		}
		list := root.must("GET", "/api/v1/audit?story="+id+"&what=story.restricted", nil)["items"].([]any)
		if c.risk == "" {
			if len(list) != 0 {
				t.Errorf("%s restricted, the log has %v", name, list)
			}
			continue
		}
		if len(list) != 1 {
			t.Errorf("%s: the log has %d entries, want one", name, len(list))
			continue
		}
		e := list[0].(map[string]any)
		if e["by"].(map[string]any)["id"] != string(author.id) || e["details"].(map[string]any)["risk"] != c.risk {
			t.Errorf("%s: the log says %v", name, e)
		}
	}
}

// The role is given, listed and taken like any other, and leaves its trace.
func TestCustodiansAreMade(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	root := h.person(t, "root", story.Admin, "hq")
	zora := h.person(t, "zora", story.Viewer, "country")
	office := string(h.office["country"].ID)
	root.must("PUT", "/api/v1/members/"+string(zora.id)+"/roles/"+office, map[string]any{"roles": []string{"viewer", "contributor", "editor", "publisher", "custodian", "admin"}})
	if list := root.must("GET", "/api/v1/members?role=custodian", nil)["items"].([]any); len(list) != 1 {
		t.Errorf("the custodians are %v, want zora", list)
	}
	log := root.must("GET", "/api/v1/audit?what=member.grants", nil)["items"].([]any)
	if len(log) != 1 || !strings.Contains(log[0].(map[string]any)["details"].(map[string]any)["roles"].(string), "custodian") {
		t.Errorf("the log says %v", log)
	}
	root.must("POST", "/api/v1/group-roles", map[string]any{"group": "protection", "office": office, "role": "custodian"})
	root.must("POST", "/api/v1/members", map[string]any{"name": "Ada", "email": "ada@example.org", "office": office, "role": "custodian"})
	editor := h.person(t, "editor", story.Editor, "hq")
	if status, _ := editor.ask("PUT", "/api/v1/members/"+string(editor.id)+"/roles/"+office, map[string]any{"roles": []string{"custodian"}}); status < 400 {
		t.Errorf("an editor makes themselves custodian: %d", status)
	}
}
