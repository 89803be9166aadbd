package story

import "fmt"

// Unmoved refuses a decision that rests on an old page: seen is the last step
// that the person knew of, "" where their client does not say. Whatever else
// changed since, the card or a clip, does not make the page old.
func (d *Dossier) Unmoved(who Scope, seen StepID) error {
	if seen == "" || seen == d.Last.ID {
		return nil
	}
	if !who.Sees(&d.Story) {
		return NotFound()
	}
	return d.conflict("moved", "%s That was after you opened it, so nothing was done. The story is %s at %s now.",
		d.Last.Told(who), d.Story.Stage, d.Story.StandsName)
}

// Told says in a sentence who did what and when, as the one who asks would be
// told it. Times are in UTC: a server does not know where its readers are, and
// clients that do have the step itself.
func (s Step) Told(who Scope) string {
	at := s.At.UTC().Format("2 January 2006 at 15:04 UTC")
	if s.Verb == VerbRise {
		return fmt.Sprintf("This story rose to %s by itself on %s, for it had waited too long.", s.ToName, at)
	}
	switch s.Verb {
	case VerbRecall, VerbRetract:
		return fmt.Sprintf("Somebody in this story took their consent back on %s.", at)
	case VerbLapse:
		return fmt.Sprintf("What this story may show changed on %s: a consent ended, or was corrected.", at)
	}
	by := s.By.Name
	if s.By.ID == "" {
		by = "The clock"
	}
	if s.By.ID != "" && s.By.ID == who.Member {
		by = "You"
	}
	did := map[Verb]string{
		VerbCreate: "began this story at " + s.ToName, VerbSubmit: "sent this story in to " + s.ToName,
		VerbRaise: "raised this story to " + s.ToName, VerbPull: "pulled this story up to " + s.ToName,
		VerbReturn: "returned this story to its author", VerbKeep: "kept this story at " + s.ToName,
		VerbDecline: "declined this story at " + s.ToName, VerbClear: "cleared this story for publication",
		VerbPublish: "published this story", VerbWithdraw: "withdrew this story",
		VerbOmit:  "took somebody out of this story",
		VerbUndo:  "took back their last step on this story",
		VerbTrash: "put this story into the trash", VerbRestore: "brought this story back from the trash", VerbRemove: "removed this story for good",
		VerbTrashClip: "put a clip of this story into the trash", VerbRestoreClip: "brought a clip of this story back from the trash",
		VerbRemoveClip: "removed a clip of this story for good",
	}[s.Verb]
	if by == "You" && s.Verb == VerbUndo {
		did = "took back your last step on this story"
	}
	return fmt.Sprintf("%s %s on %s.", by, did, at)
}
