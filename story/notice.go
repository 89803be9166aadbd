package story

import (
	"slices"
	"time"
)

// Happening is something that people are told of. The words are stored, sent to
// webhooks and shown in docs/notices.md; they never follow a rename in Go.
type Happening string

const (
	StorySubmitted Happening = "story.submitted"
	StoryRaised    Happening = "story.raised"
	StoryPulled    Happening = "story.pulled"
	StoryReturned  Happening = "story.returned"
	StoryKept      Happening = "story.kept"
	StoryDeclined  Happening = "story.declined"
	StoryCleared   Happening = "story.cleared"
	StoryPublished Happening = "story.published"
	StoryWithdrawn Happening = "story.withdrawn"
	StoryUndone    Happening = "story.undone"
	StoryMoved     Happening = "story.moved"
	StoryOverdue   Happening = "story.overdue" // it has waited for as long as was agreed
	StoryRisen     Happening = "story.risen"   // it has waited twice as long, and went up by itself

	StoryTrashed    Happening = "story.trashed"
	StoryRetired    Happening = "story.retired" // a rule of the organisation put it into the trash
	StoryRestored   Happening = "story.restored"
	ClipTrashed     Happening = "clip.trashed"
	ClipRestored    Happening = "clip.restored"
	StoryEndorsed   Happening = "story.endorsed"    // another office stands behind it
	StoryAlsoRaised Happening = "story.also_raised" // another office has the same story

	CommentWritten   Happening = "comment.written"   // a comment on a story
	CommentMentioned Happening = "comment.mentioned" // a comment that names them
	NoteMentioned    Happening = "note.mentioned"    // an internal note that names them

	ConsentRecalled  Happening = "consent.recalled"  // somebody filmed takes everything back
	ConsentRetracted Happening = "consent.retracted" // somebody filmed takes consent back from now on
	ConsentLapsed    Happening = "consent.lapsed"    // a story is public no longer, or not cleared any more
	ConsentOmitted   Happening = "consent.omitted"   // somebody who said no was taken out
	CodeUsed         Happening = "account.code_used" // one of somebody's recovery codes let a person in
	Invited          Happening = "account.invited"   // an administrator made them an account

	OfficeWeek Happening = "office.week" // what came up to an office since it was last told so

	ConsentEnding Happening = "consent.ending" // a consent ends within a month, and the story is public
)

// happenings says what people are told when a verb was carried out. A verb that
// is not here is carried out in silence.
var happenings = map[Verb]Happening{
	VerbSubmit: StorySubmitted, VerbRaise: StoryRaised, VerbPull: StoryPulled, VerbReturn: StoryReturned, VerbKeep: StoryKept,
	VerbDecline: StoryDeclined, VerbClear: StoryCleared, VerbPublish: StoryPublished, VerbWithdraw: StoryWithdrawn,
	VerbUndo: StoryUndone, VerbMove: StoryMoved, VerbRise: StoryRisen,
	VerbEndorse: StoryEndorsed, VerbAlso: StoryAlsoRaised,
	VerbRecall: ConsentRecalled, VerbRetract: ConsentRetracted, VerbLapse: ConsentLapsed, VerbOmit: ConsentOmitted,
	VerbTrash: StoryTrashed, VerbRestore: StoryRestored, VerbTrashClip: ClipTrashed, VerbRestoreClip: ClipRestored,
}

// Audience is a part of the people who may be told of something.
type Audience string

const (
	ToAuthor     Audience = "author"     // whoever made the story
	ToEditors    Audience = "editors"    // who decides where the story stands now
	ToPublishers Audience = "publishers" // who publishes where the story stands now
	ToLeft       Audience = "left"       // who decides at the office that the story left
	ToSkipped    Audience = "skipped"    // who decides at offices that the story was taken past
	ToDeciders   Audience = "deciders"   // whoever took a step with it before
	ToNamed      Audience = "named"      // those whom the notice names
)

// Telling is a line of the table of who is told of what.
type Telling struct {
	What Happening
	Whom []Audience
	// Outside tells whether webhooks hear of it too: what is between people of
	// the organisation stays there.
	Outside bool
}

// Tellings is the whole table. The author is in every line that is about what
// became of the story.
func Tellings() []Telling {
	return []Telling{
		{StorySubmitted, []Audience{ToEditors}, true},
		{StoryRaised, []Audience{ToAuthor, ToEditors}, true},
		{StoryPulled, []Audience{ToAuthor, ToEditors, ToLeft, ToSkipped}, true},
		{StoryReturned, []Audience{ToAuthor}, true},
		{StoryKept, []Audience{ToAuthor, ToDeciders}, true},
		{StoryDeclined, []Audience{ToAuthor, ToDeciders}, true},
		{StoryCleared, []Audience{ToAuthor, ToDeciders, ToPublishers}, true},
		{StoryPublished, []Audience{ToAuthor, ToDeciders}, true},
		{StoryWithdrawn, []Audience{ToAuthor, ToDeciders, ToPublishers}, true},
		{StoryMoved, []Audience{ToAuthor, ToEditors}, true},
		{StoryUndone, []Audience{ToAuthor, ToLeft}, true},
		{StoryOverdue, []Audience{ToAuthor, ToEditors}, true},
		{StoryRisen, []Audience{ToAuthor, ToEditors, ToLeft, ToSkipped}, true},
		{StoryTrashed, []Audience{ToAuthor}, true},
		{StoryRetired, []Audience{ToAuthor}, true},
		{StoryRestored, []Audience{ToAuthor}, true},
		{ClipTrashed, []Audience{ToAuthor}, false},
		{ClipRestored, []Audience{ToAuthor}, false},
		{StoryEndorsed, []Audience{ToAuthor, ToEditors}, true},
		{StoryAlsoRaised, []Audience{ToAuthor, ToEditors}, true},
		{CommentWritten, []Audience{ToAuthor, ToEditors}, false},
		{CommentMentioned, []Audience{ToNamed}, false},
		{NoteMentioned, []Audience{ToNamed}, false},
		{ConsentRecalled, []Audience{ToAuthor, ToDeciders, ToEditors, ToPublishers}, true},
		{ConsentRetracted, []Audience{ToAuthor, ToEditors, ToPublishers}, true},
		{ConsentLapsed, []Audience{ToAuthor, ToEditors, ToPublishers}, true},
		{ConsentOmitted, []Audience{ToAuthor, ToPublishers}, false},
		{ConsentEnding, []Audience{ToAuthor, ToPublishers}, false},
		{CodeUsed, []Audience{ToNamed}, false},
		{Invited, []Audience{ToNamed}, false},
		{OfficeWeek, []Audience{ToNamed}, false},
	}
}

// Outside tells whether webhooks hear of it.
func Outside(what Happening) bool {
	i := slices.IndexFunc(Tellings(), func(t Telling) bool { return t.What == what })
	return i >= 0 && Tellings()[i].Outside
}

// Notice says that something happened. A decision adds it to its [Dossier];
// storage writes it, with whom it is for, in the transaction of the decision:
// nobody is told of what did not happen, and nothing that happened is lost on
// the way to mail and webhooks.
type Notice struct {
	ID    NoticeID
	What  Happening
	At    time.Time
	By    Actor   // zero = the clock
	Story StoryID // "" = about no story
	Title string  // of the story; filled when notices are read
	Note  string  // the reason, or what was written; up to 4,000 characters
	Step  StepID  // of the trail; "" = none
	// From and To are the offices it left and stands at; the same where it did
	// not move. Names are filled when notices are read.
	From, To         OfficeID
	FromName, ToName string
	Named            []MemberID // told beside those whom the table says
	Spared           []MemberID // not told, for another notice tells them more
	Read             bool       // by whom it is read for; filled when notices are read
	Since            time.Time  // of a week: how far it looks back; filled when notices are read
	Week             *Week      // what came up to To; filled for mail, nil where it is about no week
}

// Tell adds a notice about the story to the decision. Whom the table says is
// told, and the named besides; never whoever did it.
func (d *Dossier) Tell(what Happening, by Actor, note string, now time.Time, named ...MemberID) {
	at := d.Story.StandsAt
	d.Notices = append(d.Notices, Notice{ID: NewID[NoticeID](now), What: what, At: now, By: by, Story: d.Story.ID, Note: note, From: at, To: at, Named: named})
}

// tellStep adds the notice that goes with a step, where one does.
func (d *Dossier) tellStep(s Step) {
	what, ok := happenings[s.Verb]
	if !ok {
		return
	}
	if what == StoryTrashed && s.By.ID == "" {
		what = StoryRetired // nobody's deed
	}
	d.Tell(what, s.By, s.Note, s.At)
	n := &d.Notices[len(d.Notices)-1]
	n.Step = s.ID
	if s.FromOffice != "" {
		n.From = s.FromOffice
	}
}

// Near is a grant of somebody who might be told: one at an office between the
// story and headquarters.
type Near struct {
	Member MemberID
	Office OfficeID
	Role   Role
}

// Addressees are the members whom a notice is for. near are the grants at the
// offices of [Dossier.Above]; deciders took a step before. Where an office has
// nobody who could act, the next one above that has somebody is told in its
// place: no story waits at an empty desk.
func (d *Dossier) Addressees(n Notice, near []Near, deciders []MemberID) []MemberID {
	told := slices.Clone(n.Named)
	i := slices.IndexFunc(Tellings(), func(t Telling) bool { return t.What == n.What })
	if i >= 0 {
		for _, a := range Tellings()[i].Whom {
			told = append(told, d.audience(a, n, near, deciders)...)
		}
	}
	slices.Sort(told)
	return slices.DeleteFunc(slices.Compact(told), func(m MemberID) bool { return m == "" || m == n.By.ID || slices.Contains(n.Spared, m) })
}

func (d *Dossier) audience(a Audience, n Notice, near []Near, deciders []MemberID) []MemberID {
	switch a {
	case ToAuthor:
		return []MemberID{d.Story.Author.ID}
	case ToDeciders:
		return deciders
	case ToEditors:
		return d.nearest(ActCurate, n.To, near)
	case ToPublishers:
		return d.nearest(ActPublish, n.To, near)
	case ToLeft:
		return at(ActCurate, n.From, near)
	case ToSkipped:
		var skipped []MemberID
		between := false
		for _, o := range d.Above {
			if o.ID == n.To {
				break
			}
			if between {
				skipped = append(skipped, at(ActCurate, o.ID, near)...)
			}
			between = between || o.ID == n.From
		}
		return skipped
	}
	return nil
}

// nearest are those who may act at the office, or at the first one above it
// where anybody may.
func (d *Dossier) nearest(act Action, office OfficeID, near []Near) []MemberID {
	i := slices.IndexFunc(d.Above, func(o Office) bool { return o.ID == office })
	if i < 0 {
		return nil
	}
	for _, o := range d.Above[i:] {
		if found := at(act, o.ID, near); len(found) > 0 {
			return found
		}
	}
	return nil
}

func at(act Action, office OfficeID, near []Near) (found []MemberID) {
	for _, g := range near {
		if g.Office == office && allowed[g.Role][act] {
			found = append(found, g.Member)
		}
	}
	return found
}
