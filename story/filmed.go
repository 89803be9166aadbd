package story

import (
	"slices"
	"time"
)

// Filmed is somebody's record with every story that they are in, loaded and
// locked together: what they say reaches all of them at once.
type Filmed struct {
	Person  Person
	Stories []*Dossier
	Entries []Entry // added by a decision, for the audit log
}

// SeesPerson tells whether somebody may read a record in its register: whoever
// put it there, and those who curate, publish or administer its office.
// storage/postgres says the same in SQL.
func (s Scope) SeesPerson(p *Person) bool {
	if s.Member == "" {
		return false
	}
	return p.AddedBy.ID == s.Member || s.May(ActCurate, p.OfficePath) || s.May(ActPublish, p.OfficePath)
}

// SeesConsent tells whether somebody may read who is in a story and what they
// agreed to: its author, and those who curate or publish it. Others who see the
// story learn that the gate is closed, and no name.
func (s Scope) SeesConsent(st *Story) bool {
	if !s.Sees(st) {
		return false
	}
	return st.Author.ID == s.Member || s.May(ActCurate, st.OfficePath) || s.May(ActPublish, st.OfficePath) ||
		s.May(ActCurate, st.StandsPath) || s.May(ActPublish, st.StandsPath)
}

// Known tells whether somebody may read the record: through its register, or
// through a story that they see it in.
func (f *Filmed) Known(who Scope) bool {
	return who.SeesPerson(&f.Person) || slices.ContainsFunc(f.Stories, func(d *Dossier) bool { return who.SeesConsent(&d.Story) })
}

// MayChange refuses whoever may not change the record: those who may put people
// on record in one of the stories, and those who curate or publish at the
// register's office, may.
func (f *Filmed) MayChange(who Scope) error {
	if !f.Known(who) {
		return NotFound()
	}
	if who.May(ActCurate, f.Person.OfficePath) || who.May(ActPublish, f.Person.OfficePath) {
		return nil
	}
	for _, d := range f.Stories {
		if d.mayRecord(who) == nil {
			return nil
		}
	}
	if len(f.Stories) == 0 { // whoever put it there, while no story has it
		return nil
	}
	return Forbidden("The story is with another office now. Ask them to change who is on record.")
}

// MayAttach refuses whoever may not add a form or recording: it changes no
// answer, so that whoever made the story, or put the person on record, may send
// the paper long after.
func (f *Filmed) MayAttach(who Scope) error {
	if !f.Known(who) {
		return NotFound()
	}
	mine := func(d *Dossier) bool { return d.Story.Author.ID == who.Member }
	if f.Person.AddedBy.ID == who.Member || slices.ContainsFunc(f.Stories, mine) {
		return nil
	}
	return f.MayChange(who)
}

// Change replaces the record. An answer that differs from the one on record is
// a new answer; the old one stays in the history.
func (f *Filmed) Change(who Scope, p Person, now time.Time) error {
	if err := f.MayChange(who); err != nil {
		return err
	}
	was := f.Person
	p.ID, p.Office, p.OfficePath, p.OfficeName, p.AddedBy, p.CreatedAt = was.ID, was.Office, was.OfficePath, was.OfficeName, was.AddedBy, was.CreatedAt
	if err := p.check(now); err != nil {
		return err
	}
	v := VerbLapse
	for _, s := range []struct{ old, new *Consent }{{&was.Own, &p.Own}, {&was.Guardian, &p.Guardian}} {
		if s.new.same(*s.old) {
			*s.new = *s.old
			continue
		}
		files := s.old.Files
		s.new.stamp(who.Actor(), now)
		s.new.Files = files
		if s.new.State == ConsentWithdrawn {
			v = stronger(v, s.new.Reach)
		}
	}
	f.Person = p
	f.Entries = append(f.Entries, p.entry(DeedPersonChanged, who, now))
	f.spread(who.Actor(), v, now)
	return nil
}

// Withdraw takes consent back in the name of the person filmed. Everybody who
// has to do with one of the stories may pass it on, its author too, wherever it
// stands by now; and the person themselves, through their own link, as nobody.
// What was withdrawn already is not withdrawn twice.
func (f *Filmed) Withdraw(who Scope, reach Reach, now time.Time) error {
	if err := f.mayWithdraw(who); err != nil {
		return err
	}
	if reach != ReachAll && reach != ReachFuture {
		return Invalid("consent_reach", "Say what is withdrawn: “future” or “all”.")
	}
	was := f.Person.Own
	if was.State == ConsentWithdrawn && (was.Reach == ReachAll || was.Reach == reach) {
		return nil
	}
	f.Person.Own = Consent{State: ConsentWithdrawn, Reach: reach, Wording: was.Wording, Version: was.Version, Language: was.Language,
		GivenOn: was.GivenOn, Files: was.Files}
	f.Person.Own.stamp(who.Actor(), now)
	f.Entries = append(f.Entries, f.Person.entry(DeedPersonWithdrew, who, now))
	f.spread(who.Actor(), stronger(VerbLapse, reach), now)
	return nil
}

func (f *Filmed) mayWithdraw(who Scope) error {
	if who.Member == "" {
		return nil // the person themselves: their link was checked
	}
	if !f.Known(who) {
		return NotFound()
	}
	return nil
}

// stronger is the verb for a withdrawal, where another side may have said more.
func stronger(v Verb, reach Reach) Verb {
	if reach == ReachAll || v == VerbRecall {
		return VerbRecall
	}
	return VerbRetract
}

// spread takes the record into every story and has the gate hold there.
func (f *Filmed) spread(by Actor, v Verb, now time.Time) {
	for _, d := range f.Stories {
		for i := range d.People {
			if d.People[i].ID == f.Person.ID {
				d.People[i] = f.Person
			}
		}
		d.uphold(by, v, now)
	}
}
