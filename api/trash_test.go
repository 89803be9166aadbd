package api_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"fieldstory/story"
	"fieldstory/worker"
)

// titlesOf are the titles of a list that the API answered.
func titlesOf(list map[string]any) (out []string) {
	for _, item := range list["items"].([]any) {
		out = append(out, item.(map[string]any)["title"].(string))
	}
	return out
}

// What lies in the trash is gone from everywhere for everybody, and comes back
// exactly as it stood.
func TestTrash(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	author := h.person(t, "amina", story.Contributor, "field")
	other := h.person(t, "omar", story.Contributor, "field")
	editor := h.person(t, "femi", story.Editor, "field")
	admin := h.person(t, "root", story.Admin, "country")
	made := author.must("POST", "/api/v1/stories", map[string]any{"title": "A well for Kalo"})
	id := made["id"].(string)
	at := "/api/v1/stories/" + id
	author.must("POST", at+"/submit", nil)
	clip := "/api/v1/clips/" + string(h.clip(t, id, "0123456789"))
	before := editor.must("GET", at, nil)

	if status, out := author.ask("POST", at+"/trash", nil); status != 403 || !strings.Contains(out["detail"].(string), "field") {
		t.Errorf("the author of what was sent in: %d %v, want a sentence that names who may", status, out)
	}
	if status, out := admin.ask("POST", at+"/trash", nil); status != 422 || out["code"] != "note_missing" {
		t.Errorf("somebody else's story without a reason: %d %v", status, out)
	}
	pages := editor.stream()
	thrown := admin.must("POST", at+"/trash", map[string]any{"note": "The same as last week's."})
	for pages.Scan() && pages.Text() != "event: story" {
	}
	if pages.Text() != "event: story" {
		t.Error("the editor's page never heard that the story was gone")
	}
	if got, want := thrown["until"].(string)[:10], time.Now().UTC().AddDate(0, 0, 30).Format(time.DateOnly); got != want {
		t.Errorf("it is kept until %s, want %s", got, want)
	}
	for name, p := range map[string]*person{"author": author, "editor": editor, "admin": admin} {
		for _, path := range []string{at, at + "/comments", clip, clip + "/original", clip + "/poster.jpg", clip + "/hls/master.m3u8", clip + "/renditions/360p.mp4", clip + "/receipt"} {
			if status, out := p.ask("GET", path, nil); status != 404 {
				t.Errorf("%s: GET %s = %d %v, want 404 while it lies in the trash", name, path, status, out)
			}
		}
		if list := titlesOf(p.must("GET", "/api/v1/stories?q=well", nil)); len(list) != 0 {
			t.Errorf("%s finds %v while it lies in the trash", name, list)
		}
		if status, _ := p.ask("POST", at+"/raise", nil); status != 404 {
			t.Errorf("%s raises what lies in the trash: %d, want 404", name, status)
		}
	}
	for name, p := range map[string]*person{"editor": editor, "another contributor": other} {
		if list := titlesOf(p.must("GET", "/api/v1/trash", nil)); len(list) != 0 {
			t.Errorf("%s sees %v in the trash", name, list)
		}
	}
	mine := author.must("GET", "/api/v1/trash", nil)["items"].([]any)
	if len(mine) != 1 {
		t.Fatalf("the author sees %d things in the trash, want theirs", len(mine))
	}
	line := mine[0].(map[string]any)
	if line["note"] != "The same as last week's." || line["by"].(map[string]any)["name"] != "root" || line["may_restore"] != false || line["clips"] != 1.0 || line["bytes"] != 10.0 {
		t.Errorf("the author reads %v, want who, why and how much", line)
	}
	notices := author.must("GET", "/api/v1/notices", nil)["items"].([]any)
	if n := notices[0].(map[string]any); len(notices) != 1 || n["what"] != "story.trashed" || n["note"] != "The same as last week's." || n["story"].(map[string]any)["title"] != "A well for Kalo" {
		t.Errorf("the author was told %v, want that it was thrown away, and why", notices)
	}
	restore := "/api/v1/trash/" + thrown["id"].(string) + "/restore"
	if status, _ := author.ask("POST", restore, nil); status != 403 {
		t.Errorf("the author brings back what an administrator threw away: %d, want 403", status)
	}
	if status, _ := editor.ask("POST", restore, nil); status != 404 {
		t.Errorf("an editor brings it back: %d, want 404", status)
	}
	admin.must("POST", restore, nil)
	after := editor.must("GET", at, nil)
	for _, field := range []string{"title", "stage", "stands_at", "since", "captured_at"} {
		if after[field] != before[field] {
			t.Errorf("%s was %v and is %v", field, before[field], after[field])
		}
	}
	if status, _ := editor.ask("GET", clip+"/original", nil); status != 200 {
		t.Errorf("the original after it came back: %d", status)
	}
	if status, _ := admin.ask("POST", restore, nil); status != 404 {
		t.Errorf("brought back twice: %d, want 404", status)
	}
	var verbs []string
	for _, s := range editor.must("GET", at+"/trail", nil)["items"].([]any) {
		verbs = append(verbs, s.(map[string]any)["verb"].(string))
	}
	if got := strings.Join(verbs, " "); got != "create submit trash restore" {
		t.Errorf("the trail says %s", got)
	}
	log := admin.must("GET", "/api/v1/audit?what=story.trashed", nil)["items"].([]any)
	if len(log) != 1 || log[0].(map[string]any)["story"] != id {
		t.Errorf("the log has %v, want one entry", log)
	}
}

// A draft is its author's to throw away and to bring back, whole or clip by clip.
func TestTrashOfOnesOwn(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	author := h.person(t, "amina", story.Contributor, "field")
	made := author.must("POST", "/api/v1/stories", map[string]any{"title": "A well"})
	at := "/api/v1/stories/" + made["id"].(string)
	first, second := h.clip(t, made["id"], "01234"), h.clip(t, made["id"], "0123456789")

	thrown := author.must("POST", "/api/v1/clips/"+string(first)+"/trash", nil)
	left := author.must("GET", at, nil)["clips"].([]any)
	if len(left) != 1 || left[0].(map[string]any)["id"] != string(second) {
		t.Errorf("the story has %v, want the second clip alone", left)
	}
	if status, _ := author.ask("GET", "/api/v1/clips/"+string(first), nil); status != 404 {
		t.Errorf("a clip in the trash: %d, want 404", status)
	}
	whole := author.must("POST", at+"/trash", nil)
	if list := author.must("GET", "/api/v1/trash", nil)["items"].([]any); len(list) != 1 {
		t.Errorf("the trash has %d lines, want the story with its clip in it", len(list))
	}
	if status, _ := author.ask("POST", "/api/v1/trash/"+thrown["id"].(string)+"/restore", nil); status != 404 {
		t.Errorf("a clip out of a story that lies in the trash: %d, want 404", status)
	}
	author.must("POST", "/api/v1/trash/"+whole["id"].(string)+"/restore", nil)
	back := author.must("POST", "/api/v1/trash/"+thrown["id"].(string)+"/restore", nil)
	if clips := back["clips"].([]any); len(clips) != 2 {
		t.Errorf("the story has %d clips, want both", len(clips))
	}
	if list := author.must("GET", "/api/v1/notices", nil)["items"].([]any); len(list) != 0 {
		t.Errorf("the author was told what they did themselves: %v", list)
	}
}

// What is cleared or public never goes into the trash, nor anything into it
// from there.
func TestTrashGuardsWhatIsPublic(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	admin := h.person(t, "root", story.Admin, "hq")
	id, path := h.published(t, "A well", map[string]any{})
	at := "/api/v1/stories/" + id
	clips := admin.must("GET", at, nil)["clips"].([]any)
	clip := clips[0].(map[string]any)["id"].(string)
	for _, thing := range []string{at, "/api/v1/clips/" + clip} {
		status, out := admin.ask("POST", thing+"/trash", map[string]any{"note": "No."})
		if status != 409 || out["code"] != "trash_cleared" {
			t.Errorf("%s while it is public: %d %v, want to hear that it is withdrawn first", thing, status, out)
		}
	}
	if status, _ := h.nobody(t).ask("GET", path, nil); status != 200 {
		t.Errorf("the public page: %d", status)
	}
	admin.must("POST", at+"/withdraw", nil)
	admin.must("POST", at+"/trash", map[string]any{"note": "Taken back."})

	second := admin.must("POST", "/api/v1/stories", map[string]any{"title": "Another"})
	at = "/api/v1/stories/" + second["id"].(string)
	kept := h.clip(t, second["id"], "01234")
	h.clip(t, second["id"], "0123456789")
	thrown := admin.must("POST", "/api/v1/clips/"+string(kept)+"/trash", nil)
	admin.must("POST", at+"/submit", nil)
	admin.must("POST", at+"/clear", nil)
	if status, out := admin.ask("POST", "/api/v1/trash/"+thrown["id"].(string)+"/restore", nil); status != 409 || out["code"] != "trash_cleared_since" {
		t.Errorf("a clip back into a cleared story: %d %v, want a refusal", status, out)
	}
}

// After the days that were said everything is gone but the trail and the log;
// a removal that broke off goes on, and nobody brings back half a story.
func TestTrashIsEmptied(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	author := h.person(t, "amina", story.Contributor, "field")
	admin := h.person(t, "root", story.Admin, "hq")
	made := author.must("POST", "/api/v1/stories", map[string]any{"title": "A well", "text": "Ines says so."})
	at := "/api/v1/stories/" + made["id"].(string)
	clip := h.clip(t, made["id"], "0123456789")
	thrown := author.must("POST", at+"/trash", nil)
	admin.must("PATCH", "/api/v1/policy", map[string]any{"trash_days": 1}) // what was said holds

	days := 0
	store := &brittle{RemoverStore: h.bucket}
	r := &worker.Remover{Rows: h.db, Store: store, Log: slog.New(slog.NewTextHandler(t.Output(), nil)), Now: func() time.Time { return time.Now().AddDate(0, 0, days) }}
	there := func() bool {
		_, err := h.bucket.Stat(t.Context(), story.OriginalObject(clip))
		return err == nil
	}
	for days = range 30 {
		if err := r.Look(t.Context()); err != nil || !there() {
			t.Fatalf("after %d days the original is there: %v (%v)", days, there(), err)
		}
	}
	days, store.broken = 31, true
	if err := r.Look(t.Context()); err == nil {
		t.Error("a store that refuses went unnoticed")
	}
	if status, out := author.ask("POST", "/api/v1/trash/"+thrown["id"].(string)+"/restore", nil); status != 409 || out["code"] != "trash_removing" {
		t.Errorf("brought back while it is removed: %d %v, want a refusal", status, out)
	}
	store.broken = false
	for range 2 {
		if err := r.Look(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []story.ObjectName{story.OriginalObject(clip), story.PosterObject(clip), story.RenditionObject(clip, "", "360p")} {
		if _, err := h.bucket.Stat(t.Context(), name); err == nil {
			t.Errorf("%s is still there", name)
		}
	}
	if list := author.must("GET", "/api/v1/trash", nil)["items"].([]any); len(list) != 0 {
		t.Errorf("the trash still has %v", list)
	}
	steps := author.must("GET", at+"/trail", nil)["items"].([]any)
	if last := steps[len(steps)-1].(map[string]any); len(steps) != 3 || last["verb"] != "remove" {
		t.Errorf("the trail is %v, want it to end with its removal", steps)
	}
	if log := admin.must("GET", "/api/v1/audit?what=story.removed", nil)["items"].([]any); len(log) != 1 {
		t.Errorf("the log has %v, want one entry", log)
	}
	var rows int
	var text string
	if err := h.db.Pool().QueryRow(t.Context(), `SELECT (SELECT count(*) FROM clips WHERE story = s.id), title || text FROM stories s WHERE id = $1`, made["id"]).Scan(&rows, &text); err != nil || rows != 0 || strings.Contains(text, "well") || strings.Contains(text, "Ines") {
		t.Errorf("%d clips and the card %q are left (%v)", rows, text, err)
	}
}

// A clip that was thrown away goes by itself, by whichever of two processes is
// quicker, and leaves its story, public by then, as it is.
func TestTrashedClipIsRemoved(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	admin := h.person(t, "root", story.Admin, "hq")
	made := admin.must("POST", "/api/v1/stories", map[string]any{"title": "A well"})
	at := "/api/v1/stories/" + made["id"].(string)
	gone, stays := h.clip(t, made["id"], "01234"), h.clip(t, made["id"], "0123456789")
	admin.must("POST", "/api/v1/clips/"+string(gone)+"/trash", nil)
	for _, verb := range []string{"/submit", "/clear"} {
		admin.must("POST", at+verb, nil)
	}
	page := strings.TrimPrefix(admin.must("POST", at+"/publications", nil)["url"].(string), h.url)
	room := func() any {
		return admin.must("GET", "/api/v1/offices/"+string(h.office["hq"].ID)+"/room", nil)["used"]
	}
	before := room()

	late := func() time.Time { return time.Now().AddDate(0, 0, 31) }
	ended := make(chan error, 2)
	for range 2 {
		r := &worker.Remover{Rows: h.db, Store: h.bucket, Log: slog.New(slog.NewTextHandler(t.Output(), nil)), Now: late}
		go func() { ended <- r.Look(t.Context()) }()
	}
	for range 2 {
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}
	for clip, want := range map[story.ClipID]bool{gone: false, stays: true} {
		if _, err := h.bucket.Stat(t.Context(), story.OriginalObject(clip)); (err == nil) != want {
			t.Errorf("the original of %s is there: %v, want %v", clip, err == nil, want)
		}
	}
	if status, _, body := h.nobody(t).raw("GET", page, nil, nil); status != 200 || !strings.Contains(string(body), "A well") {
		t.Errorf("the public page: %d %s", status, body)
	}
	if clips := admin.must("GET", at, nil)["clips"].([]any); len(clips) != 1 {
		t.Errorf("the story has %d clips, want the one that stayed", len(clips))
	}
	if got := room(); got == before {
		t.Errorf("the office keeps %v as before, want what was removed to count no longer", got)
	}
	var removals int
	for _, s := range admin.must("GET", at+"/trail", nil)["items"].([]any) {
		if s.(map[string]any)["verb"] == "remove_clip" {
			removals++
		}
	}
	if log := admin.must("GET", "/api/v1/audit?what=clip.removed", nil)["items"].([]any); removals != 1 || len(log) != 1 || log[0].(map[string]any)["subject"] != string(gone) {
		t.Errorf("%d removals in the trail, and in the log %v, want one each", removals, log)
	}
}

// brittle is a store that can be told to refuse: a worker killed half-way
// leaves the same.
type brittle struct {
	worker.RemoverStore
	broken bool
}

func (b *brittle) RemoveUnder(ctx context.Context, prefix string) error {
	if b.broken {
		return errors.New("the store is away")
	}
	return b.RemoverStore.RemoveUnder(ctx, prefix)
}
