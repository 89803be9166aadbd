package e2e

import (
	"bufio"
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"
)

// happening is one server-sent event.
type happening struct {
	Kind string `json:"-"`
	clipCard
	Stage string `json:"stage"`
}

// listen opens the stream of live events and waits until it stands. It opens
// it anew when it ends, as browsers do, and then says "reload".
func (p *person) listen(ctx context.Context, t testing.TB) <-chan happening {
	t.Helper()
	heard := make(chan happening, 1000)
	resp, err := p.stream(ctx)
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		defer close(heard)
		for ctx.Err() == nil {
			if err == nil {
				read(resp, heard)
			}
			if ctx.Err() != nil {
				return
			}
			if resp, err = p.stream(ctx); err != nil {
				select {
				case <-time.After(100 * time.Millisecond):
				case <-ctx.Done():
				}
				continue
			}
			select {
			case heard <- happening{Kind: "reload"}:
			case <-ctx.Done():
			}
		}
	}()
	return heard
}

func (p *person) stream(ctx context.Context) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, "GET", p.url+"/api/v1/events", nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Authorization", "Bearer "+p.token)
	return (&http.Client{}).Do(req)
}

func read(resp *http.Response, heard chan<- happening) {
	defer resp.Body.Close()
	var h happening
	for lines := bufio.NewScanner(resp.Body); lines.Scan(); {
		key, value, _ := strings.Cut(lines.Text(), ": ")
		switch {
		case key == "event":
			h.Kind = value
		case key == "data":
			json.Unmarshal([]byte(value), &h)
		case key == "" && h.Kind != "":
			heard <- h
			h = happening{}
		}
	}
}

// patience is how long a test waits for machines that many tests keep busy:
// only for what hangs, never a measure of how fast anything is.
const patience = 10 * time.Minute

// follow hears of a clip, beginning with how it is now, until seen says so,
// and gives the clip as the API then shows it. It learns of changes by live
// events alone: one that is not sent fails the test.
func (p *person) follow(t testing.TB, id string, patience time.Duration, what string, seen func(clipCard) bool) clipCard {
	t.Helper()
	return p.followAll(t, []string{id}, patience, what, seen)[id]
}

func (p *person) followAll(t testing.TB, ids []string, patience time.Duration, what string, seen func(clipCard) bool) map[string]clipCard {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	heard := p.listen(ctx, t)
	done := map[string]clipCard{}
	waiting := map[string]string{} // by id: last state heard
	look := func(id string) {
		if c := p.clip(t, id); seen(c) {
			done[id] = c
			delete(waiting, id)
		} else {
			waiting[id] = c.State
		}
	}
	for _, id := range ids {
		look(id)
	}
	for len(waiting) > 0 {
		h, open := <-heard
		switch {
		case !open:
			t.Fatalf("waited %v in vain: %s; still %v", patience, what, waiting)
		case h.Kind == "reload":
			for id := range waiting {
				look(id)
			}
		case h.Kind == "clip" && waiting[h.ID] != "":
			waiting[h.ID] = h.State
			if seen(h.clipCard) {
				look(h.ID)
			}
		}
	}
	return done
}

// settled waits until machines are done with a clip.
func (p *person) settled(t testing.TB, id string, patience time.Duration) clipCard {
	t.Helper()
	return p.follow(t, id, patience, "the clip is done", clipCard.ended)
}

// ready waits for a clip that has to become ready.
func (p *person) ready(t testing.TB, id string, patience time.Duration) clipCard {
	t.Helper()
	c := p.settled(t, id, patience)
	if c.State != "ready" {
		t.Fatalf("clip %q ended %s (%+v), want ready", c.Filename, c.State, c.Problem)
	}
	return c
}
