package api_test

import (
	"log/slog"
	"sync"
	"testing"
	"time"

	"fieldstory/worker"
)

// look has two keepers look at the same moment.
func (h *house) look(t *testing.T, now time.Time) {
	t.Helper()
	var both sync.WaitGroup
	for range 2 {
		both.Go(func() {
			k := &worker.Keeper{Rows: h.db, Log: slog.New(slog.NewTextHandler(t.Output(), nil)), Now: func() time.Time { return now }}
			if err := k.Look(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	both.Wait()
}

// told is how often somebody was told of something about a story, by its path.
func (p *person) told(what, at string) (n int) {
	p.t.Helper()
	for _, one := range p.must("GET", "/api/v1/notices?limit=200", nil)["items"].([]any) {
		one := one.(map[string]any)
		if about, ok := one["story"].(map[string]any); ok && one["what"] == what && "/api/v1/stories/"+about["id"].(string) == at {
			n++
		}
	}
	return n
}

// agreed puts somebody on record in the story, or changes their record.
func (p *published) agreed(t *testing.T, id string, body map[string]any) string {
	t.Helper()
	for k, v := range map[string]any{"state": "given", "form": "verbal", "use": "public"} {
		body[k] = v
	}
	if id != "" {
		p.publisher.must("PUT", p.at+"/people/"+id, body)
		return id
	}
	people := p.publisher.must("POST", p.at+"/people", body)["people"].([]any)
	return people[len(people)-1].(map[string]any)["id"].(string)
}

// Author and publishers of a public story are told once that consents in it end
// within a month, by the days of the office where it stands; nobody is of a
// story that is not public, and of nothing that was renewed.
func TestConsentEndsSoon(t *testing.T) {
	t.Parallel()
	p := newPublished(t)
	if _, err := p.h.db.Pool().Exec(t.Context(), `UPDATE offices SET timezone = 'Pacific/Kiritimati' WHERE parent IS NULL`); err != nil {
		t.Fatal(err)
	}
	today := time.Now().UTC().Truncate(24 * time.Hour)
	day := func(n int) string { return today.AddDate(0, 0, n).Format(time.DateOnly) }
	first := p.at
	p.publish(t)
	withdrawn := p.at
	p.publisher.must("POST", withdrawn+"/withdraw", map[string]any{"note": "The well fell in."})
	p.publish(t) // the story that the others are in, too
	p.agreed(t, p.ines, map[string]any{"name": "Ines", "expires": day(41)})
	p.agreed(t, "", map[string]any{"name": "Omar", "expires": day(44)})
	guardian := map[string]any{"name": "Abla", "state": "given", "form": "verbal", "use": "public", "expires": day(60)}
	child := p.agreed(t, "", map[string]any{"name": "Kofi", "child": true, "guardian": guardian})
	p.agreed(t, "", map[string]any{"name": "Luis"})

	for _, look := range []struct {
		what string
		at   time.Time
		want int
	}{
		{"31 days before, by the office's day", today.AddDate(0, 0, 10).Add(9 * time.Hour), 0},
		{"30 days before, by the office's day", today.AddDate(0, 0, 10).Add(11 * time.Hour), 1},
		{"the moment after", today.AddDate(0, 0, 10).Add(12 * time.Hour), 1},
		{"when Omar's, of which the notice spoke too, is 30 days away", today.AddDate(0, 0, 14), 1},
		{"when the guardian's is 30 days away", today.AddDate(0, 0, 30), 2},
		{"on the last day of the first", today.AddDate(0, 0, 41).Add(9 * time.Hour), 2},
	} {
		p.h.look(t, look.at)
		for name, who := range map[string]*person{"author": p.author, "publisher": p.publisher} {
			if got := who.told("consent.ending", p.at); got != look.want {
				t.Errorf("%s the %s was told %d times, want %d", look.what, name, got, look.want)
			}
			if got, want := who.told("consent.ending", first), min(look.want, 1); got != want {
				t.Errorf("%s the %s was told %d times of the story with Ines alone, want %d", look.what, name, got, want)
			}
			if got := who.told("consent.ending", withdrawn); got != 0 {
				t.Errorf("%s the %s was told %d times of the story that was withdrawn", look.what, name, got)
			}
		}
	}
	for name, who := range map[string]*person{"editor": p.editor, "viewer": p.viewer} {
		if got := who.told("consent.ending", p.at); got != 0 {
			t.Errorf("the %s was told %d times", name, got)
		}
	}

	// What is renewed begins anew.
	guardian["expires"] = day(400)
	p.agreed(t, child, map[string]any{"name": "Kofi", "child": true, "guardian": guardian})
	p.agreed(t, p.ines, map[string]any{"name": "Ines", "expires": day(100)})
	for at, want := range map[int]int{43: 2, 69: 2} {
		if p.h.look(t, today.AddDate(0, 0, at).Add(9*time.Hour)); p.author.told("consent.ending", first) != want-1 {
			t.Errorf("renewed, the author was told %d times on day %d, want %d", p.author.told("consent.ending", first), at, want-1)
		}
	}
	if p.h.look(t, today.AddDate(0, 0, 70)); p.author.told("consent.ending", first) != 2 {
		t.Errorf("a month before the renewed one ends the author was told %d times in all, want 2", p.author.told("consent.ending", first))
	}
}

// After a month in which no clock ran it is told once, and what has ended by
// then closes the story and is no warning.
func TestConsentEndsAfterDowntime(t *testing.T) {
	t.Parallel()
	p := newPublished(t)
	today := time.Now().UTC().Truncate(24 * time.Hour)
	day := func(n int) string { return today.AddDate(0, 0, n).Format(time.DateOnly) }
	for i, name := range []string{"Omar", "Abla", "Luis"} {
		p.agreed(t, "", map[string]any{"name": name, "expires": day(32 + 8*i)})
	}
	for range 3 {
		p.h.look(t, today.AddDate(0, 0, 32))
	}
	if got := p.author.told("consent.ending", p.at); got != 1 {
		t.Errorf("after a month without a clock the author was told %d times, want once", got)
	}
	p.h.look(t, today.AddDate(0, 0, 33))
	if ending, lapsed := p.author.told("consent.ending", p.at), p.author.told("consent.lapsed", p.at); ending != 1 || lapsed != 1 {
		t.Errorf("after the first has ended the author was told %d times of the end to come and %d times of the one that was, want once each", ending, lapsed)
	}
	if got := p.publisher.must("GET", p.at, nil)["publications"].([]any)[0].(map[string]any)["closed_at"]; got == nil {
		t.Error("the day after the last, the story is still public")
	}

	p.publish(t)
	p.agreed(t, "", map[string]any{"name": "Vera", "expires": day(40)})
	p.h.look(t, today.AddDate(0, 0, 60))
	if ending, lapsed := p.author.told("consent.ending", p.at), p.author.told("consent.lapsed", p.at); ending != 0 || lapsed != 1 {
		t.Errorf("of a consent that ended meanwhile the author was told %d times beforehand and %d times after, want only after", ending, lapsed)
	}
}
