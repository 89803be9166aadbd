package story

import (
	"strings"
	"time"
)

// Risk is what being recognised could mean for the people in a story. It is
// weighed apart from consent: people may agree to what would harm them
// (CARE, "Informed consent"; ICRC, "Ethical content gathering").
type Risk string

const (
	RiskLow  Risk = "low"  // no foreseeable harm; also the zero value of a new story
	RiskSome Risk = "some" // vulnerable people: one pillar must be removed
	RiskHigh Risk = "high" // serious harm possible: two pillars must be removed
)

// Pillar is one of the three things by which a person can be found.
type Pillar string

const (
	PillarFace  Pillar = "face"
	PillarPlace Pillar = "place"
	PillarName  Pillar = "name"
)

// needs is how many pillars must be removed before publication.
func (r Risk) needs() int { return map[Risk]int{RiskSome: 1, RiskHigh: 2}[r] }

func (s *Story) applyRisk(c Card) error {
	if c.Risk != nil {
		s.Risk = *c.Risk
	}
	switch s.Risk {
	case RiskLow, RiskSome, RiskHigh:
	default:
		return Invalid("risk", "Risk is one of: low, some, high.")
	}
	if c.Removed != nil {
		seen := map[Pillar]bool{}
		s.Removed = nil
		for _, p := range *c.Removed {
			if p != PillarFace && p != PillarPlace && p != PillarName {
				return Invalid("removed", "What was removed is one of: face, place, name.")
			}
			if !seen[p] {
				seen[p] = true
				s.Removed = append(s.Removed, p)
			}
		}
	}
	if c.DoNotPublish != nil {
		s.DoNotPublish = *c.DoNotPublish
	}
	return nil
}

// ConsentState is a person's answer. Unknown blocks like refused.
type ConsentState string

const (
	ConsentUnknown   ConsentState = "unknown"
	ConsentGiven     ConsentState = "given"
	ConsentRefused   ConsentState = "refused"
	ConsentWithdrawn ConsentState = "withdrawn"
)

// ConsentForm is how the answer was recorded.
type ConsentForm string

const (
	FormWritten ConsentForm = "written"
	FormVerbal  ConsentForm = "verbal" // recorded verbal consent
	FormMark    ConsentForm = "mark"   // fingerprint or mark
)

// ConsentUse is how far the agreement reaches, each including the ones before.
type ConsentUse string

const (
	UseInternal ConsentUse = "internal"
	UsePublic   ConsentUse = "public"
	UseSocial   ConsentUse = "social"
)

// Person is somebody filmed, or a group or crowd, with their consent.
type Person struct {
	ID       PersonID
	Name     string // as the office knows them; never published by itself
	Child    bool
	State    ConsentState
	Form     ConsentForm // "" while State is unknown
	Use      ConsentUse  // "" while State is unknown
	Guardian string      // who agreed for a child; "" = nobody yet
	Language string      // BCP 47 of the wording agreed to
	Expires  string      // yyyy-mm-dd, "" = does not expire
}

// Check refuses a record that would not hold up later.
func (p *Person) Check() error {
	p.Name = strings.TrimSpace(p.Name)
	if n := len([]rune(p.Name)); n == 0 || n > 120 {
		return Invalid("person_name", "Write who the person is, in at most 120 characters. A description is enough, for example “woman with red scarf”.")
	}
	switch p.State {
	case ConsentUnknown, ConsentGiven, ConsentRefused, ConsentWithdrawn:
	default:
		return Invalid("consent_state", "Consent is one of: unknown, given, refused, withdrawn.")
	}
	if p.State == ConsentGiven {
		switch p.Form {
		case FormWritten, FormVerbal, FormMark:
		default:
			return Invalid("consent_form", "Say how consent was recorded: written, verbal or mark.")
		}
		switch p.Use {
		case UseInternal, UsePublic, UseSocial:
		default:
			return Invalid("consent_use", "Say what the person agreed to: internal, public or social.")
		}
	}
	if p.Expires != "" {
		if _, err := time.Parse(time.DateOnly, p.Expires); err != nil {
			return Invalid("consent_expires", "Write the day consent ends as year-month-day, for example 2031-03-09.")
		}
	}
	return nil
}

// block says what stands between this person and the public on a day given as
// yyyy-mm-dd, nil when nothing does.
func (p Person) block(today string) *Problem {
	refuse := func(code, detail string) *Problem { return Refuse(FaultState, code, detail, p.Name) }
	switch {
	case p.State == ConsentRefused:
		return refuse("consent_refused", "%s refused to be shown. Take them out of the story before it is published.")
	case p.State == ConsentWithdrawn:
		return refuse("consent_withdrawn", "%s withdrew consent. The story cannot be published with them in it.")
	case p.State != ConsentGiven:
		return refuse("consent_unknown", "It is not known whether %s agreed to be shown. Ask, and record the answer.")
	case p.Use == UseInternal:
		return refuse("consent_internal", "%s agreed to internal use only, not to publication.")
	case p.Child && p.Guardian == "":
		return refuse("consent_guardian", "%s is a child: a parent or guardian must agree too.")
	case p.Expires != "" && p.Expires < today:
		return refuse("consent_expired", "The consent of %s has ended. Ask again before publishing.")
	}
	return nil
}

// AddPerson puts somebody on record. Whoever may edit the card may do so, and
// publishers, who answer for the gate.
func (d *Dossier) AddPerson(who Scope, p Person, now time.Time) (Person, error) {
	if err := d.mayRecord(who); err != nil {
		return p, err
	}
	if err := p.Check(); err != nil {
		return p, err
	}
	p.ID = NewID[PersonID](now)
	d.People = append(d.People, p)
	d.Story.UpdatedAt = now
	return p, nil
}

// ChangePerson replaces the record of the person with p's id.
func (d *Dossier) ChangePerson(who Scope, p Person, now time.Time) error {
	if err := d.mayRecord(who); err != nil {
		return err
	}
	if err := p.Check(); err != nil {
		return err
	}
	for i := range d.People {
		if d.People[i].ID == p.ID {
			d.People[i] = p
			d.Story.UpdatedAt = now
			return nil
		}
	}
	return NotFound()
}

// RemovePerson takes a record off the story: it was a mistake, or the person
// is no longer shown.
func (d *Dossier) RemovePerson(who Scope, id PersonID, now time.Time) error {
	if err := d.mayRecord(who); err != nil {
		return err
	}
	for i := range d.People {
		if d.People[i].ID == id {
			d.People = append(d.People[:i], d.People[i+1:]...)
			d.Story.UpdatedAt = now
			return nil
		}
	}
	return NotFound()
}

func (d *Dossier) mayRecord(who Scope) error {
	if d.mayEdit(who) || who.May(ActPublish, d.Story.StandsPath) {
		return nil
	}
	return d.deny(who, "The story is with another office now. Ask them to change who is on record.")
}
