package story

import (
	"slices"
	"time"
)

// What other offices say of a story. They speak beside the climb: none of it
// moves the story, hinders anybody who decides on it, or is undone with a
// decision.
const (
	VerbEndorse   Verb = "endorse"   // another office stands behind it
	VerbAlso      Verb = "also"      // another office has the same story
	VerbUnendorse Verb = "unendorse" // either was taken back
)

// Aside lists the verbs that are in the trail and are nobody's last step: who
// decides need not have seen them, and an undo reaches past them.
func Aside() []Verb { return []Verb{VerbEndorse, VerbAlso, VerbUnendorse} }

const (
	DeedEndorsed   Deed = "story.endorsed"   // details: office, also (the story that is the same)
	DeedUnendorsed Deed = "story.unendorsed" // details: step (that was taken back)
)

// Endorsement is the word of another office on a story. It bears the id of its
// step in the trail.
type Endorsement struct {
	ID         StepID
	Office     OfficeID // in whose name
	OfficeName string   // filled when a story is read
	By         Actor
	At         time.Time
	Note       string // up to 4,000 characters; empty only beside a twin
	// Twin is the same story, raised by that office too; nil = none. When a
	// story is read it holds what [Scope.Sees] and a link need, no more.
	Twin *Story
}

// endorsable are the stages in which a story is other people's business.
var endorsable = []Stage{Waiting, Returned, Kept, Declined, Cleared}

// Voices are the offices in whose name the person can endorse the story: those
// where they are an editor by a grant of its own, but not the one it comes
// from and not the one where it stands, for these have other words to say.
func (d *Dossier) Voices(who Scope) (list []OfficeID) {
	st := &d.Story
	if !who.Sees(st) || st.Author.ID == who.Member || !slices.Contains(endorsable, st.Stage) {
		return nil
	}
	for _, g := range who.Grants {
		if allowed[g.Role][ActCurate] && g.Office != st.Office && g.Office != st.StandsAt && !slices.Contains(list, g.Office) {
			list = append(list, g.Office)
		}
	}
	return list
}

// twins are the stories of which somebody has said that they and this one are the
// same, at whichever of the two.
func (d *Dossier) twins() (list []StoryID) {
	for _, e := range slices.Concat(d.Endorsements, d.Echoes) {
		if e.Twin != nil {
			list = append(list, e.Twin.ID)
		}
	}
	return list
}

// TwinQuery asks for the stories that a person could name as the same as another,
// by the rules of [Dossier.AlsoRaised]: among those that they see, their own and
// those of offices where they curate.
type TwinQuery struct {
	NotFrom OfficeID
	Not     []StoryID
	Stages  []Stage
}

// Twins says which stories could be named as the same as this one.
func (d *Dossier) Twins() TwinQuery {
	return TwinQuery{NotFrom: d.Story.Office, Not: append(d.twins(), d.Story.ID), Stages: endorsable}
}

// Said is what the person reads beside the story, the first first: what was said
// of it, and what was said of another that they see, that the two are the same.
func (d *Dossier) Said(who Scope) []Endorsement {
	list := slices.Clone(d.Endorsements)
	for _, e := range d.Echoes {
		here := func(o Endorsement) bool { return o.Twin != nil && o.Twin.ID == e.Twin.ID }
		if who.Sees(e.Twin) && !slices.ContainsFunc(d.Endorsements, here) {
			list = append(list, e)
		}
	}
	slices.SortStableFunc(list, func(a, b Endorsement) int { return a.At.Compare(b.At) })
	return list
}

// MayAlso tells whether the person could have a story of theirs: whether that
// is another office's is asked when they name it.
func (d *Dossier) MayAlso(who Scope) bool {
	_, ok := who.Home()
	return ok && who.Sees(&d.Story) && slices.Contains(endorsable, d.Story.Stage)
}

// Endorse says in the name of an office that it stands behind the story, and
// why. office "" is the only one the person can speak for, or the first.
func (d *Dossier) Endorse(who Scope, office OfficeID, note string, now time.Time) error {
	if !who.Sees(&d.Story) {
		return NotFound()
	}
	if err := d.from(who, VerbEndorse, endorsable...); err != nil {
		return err
	}
	voices := d.Voices(who)
	if office == "" && len(voices) > 0 {
		office = voices[0]
	}
	if !slices.Contains(voices, office) {
		return Forbidden("A story is endorsed by editors of other offices: not by its author, nor for %s or %s.", d.Story.OfficeName, d.Story.StandsName)
	}
	if slices.ContainsFunc(d.Endorsements, func(e Endorsement) bool { return e.By.ID == who.Member && e.Twin == nil }) {
		return Conflict("endorsed", "You have endorsed this story already. Take that back first to say something else.")
	}
	note, err := takeNote(note, true)
	if err != nil {
		return err
	}
	d.endorse(who, VerbEndorse, Endorsement{Office: office, Note: note}, now)
	return nil
}

// AlsoRaised says that a story of the person's, from another office, is the same
// as this one. twin is it, as they see it.
func (d *Dossier) AlsoRaised(who Scope, twin *Story, note string, now time.Time) error {
	if !who.Sees(&d.Story) || !who.Sees(twin) {
		return NotFound()
	}
	if err := d.from(who, VerbAlso, endorsable...); err != nil {
		return err
	}
	if twin.Author.ID != who.Member && !who.May(ActCurate, twin.OfficePath) {
		return Forbidden("Only its author, or an editor of %s, can say that “%s” is the same story.", twin.OfficeName, twin.Title)
	}
	switch {
	case twin.Office == d.Story.Office:
		return Conflict("also_office", "Both stories come from %s. Only the story of another office is “also raised”.", twin.OfficeName)
	case !slices.Contains(endorsable, twin.Stage):
		return Conflict("also_stage", "“%s” is %s, so it cannot be named here. Send it in first.", twin.Title, twin.Stage)
	case slices.Contains(d.twins(), twin.ID):
		return Conflict("also_known", "“%s” is named here already.", twin.Title)
	}
	note, err := takeNote(note, false)
	if err != nil {
		return err
	}
	d.endorse(who, VerbAlso, Endorsement{Office: twin.Office, Note: note, Twin: twin}, now)
	return nil
}

func (d *Dossier) endorse(who Scope, v Verb, e Endorsement, now time.Time) {
	e.ID, e.By, e.At = d.aside(v, who, e.Note, now).ID, who.Actor(), now
	d.Endorsements = append(d.Endorsements, e)
	entry := NewEntry(DeedEndorsed, who, string(e.ID), now).Of(&d.Story).With("office", string(e.Office))
	if e.Twin != nil {
		entry = entry.With("also", string(e.Twin.ID))
	}
	d.Entries = append(d.Entries, entry)
}

// Unendorse takes back what the person said, whatever became of the story since.
func (d *Dossier) Unendorse(who Scope, id StepID, now time.Time) error {
	i := slices.IndexFunc(d.Endorsements, func(e Endorsement) bool { return e.ID == id })
	if i < 0 || !who.Sees(&d.Story) {
		return NotFound()
	}
	if by := d.Endorsements[i].By; by.ID != who.Member {
		return Forbidden("Only %s can take this back.", by.Name)
	}
	d.Endorsements = slices.Delete(slices.Clone(d.Endorsements), i, i+1)
	d.aside(VerbUnendorse, who, "", now).Undoes = id
	d.Entries = append(d.Entries, NewEntry(DeedUnendorsed, who, string(id), now).Of(&d.Story).With("step", string(id)))
	return nil
}

// aside adds a step that leaves the story, and its last step, as they were.
func (d *Dossier) aside(v Verb, who Scope, note string, now time.Time) *Step {
	last, before, updated := d.Last, d.Before, d.Story.UpdatedAt
	s := d.step(v, who.Actor(), d.Story, note, now)
	d.Last, d.Before, d.Story.UpdatedAt = last, before, updated
	return s
}
