package story

import "time"

// UndoFor is how long a step can be taken back by whoever took it. Too short
// and nobody reaches the button; too long and the next office has begun.
const UndoFor = 10 * time.Minute

// undoable are the steps that can be taken back, and what it takes besides
// having taken them. Publishing is not among them: who wants it back withdraws,
// for somebody may have seen it. A withdrawal is a promise and stays.
var undoable = map[Verb]Action{
	VerbSubmit: ActContribute, VerbRaise: ActCurate, VerbPull: ActCurate, VerbReturn: ActCurate,
	VerbKeep: ActCurate, VerbDecline: ActCurate, VerbClear: ActPublish,
}

// Undo takes back the story's last step, for ten minutes, by whoever took it
// and still might. The story stands again where it stood, as long as it had:
// the trail keeps the step and says that it was taken back.
func (d *Dossier) Undo(who Scope, note string, now time.Time) error {
	last := d.Last
	if !who.Sees(&d.Story) {
		return NotFound()
	}
	if who.Member == "" || last.By.ID != who.Member {
		return d.conflict("undo_other", "Only your own last step can be undone, as long as nobody has taken another. %s", last.Told(who))
	}
	act, ok := undoable[last.Verb]
	switch {
	case last.Verb == VerbPublish:
		return d.conflict("undo_never", "Publishing cannot be undone, for somebody may have seen it. Withdraw the story: its page closes at once.")
	case last.Verb == VerbWithdraw:
		return d.conflict("undo_never", "A withdrawal cannot be undone: the people in the story can rely on it.")
	case !ok:
		return d.conflict("undo_never", "There is nothing to undo: your last step has been taken back, or was the first.")
	case now.Sub(last.At) > UndoFor:
		return d.conflict("undo_late", "A step can be undone for ten minutes. %s", last.Told(who))
	case d.Before.Closed:
		return d.conflict("undo_closed", "%s has been closed meanwhile, so the story cannot go back there.", d.Before.Name)
	}
	mine := last.Verb == VerbSubmit && d.Story.Author.ID == who.Member
	if !mine && !who.May(act, d.Before.Path) {
		return Forbidden("You may no longer decide on stories of %s, so this step stays.", d.Before.Name)
	}
	note, err := takeNote(note, false)
	if err != nil {
		return err
	}
	was := d.Story
	d.Story.Stage, d.Story.Since = last.FromStage, last.FromSince
	d.Story.StandsAt, d.Story.StandsPath, d.Story.StandsName = d.Before.ID, d.Before.Path, d.Before.Name
	d.step(VerbUndo, who.Actor(), was, note, now).Undoes = last.ID
	return nil
}

// conflict refuses and hands on the step that is in the way.
func (d *Dossier) conflict(code, detail string, args ...any) *Problem {
	p := Conflict(code, detail, args...)
	if d.Last.ID != "" {
		p.Step = &d.Last
	}
	return p
}
