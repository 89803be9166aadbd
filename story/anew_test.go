package story

import (
	"testing"
	"time"
)

func TestRemakeIsForAdministratorsOfReadyClips(t *testing.T) {
	t.Parallel()
	st := &Story{Author: Actor{ID: "author"}, Stage: Waiting, OfficePath: "hq.field", StandsPath: "hq.field", StandsName: "Field"}
	as := func(r Role, at Path) Scope { return Scope{Member: "m", Grants: []Grant{{Role: r, Path: at}}} }
	for _, row := range []struct {
		name  string
		who   Scope
		state ClipState
		code  string // "" = it may
	}{
		{"administrator", as(Admin, "hq"), Ready, ""},
		{"administrator, too early", as(Admin, "hq.field"), Rendering, "not_ready"},
		{"editor", as(Editor, "hq"), Ready, "forbidden"},
		{"author", Scope{Member: "author"}, Ready, "forbidden"},
		{"stranger", as(Admin, "hq.other"), Ready, "not_found"},
	} {
		c := Clip{State: row.state}
		changed, err := c.Remake(row.who, st)
		code := ""
		if err != nil {
			code = AsProblem(err).Code
		}
		if code != row.code || changed != (row.code == "") || c.Anew != changed || c.State != row.state {
			t.Errorf("%s: %q, changed %v, want %q", row.name, code, changed, row.code)
		}
	}
	c := Clip{State: Ready, Anew: true}
	if changed, err := c.Remake(as(Admin, "hq"), st); changed || err != nil {
		t.Errorf("asked twice: %v, %v", changed, err)
	}
}

// TestMakingAnewHurtsNobody: it comes after everything that is new, and what
// goes wrong with it leaves the clip as it was.
func TestMakingAnewHurtsNobody(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	list := []Pending{
		{Clip: "old", Due: DueLadder, Office: "a", Later: true},
		{Clip: "new", Due: DueLadder, Office: "b", OfficeServed: now, MemberServed: now, MemberOpened: now, Since: now},
	}
	if i := NextTurn(list); list[i].Clip != "new" {
		t.Errorf("%s comes first", list[i].Clip)
	}
	w := Work{State: Ready, Anew: true, Due: DueLadder, Attempt: MaxAttempts}
	if !w.Begin("worker", now, time.Minute) || w.State != Ready {
		t.Errorf("begun, it is %+v", w)
	}
	changed, failed := w.Reclaim(now.Add(time.Hour))
	if !changed || failed != nil || w.State != Ready || w.Anew || w.Attempt != 1 {
		t.Errorf("lost for the last time, it is %+v, %v", w, failed)
	}
	if w.Begin("worker", now, time.Minute) {
		t.Error("it is begun again")
	}
}
