package story

import (
	"slices"
	"time"
)

// Originals of people at risk are a class of their own. What is made of them
// for watching shows what the story shows; the files themselves also say where
// somebody was filmed and by which camera. High risk restricts a story's
// originals by itself, and a hand can do so at any other risk. It stays when
// the risk is lowered, or lowering it would be a way around: lifting it is a
// decision of its own.

// What becomes of the class, as the audit log names it.
const (
	DeedRestricted   Deed = "story.restricted"   // its originals are for custodians alone
	DeedUnrestricted Deed = "story.unrestricted" // they are no longer
)

// mayRestrict tells whether the person may keep a story's originals for
// custodians: whoever may edit the card, and editors, publishers and custodians
// where it stands, also once it is withdrawn.
func (d *Dossier) mayRestrict(who Scope) bool {
	at := d.Story.StandsPath
	return who.Sees(&d.Story) && (d.mayEdit(who) || who.May(ActCurate, at) || who.May(ActPublish, at) || who.May(ActCustody, at))
}

// mayLift tells whether the person may open originals that are restricted to
// whoever works with the story.
func (d *Dossier) mayLift(who Scope) bool {
	at := d.Story.StandsPath
	return who.Sees(&d.Story) && (who.May(ActAdminister, at) || who.May(ActCustody, at))
}

// MayRestrict tells whether the person could change now whether the originals
// are restricted.
func (d *Dossier) MayRestrict(who Scope) bool {
	if d.Story.Restricted {
		return d.Story.Risk != RiskHigh && d.mayLift(who)
	}
	return d.mayRestrict(who)
}

// restrict refuses what somebody who may not says of the originals. after is
// the story as the card would have it.
func (d *Dossier) restrict(who Scope, on bool, after *Story) error {
	if !on && d.Story.Restricted {
		switch {
		case !who.Sees(&d.Story):
			return NotFound()
		case !d.mayLift(who):
			return Refuse(FaultPermission, "restricted_lift", "Only an administrator or a custodian of %s can lift the restriction of the originals. Ask one of them.", d.Story.StandsName)
		}
	} else if !d.mayRestrict(who) {
		return d.deny(who, "Only editors, publishers and custodians of %s can restrict the originals of this story.", d.Story.StandsName)
	}
	if !on && after.Risk == RiskHigh {
		return Conflict("restricted_risk", "The risk of this story is high, so its originals stay restricted. They can be opened once an editor has lowered the risk.")
	}
	return nil
}

// logRestriction notes in the audit log that the class of the originals has
// changed, where it has: also where a card restricts them from the beginning, and
// where high risk does so by itself.
func (d *Dossier) logRestriction(was bool, who Scope, now time.Time) {
	st := &d.Story
	if st.Restricted == was {
		return
	}
	what := DeedRestricted
	if was {
		what = DeedUnrestricted
	}
	d.Entries = append(d.Entries, NewEntry(what, who, "", now).Of(st).With("risk", string(st.Risk)))
}

// MayHaveOriginal tells whether the person may download originals of the
// story: custodians, and unless they are restricted its author, and whoever
// curates or publishes it.
func (s Scope) MayHaveOriginal(st *Story) bool {
	if !s.Sees(st) {
		return false
	}
	if s.May(ActCustody, st.OfficePath) || s.May(ActCustody, st.StandsPath) {
		return true
	}
	mine := st.Author.ID == s.Member
	return !st.Restricted && (mine || s.May(ActCurate, st.OfficePath) || s.May(ActPublish, st.OfficePath))
}

// OriginalRefused tells whoever sees the story, and may not have its originals,
// who may.
func OriginalRefused(st *Story) error {
	if st.Restricted {
		return Refuse(FaultPermission, "original_restricted", "The originals of this story are restricted, for the safety of the people in it: only custodians may open them. An administrator of %s can give you the role of custodian.", st.OfficeName)
	}
	return Forbidden("Originals are for the author, editors, publishers and custodians.")
}

// MayHaveSource tells whether the source's own pictures are for a person who
// sees the story. They are the original's, bit for bit, and so they are for
// those who may have the original where it is restricted.
func (s Scope) MayHaveSource(st *Story) bool { return !st.Restricted || s.MayHaveOriginal(st) }

// Watches lists the renditions of a clip that are for a person who sees its
// story: the ladder is made anew and is for everybody.
func (s Scope) Watches(st *Story, list []Rendition) []Rendition {
	if s.MayHaveSource(st) {
		return list
	}
	return slices.DeleteFunc(slices.Clone(list), func(r Rendition) bool { return r.Kind == KindSource })
}
