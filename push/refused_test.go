package push_test

import (
	"bytes"
	"net/http"
	"strings"
	"testing"
	"time"

	"fieldstory/push"
)

// TestRefusedAfterALook: a file that arrives whole and turns out to be no
// footage is told as refused, now and by the same command later.
func TestRefusedAfterALook(t *testing.T) {
	t.Parallel()
	f, dir := newFar(t), t.TempDir()
	write(t, dir, "good.mp4", 3000)
	write(t, dir, "text.mp4", 2000)
	const says = "This is a text, no film."
	f.before = func(_ http.ResponseWriter, r *http.Request) bool {
		if r.Method == http.MethodGet && strings.HasPrefix(r.URL.Path, "/api/v1/stories/") {
			// As a worker does, once the file is safe.
			for _, sql := range []string{
				`UPDATE clips SET state = 'rendering' WHERE state = 'received' AND verified_at IS NOT NULL AND filename = 'good.mp4'`,
				`UPDATE clips SET state = 'refused', problem_code = 'no_video', problem_detail = '` + says + `' WHERE state = 'received' AND verified_at IS NOT NULL AND filename = 'text.mp4'`,
			} {
				if _, err := f.db.Pool().Exec(r.Context(), sql); err != nil && r.Context().Err() == nil {
					t.Error(err)
				}
			}
		}
		return false
	}
	var out bytes.Buffer
	conf := f.conf(t, &out)
	conf.Look = time.Minute
	for _, again := range []bool{false, true} {
		out.Reset()
		sum, err := push.Run(t.Context(), conf, []string{dir})
		if err != nil || push.ExitCode(sum, err) != push.ExitRefused || sum.SafeToWipe || len(sum.Results) != 2 {
			t.Fatalf("again %v: Run = %v, exit %d, %+v\n%s", again, err, push.ExitCode(sum, err), sum, &out)
		}
		for _, r := range sum.Results {
			switch {
			case r.Name == "text.mp4" && (r.Status != push.Refused || r.Safe || r.Detail != says):
				t.Errorf("again %v: the text is %+v", again, r)
			case r.Name == "good.mp4" && (r.Status == push.Refused || !r.Safe):
				t.Errorf("again %v: the film is %+v", again, r)
			}
		}
		if !strings.Contains(out.String(), "1 refused") || !strings.Contains(out.String(), says) || !strings.Contains(out.String(), "Keep the card") {
			t.Errorf("again %v:\n%s", again, &out)
		}
	}
}
