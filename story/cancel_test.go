package story

import (
	"errors"
	"testing"
	"time"
)

func TestWhoMayStopAClip(t *testing.T) {
	t.Parallel()
	st := &Story{Author: Actor{ID: "author"}, Stage: Kept, OfficePath: "hq.region.field", StandsPath: "hq.region", StandsName: "Region"}
	grant := func(role Role, path Path) Scope {
		return Scope{Member: "other", Grants: []Grant{{Role: role, Path: path, Office: OfficeID(path)}}}
	}
	for _, row := range []struct {
		name string
		who  Scope
		want string // code, "" = may
	}{
		{"author", Scope{Member: "author"}, ""},
		{"editor where it stands", grant(Editor, "hq.region"), ""},
		{"editor above", grant(Editor, "hq"), ""},
		{"administrator above", grant(Admin, "hq"), ""},
		{"editor where it came from", grant(Editor, "hq.region.field"), "forbidden"},
		{"publisher", grant(Publisher, "hq.region"), "forbidden"},
		{"viewer", grant(Viewer, "hq"), "forbidden"},
		{"editor elsewhere", grant(Editor, "hq.elsewhere"), "not_found"},
		{"nobody", Scope{}, "not_found"},
	} {
		for what, do := range map[string]func(*Clip) (bool, error){
			"cancel": func(c *Clip) (bool, error) { return c.Cancel(row.who, st) },
			"start":  func(c *Clip) (bool, error) { c.State = Cancelled; return c.Start(row.who, st) },
		} {
			c := Clip{State: Rendering, Receipt: &Receipt{}}
			_, err := do(&c)
			got := ""
			if p, ok := errors.AsType[*Problem](err); ok {
				got = p.Code
			}
			if got != row.want {
				t.Errorf("%s by %s: %q, want %q", what, row.name, got, row.want)
			}
		}
	}
}

func TestWhatCanBeStoppedAndStarted(t *testing.T) {
	t.Parallel()
	who, st := Scope{Member: "author"}, &Story{Author: Actor{ID: "author"}}
	for _, row := range []struct {
		state         ClipState
		cancel, start string // code, "" = done, "same" = nothing to do
	}{
		{Receiving, "still_arriving", "nothing_to_start"},
		{Received, "", "same"},
		{Inspecting, "", "same"},
		{Rendering, "", "same"},
		{Ready, "nothing_to_stop", "nothing_to_start"},
		{Refused, "nothing_to_stop", "nothing_to_start"},
		{Failed, "nothing_to_stop", ""},
		{Cancelled, "same", ""},
	} {
		answer := func(do func(*Clip) (bool, error)) string {
			c := Clip{State: row.state, Receipt: &Receipt{}, Attempt: 3}
			changed, err := do(&c)
			if p, ok := errors.AsType[*Problem](err); ok {
				return p.Code
			}
			if !changed {
				return "same"
			}
			return ""
		}
		if got := answer(func(c *Clip) (bool, error) { return c.Cancel(who, st) }); got != row.cancel {
			t.Errorf("cancelling what is %s: %q, want %q", row.state, got, row.cancel)
		}
		if got := answer(func(c *Clip) (bool, error) { return c.Start(who, st) }); got != row.start {
			t.Errorf("starting what is %s: %q, want %q", row.state, got, row.start)
		}
	}
}

func TestTimeLeftIsNotSilly(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 1, 8, 0, 0, 0, time.UTC)
	var p Pace
	if _, ok := p.Left(now); ok {
		t.Error("an estimate of what never began")
	}
	// A hundredth a second, a second at a time, with noise.
	for i := range 20 {
		share := 0.01 * float64(i)
		if i%2 == 1 {
			share += 0.003
		}
		p.Saw(share, now)
		now = now.Add(time.Second)
	}
	left, ok := p.Left(now)
	if !ok || left < 70*time.Second || left > 95*time.Second {
		t.Errorf("%v left after a fifth in 20 s, want about 80 s", left)
	}
	// It counts down between two looks and never below nothing.
	if later, _ := p.Left(now.Add(10 * time.Second)); later != left-10*time.Second {
		t.Errorf("%v left ten seconds later, was %v", later, left)
	}
	// Nobody works on it: nobody can tell.
	if _, ok := p.Left(now.Add(time.Minute)); ok {
		t.Error("an estimate while nobody works on it")
	}
	// Waiting for a turn is no measure of work.
	now = now.Add(time.Hour)
	before := p.Speed
	p.Saw(0.2, now)
	if p.Speed != before {
		t.Errorf("an hour of waiting changed the pace from %g to %g", before, p.Speed)
	}
	// Begun anew, what was seen before counts no more.
	p.Saw(0, now.Add(time.Second))
	if _, ok := p.Left(now.Add(time.Second)); ok {
		t.Error("an estimate for work begun anew")
	}
}
