package e2e

import (
	"net"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// The doctor tells in a sentence of mail and of webhooks that do not get out: how
// many, since when, and what the last cause was.
func TestDoctorTellsWhatDoesNotGetOut(t *testing.T) {
	t.Parallel()
	gone, err := net.Listen("tcp", "127.0.0.1:0") // a mail server that is away
	if err != nil {
		t.Fatal(err)
	}
	at := gone.Addr().String()
	gone.Close()
	dir := filepath.Join(workDir, "doctor")
	p := start(t, []string{"FIELDSTORY_SMTP_URL=smtp://" + at, "FIELDSTORY_SMTP_FROM=stories@example.org", "FIELDSTORY_PUBLIC_URL=http://127.0.0.1"},
		"up", "--data", dir, "--addr", "127.0.0.1:0", "--demo")
	p.awaitReady(t)
	d := meet(t, p, dir)
	lines := func() (mail, hooks string) {
		stdout, _, _ := once(t, nil, "doctor", "--data", dir)
		// A finding goes on in lines that are indented.
		whole := regexp.MustCompile(`\n +`).ReplaceAllString(stdout, " ")
		for line := range strings.Lines(whole) {
			switch {
			case strings.Contains(line, " waiting mail "):
				mail = line
			case strings.Contains(line, " webhooks "):
				hooks = line
			}
		}
		return mail, hooks
	}
	if _, hooks := lines(); !strings.HasPrefix(hooks, "ok") {
		t.Errorf("where there is no webhook the doctor says %q", hooks)
	}

	author, editor, admin := d.by(t, "contributor"), d.by(t, "editor"), d.by(t, "admin")
	must[any](t, admin, "POST", "/api/v1/webhooks", map[string]any{"office": admin.grant.Office, "url": "https://127.0.0.1:9/hook"})
	card := author.newStory(t, "It waits")
	must[any](t, author, "POST", "/api/v1/stories/"+card.ID+"/submit", nil)
	must[any](t, editor, "POST", "/api/v1/stories/"+card.ID+"/return", map[string]any{"note": "A question."})
	wantMail := regexp.MustCompile(`^\?\? .*could not be sent so far, and tried again: \d+ messages?\. The oldest is of \d{4}-\d\d-\d\d \d\d:\d\d\. The last cause: .*refused`)
	wantHooks := regexp.MustCompile(`^\?\? .*could not be sent so far, and tried again: \d deliver(y|ies)\. The oldest is of .*\. The last cause: it is at a private address\.`)
	deadline := time.Now().Add(time.Minute)
	for {
		mail, hooks := lines()
		if wantMail.MatchString(mail) && wantHooks.MatchString(hooks) {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("the doctor says\n%s%s", mail, hooks)
		}
	}
}
