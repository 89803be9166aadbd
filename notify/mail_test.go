package notify_test

import (
	"context"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"fieldstory/notify"
	"fieldstory/story"
	"fieldstory/web"
)

// mailer is one whose clock the test moves, with a server of its own.
func (f *field) mailer(t *testing.T, p *post, now *time.Time) *notify.Mailer {
	t.Helper()
	m, err := notify.NewMailer(notify.MailConfig{URL: "smtp://" + p.addr, From: "Fieldstory <stories@example.org>", PublicURL: "https://stories.example.org",
		Rows: f.db, Words: web.Pages(), Log: slog.New(slog.NewTextHandler(t.Output(), nil)), Now: func() time.Time { return *now }})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// wants chooses when somebody is told by mail.
func (f *field) wants(t *testing.T, who story.Scope, mode story.MailMode) {
	t.Helper()
	if err := f.db.SaveMailWish(t.Context(), who, story.MailWish{Mode: mode, Hour: 6}); err != nil {
		t.Fatal(err)
	}
}

// sentIn is a story that the administrator wrote and then sent in.
func (f *field) sentIn(t *testing.T, title string) story.StoryID {
	t.Helper()
	d, err := story.NewStory(f.root, f.office, story.Card{Title: &title}, monday)
	if err == nil {
		_, err = f.db.AddStory(t.Context(), d)
	}
	if err == nil {
		err = f.db.ChangeStory(t.Context(), f.root, d.Story.ID, func(d *story.Dossier) error { return d.Submit(f.root, "", monday) })
	}
	if err != nil {
		t.Fatal(err)
	}
	return d.Story.ID
}

// mails looks, and tells how many went out; bad says whether it should fail.
func mails(t *testing.T, m *notify.Mailer, bad bool) int {
	t.Helper()
	n, err := m.Look(t.Context())
	if (err != nil) != bad {
		t.Fatalf("looking for mail = %v", err)
	}
	return n
}

// A server that is away delays mail and loses none; afterwards everybody has
// each once, and whoever is not taken keeps nobody else waiting.
func TestMailOutlivesItsServer(t *testing.T) {
	t.Parallel()
	f, p, now := newField(t), newPost(t), monday
	m := f.mailer(t, p, &now)
	f.sentIn(t, "Before there was mail")
	mails(t, m, false) // from here on mail is owed
	ines := f.member(t, "ines", story.Editor)
	f.wants(t, f.femi, story.MailOnce)
	f.wants(t, ines, story.MailOnce)
	f.sentIn(t, "A well for Kalo")
	// A process takes it, and is killed before it could send.
	if _, ok, err := f.db.ClaimMail(t.Context(), now, now.Add(10*time.Minute), []byte("gone")); !ok || err != nil {
		t.Fatalf("there was nothing to take (%v)", err)
	}
	if _, ok, err := f.db.ClaimMail(t.Context(), now, now.Add(10*time.Minute), []byte("gone too")); !ok || err != nil {
		t.Fatalf("there was nothing more to take (%v)", err)
	}
	now = now.Add(9 * time.Minute)
	if n := mails(t, m, false); n != 0 {
		t.Errorf("%d went out that another process has taken", n)
	}
	now = now.Add(2 * time.Minute)
	p.set(func(p *post) { p.busy = true })
	for range 3 {
		if n := mails(t, m, true); n != 0 {
			t.Errorf("%d went out through a server that takes none", n)
		}
		now = now.Add(20 * time.Minute)
	}
	p.set(func(p *post) { p.busy, p.gone["femi@example.org"] = false, true })
	now = now.Add(time.Hour)
	if n := mails(t, m, true); n != 1 || len(p.box("ines@example.org")) != 1 {
		t.Errorf("%d went out beside the one who is not taken", n)
	}
	p.set(func(p *post) { p.gone = map[string]bool{} })
	now = now.Add(7 * time.Hour)
	p.set(func(p *post) { p.rude = true }) // what was taken is sent, however the talk ends
	if n := mails(t, m, false); n != 1 {
		t.Errorf("%d went out at last", n)
	}
	now = now.Add(48 * time.Hour)
	if n := mails(t, f.mailer(t, p, &now), false); n != 0 {
		t.Errorf("%d went out again", n)
	}
	for _, who := range []string{"femi", "ines"} {
		box := p.box(who + "@example.org")
		if len(box) != 1 || box[0].subject != "root sent in “A well for Kalo” to Kalo" {
			t.Errorf("%s got %d, the first %+v", who, len(box), box)
		}
	}
}

// However many processes send, and whenever one is asked to end, everybody has
// each message once.
func TestMailIsSentOnce(t *testing.T) {
	t.Parallel()
	f, p, now := newField(t), newPost(t), monday
	m := f.mailer(t, p, &now)
	mails(t, m, false)
	people := []story.Scope{f.femi}
	for _, name := range []string{"ines", "chen", "luis", "vera", "omar", "abla"} {
		people = append(people, f.member(t, name, story.Editor))
	}
	for _, who := range people {
		f.wants(t, who, story.MailOnce)
	}
	f.sentIn(t, "A well for Kalo")
	f.sentIn(t, "The ferry")
	ctx, end := context.WithCancel(t.Context())
	p.set(func(p *post) { p.during = func(string) { end() } }) // the first process is stopped while it sends
	if n, err := m.Look(ctx); n != 1 || err != nil {
		t.Errorf("the one that was stopped sent %d (%v)", n, err)
	}
	p.set(func(p *post) { p.during = nil })
	var several sync.WaitGroup
	for range 4 {
		several.Go(func() {
			for range len(people) {
				if _, err := f.mailer(t, p, &now).Look(t.Context()); err != nil {
					t.Error(err)
				}
			}
		})
	}
	several.Wait()
	for _, who := range people {
		box := p.box(who.Name + "@example.org")
		if len(box) != 1 || box[0].subject != "What happened: 2" {
			t.Errorf("%s got %d: %+v", who.Name, len(box), box)
		}
	}
}

// Each gets what they chose, in their language, with a way out; what they may
// not read any more, or do not want, is not sent.
func TestMailAsChosen(t *testing.T) {
	t.Parallel()
	f, p, now := newField(t), newPost(t), monday
	m := f.mailer(t, p, &now)
	mails(t, m, false)
	daily, off, later := f.member(t, "daily", story.Editor), f.member(t, "off", story.Editor), f.member(t, "later", story.Editor)
	f.wants(t, daily, story.MailDaily)
	f.wants(t, off, story.MailOff)
	f.wants(t, later, story.MailOnce)
	if _, err := f.db.Pool().Exec(t.Context(), `UPDATE members SET language = CASE name WHEN 'femi' THEN 'ar' WHEN 'daily' THEN 'fr-CA' ELSE language END`); err != nil {
		t.Fatal(err)
	}
	f.sentIn(t, "Le <puits> de Kalo")
	f.wants(t, later, story.MailOff) // before it went out
	if n := mails(t, m, false); n != 0 {
		t.Errorf("%d went out although nothing is urgent", n)
	}
	now = story.MailWish{Hour: 6, Zone: time.UTC}.DigestAt(monday)
	if n := mails(t, m, false); n != 2 {
		t.Errorf("%d went out in the morning, want 2", n)
	}
	got := p.box("daily@example.org")
	if len(got) != 1 || got[0].subject != "root a envoyé « Le <puits> de Kalo » à Kalo" || got[0].head.Get("Content-Language") != "fr" {
		t.Fatalf("who reads French got %+v", got)
	}
	n := got[0]
	if !strings.Contains(n.text, "Bonjour daily,") || !strings.Contains(n.text, "https://stories.example.org/stories/") || !strings.Contains(n.html, "&lt;puits&gt;") || strings.Contains(n.html, "<puits>") {
		t.Errorf("the text is %s\nthe page is %s", n.text, n.html)
	}
	if !strings.HasPrefix(n.stop, "https://stories.example.org/unsubscribe/") || n.oneTap != "List-Unsubscribe=One-Click" || !strings.Contains(n.text, n.stop) {
		t.Errorf("the way out is %q, %q", n.stop, n.oneTap)
	}
	if got := p.box("femi@example.org"); len(got) != 1 || !strings.Contains(got[0].html, `dir="rtl"`) || !strings.Contains(got[0].subject, "أرسل root") {
		t.Errorf("who reads Arabic got %+v", got)
	}
	// The way out leads out, and says in which language it was asked.
	link := story.HashSecret(strings.TrimPrefix(n.stop, "https://stories.example.org/unsubscribe/"))
	if language, err := f.db.UnsubscribeLink(t.Context(), link); err != nil || language != "fr-CA" {
		t.Errorf("the link is for %q (%v)", language, err)
	}
	for range 2 {
		if err := f.db.Unsubscribe(t.Context(), link); err != nil {
			t.Error(err)
		}
	}
	if w, sent, err := f.db.MailWish(t.Context(), daily); w.Mode != story.MailOff || !sent || err != nil {
		t.Errorf("afterwards mail is %q, %t (%v)", w.Mode, sent, err)
	}
	if len(p.box("off@example.org"))+len(p.box("later@example.org")) != 0 {
		t.Error("who wants none got mail")
	}
}

// The mail of the day goes out at each one's own hour, by the clock of their own
// office.
func TestMailOfTheDayAtOnesOwnHour(t *testing.T) {
	t.Parallel()
	f, p, now := newField(t), newPost(t), monday
	m := f.mailer(t, p, &now)
	mails(t, m, false)
	if _, err := f.db.Pool().Exec(t.Context(), `UPDATE offices SET timezone = 'Asia/Kathmandu' WHERE parent IS NULL`); err != nil {
		t.Fatal(err)
	}
	late := f.member(t, "late", story.Editor)
	if err := f.db.SaveMailWish(t.Context(), late, story.MailWish{Mode: story.MailDaily, Hour: 18}); err != nil {
		t.Fatal(err)
	}
	f.sentIn(t, "A well for Kalo")
	there, err := time.LoadLocation("Asia/Kathmandu")
	if err != nil {
		t.Fatal(err)
	}
	for _, look := range []struct{ day, hour, minute, want int }{
		{0, 17, 59, 0}, {0, 18, 0, 1}, {1, 5, 59, 0}, {1, 6, 0, 1}, {1, 18, 0, 0}, {2, 6, 0, 0},
	} {
		now = time.Date(monday.Year(), monday.Month(), monday.Day()+look.day, look.hour, look.minute, 0, 0, there)
		if n := mails(t, m, false); n != look.want {
			t.Errorf("at %v %d went out, want %d", now, n, look.want)
		}
	}
	if got := len(p.box("late@example.org")); got != 1 {
		t.Errorf("who chose the evening got %d", got)
	}
}

// Every happening has a sentence in every language of mail, and an internal
// note's text is in none of them.
func TestMailHasWords(t *testing.T) {
	t.Parallel()
	f, p, now := newField(t), newPost(t), monday
	m := f.mailer(t, p, &now)
	mails(t, m, false)
	languages := []string{"en", "fr", "ar"}
	var people []story.Scope
	for _, l := range languages {
		who := f.member(t, l, story.Editor)
		f.wants(t, who, story.MailOnce)
		people = append(people, who)
	}
	if _, err := f.db.Pool().Exec(t.Context(), `UPDATE members SET language = name WHERE name = ANY($1)`, languages); err != nil {
		t.Fatal(err)
	}
	id := f.sentIn(t, "A well")
	err := f.db.ChangeStory(t.Context(), f.femi, id, func(d *story.Dossier) error {
		for _, told := range story.Tellings() {
			d.Tell(told.What, f.femi.Actor(), "", monday, people[0].Member, people[1].Member, people[2].Member)
		}
		d.Tell(story.StoryTrashed, story.Actor{}, "", monday, people[0].Member, people[1].Member, people[2].Member) // by a rule
		_, err := d.WriteInternalNote(f.femi, story.Writing{Text: "zz-secret", Named: people}, monday)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	mails(t, m, false)
	for _, l := range languages {
		box := p.box(l + "@example.org")
		if len(box) != 1 {
			t.Fatalf("in %s %d came", l, len(box))
		}
		text := strings.ReplaceAll(box[0].text, "\r\n", "\n")
		if strings.Contains(text, "zz-secret") || strings.Contains(text, "{") || strings.Contains(text, "\n\n\n") { // a line without words
			t.Errorf("in %s: %s", l, text)
		}
		if strings.Contains(text, ": http") { // French has a space before its colons, others have none
			t.Errorf("in %s something stands before an address: %s", l, text)
		}
		// What lies in the trash is read there: its own page is closed.
		if got, want := strings.Count(text, "/stories/")+strings.Count(text, "/trash")+strings.Count(text, "/sign-in/"), len(story.Tellings())+3; got != want {
			t.Errorf("in %s there are %d happenings, want %d:\n%s", l, got, want, text)
		}
	}
}
