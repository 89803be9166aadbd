package story

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

// line plays a line of waiting clips as the rows hold it, a turn a step.
type line struct {
	now     time.Time
	waiting []Pending
	office  map[OfficeID]time.Time
	member  map[string]time.Time
	opened  map[string]time.Time
}

func newLine() *line {
	return &line{now: time.Date(2026, 11, 1, 8, 0, 0, 0, time.UTC), office: map[OfficeID]time.Time{}, member: map[string]time.Time{}, opened: map[string]time.Time{}}
}

func (l *line) come(office OfficeID, member MemberID, due Due, clips ...string) {
	for _, c := range clips {
		l.now = l.now.Add(time.Millisecond)
		l.waiting = append(l.waiting, Pending{Clip: ClipID(c), Due: due, Office: office, Member: member, Since: l.now})
	}
}

// turn gives the next turn and lets it last; what is opened waits for the rest.
func (l *line) turn(lasts time.Duration) string {
	for i, w := range l.waiting {
		person := fmt.Sprint(w.Office, w.Member)
		l.waiting[i].OfficeServed, l.waiting[i].MemberServed, l.waiting[i].MemberOpened = l.office[w.Office], l.member[person], l.opened[person]
	}
	i := NextTurn(l.waiting)
	if i < 0 {
		return ""
	}
	w := l.waiting[i]
	person := fmt.Sprint(w.Office, w.Member)
	l.office[w.Office], l.member[person] = l.now, l.now
	l.waiting = slices.Delete(l.waiting, i, i+1)
	if w.Due == DueOpening {
		l.opened[person] = l.now
		w.Due = DueLadder
		l.waiting = append(l.waiting, w)
		l.now = l.now.Add(lasts)
		return string(w.Clip)
	}
	l.now = l.now.Add(lasts)
	return string(w.Clip) + "+"
}

func (l *line) turns(n int, lasts time.Duration) (all []string) {
	for range n {
		all = append(all, l.turn(lasts))
	}
	return all
}

func many(prefix string, n int) (all []string) {
	for i := range n {
		all = append(all, fmt.Sprintf("%s%d", prefix, i+1))
	}
	return all
}

func TestAHundredClipsMakeNoOtherOfficeWait(t *testing.T) {
	t.Parallel()
	l := newLine()
	l.come("a", "anna", DueOpening, many("a", 100)...)
	if got, want := l.turn(50*time.Second), "a1"; got != want {
		t.Fatalf("first %s, want %s", got, want)
	}
	l.come("b", "bo", DueOpening, "b1")
	// b's clip is opened next, and its rest takes turns with what a sent.
	got := l.turns(4, 50*time.Second)
	if want := []string{"b1", "a2", "b1+", "a3"}; !slices.Equal(got, want) {
		t.Errorf("turns %v, want %v", got, want)
	}
}

func TestEverybodysFirstClipComesBeforeAnybodysSecond(t *testing.T) {
	t.Parallel()
	l := newLine()
	for _, office := range []OfficeID{"a", "b", "c"} {
		l.come(office, "x", DueOpening, many(string(office)+"x", 3)...)
		l.come(office, "y", DueOpening, many(string(office)+"y", 2)...)
	}
	got := l.turns(6, time.Second)
	if want := []string{"ax1", "bx1", "cx1", "ay1", "by1", "cy1"}; !slices.Equal(got, want) {
		t.Errorf("turns %v, want %v", got, want)
	}
	// Somebody new comes before all that is left, whichever office had the
	// fewest turns.
	l.come("a", "z", DueOpening, "az1")
	if got, want := l.turn(time.Second), "az1"; got != want {
		t.Errorf("then %s, want %s", got, want)
	}
}

func TestPeopleOfAnOfficeTakeTurns(t *testing.T) {
	t.Parallel()
	l := newLine()
	l.come("a", "anna", DueOpening, many("n", 50)...)
	l.come("a", "omar", DueOpening, many("o", 2)...)
	got := l.turns(6, time.Second)
	if want := []string{"n1", "o1", "n2", "o2", "n3", "o1+"}; !slices.Equal(got, want) {
		t.Errorf("turns %v, want %v", got, want)
	}
}

func TestAllOfAPersonsClipsAreOpenedBeforeTheRest(t *testing.T) {
	t.Parallel()
	l := newLine()
	l.come("a", "anna", DueOpening, "1", "2", "3")
	got := l.turns(7, 30*time.Second)
	if want := []string{"1", "2", "3", "1+", "2+", "3+", ""}; !slices.Equal(got, want) {
		t.Errorf("turns %v, want %v", got, want)
	}
}

// TestNobodyStarves keeps one office sending more than can be done, and wants
// another's long work to go on all the same.
func TestNobodyStarves(t *testing.T) {
	t.Parallel()
	l := newLine()
	l.come("a", "anna", DueOpening, "film")
	l.turn(time.Minute)
	for i := range 20 {
		l.come("b", "bo", DueOpening, many(fmt.Sprint("b", i, "-"), 3)...)
		if got := l.turns(2, time.Minute); slices.Contains(got, "film+") {
			return
		}
	}
	t.Error("the rest of a clip never had its turn")
}

// TestACrowdOfOpeningsLeavesTurns has more people with many clips than can all be
// opened within a while, and wants what is left of another's clip to be made between.
func TestACrowdOfOpeningsLeavesTurns(t *testing.T) {
	t.Parallel()
	l := newLine()
	l.come("z", "zoe", DueOpening, "film")
	for _, office := range many("office", 10) {
		l.come(OfficeID(office), "bo", DueOpening, many(office+"-", 10)...)
	}
	if got := l.turns(22, 30*time.Second); !slices.Contains(got, "film+") {
		t.Errorf("turns %v, want the rest of the film among them", got)
	}
}

// TestAnOfficeOfManyPeopleGetsNoMoreTurns: it is offices that take turns, and
// only within one of them its people.
func TestAnOfficeOfManyPeopleGetsNoMoreTurns(t *testing.T) {
	t.Parallel()
	l := newLine()
	for _, member := range []MemberID{"1", "2", "3", "4"} {
		l.come("a", member, DueLadder, many("a"+string(member)+"-", 2)...)
	}
	l.come("b", "bo", DueLadder, many("b", 4)...)
	got := l.turns(8, time.Second)
	if want := []string{"a1-1+", "b1+", "a2-1+", "b2+", "a3-1+", "b3+", "a4-1+", "b4+"}; !slices.Equal(got, want) {
		t.Errorf("turns %v, want %v", got, want)
	}
}

// TestWhatIsOpenedBesideWhatIsInWork: somebody's first clip always, their second while a
// place makes something anew, and never the rest of a clip or what is made anew itself.
func TestWhatIsOpenedBesideWhatIsInWork(t *testing.T) {
	t.Parallel()
	now := time.Now()
	ladder := Pending{Clip: "ladder", Due: DueLadder, Since: now}
	later := Pending{Clip: "anew", Due: DueOpening, Since: now, Later: true}
	second := Pending{Clip: "second", Due: DueOpening, Since: now, MemberOpened: now.Add(-time.Minute)}
	first := Pending{Clip: "first", Due: DueOpening, Since: now, MemberOpened: now.Add(-time.Hour)}
	for _, row := range []struct {
		list []Pending
		anew bool
		want int
	}{
		{[]Pending{ladder, later, second}, false, -1},
		{[]Pending{ladder, later, second}, true, 2},
		{[]Pending{ladder, later}, true, -1},
		{[]Pending{ladder, second, first}, true, 2},
		{[]Pending{ladder, second, first}, false, 2},
	} {
		if got := NextBeside(row.list, row.anew); got != row.want {
			t.Errorf("of %v, anew %v: %d, want %d", row.list, row.anew, got, row.want)
		}
	}
}
