package story

import (
	"slices"
	"strconv"
	"time"
)

// Retention is for how many months an organisation keeps stories with which
// nobody goes on, by the stage they lie at; 0 = for ever. The zero Retention
// takes nothing: nothing goes by itself that nobody asked to go.
type Retention struct {
	Draft     int // that nobody touched
	Returned  int // and never sent in again
	Declined  int
	Kept      int
	Withdrawn int
}

// RetentionNotice is how long new rules wait before they take anything: long
// enough for another administrator to read of them, and to set them right.
const RetentionNotice = 24 * time.Hour

// RetentionRule is the rule for one class of stories as it falls at a moment.
type RetentionRule struct {
	Stage  Stage
	Months int       // 0 = for ever
	Before time.Time // what has lain since then or longer goes; zero where it is kept for ever
}

// Rules are those for every class, in the order of a story's way. What waits
// for a decision and what is cleared for publication has none, and gets none.
func (r Retention) Rules(now time.Time) []RetentionRule {
	list := []RetentionRule{{Draft, r.Draft, time.Time{}}, {Returned, r.Returned, time.Time{}}, {Declined, r.Declined, time.Time{}},
		{Kept, r.Kept, time.Time{}}, {Withdrawn, r.Withdrawn, time.Time{}}}
	for i := range list {
		if list[i].Months > 0 {
			list[i].Before = monthsBefore(now, list[i].Months)
		}
	}
	return list
}

// monthsBefore is the same day some months ago, or the last day of a month that
// is too short for it: never a day less than those months.
func monthsBefore(now time.Time, months int) time.Time {
	then := now.UTC().AddDate(0, -months, 0)
	if over := then.Day(); over < now.UTC().Day() {
		then = then.AddDate(0, 0, -over) // the third of March was to be the thirty-first of February
	}
	return then
}

// Check refuses months that nobody can mean.
func (r Retention) Check() error {
	for _, rule := range r.Rules(time.Time{}) {
		if rule.Months < 0 || rule.Months > 1200 {
			return Invalid("retention", "Say after how many months: 1 to 1,200, or 0 to keep them for ever.")
		}
	}
	return nil
}

// Retain sets the rules. Where they are new, they begin only after
// [RetentionNotice]; whoever saves what was there already changes nothing.
func (p *Policy) Retain(r Retention, now time.Time) {
	if r != p.Retention {
		p.Retention, p.RetentionSet = r, now
	}
}

// RetainsFrom is when the rules begin to take something; zero = they never do.
func (p Policy) RetainsFrom() time.Time {
	if p.Retention == (Retention{}) {
		return time.Time{}
	}
	return p.RetentionSet.Add(RetentionNotice)
}

// Retains tells whether the rules take something at all by now.
func (p Policy) Retains(now time.Time) bool {
	return p.Retention != Retention{} && !now.Before(p.RetainsFrom())
}

// RetentionADay is how many stories the rules take in a day of the whole
// organisation, of as many as are due: a hundred, or a fiftieth where that is
// more. A hundred can be looked through in the trash by a person; a fiftieth, so
// that no heap is there for good.
func RetentionADay(due int) int { return max(100, due/50) }

// Retire puts the story into the trash where a rule of the organisation says
// so, and tells whether it did. touched is when anybody last did something to
// it; storage knows that, for not all of it is in the dossier. What was brought
// back from the trash was touched then: its months begin anew.
func (d *Dossier) Retire(touched, now time.Time) bool {
	arriving := slices.ContainsFunc(d.Clips, func(c ClipBrief) bool { return c.State == Receiving })
	if d.Story.Trashed || arriving || d.guarded() != nil || !d.Policy.Retains(now) {
		return false
	}
	for _, rule := range d.Policy.Retention.Rules(now) {
		if rule.Stage == d.Story.Stage && rule.Months > 0 && !touched.After(rule.Before) {
			d.discard(Actor{}, "", "", now)
			e := &d.Entries[len(d.Entries)-1]
			*e = e.With("rule", string(rule.Stage)).With("months", strconv.Itoa(rule.Months))
			return true
		}
	}
	return false
}

// Retirable is a story that rules take, with what goes with it.
type Retirable struct {
	Of      Story
	Touched time.Time // since when it has lain
	Clips   int
	Bytes   int64 // of their originals
}

// RetentionPlace is where a list of them goes on; the zero one is its beginning.
type RetentionPlace struct {
	Touched time.Time
	ID      StoryID
}

// RetentionLook is what rules take at a moment.
type RetentionLook struct {
	Classes []RetentionClass // all of them, in the order of [Retention.Rules]
	List    []Retirable      // those that have lain longest first
	More    bool
}

// RetentionClass is what the rule for one class takes.
type RetentionClass struct {
	RetentionRule
	Stories int
	Clips   int
	Bytes   int64
}

// Stories is how many they take in all.
func (l RetentionLook) Stories() (n int) {
	for _, c := range l.Classes {
		n += c.Stories
	}
	return n
}

// LookRetention says who may look at what rules would take: those who may set
// them, for the list leads through the drafts of the whole organisation.
func LookRetention(who Scope, r Retention) error {
	if !who.RunsAll() {
		return Forbidden("Only an administrator of headquarters can see what rules for the whole organisation would take.")
	}
	return r.Check()
}
