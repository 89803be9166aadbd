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

var errBroke = errors.New("it broke off")

// breaking is rows and a store between which a removal breaks off: at its call
// number at, before it does anything or after it did it all, as a process that is
// killed and a database or a store that goes away leave it.
type breaking struct {
	worker.RemoverRows
	worker.RemoverStore
	calls, at int
	after     bool
	between   func() // before the removal of one begins
}

func (b *breaking) call(do func() error) error {
	b.calls++
	if b.calls-1 != b.at {
		return do()
	}
	if b.after {
		if err := do(); err != nil {
			return err
		}
	}
	return errBroke
}

func (b *breaking) BeginRemoval(ctx context.Context, id story.TrashID, now time.Time, limit int) (clips []story.ClipID, ok bool, err error) {
	if b.between != nil {
		b.between()
	}
	err = b.call(func() error { clips, ok, err = b.RemoverRows.BeginRemoval(ctx, id, now, limit); return err })
	return clips, ok, err
}

func (b *breaking) FinishRemoval(ctx context.Context, id story.TrashID, gone []story.ClipID, now time.Time) error {
	return b.call(func() error { return b.RemoverRows.FinishRemoval(ctx, id, gone, now) })
}

func (b *breaking) Remove(ctx context.Context, name story.ObjectName) error {
	return b.call(func() error { return b.RemoverStore.Remove(ctx, name) })
}

func (b *breaking) RemoveUnder(ctx context.Context, prefix string) error {
	return b.call(func() error { return b.RemoverStore.RemoveUnder(ctx, prefix) })
}

// later is a remover when everything that lies in the trash now is due.
func (h *house) later(t *testing.T, b *breaking) *worker.Remover {
	b.RemoverRows, b.RemoverStore = h.db, h.bucket
	return &worker.Remover{Rows: b, Store: b, Log: slog.New(slog.NewTextHandler(t.Output(), nil)), Now: func() time.Time { return time.Now().AddDate(0, 0, 31) }}
}

// objects are the names of what is stored of a clip.
func (h *house) objects(t *testing.T, clip story.ClipID) (names []string) {
	t.Helper()
	for _, name := range []story.ObjectName{story.OriginalObject(clip), story.PosterObject(clip), story.RenditionObject(clip, "", "360p")} {
		if _, err := h.bucket.Stat(t.Context(), name); err == nil {
			names = append(names, string(name))
		}
	}
	return names
}

// Wherever a removal breaks off, nobody sees or brings back half a story, and the
// next look of whichever process finishes it: no row and no object is left, and
// what was not thrown away stays.
func TestRemovalBreaksOffAnywhere(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	author := h.person(t, "amina", story.Contributor, "field")
	admin := h.person(t, "root", story.Admin, "hq")
	points := 0
	for at := 0; ; at++ {
		for _, after := range []bool{false, true} {
			made := author.must("POST", "/api/v1/stories", map[string]any{"title": "A well"})
			page := "/api/v1/stories/" + made["id"].(string)
			clips := []story.ClipID{h.clip(t, made["id"], "01234"), h.clip(t, made["id"], "56789")}
			thrown := author.must("POST", page+"/trash", nil)["id"].(string)
			b := &breaking{at: at, after: after}
			if err := h.later(t, b).Look(t.Context()); !errors.Is(err, errBroke) {
				if err != nil {
					t.Fatal(err)
				}
				if points = at; points < 10 {
					t.Errorf("a removal has %d places to break off, want those of each object of two clips", points)
				}
				return
			}
			for name, p := range map[string]*person{"its author": author, "an administrator": admin} {
				for _, path := range []string{page, "/api/v1/clips/" + string(clips[0]), "/api/v1/clips/" + string(clips[1]) + "/original", "/api/v1/clips/" + string(clips[0]) + "/poster.jpg"} {
					if status, _, _ := p.raw("GET", path, nil, nil); status != 404 {
						t.Errorf("broken off at %d (%v) %s gets %s: %d, want 404", at, after, name, path, status)
					}
				}
			}
			begun := at > 0 || after
			if status, out := author.ask("POST", "/api/v1/trash/"+thrown+"/restore", nil); begun && status != 409 && status != 404 || !begun && status != 200 {
				t.Errorf("broken off at %d (%v) it is brought back: %d %v", at, after, status, out)
			}
			for range 2 {
				if err := h.later(t, &breaking{at: -1}).Look(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			if !begun {
				if len(h.objects(t, clips[0])) != 3 || len(author.must("GET", page, nil)["clips"].([]any)) != 2 {
					t.Error("what was brought back was removed")
				}
				continue
			}
			for _, c := range clips {
				if left := h.objects(t, c); len(left) > 0 {
					t.Errorf("broken off at %d (%v) there are left %s", at, after, strings.Join(left, " "))
				}
			}
			var rows int
			if err := h.db.Pool().QueryRow(t.Context(), `SELECT (SELECT count(*) FROM clips WHERE story = $1) + (SELECT count(*) FROM trash WHERE story = $1)`, made["id"]).Scan(&rows); err != nil || rows > 0 {
				t.Errorf("broken off at %d (%v) %d rows are left (%v)", at, after, rows, err)
			}
			trail := author.must("GET", page+"/trail", nil)["items"].([]any)
			removals := 0
			for _, s := range trail {
				if s.(map[string]any)["verb"] == "remove" {
					removals++
				}
			}
			if removals != 1 {
				t.Errorf("broken off at %d (%v) the trail tells of %d removals", at, after, removals)
			}
		}
	}
}

// What is brought back in the moment before its removal begins stays, whole.
func TestRestoredBeforeItsRemoval(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	author := h.person(t, "amina", story.Contributor, "field")
	made := author.must("POST", "/api/v1/stories", map[string]any{"title": "A well"})
	clip := h.clip(t, made["id"], "01234")
	thrown := author.must("POST", "/api/v1/stories/"+made["id"].(string)+"/trash", nil)["id"].(string)
	b := &breaking{at: -1, between: func() { author.must("POST", "/api/v1/trash/"+thrown+"/restore", nil) }}
	if err := h.later(t, b).Look(t.Context()); err != nil {
		t.Fatal(err)
	}
	if left := h.objects(t, clip); len(left) != 3 {
		t.Errorf("of what was brought back there is left %v", left)
	}
}

// Whatever cannot be removed, and be it more than one look takes up, holds up
// nothing that came into the trash after it.
func TestRemovalPassesByWhatFails(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	author := h.person(t, "amina", story.Contributor, "field")
	throw := func(title string) string {
		id := author.must("POST", "/api/v1/stories", map[string]any{"title": title})["id"].(string)
		author.must("POST", "/api/v1/stories/"+id+"/trash", nil)
		return id
	}
	for range 51 {
		throw("Stuck")
	}
	last := throw("The last")
	for _, sql := range []string{
		`CREATE FUNCTION stuck() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'this row is stuck'; END $$`,
		`CREATE TRIGGER stuck BEFORE UPDATE ON stories FOR EACH ROW WHEN (OLD.title = 'Stuck') EXECUTE FUNCTION stuck()`,
	} {
		if _, err := h.db.Pool().Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
	r := h.later(t, &breaking{at: -1})
	for range 2 {
		if err := r.Look(t.Context()); err == nil {
			t.Error("what is stuck went unnoticed")
		}
	}
	var gone bool
	if err := h.db.Pool().QueryRow(t.Context(), `SELECT removed_at IS NOT NULL FROM stories WHERE id = $1`, last).Scan(&gone); err != nil || !gone {
		t.Errorf("behind what is stuck the last one is removed: %v (%v)", gone, err)
	}
}
