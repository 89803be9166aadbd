package story

import (
	"slices"
	"strings"
	"time"
)

// PersonMode tells one person from several who are recorded together (Bond,
// “Putting the people in the pictures first”).
type PersonMode string

const (
	OnePerson PersonMode = "person"
	AGroup    PersonMode = "group" // people who agreed together, one of them speaking
	ACrowd    PersonMode = "crowd" // people in public who are not the subject; they were told, and could step aside
)

// Person is somebody filmed, or several recorded together, with their consent.
// The record belongs to an office's register; any number of stories refer to it.
type Person struct {
	ID         PersonID
	Office     OfficeID // whose register
	OfficePath Path
	OfficeName string
	Mode       PersonMode
	Name       string // as the office knows them; never published by itself
	Child      bool   // a child, or children among them
	Language   string // BCP 47, the one they are spoken to in; "" = not said

	Own      Consent
	Guardian Consent // for a child

	AddedBy   Actor
	CreatedAt time.Time
	Stories   int // how many refer to it; filled when the register is read
}

// check refuses a record that would not hold up later.
func (p *Person) check(now time.Time) error {
	p.Name = strings.TrimSpace(p.Name)
	if n := len([]rune(p.Name)); n == 0 || n > 120 {
		return Invalid("person_name", "Write who the person is, in at most 120 characters. A description is enough, for example “woman with red scarf”.")
	}
	switch p.Mode {
	case "":
		p.Mode = OnePerson
	case OnePerson, AGroup, ACrowd:
	default:
		return Invalid("person_mode", "It is one of: person, group, crowd.")
	}
	if len(p.Language) > 35 { // RFC 5646, section 4.4.1
		return Invalid("language", "Choose the language from the list.")
	}
	if err := p.Own.check(p.Mode, SideOwn, now); err != nil {
		return err
	}
	if !p.Child {
		p.Guardian = Consent{State: ConsentUnknown}
	}
	return p.Guardian.check(p.Mode, SideGuardian, now)
}

// asks is what a publication asks of the people in it.
type asks struct {
	today string     // yyyy-mm-dd
	since time.Time  // when it began; zero = it is about to
	use   ConsentUse // how far consent must reach
	file  bool       // the form or recording must be there
	risk  Risk
	gone  []Pillar
}

// blocks says what stands between this person and the public, nil when nothing
// does. A child needs both: their own answer and a guardian's.
func (p Person) blocks(a asks) *Problem {
	if b := p.Own.blocks(p, SideOwn, a); b != nil {
		return b
	}
	if p.Mode == ACrowd && !slices.Contains(a.gone, PillarFace) {
		switch {
		case p.Child:
			return person("crowd_children", "Children can be recognised among %s: put each of them on record with a guardian, or take faces out.", p)
		case a.risk == RiskHigh:
			return person("crowd_risk", "At high risk, telling a crowd is not enough: take faces out, or ask the people among %s one by one.", p)
		}
		return nil
	}
	if p.Child && p.Mode != ACrowd {
		return p.Guardian.blocks(p, SideGuardian, a)
	}
	return nil
}

// person is a problem with somebody in it, see [Problem.About].
func person(code, detail string, p Person) *Problem {
	b := Refuse(FaultState, code, detail, p.Name)
	b.About = p.Name
	return b
}

// refusals are the sentences for what may be wrong with an answer, the
// person's own and a guardian's.
var refusals = map[string]map[Side]string{
	"consent_refused": {
		SideOwn:      "%s refused to be shown. Take them out of the story before it is published.",
		SideGuardian: "The parent or guardian of %s refused. Take the child out of the story before it is published."},
	"consent_withdrawn": {
		SideOwn:      "%s withdrew consent. The story cannot be published with them in it.",
		SideGuardian: "The parent or guardian of %s withdrew consent. The story cannot be published with the child in it."},
	"consent_unknown":  {SideOwn: "It is not known whether %s agreed to be shown. Ask, and record the answer."},
	"consent_guardian": {SideGuardian: "%s is a child: a parent or guardian must agree too."},
	"consent_internal": {
		SideOwn:      "%s agreed to internal use only, not to publication.",
		SideGuardian: "The parent or guardian of %s agreed to internal use only, not to publication."},
	"consent_social": {
		SideOwn:      "%s agreed to be shown on our own pages, not on social networks.",
		SideGuardian: "The parent or guardian of %s agreed to our own pages, not to social networks."},
	"consent_expired": {
		SideOwn:      "The consent of %s has ended. Ask again before publishing.",
		SideGuardian: "The consent of the parent or guardian of %s has ended. Ask again before publishing."},
	"consent_file": {
		SideOwn:      "The form or recording with the consent of %s is missing. Attach it to their record.",
		SideGuardian: "The form or recording with the consent of the parent or guardian of %s is missing. Attach it to the record."},
}

func (c Consent) blocks(p Person, side Side, a asks) *Problem {
	code := ""
	switch {
	case c.State == ConsentRefused:
		code = "consent_refused"
	case c.State == ConsentWithdrawn:
		// “From now on” leaves what was public before.
		if c.Reach == ReachFuture && !a.since.IsZero() && a.since.Before(c.RecordedAt) {
			return nil
		}
		code = "consent_withdrawn"
	case c.State != ConsentGiven && side == SideGuardian:
		code = "consent_guardian"
	case c.State != ConsentGiven:
		code = "consent_unknown"
	case c.Use == UseInternal && a.use != UseInternal:
		code = "consent_internal"
	case uses[c.Use] < uses[a.use]:
		code = "consent_social"
	case c.Expires != "" && c.Expires < a.today:
		code = "consent_expired"
	case a.file && c.Form != FormNotice && !slices.ContainsFunc(c.Files, func(f ConsentFile) bool { return f.SHA256 != "" }):
		code = "consent_file"
	default:
		return nil
	}
	return person(code, refusals[code][side], p)
}

// AddPerson puts somebody on record, in the register of the story's office.
// Whoever may edit the card may do so, and publishers, who answer for the gate.
func (d *Dossier) AddPerson(who Scope, p Person, now time.Time) (Person, error) {
	if err := d.mayRecord(who); err != nil {
		return p, err
	}
	if err := p.check(now); err != nil {
		return p, err
	}
	p.ID, p.CreatedAt, p.AddedBy = NewID[PersonID](now), now, who.Actor()
	p.Office, p.OfficePath, p.OfficeName = d.Story.Office, d.Story.OfficePath, d.Story.OfficeName
	p.Own.stamp(who.Actor(), now)
	if p.Child {
		p.Guardian.stamp(who.Actor(), now)
	}
	d.People = append(d.People, p)
	d.Story.UpdatedAt = now
	d.Entries = append(d.Entries, p.entry(DeedPersonAdded, who, now).Of(&d.Story))
	d.uphold(who.Actor(), VerbLapse, now)
	return p, nil
}

// LinkPerson puts somebody into the story who is in a register already. p is
// what the asker may see of it.
func (d *Dossier) LinkPerson(who Scope, p Person, now time.Time) error {
	if err := d.mayRecord(who); err != nil {
		return err
	}
	if slices.ContainsFunc(d.People, func(o Person) bool { return o.ID == p.ID }) {
		return nil
	}
	d.People = append(d.People, p)
	d.Story.UpdatedAt = now
	d.Entries = append(d.Entries, p.entry(DeedPersonLinked, who, now).Of(&d.Story))
	d.uphold(who.Actor(), VerbLapse, now)
	return nil
}

// RemovePerson takes somebody out of the story: it was a mistake, or they are
// no longer shown. Of somebody who said no that must be said in words, for it
// opens the gate. The record stays in its register.
func (d *Dossier) RemovePerson(who Scope, id PersonID, reason string, now time.Time) error {
	if err := d.mayRecord(who); err != nil {
		return err
	}
	i := slices.IndexFunc(d.People, func(p Person) bool { return p.ID == id })
	if i < 0 {
		return NotFound()
	}
	p := d.People[i]
	reason, err := takeNote(reason, false)
	if err != nil {
		return err
	}
	if no := p.saidNo(); no && reason == "" {
		return Invalid("reason_missing", "%s said no. Say how they are no longer in the story: cut out, blurred, or recorded by mistake.", p.Name)
	} else if no {
		d.step(VerbOmit, who.Actor(), d.Story, reason, now)
	}
	d.People = slices.Delete(d.People, i, i+1)
	d.Story.UpdatedAt = now
	d.Entries = append(d.Entries, p.entry(DeedPersonUnlinked, who, now).Of(&d.Story))
	return nil
}

// saidNo tells whether somebody refused or withdrew, on either side.
func (p Person) saidNo() bool {
	no := func(c Consent) bool { return c.State == ConsentRefused || c.State == ConsentWithdrawn }
	return no(p.Own) || p.Child && no(p.Guardian)
}

func (c *Consent) stamp(by Actor, now time.Time) {
	c.ID, c.RecordedAt, c.RecordedBy = NewID[ConsentID](now), now, by
}

// entry is a line of the audit log about a person filmed: their answers in
// codes, never their name.
func (p Person) entry(what Deed, who Scope, now time.Time) Entry {
	e := NewEntry(what, who, string(p.ID), now).AtOffice(p.Office)
	for _, s := range []struct {
		side Side
		c    Consent
	}{{SideOwn, p.Own}, {SideGuardian, p.Guardian}} {
		if s.side == SideGuardian && !p.Child {
			continue
		}
		k := string(s.side) + "_"
		e = e.With(k+"consent", string(s.c.ID)).With(k+"state", string(s.c.State)).With(k+"form", string(s.c.Form)).With(k+"use", string(s.c.Use)).
			With(k+"wording", string(s.c.Wording)).With(k+"expires", s.c.Expires).With(k+"reach", string(s.c.Reach))
	}
	return e
}

func (d *Dossier) mayRecord(who Scope) error {
	if d.mayEdit(who) || who.May(ActPublish, d.Story.StandsPath) {
		return nil
	}
	return d.deny(who, "The story is with another office now. Ask them to change who is on record.")
}
