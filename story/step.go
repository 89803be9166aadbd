package story

import "time"

// Verb is something that people, or the clock, do to a story.
type Verb string

const (
	VerbCreate   Verb = "create"
	VerbSubmit   Verb = "submit"
	VerbRaise    Verb = "raise"
	VerbPull     Verb = "pull"
	VerbReturn   Verb = "return"
	VerbKeep     Verb = "keep"
	VerbDecline  Verb = "decline"
	VerbClear    Verb = "clear"
	VerbPublish  Verb = "publish"
	VerbWithdraw Verb = "withdraw"
	VerbUndo     Verb = "undo"
	VerbRise     Verb = "rise" // by the clock

	// What becomes of consent is in the trail too. Where nobody is named beside
	// a recall or a retraction, the person filmed did it, through their own link.
	VerbRecall  Verb = "recall"  // somebody filmed takes everything back
	VerbRetract Verb = "retract" // somebody filmed takes consent back from now on
	VerbLapse   Verb = "lapse"   // the gate no longer lets out what it did: a consent ended, or was corrected
	VerbOmit    Verb = "omit"    // somebody who said no is in the story no longer, and a reason says how

	VerbTrash       Verb = "trash"      // into the trash, see [Dossier.Trash]
	VerbRestore     Verb = "restore"    // and back
	VerbRemove      Verb = "remove"     // by the clock: gone for good
	VerbTrashClip   Verb = "trash_clip" // the same of one clip
	VerbRestoreClip Verb = "restore_clip"
	VerbRemoveClip  Verb = "remove_clip"
)

// Step is one line of a story's trail: append-only, written in the same
// transaction as what it tells of.
type Step struct {
	ID         StepID
	Verb       Verb
	At         time.Time
	By         Actor // zero = the clock
	FromOffice OfficeID
	ToOffice   OfficeID
	FromName   string // office names, filled when a trail is read
	ToName     string
	FromStage  Stage
	ToStage    Stage
	FromSince  time.Time // since when it had stood there like that; zero where it began
	Undoes     StepID    // the step that was taken back by this one, "" = none
	Skipped    []Landing // offices that were passed over, the lowest first
	Note       string    // up to 4,000 characters
}

// Landing is an office on the way up, as a trail names it.
type Landing struct {
	ID   OfficeID
	Name string // filled when a trail is read
}

// Publication is one place where a story is public. It is open until ClosedAt.
type Publication struct {
	ID          PublicationID
	Slug        string // random and neutral
	PublishedAt time.Time
	PublishedBy Actor
	ClosedAt    time.Time // zero = open
	Places      []Place   // outside of what this house can close
}

// Open tells whether the public can see it.
func (p Publication) Open() bool { return p.ClosedAt.IsZero() }
