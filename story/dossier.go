package story

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Dossier is a story with everything a decision about it rests on, loaded and
// locked by storage. Its methods decide: each either changes the dossier and
// adds a [Step], or refuses with a [Problem] and changes nothing. Storage then
// saves what changed in the same transaction.
type Dossier struct {
	Story        Story
	People       []Person
	Clips        []ClipBrief
	Publications []Publication
	Endorsements []Endorsement // by other offices, the first first
	Echoes       []Endorsement // said of other stories, that this one is the same; each with that story as its twin, and its office
	Policy       Policy
	Above        []Office // from the office where the story stands up to headquarters, that office first
	Last         Step     // the newest step that moved the story; never one of [Aside]
	Before       Office   // where it stood before Last; zero where it began

	Was Was // what storage loaded, to save only what a decision changed

	// Key is what the client called this creation, "" = nothing. One author
	// makes one story of a key, however often it is asked for.
	Key string

	Steps         []Step         // added by a decision, to be appended to the trail
	Notices       []Notice       // added by a decision, to be told
	Entries       []Entry        // added by a decision, for the audit log
	Comments      []Comment      // added, to be saved
	InternalNotes []InternalNote // added, to be saved
	Thrown        []Trashed      // put into the trash
	Restored      []Trashed      // taken back out of it

	Clock *ClockChange // decided, to be carried out; nil = nothing
}

// Was is what a dossier held when it was loaded.
type Was struct {
	People       []Person
	Publications []Publication
	Trashed      bool
	Endorsements []Endorsement
}

// ClipBrief is what a decision needs to know of a clip.
type ClipBrief struct {
	ID         ClipID
	State      ClipState
	Watchable  bool
	Growing    bool // watchable only as far as it is made, see [Clip.Growing]
	Preview    bool // watchable only as a small copy, see [Clip.PreviewOnly]
	Camera     Camera
	CapturedAt time.Time // corrected; zero = nobody knows
}

// NewStory opens the dossier of a story that nobody has seen yet. office is
// where it comes from; who must be allowed to contribute there.
func NewStory(who Scope, office Office, card Card, now time.Time) (*Dossier, error) {
	if !who.May(ActContribute, office.Path) {
		return nil, Forbidden("You cannot add stories to %s. Choose your own office.", office.Name)
	}
	if office.Closed {
		return nil, Conflict("office_closed", "%s is closed and takes no new stories. Choose another office.", office.Name)
	}
	st := Story{
		ID: NewID[StoryID](now), Author: who.Actor(), Stage: Draft, Risk: RiskLow,
		Office: office.ID, OfficePath: office.Path, OfficeName: office.Name,
		StandsAt: office.ID, StandsPath: office.Path, StandsName: office.Name,
		Since: now, CreatedAt: now, UpdatedAt: now,
	}
	if err := st.apply(card); err != nil {
		return nil, err
	}
	d := &Dossier{Story: st}
	d.step(VerbCreate, who.Actor(), Story{}, "", now)
	d.logRestriction(false, who, now)
	return d, nil
}

// ParseKey reads the key of a creation: 1 to 100 printable ASCII characters,
// or "" for none.
func ParseKey(key string) (string, error) {
	outside := func(r rune) bool { return r <= ' ' || r > '~' }
	if len(key) > 100 || strings.ContainsFunc(key, outside) {
		return "", Invalid("idempotency_key", "An Idempotency-Key is at most 100 printable characters without spaces.")
	}
	return key, nil
}

// Edit changes the card. The author may while it is theirs (draft, returned)
// or waits at its first office; an editor may where it stands; an
// administrator always. Lifting “do not publish” is the administrator's alone.
// Whether originals are restricted is decided by others too, see [Dossier.MayRestrict].
func (d *Dossier) Edit(who Scope, card Card, now time.Time) error {
	rest := card
	rest.Restricted = nil
	if (card.Restricted == nil || rest != Card{}) && !d.mayEdit(who) {
		return d.deny(who, "The story is with another office now. Write to them through its notes.")
	}
	st := d.Story
	if st.DoNotPublish && card.DoNotPublish != nil && !*card.DoNotPublish && !who.May(ActAdminister, st.StandsPath) {
		return Forbidden("“Do not publish” can only be lifted by an administrator.")
	}
	if err := st.apply(card); err != nil {
		return err
	}
	if card.Restricted != nil {
		if err := d.restrict(who, *card.Restricted, &st); err != nil {
			return err
		}
	}
	st.UpdatedAt = now
	was := d.Story.Restricted
	d.Story = st
	d.logRestriction(was, who, now)
	d.uphold(who.Actor(), VerbLapse, now)
	return nil
}

func (d *Dossier) mayEdit(who Scope) bool {
	st := &d.Story
	author := st.Author.ID == who.Member &&
		(st.Stage == Draft || st.Stage == Returned || st.Stage == Waiting && st.StandsAt == st.Office)
	return st.Stage != Withdrawn && (author || who.May(ActCurate, st.StandsPath) || who.May(ActAdminister, st.StandsPath))
}

// MayAddClips tells whether the person may add clips: whoever may edit.
func (d *Dossier) MayAddClips(who Scope) error {
	if !d.mayEdit(who) {
		return d.deny(who, "Clips can no longer be added to this story: it is with another office now.")
	}
	return nil
}

// step records what happened between the story as it was and as it is.
func (d *Dossier) step(v Verb, by Actor, was Story, note string, now time.Time) *Step {
	d.Story.UpdatedAt = now
	s := Step{
		ID: NewID[StepID](now), Verb: v, At: now, By: by, Note: note,
		FromOffice: was.StandsAt, ToOffice: d.Story.StandsAt, FromName: was.StandsName, ToName: d.Story.StandsName,
		FromStage: was.Stage, ToStage: d.Story.Stage, FromSince: was.Since,
	}
	d.Steps = append(d.Steps, s)
	d.Last = s
	d.Before = Office{ID: was.StandsAt, Path: was.StandsPath, Name: was.StandsName}
	d.tellStep(s)
	return &d.Steps[len(d.Steps)-1]
}

// deny answers a stranger with "not found" and everyone else with the reason,
// and with the step that took the story where it is, where one did.
func (d *Dossier) deny(who Scope, reason string, args ...any) error {
	if !who.Sees(&d.Story) {
		return NotFound()
	}
	p := Forbidden(reason, args...)
	switch d.Last.Verb {
	case VerbRaise, VerbPull, VerbRise:
		p.Detail += " " + d.Last.Told(who)
		p.Step = &d.Last
	}
	return p
}

// from refuses a verb that does not fit the story's stage, telling what it is
// now and who made it so.
func (d *Dossier) from(who Scope, v Verb, allowed ...Stage) error {
	if slices.Contains(allowed, d.Story.Stage) {
		return nil
	}
	if d.Last.ID == "" {
		return Conflict("stage", "The story is %s at %s now, so it cannot be %s.", d.Story.Stage, d.Story.StandsName, participle[v])
	}
	p := Conflict("stage", "%s The story is %s at %s now, so it cannot be %s.", d.Last.Told(who), d.Story.Stage, d.Story.StandsName, participle[v])
	p.Step = &d.Last
	return p
}

// participle completes "the story cannot be …".
var participle = map[Verb]string{
	VerbSubmit: "sent in", VerbRaise: "raised", VerbPull: "pulled up", VerbReturn: "returned", VerbKeep: "kept",
	VerbDecline: "declined", VerbClear: "cleared", VerbPublish: "published", VerbWithdraw: "withdrawn",
	VerbMove: "moved", VerbEndorse: "endorsed", VerbAlso: "said to be raised elsewhere too",
}

// takeNote cleans a note and refuses one that is too long or, where a reason
// is owed to the author, missing.
func takeNote(note string, required bool) (string, error) {
	note = strings.TrimSpace(note)
	if required && note == "" {
		return "", Invalid("note_missing", "Say why, in a sentence or two: the author will read it.")
	}
	if utf8.RuneCountInString(note) > 4000 {
		return "", Invalid("note_long", "The note is longer than 4,000 characters. Please shorten it.")
	}
	return note, nil
}
