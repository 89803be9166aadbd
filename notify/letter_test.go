package notify

import (
	"strings"
	"testing"
	"time"

	"fieldstory/story"
	"fieldstory/web"
)

// A mail about a week names what came up, each with where it is read.
func TestLetterAboutAWeek(t *testing.T) {
	t.Parallel()
	l, err := readLetters(web.Pages())
	if err != nil {
		t.Fatal(err)
	}
	week := &story.Week{Stories: []story.Story{{ID: "1", Title: "The <well>"}, {ID: "2", Title: "The ferry"}}, More: true}
	got := l.write(story.Mail{To: story.Member{Name: "Chen", Language: "en"}, Notices: []story.Notice{{What: story.OfficeWeek, To: "9", ToName: "Kalo", Since: time.Date(2026, 3, 2, 6, 0, 0, 0, time.UTC), Week: week}}}, "https://s.example", "https://s.example/stop")
	if got.subject != "What came up to Kalo" {
		t.Errorf("the subject is %q", got.subject)
	}
	for _, want := range []string{"https://s.example/desk?view=week&office=9&since=2026-03-02T06:00:00Z", "- The <well>\n  https://s.example/stories/1", "- The ferry\n  https://s.example/stories/2", "- …"} {
		if !strings.Contains(got.text, want) {
			t.Errorf("the text lacks %q:\n%s", want, got.text)
		}
	}
	if !strings.Contains(got.html, `<a href="https://s.example/stories/1">The &lt;well&gt;</a>`) || !strings.Contains(got.html, "<li>…</li>") {
		t.Errorf("the page is %s", got.html)
	}
}

// What a rule took is told in its own words, and leads to where it lies.
func TestLetterAboutARule(t *testing.T) {
	t.Parallel()
	l, err := readLetters(web.Pages())
	if err != nil {
		t.Fatal(err)
	}
	for _, what := range []story.Happening{story.StoryTrashed, story.StoryRetired} {
		got := l.write(story.Mail{To: story.Member{Name: "Amina", Language: "en"}, Notices: []story.Notice{{What: what, Story: "1", Title: "A well"}}}, "https://s.example", "https://s.example/stop")
		if ruled := strings.Contains(got.subject, "as long as your organisation keeps"); ruled != (what == story.StoryRetired) || !strings.Contains(got.text, "https://s.example/trash\n") {
			t.Errorf("%s is told as\n%s", what, got.text)
		}
	}
}
