package story

import "time"

// Gate lists what stands between the story and the public, empty when
// nothing does. Each entry is a sentence that says what is missing.
func (d *Dossier) Gate(now time.Time) []*Problem {
	var out []*Problem
	st := &d.Story
	if st.DoNotPublish {
		out = append(out, Refuse(FaultState, "do_not_publish", "The story is marked “do not publish”. Only an administrator can lift that."))
	}
	if missing := st.Risk.needs() - len(st.Removed); missing > 0 {
		out = append(out, Refuse(FaultState, "risk",
			"The risk to the people shown is %s: take out %d more of face, place and name before it is published.",
			map[Risk]string{RiskSome: "some", RiskHigh: "high"}[st.Risk], missing))
	}
	today := now.UTC().Format(time.DateOnly)
	for _, p := range d.People {
		if block := p.block(today); block != nil {
			out = append(out, block)
		}
	}
	return out
}

// gate refuses with the first thing that is missing. “Do not publish” is
// absolute below admin, for an administrator lifts it first and leaves a trace.
func (d *Dossier) gate(now time.Time) error {
	if missing := d.Gate(now); len(missing) > 0 {
		return missing[0]
	}
	return nil
}

// May lists the verbs that the person could carry out now, "publish" among
// them, so that a page offers only what works. Each verb is tried on a copy
// with a stand-in note: what a page offers and what the API allows cannot part.
func (d *Dossier) May(who Scope, now time.Time) []Verb {
	may := []Verb{}
	for _, v := range []Verb{VerbSubmit, VerbRaise, VerbPull, VerbReturn, VerbKeep, VerbDecline, VerbClear, VerbPublish, VerbWithdraw, VerbUndo} {
		try := *d
		try.Publications = append([]Publication(nil), d.Publications...)
		try.Steps, try.Notices, try.Entries = nil, nil, nil
		var err error
		if v == VerbPublish {
			if _, err = try.Publish(who, "-", now); err == nil && len(try.Steps) == 0 {
				continue // public already
			}
		} else {
			err = try.Decide(who, v, "-", now)
		}
		if err == nil {
			may = append(may, v)
		}
	}
	return may
}

// MayEdit tells whether the person may change the card now.
func (d *Dossier) MayEdit(who Scope) bool { return d.mayEdit(who) }

// MayRecord tells whether the person may put people filmed on record now:
// whoever may edit, and publishers, who answer for the gate.
func (d *Dossier) MayRecord(who Scope) bool { return d.mayRecord(who) == nil }
