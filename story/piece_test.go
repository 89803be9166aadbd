package story

import (
	"fmt"
	"testing"
	"time"
)

func TestCut(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		segments, size, first int
		seekable              bool
		want                  string
	}{
		{1800, 600, 0, true, "[{0 600} {600 1200} {1200 1800}]"},
		{7, 2, 0, true, "[{0 2} {2 4} {4 7}]"}, // what is left over goes to the last
		{3, 2, 0, true, "[]"},                  // too short
		{100, 2, 0, false, "[]"},
		{29, 0, 0, true, "[]"},
		{30, 0, 0, true, "[{0 15} {15 30}]"},
		{31, 0, 7, true, "[{0 7} {7 31}]"},
		{10, 5, 7, true, "[{0 5} {5 10}]"}, // the first is never longer
		{60, 0, 7, true, "[{0 7} {7 22} {22 37} {37 60}]"},
	} {
		if got := fmt.Sprint(Cut(Outline{Segments: row.segments, Seekable: row.seekable}, row.size, row.first)); got != row.want {
			t.Errorf("%d segments by %d, first %d, seekable %v: %s, want %s", row.segments, row.size, row.first, row.seekable, got, row.want)
		}
	}
}

func TestAfterCut(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		left     int
		unbroken bool
		want     Due
	}{{3, false, DuePieces}, {0, false, DueJoin}, {0, true, DueLadder}} {
		if got := AfterCut(row.left, row.unbroken); got != row.want {
			t.Errorf("%d left, unbroken %v: %s, want %s", row.left, row.unbroken, got, row.want)
		}
	}
}

// TestPiecesTakeTurns: a piece is a turn like any other, and of one clip's
// pieces the earlier comes first.
func TestPiecesTakeTurns(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	list := []Pending{
		{Clip: "long", Piece: 3, Due: DuePieces, Office: "a", OfficeServed: now, MemberServed: now, Since: now},
		{Clip: "long", Piece: 2, Due: DuePieces, Office: "a", OfficeServed: now, MemberServed: now, Since: now},
	}
	if i := NextTurn(list); i != 1 {
		t.Errorf("piece %d comes first, want the second", list[i].Piece)
	}
	list = append(list, Pending{Clip: "other", Due: DueLadder, Office: "b", OfficeServed: now.Add(-time.Second), Since: now})
	if i := NextTurn(list); i != 2 {
		t.Errorf("%s comes first, want the other office's clip", list[i].Clip)
	}
}
