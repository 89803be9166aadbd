package api

import (
	"net/http"

	"fieldstory/story"
)

// QueueRoot is where the queue's own page is.
const QueueRoot = "/queue"

// queuePolicy is what that page needs: scripts and styles written into it, and
// nothing from elsewhere. It asks for fonts from another site, which are not
// to be had under it.
const queuePolicy = "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// queue shows what is in the queue to those who run the whole. For everybody
// else the address is not there.
func (a *API) queue(w http.ResponseWriter, r *http.Request) {
	who, _ := story.ScopeOf(r.Context())
	if a.Queue == nil || !who.RunsAll() {
		a.otherwise(w, r)
		return
	}
	h := w.Header()
	h.Set("Content-Security-Policy", queuePolicy)
	h.Set("Cache-Control", "no-store")
	a.Queue.ServeHTTP(w, r)
}
