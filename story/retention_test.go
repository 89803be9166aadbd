package story

import (
	"errors"
	"testing"
	"time"
)

// Months are never a day shorter than they are said to be, whatever the month.
func TestRetentionMonths(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		now    string
		months int
		want   string
	}{
		{"2026-05-15", 1, "2026-04-15"}, {"2026-03-31", 1, "2026-02-28"}, {"2028-03-31", 1, "2028-02-29"},
		{"2026-12-31", 6, "2026-06-30"}, {"2026-01-31", 12, "2025-01-31"}, {"2028-02-29", 12, "2027-02-28"}, {"2026-01-01", 13, "2024-12-01"},
	} {
		now, _ := time.Parse(time.DateOnly, c.now)
		now = now.Add(9 * time.Hour)
		if got := (Retention{Kept: c.months}).Rules(now)[3].Before; got.Format("2006-01-02 15") != c.want+" 09" {
			t.Errorf("%d months before %s are %s, want %s", c.months, c.now, got, c.want)
		}
	}
}

// A rule takes its class and nothing else, never before its notice is over, and
// nothing where nobody asked.
func TestRetire(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 5, 1, 9, 0, 0, 0, time.UTC)
	old := now.AddDate(-2, 0, 0)
	all := Retention{Draft: 12, Returned: 12, Declined: 12, Kept: 12, Withdrawn: 12}
	set := now.Add(-RetentionNotice)
	for name, c := range map[string]struct {
		stage   Stage
		policy  Policy
		touched time.Time
		change  func(*Dossier)
		want    bool
	}{
		"a draft":                {Draft, Policy{Retention: all, RetentionSet: set}, old, nil, true},
		"returned":               {Returned, Policy{Retention: all, RetentionSet: set}, old, nil, true},
		"declined":               {Declined, Policy{Retention: all, RetentionSet: set}, old, nil, true},
		"kept":                   {Kept, Policy{Retention: all, RetentionSet: set}, old, nil, true},
		"withdrawn":              {Withdrawn, Policy{Retention: all, RetentionSet: set}, old, nil, true},
		"one that waits":         {Waiting, Policy{Retention: all, RetentionSet: set}, old, nil, false},
		"a cleared one":          {Cleared, Policy{Retention: all, RetentionSet: set}, old, nil, false},
		"touched since":          {Draft, Policy{Retention: all, RetentionSet: set}, now.AddDate(-1, 0, 1), nil, false},
		"to the hour":            {Draft, Policy{Retention: all, RetentionSet: set}, now.AddDate(-1, 0, 0), nil, true},
		"another class":          {Draft, Policy{Retention: Retention{Kept: 1}, RetentionSet: set}, old, nil, false},
		"without rules":          {Draft, Policy{}, old, nil, false},
		"before the notice ends": {Draft, Policy{Retention: all, RetentionSet: set.Add(time.Second)}, old, nil, false},
		"in the trash already":   {Draft, Policy{Retention: all, RetentionSet: set}, old, func(d *Dossier) { d.Story.Trashed = true }, false},
		"while a clip arrives":   {Draft, Policy{Retention: all, RetentionSet: set}, old, func(d *Dossier) { d.Clips = []ClipBrief{{State: Receiving}} }, false},
		"public":                 {Kept, Policy{Retention: all, RetentionSet: set}, old, func(d *Dossier) { d.Publications = []Publication{{ID: "x"}} }, false},
	} {
		c.policy.TrashDays = 30
		d := &Dossier{Story: Story{ID: "s", Stage: c.stage, StandsAt: "o", Author: Actor{ID: "amina"}}, Policy: c.policy}
		if c.change != nil {
			c.change(d)
		}
		if got := d.Retire(c.touched, now); got != c.want {
			t.Errorf("%s: taken %v, want %v", name, got, c.want)
			continue
		}
		if !c.want {
			if len(d.Steps)+len(d.Thrown)+len(d.Entries)+len(d.Notices) > 0 {
				t.Errorf("%s: nothing was taken, and yet something is told", name)
			}
			continue
		}
		if len(d.Thrown) != 1 || d.Thrown[0].By.ID != "" || !d.Thrown[0].Until.Equal(now.AddDate(0, 0, 30)) || !d.Story.Trashed {
			t.Errorf("%s: thrown %+v, want the whole story, by the clock, for thirty days", name, d.Thrown)
		}
		if e := d.Entries[len(d.Entries)-1]; e.Details["rule"] != string(c.stage) || e.Details["months"] != "12" {
			t.Errorf("%s: the log says %v, want by which rule", name, e.Details)
		}
		if len(d.Steps) != 1 || d.Steps[0].Verb != VerbTrash || len(d.Notices) != 1 || d.Notices[0].What != StoryRetired {
			t.Errorf("%s: steps %+v, notices %+v, want one of each", name, d.Steps, d.Notices)
		}
	}
}

// New rules wait for their notice; saving the same ones again changes nothing.
func TestRetain(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 5, 1, 9, 0, 0, 0, time.UTC)
	var p Policy
	p.Retain(Retention{}, now)
	if !p.RetentionSet.IsZero() || !p.RetainsFrom().IsZero() {
		t.Errorf("without rules they begin at %s", p.RetainsFrom())
	}
	p.Retain(Retention{Draft: 12}, now)
	p.Retain(Retention{Draft: 12}, now.Add(time.Hour))
	if want := now.Add(RetentionNotice); !p.RetainsFrom().Equal(want) {
		t.Errorf("they begin at %s, want %s", p.RetainsFrom(), want)
	}
	p.Retain(Retention{Draft: 1}, now.Add(48*time.Hour))
	if p.Retains(now.Add(49 * time.Hour)) {
		t.Error("a rule that was tightened takes something at once")
	}
	root := Office{Path: "hq"}
	who := Scope{Grants: []Grant{{Path: "hq", Role: Admin}}}
	for months, fine := range map[int]bool{-1: false, 0: true, 1: true, 1200: true, 1201: false} {
		var problem *Problem
		err := SetPolicy(who, root, Policy{TrashDays: 30, Retention: Retention{Withdrawn: months}})
		if (err == nil) != fine || err != nil && (!errors.As(err, &problem) || problem.Code != "retention") {
			t.Errorf("%d months: %v", months, err)
		}
	}
}
