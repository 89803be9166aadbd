package e2e

import (
	"net/http"
	"strings"
	"testing"
)

// The queue's page is for whoever administers headquarters; for everybody
// else it is an address like any that is not there.
func TestQueuePage(t *testing.T) {
	t.Parallel()
	d := sharedDemo(t)
	status, _, body := d.by(t, "admin").fetch(t, "GET", "/queue/api/queues", nil)
	if status != http.StatusOK || !strings.Contains(string(body), `"queues"`) {
		t.Errorf("the administrator's look at the queues = %d\n%s", status, body)
	}
	if _, header, body := d.by(t, "admin").fetch(t, "GET", "/queue", nil); !strings.Contains(string(body), "Asynq") || !strings.Contains(header.Get("Content-Security-Policy"), "connect-src 'self'") {
		t.Errorf("the queue's page: %v\n%s", header, body)
	}
	for _, p := range append(d.people, &person{url: d.url, name: "nobody"}) {
		if p.grant.Role == "admin" {
			continue
		}
		for _, path := range []string{"/queue", "/queue/api/queues"} {
			_, _, got := p.fetch(t, "GET", path, nil)
			_, _, want := p.fetch(t, "GET", "/nothing/here", nil)
			if string(got) != string(want) {
				t.Errorf("%s can tell that %s is there", p.name, path)
			}
		}
	}
}
