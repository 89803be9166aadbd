package notify_test

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"sync"
	"testing"
	"time"

	"fieldstory/e2e/parts"
	"fieldstory/embedded"
	"fieldstory/notify"
	"fieldstory/storage/postgres"
	"fieldstory/story"
)

func TestMain(m *testing.M) { os.Exit(parts.Run(m, embedded.Config{WithoutRedis: true})) }

var monday = time.Date(2026, 3, 9, 9, 0, 0, 0, time.UTC)

// field is an organisation of one office with an administrator, who writes
// stories too, and an editor.
type field struct {
	db     *postgres.DB
	office story.Office
	root   story.Scope
	femi   story.Scope
}

func newField(t *testing.T) *field {
	t.Helper()
	f := &field{db: parts.Database(t)}
	f.db.Now = func() time.Time { return monday }
	var err error
	if f.office, err = story.NewOffice(story.Scope{}, nil, "Kalo", "Office", monday); err != nil {
		t.Fatal(err)
	}
	if f.office, err = f.db.AddOffice(t.Context(), f.office); err != nil {
		t.Fatal(err)
	}
	f.root, f.femi = f.member(t, "root", story.Admin), f.member(t, "femi", story.Editor)
	return f
}

func (f *field) member(t *testing.T, name string, role story.Role) story.Scope {
	t.Helper()
	m, err := story.NewMember(name, name+"@example.org", monday)
	if err != nil {
		t.Fatal(err)
	}
	if m, err = f.db.Enrol(t.Context(), m, []story.Grant{{Office: f.office.ID, Path: f.office.Path, Role: role}}); err != nil {
		t.Fatal(err)
	}
	who, err := f.db.Scope(t.Context(), m.ID)
	if err != nil {
		t.Fatal(err)
	}
	return who
}

// submitted is a story that the administrator sent in.
func (f *field) submitted(t *testing.T, title string) story.StoryID {
	t.Helper()
	d, err := story.NewStory(f.root, f.office, story.Card{Title: &title}, monday)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Submit(f.root, "", monday); err != nil {
		t.Fatal(err)
	}
	if _, err := f.db.AddStory(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	return d.Story.ID
}

func (f *field) hook(t *testing.T, url string, events ...story.Happening) story.Webhook {
	t.Helper()
	w, err := story.NewWebhook(f.root, f.office, url, events, true, monday)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.db.AddWebhook(t.Context(), w); err != nil {
		t.Fatal(err)
	}
	return w
}

func (f *field) log(t *testing.T, w story.Webhook) []story.Delivery {
	t.Helper()
	list, _, err := f.db.Deliveries(t.Context(), f.root, w.ID, "", 50)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// sender is one whose clock the test moves.
func (f *field) sender(t *testing.T, now *time.Time) *notify.Webhooks {
	return &notify.Webhooks{Rows: f.db, Log: slog.New(slog.NewTextHandler(t.Output(), nil)), Now: func() time.Time { return *now }, Private: true}
}

func look(t *testing.T, w *notify.Webhooks) int {
	t.Helper()
	n, err := w.Look(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// A receiver that fails, redirects and comes back gets everything once, signed,
// with ids only; one that never answers yes is given up, and can be replayed.
func TestWebhooks(t *testing.T) {
	t.Parallel()
	f := newField(t)
	var elsewhere int
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { elsewhere++ }))
	defer other.Close()
	answer := 500
	type got struct {
		head http.Header
		body string
	}
	var heard []got
	var secret story.WebhookSecret
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		id, at := r.Header.Get("Webhook-Id"), r.Header.Get("Webhook-Timestamp")
		if want := notify.Sign(secret, id, at, b); r.Header.Get("Webhook-Signature") != want {
			t.Errorf("the signature is %q, want %q", r.Header.Get("Webhook-Signature"), want)
		}
		heard = append(heard, got{r.Header, string(b)})
		if answer == 302 {
			w.Header().Set("Location", other.URL)
		}
		w.WriteHeader(answer)
	}))
	defer srv.Close()
	w := f.hook(t, srv.URL)
	secret = w.Secret
	quiet := f.hook(t, srv.URL, story.StoryPublished)
	now := monday
	send := f.sender(t, &now)

	id := f.submitted(t, "The secret well")
	if got := look(t, send); got != 1 {
		t.Fatalf("%d were sent, want 1", got)
	}
	if got := look(t, send); got != 0 {
		t.Errorf("%d were sent at once again, want a pause first", got)
	}
	answer, now = 302, now.Add(10*time.Second)
	look(t, send)
	if d := f.log(t, w)[0]; elsewhere != 0 || d.Status != 302 || d.Attempts != 2 || d.Trouble == "" {
		t.Errorf("a redirect was followed %d times; the log says %+v", elsewhere, d)
	}
	answer, now = 204, now.Add(time.Minute)
	look(t, send)
	if d := f.log(t, w)[0]; d.DeliveredAt.IsZero() || d.Status != 204 || d.Trouble != "" {
		t.Errorf("the log says %+v, want it delivered", d)
	}
	if len(heard) != 3 || heard[0].head.Get("Webhook-Id") != heard[2].head.Get("Webhook-Id") {
		t.Errorf("the receiver heard %d times, or by other ids", len(heard))
	}
	var m struct {
		Type string
		Data map[string]string
	}
	if err := json.Unmarshal([]byte(heard[0].body), &m); err != nil || m.Type != "story.submitted" || m.Data["story"] != string(id) || m.Data["stage"] != "waiting" {
		t.Errorf("the message is %s (%v)", heard[0].body, err)
	}
	for _, h := range heard {
		if len(h.body) > 400 || json.Valid([]byte(h.body)) == false {
			t.Errorf("the message is %s", h.body)
		}
	}
	if list := f.log(t, quiet); len(list) != 0 {
		t.Errorf("who asked for other events is owed %+v", list)
	}

	answer = 410
	another := f.submitted(t, "Another")
	for range 12 {
		look(t, send)
		now = now.Add(25 * time.Hour)
	}
	of := func(id story.StoryID) story.Delivery {
		list := f.log(t, w)
		return list[slices.IndexFunc(list, func(d story.Delivery) bool { return d.Story == id })]
	}
	d := of(another)
	if d.GivenUpAt.IsZero() || d.Attempts != 10 || d.Status != 410 {
		t.Fatalf("after days the log says %+v, want it given up after ten attempts", d)
	}
	answer = 200
	f.db.Now = func() time.Time { return now }
	if _, err := f.db.ReplayDelivery(t.Context(), f.root, w.ID, d.ID); err != nil {
		t.Fatal(err)
	}
	if got := look(t, send); got != 1 || of(another).DeliveredAt.IsZero() {
		t.Errorf("a replay sent %d, and the log says %+v", got, of(another))
	}
	if _, err := f.db.ReplayDelivery(t.Context(), f.femi, w.ID, d.ID); err == nil {
		t.Error("an editor can replay")
	}
}

// A receiver that stalls holds up no other, and two senders at once send once.
func TestWebhooksStall(t *testing.T) {
	t.Parallel()
	f := newField(t)
	leave := make(chan struct{})
	stalled := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-leave:
		case <-r.Context().Done():
		}
	}))
	defer stalled.Close()
	defer close(leave)
	var mu sync.Mutex
	heard := map[string]int{}
	quick := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		heard[r.Header.Get("Webhook-Id")]++
	}))
	defer quick.Close()
	slow := f.hook(t, stalled.URL)
	f.hook(t, quick.URL)
	for range 10 {
		f.submitted(t, "A well")
	}
	now := monday
	var both sync.WaitGroup
	for range 2 {
		both.Go(func() {
			send := f.sender(t, &now)
			send.Patience = 200 * time.Millisecond
			for range 3 {
				if _, err := send.Look(context.WithoutCancel(t.Context())); err != nil {
					t.Error(err)
				}
			}
		})
	}
	both.Wait()
	if len(heard) != 10 {
		t.Errorf("the quick receiver heard of %d, want 10", len(heard))
	}
	for id, n := range heard {
		if n != 1 {
			t.Errorf("the quick receiver heard of %s %d times", id, n)
		}
	}
	for _, d := range f.log(t, slow) {
		if d.Attempts != 1 || d.Trouble != "it did not answer in time" || !d.DueAt.After(now) {
			t.Errorf("of the one that stalls the log says %+v", d)
		}
	}
}

// Nothing is sent into one's own network unless the operator allows it.
func TestWebhooksStayOutside(t *testing.T) {
	t.Parallel()
	f := newField(t)
	reached := false
	srv := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached = true }))
	defer srv.Close()
	for _, address := range []string{srv.URL, "http://[::1]:80/", "http://[::ffff:127.0.0.1]/", "http://169.254.169.254/latest/meta-data", "http://10.0.0.1/", "http://100.64.0.1/", "http://0.0.0.0/"} {
		w := f.hook(t, address)
		f.submitted(t, "A well")
		now := monday
		send := f.sender(t, &now)
		send.Private = false
		look(t, send)
		if d := f.log(t, w)[0]; d.Trouble != "it is at a private address" {
			t.Errorf("%s: the log says %q", address, d.Trouble)
		}
		if err := f.db.RemoveWebhook(t.Context(), f.root, w.ID); err != nil {
			t.Fatal(err)
		}
	}
	if reached {
		t.Error("a receiver in the own network was reached")
	}
	for _, bad := range []string{"http://example.org/", "ftp://example.org", "https://user:pass@example.org/", "example.org", ""} {
		if _, err := story.NewWebhook(f.root, f.office, bad, nil, false, monday); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
}
