package story

import (
	"strings"
	"time"
	"unicode/utf8"
)

// Stage is where a story is in people's hands. What machines do to its clips
// ([ClipState]) and where it is published ([Publication]) are facts of their own.
type Stage string

const (
	Draft     Stage = "draft"     // the author's own, seen by nobody else
	Waiting   Stage = "waiting"   // an office has to decide
	Returned  Stage = "returned"  // the author has to do something, a reason says what
	Kept      Stage = "kept"      // used where it stands, goes no further for now
	Declined  Stage = "declined"  // ended where it stands, with a reason; can be pulled from above
	Cleared   Stage = "cleared"   // passed the consent and risk gate, may be published
	Withdrawn Stage = "withdrawn" // taken back for good; every publication closed
)

// Stages lists every stage, in the order of a usual climb.
func Stages() []Stage {
	return []Stage{Draft, Waiting, Returned, Kept, Declined, Cleared, Withdrawn}
}

// Actor names a person in a trail. The zero Actor is the clock.
type Actor struct {
	ID   MemberID
	Name string
}

// Story is the card of a story: what happened, where, when, told in which
// language, and where it stands in the hierarchy.
type Story struct {
	ID       StoryID
	Title    string // 1 to 200 characters
	Text     string // up to 20,000 characters, plain text, blank lines part paragraphs
	Language string // BCP 47 of the telling, "" = not said
	Place    string // in words, as it may be told to the office; "" = not said
	// HappenedOn is the day it happened as yyyy-mm-dd; "" = not said, the
	// clips' capture time then tells.
	HappenedOn string

	Author     Actor
	Office     OfficeID // where it comes from; never changes
	OfficePath Path
	OfficeName string
	Stage      Stage
	StandsAt   OfficeID // the office whose decision it waits for, or that decided
	StandsPath Path
	StandsName string
	Since      time.Time // since when it stands there at this stage

	Risk         Risk
	Removed      []Pillar // what was taken out so that nobody can be found
	DoNotPublish bool     // absolute for everyone below admin
	Restricted   bool     // its originals are for custodians alone; always where the risk is high
	Trashed      bool     // it lies in the trash, see [Trashed]

	CapturedAt time.Time // of its first clip by capture time; zero = no clip yet
	CreatedAt  time.Time
	UpdatedAt  time.Time
}

// Card is what a person writes on a story. Pointers: nil leaves it as it is.
type Card struct {
	Title        *string
	Text         *string
	Language     *string
	Place        *string
	HappenedOn   *string
	Risk         *Risk
	Removed      *[]Pillar
	DoNotPublish *bool
	Restricted   *bool
}

// apply changes the card, or says which line of it cannot be taken.
func (s *Story) apply(c Card) error {
	if c.Title != nil {
		s.Title = strings.Join(strings.Fields(*c.Title), " ")
	}
	if n := utf8.RuneCountInString(s.Title); n == 0 || n > 200 {
		return Invalid("title", "Give the story a title of 1 to 200 characters.")
	}
	if c.Text != nil {
		s.Text = strings.TrimSpace(*c.Text)
	}
	if utf8.RuneCountInString(s.Text) > 20_000 {
		return Invalid("text", "The text is longer than 20,000 characters. Please shorten it.")
	}
	if c.Language != nil {
		s.Language = strings.TrimSpace(*c.Language)
	}
	if len(s.Language) > 35 { // RFC 5646, section 4.4.1
		return Invalid("language", "Choose the language from the list.")
	}
	if c.Place != nil {
		s.Place = strings.TrimSpace(*c.Place)
	}
	if utf8.RuneCountInString(s.Place) > 200 {
		return Invalid("place", "Say the place in at most 200 characters.")
	}
	if c.HappenedOn != nil {
		s.HappenedOn = *c.HappenedOn
	}
	if s.HappenedOn != "" {
		if _, err := time.Parse(time.DateOnly, s.HappenedOn); err != nil {
			return Invalid("happened_on", "Write the day as year-month-day, for example 2026-03-09.")
		}
	}
	return s.applyRisk(c)
}
