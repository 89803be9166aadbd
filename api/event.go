package api

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"fieldstory/story"
)

// hub hands changes to every open page that may hear of them.
type hub struct {
	mu    sync.Mutex
	subs  map[*listener]struct{}
	ended chan struct{} // closed when run ends: open streams end with it
}

// listener is one open page. A page too slow for its changes is told to load
// afresh: what it missed is gone, what is true now is in the rows.
type listener struct {
	who    story.Scope
	events chan story.Event
	missed chan struct{}
	ended  chan struct{} // closed when the person's reach has changed
}

func newHub() *hub { return &hub{subs: map[*listener]struct{}{}, ended: make(chan struct{})} }

func (h *hub) join(who story.Scope) (*listener, func()) {
	l := &listener{who: who, events: make(chan story.Event, 64), missed: make(chan struct{}, 1), ended: make(chan struct{})}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.subs[l] = struct{}{}
	return l, func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		delete(h.subs, l)
	}
}

func (h *hub) tell(e story.Event) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for l := range h.subs {
		if e.Kind == "reach" && (e.Author == "" || e.Author == l.who.Member) {
			delete(h.subs, l) // it hears nothing more, and comes back with what it may hear now
			close(l.ended)
			continue
		}
		if !l.who.Hears(e) {
			continue
		}
		select {
		case l.events <- e:
		default:
			l.miss()
		}
	}
}

// missAll tells every page to load afresh.
func (h *hub) missAll() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for l := range h.subs {
		l.miss()
	}
}

func (l *listener) miss() {
	select {
	case l.missed <- struct{}{}:
	default:
	}
}

// run listens to the rows, again and again, until ctx ends. It runs once.
func (h *hub) run(ctx context.Context, rows Rows, log *slog.Logger) {
	defer close(h.ended)
	for ctx.Err() == nil {
		err := rows.Listen(ctx, h.missAll, h.tell)
		if ctx.Err() != nil {
			return
		}
		log.WarnContext(ctx, "live events interrupted", "cause", err)
		select {
		case <-time.After(time.Second):
		case <-ctx.Done():
		}
	}
}

// heartbeat keeps proxies from closing a quiet stream; most do after 60 s.
const heartbeat = 20 * time.Second

// eventsLifetime ends a stream now and then, so that a person whose grants
// were taken does not listen on; browsers come back by themselves.
const eventsLifetime = 5 * time.Minute

// events streams what changes to one page: server-sent events of the HTML
// standard, section 9.2. "reload" says that something may have been missed.
func (a *API) events(w http.ResponseWriter, r *http.Request) {
	who, ok := story.ScopeOf(r.Context())
	if !ok {
		a.fail(w, r, signedOut)
		return
	}
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Accel-Buffering", "no")
	if r.Method == http.MethodHead {
		return // nothing would ever come
	}
	l, leave := a.hub.join(who)
	defer leave()
	out := http.NewResponseController(w)
	fmt.Fprint(w, "retry: 2000\n\n")
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	end := time.NewTimer(eventsLifetime)
	defer end.Stop()
	for {
		if out.Flush() != nil {
			return
		}
		select {
		case e := <-l.events:
			writeEvent(w, e)
		case <-l.missed:
			fmt.Fprint(w, "event: reload\ndata: {}\n\n")
		case <-beat.C:
			fmt.Fprint(w, ": still here\n\n")
		case <-end.C:
			return
		case <-l.ended:
			return
		case <-a.hub.ended:
			return
		case <-r.Context().Done():
			return
		}
	}
}

func writeEvent(w http.ResponseWriter, e story.Event) {
	data := []byte("{}") // a notice: the page asks for its own
	switch e.Kind {
	case "clip":
		var left *float64
		now := time.Now()
		if d, ok := (story.Pace{Share: e.Progress, At: now, Speed: e.Pace}).Left(now); ok && e.State.Owed() {
			seconds := d.Seconds()
			left = &seconds
		}
		data, _ = json.Marshal(map[string]any{"left_seconds": left, "id": e.Clip, "story": e.Story, "state": e.State, "progress": e.Progress,
			"watchable": e.Watchable, "offset": e.Offset, "size": e.Size, "pictures": e.Pictures})
	case "internal_note":
		data, _ = json.Marshal(map[string]any{"story": e.Story})
	case "story":
		data, _ = json.Marshal(map[string]any{"id": e.Story, "stage": e.Stage, "stands_at": e.StandsAt})
	}
	fmt.Fprintf(w, "event: %s\ndata: %s\n\n", e.Kind, data)
}
