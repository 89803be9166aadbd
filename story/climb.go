package story

import (
	"slices"
	"time"
)

// Decide carries out a verb by its name, as the API offers it. Publishing is
// not among them: see [Dossier.Publish].
func (d *Dossier) Decide(who Scope, v Verb, note string, now time.Time) error {
	switch v {
	case VerbSubmit:
		return d.Submit(who, note, now)
	case VerbRaise:
		return d.Raise(who, note, now)
	case VerbPull:
		return d.Pull(who, note, now)
	case VerbReturn, VerbKeep, VerbDecline:
		return d.settle(who, v, note, now)
	case VerbClear:
		return d.Clear(who, note, now)
	case VerbWithdraw:
		return d.Withdraw(who, note, now)
	case VerbUndo:
		return d.Undo(who, note, now)
	}
	return NotFound()
}

// Submit hands the author's story to an office: the origin office first, the
// office that returned it afterwards. Where that has closed meanwhile, the
// nearest open one above it decides.
func (d *Dossier) Submit(who Scope, note string, now time.Time) error {
	if d.Story.Author.ID != who.Member && !who.May(ActAdminister, d.Story.OfficePath) {
		return d.deny(who, "Only the author can send this story in.")
	}
	if err := d.from(who, VerbSubmit, Draft, Returned); err != nil {
		return err
	}
	return d.move(who, VerbSubmit, Waiting, d.open(0), note, false, now)
}

// Raise closes the review here and opens one at the next office above that is
// not closed.
func (d *Dossier) Raise(who Scope, note string, now time.Time) error {
	if !who.May(ActCurate, d.Story.StandsPath) {
		return d.deny(who, "Only an editor at %s or above can raise this story.", d.Story.StandsName)
	}
	if err := d.from(who, VerbRaise, Waiting, Kept); err != nil {
		return err
	}
	to := d.next()
	if to == nil {
		return Conflict("at_top", "The story stands at %s, the top of the organisation. It can be kept, returned, or cleared for publication.", d.Story.StandsName)
	}
	return d.move(who, VerbRaise, Waiting, to, note, false, now)
}

// next is the office to which the story would be raised, nil at the top.
func (d *Dossier) next() *Office { return d.open(1) }

// Pull takes a story up to the lowest office above it where the puller is an
// editor. The step names the offices between, which are skipped, so that they
// can be told.
func (d *Dossier) Pull(who Scope, note string, now time.Time) error {
	to := d.pullTo(who)
	if to == nil {
		return d.deny(who, "Only an editor of an office above %s can pull this story up.", d.Story.StandsName)
	}
	if err := d.from(who, VerbPull, Waiting, Kept, Declined); err != nil {
		return err
	}
	return d.move(who, VerbPull, Waiting, to, note, false, now)
}

// pullTo finds the lowest office above the story at which the person holds a
// grant to curate of its own, nil when there is none.
func (d *Dossier) pullTo(who Scope) *Office {
	for i := 1; i < len(d.Above); i++ {
		for _, g := range who.Grants {
			if !d.Above[i].Closed && g.Office == d.Above[i].ID && allowed[g.Role][ActCurate] {
				return &d.Above[i]
			}
		}
	}
	return nil
}

// settled is what the verbs that end a review here make of a story, and
// whether a reason is owed to the author.
var settled = map[Verb]struct {
	stage  Stage
	reason bool
}{
	VerbReturn:  {Returned, true},
	VerbKeep:    {Kept, false},
	VerbDecline: {Declined, true},
}

func (d *Dossier) settle(who Scope, v Verb, note string, now time.Time) error {
	if !who.May(ActCurate, d.Story.StandsPath) {
		return d.deny(who, "Only an editor at %s or above can decide on this story.", d.Story.StandsName)
	}
	if err := d.from(who, v, Waiting); err != nil {
		return err
	}
	return d.move(who, v, settled[v].stage, nil, note, settled[v].reason, now)
}

// Clear opens the way to the public once the consent and risk gate passes.
// Whoever clears a story with no person on record answers for nobody in it
// being recognisable; the step in the trail says who that was.
func (d *Dossier) Clear(who Scope, note string, now time.Time) error {
	if !who.May(ActPublish, d.Story.StandsPath) {
		return d.deny(who, "Only a publisher at %s or above can clear this story.", d.Story.StandsName)
	}
	if err := d.from(who, VerbClear, Waiting, Kept); err != nil {
		return err
	}
	if err := d.gate(who, now); err != nil {
		return err
	}
	return d.move(who, VerbClear, Cleared, nil, note, false, now)
}

// Publish checks the gate once more and opens a publication. A story that is
// public already answers with the publication it has, so that asking twice
// makes one page.
func (d *Dossier) Publish(who Scope, note string, now time.Time) (Publication, error) {
	if !who.May(ActPublish, d.Story.StandsPath) {
		return Publication{}, d.deny(who, "Only a publisher at %s or above can publish this story.", d.Story.StandsName)
	}
	if err := d.from(who, VerbPublish, Cleared); err != nil {
		return Publication{}, err
	}
	if err := d.gate(who, now); err != nil {
		return Publication{}, err
	}
	if err := d.showable(); err != nil {
		return Publication{}, err
	}
	for _, p := range d.Publications {
		if p.Open() {
			return p, nil
		}
	}
	note, err := takeNote(note, false)
	if err != nil {
		return Publication{}, err
	}
	p := Publication{ID: NewID[PublicationID](now), Slug: NewSlug(), PublishedAt: now, PublishedBy: who.Actor()}
	d.Publications = append(d.Publications, p)
	d.step(VerbPublish, who.Actor(), d.Story, note, now)
	return p, nil
}

// showable refuses to publish a story of which nothing is complete: the public
// gets whole clips, editors may watch while they are made.
func (d *Dossier) showable() error {
	refusal := Conflict("not_watchable", "No clip of this story can be watched yet. Wait until one is ready, then publish.")
	for _, c := range d.Clips {
		switch {
		case c.Watchable && !c.Growing && !c.Preview:
			return nil
		case c.Preview:
			refusal = Conflict("preview_only", "Only a small copy of this story's clips is here. Publish when an original has arrived and is ready.")
		case c.Growing:
			refusal = Conflict("still_made", "The clips of this story can be watched here already, but are still being made. Publish when one of them is ready.")
		}
	}
	return refusal
}

// Withdraw takes the story back for good: every publication closes at once.
func (d *Dossier) Withdraw(who Scope, note string, now time.Time) error {
	if !who.May(ActPublish, d.Story.StandsPath) {
		return d.deny(who, "Only a publisher or an administrator at %s or above can withdraw this story.", d.Story.StandsName)
	}
	if err := d.from(who, VerbWithdraw, Draft, Waiting, Returned, Kept, Declined, Cleared); err != nil {
		return err
	}
	if err := d.move(who, VerbWithdraw, Withdrawn, nil, note, false, now); err != nil {
		return err
	}
	for i := range d.Publications {
		if d.Publications[i].Open() {
			d.Publications[i].ClosedAt = now
		}
	}
	return nil
}

// move is the one place where a decision changes stage and office.
func (d *Dossier) move(who Scope, v Verb, stage Stage, to *Office, note string, reason bool, now time.Time) error {
	note, err := takeNote(note, reason)
	if err != nil {
		return err
	}
	was := d.Story
	d.Story.Stage, d.Story.Since = stage, now
	if to != nil {
		d.Story.StandsAt, d.Story.StandsPath, d.Story.StandsName = to.ID, to.Path, to.Name
	}
	step := d.step(v, who.Actor(), was, note, now)
	if to != nil {
		// Nothing is passed over on the way to where it stood already, or to an
		// office that is not above it.
		arrived := slices.IndexFunc(d.Above, func(o Office) bool { return o.ID == to.ID })
		for i := 1; i < arrived; i++ {
			step.Skipped = append(step.Skipped, Landing{ID: d.Above[i].ID, Name: d.Above[i].Name})
		}
	}
	return nil
}
