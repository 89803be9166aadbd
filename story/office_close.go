package story

import "time"

// VerbMove is the step of a story that waited at an office which closed: it
// waits at the nearest open office above.
const VerbMove Verb = "move"

// Closing is what closing an office with everything below it would end.
type Closing struct {
	Office  Office
	Offices int // that close, itself among them
	Waiting int // stories that wait there for a decision
	Unsent  int // stories that are with their authors: drafts and returned ones
	People  int // who hold a role there
}

// Check refuses to close what must stay open. Whoever administers the office
// above closes it; up says that what waits there may move up.
func (c Closing) Check(who Scope, up bool) error {
	o := c.Office
	if o.Parent == "" {
		return Conflict("close_root", "%s is the top of the organisation and cannot be closed.", o.Name)
	}
	if !who.May(ActAdminister, o.Path.Above()) {
		return Forbidden("Only an administrator of the office above %s can close it.", o.Name)
	}
	if c.Waiting > 0 && !up {
		return Conflict("close_waiting", "%d stories wait for a decision there. Decide on them, or let them move to the office above.", c.Waiting)
	}
	return nil
}

// Reopen lets a closed office take stories again. The offices below it stay
// closed, each to be reopened by itself.
func (o *Office) Reopen(who Scope, parent Office) error {
	if !who.May(ActAdminister, o.Path.Above()) {
		return Forbidden("Only an administrator of the office above %s can reopen it.", o.Name)
	}
	if parent.Closed {
		return AboveClosed(parent)
	}
	o.Closed = false
	return nil
}

// AboveClosed refuses whatever would stand below a closed office.
func AboveClosed(above Office) error {
	return Conflict("above_closed", "%s is closed. Reopen it first, or choose another office.", above.Name)
}

// MoveUp takes a story that waits at a closing office to the nearest open one
// above, by whoever closes it. closed is the path of the office that closes;
// what is below it closes too.
func (d *Dossier) MoveUp(who Scope, closed Path, note string, now time.Time) error {
	if err := d.from(who, VerbMove, Waiting); err != nil {
		return err
	}
	for i := range d.Above {
		if to := &d.Above[i]; !to.Closed && !closed.Contains(to.Path) {
			return d.move(who, VerbMove, Waiting, to, note, false, now)
		}
	}
	return Conflict("close_root", "There is no open office above %s.", d.Story.StandsName)
}

// open is the nearest office that takes stories, from the i-th of those above
// upwards; nil when there is none. Headquarters never closes.
func (d *Dossier) open(i int) *Office {
	for ; i < len(d.Above); i++ {
		if !d.Above[i].Closed {
			return &d.Above[i]
		}
	}
	return nil
}
