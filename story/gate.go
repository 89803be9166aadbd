package story

import "time"

// Gate lists what stands between the story and the public, empty when
// nothing does. Each entry is a sentence that says what is missing.
func (d *Dossier) Gate(now time.Time) []*Problem {
	return d.hindrances(asks{use: UsePublic, file: d.Policy.ConsentFile}, now)
}

// GateFor is the gate as somebody may read it: without names for those who may
// not know who is in the story.
func (d *Dossier) GateFor(who Scope, now time.Time) []*Problem {
	list := d.Gate(now)
	if who.SeesConsent(&d.Story) {
		return list
	}
	for i, p := range list {
		if p.About != "" {
			list[i] = Refuse(p.Fault, p.Code, "Consent is missing from somebody in the story. Those who put people on record see from whom.")
		}
	}
	return list
}

// Shows tells whether a publication may be shown now. Every public address
// asks, on every request: a row that nobody has closed yet shows nothing that
// the gate would not let out.
func (d *Dossier) Shows(p Publication, now time.Time) bool {
	return p.Open() && len(d.hindrances(asks{since: p.PublishedAt, use: UsePublic}, now)) == 0
}

func (d *Dossier) hindrances(a asks, now time.Time) []*Problem {
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
	a.today, a.risk, a.gone = now.UTC().Format(time.DateOnly), st.Risk, st.Removed
	for _, p := range d.People {
		if block := p.blocks(a); block != nil {
			out = append(out, block)
		}
	}
	return out
}

// gate refuses with the first thing that is missing. “Do not publish” is
// absolute below admin, for an administrator lifts it first and leaves a trace.
func (d *Dossier) gate(who Scope, now time.Time) error {
	if missing := d.GateFor(who, now); len(missing) > 0 {
		return missing[0]
	}
	return nil
}

// Uphold closes what the gate would no longer let out, because the day has come
// on which a consent ended. The clock calls it; twice is harmless.
func (d *Dossier) Uphold(now time.Time) { d.uphold(Actor{}, VerbLapse, now) }

// uphold closes every publication that may no longer be shown, and puts a
// cleared story back on the desk of the office where it stands: somebody has to
// take a person out, or ask again, before it can be published anew. A
// withdrawal stands in the trail even where it closes nothing.
func (d *Dossier) uphold(by Actor, v Verb, now time.Time) {
	closed, open := false, false
	for i := range d.Publications {
		switch p := &d.Publications[i]; {
		case !p.Open():
		case d.Shows(*p, now):
			open = true
		default:
			p.ClosedAt, closed = now, true
		}
	}
	was := d.Story
	if d.Story.Stage == Cleared && !open && len(d.Gate(now)) > 0 {
		d.Story.Stage, d.Story.Since = Waiting, now
		d.toOpenOffice()
	}
	if closed || d.Story.Stage != was.Stage || v != VerbLapse {
		d.step(v, by, was, "", now)
	}
}

// toOpenOffice takes a story that comes to wait where the office has closed to
// the nearest open one above: headquarters never closes.
func (d *Dossier) toOpenOffice() {
	for _, o := range d.Above {
		if !o.Closed {
			d.Story.StandsAt, d.Story.StandsPath, d.Story.StandsName = o.ID, o.Path, o.Name
			return
		}
	}
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
