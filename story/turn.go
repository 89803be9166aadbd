package story

import (
	"cmp"
	"slices"
	"time"
)

// Due is what a clip needs next of the workers. Stored; see [Clip.State] for
// what people are told.
type Due string

const (
	DueOpening Due = "opening" // inspection, pictures, and something to watch
	DueLadder  Due = "ladder"  // the rest of the ladder
	DuePieces  Due = "pieces"  // the rest of it in pieces, each a turn of its own
	DueJoin    Due = "joining" // the pieces are there and become one
)

// Turn is a stretch of work on one clip that a worker has been given.
type Turn struct {
	Due   Due
	Clip  Clip
	Lease Lease
	// Piece is set where the turn is a piece of the clip's ladder, or where its
	// ladder is in pieces: any of them tells of which making then.
	Piece *Piece
	// Unbroken tells that the ladder cannot be made in pieces.
	Unbroken bool
}

// Pending is a turn that nobody has taken yet, with what its place in the line
// rests on. Times are zero where there was none.
type Pending struct {
	Clip   ClipID
	Piece  int // of the clip's ladder, from 1; 0 = the turn is the clip's
	Due    Due
	Office OfficeID // where the story comes from
	Member MemberID // its author
	Since  time.Time
	Later  bool // it is to hurt nobody: everything else comes first

	OfficeServed time.Time // when a turn for that office was last given
	MemberServed time.Time // and for that member there
	MemberOpened time.Time // and one that was an opening
}

// lately is how long an opening makes what its person sends then somebody's second.
const lately = 2 * time.Minute

// First tells that this opens the first clip in a while of whoever sent it: it
// comes before all that is anybody's second, or the rest of anything. What was sent
// with the first stays a second however long it waits, or in a crowd nothing but
// openings would have their turns.
func (w Pending) First() bool {
	return w.Due == DueOpening && w.Since.Sub(w.MemberOpened) >= lately
}

// NextTurn chooses whose turn it is, -1 where nobody waits.
//
// What is made anew comes after everything that is new. Everybody's first clip comes
// before anybody's second. After that offices take turns, whoever was served longest
// ago first, and so do the people of an office: a hundred clips from one do not make
// another wait. Of one person's clips all are opened before the rest of any is made,
// and the oldest goes first.
func NextTurn(list []Pending) int {
	if len(list) == 0 {
		return -1
	}
	best := slices.MinFunc(list, func(a, b Pending) int {
		return cmp.Or(
			before(!a.Later, !b.Later),
			before(a.First(), b.First()),
			a.OfficeServed.Compare(b.OfficeServed),
			a.MemberServed.Compare(b.MemberServed),
			before(a.Due == DueOpening, b.Due == DueOpening),
			a.Since.Compare(b.Since),
			cmp.Compare(a.Clip, b.Clip),
			cmp.Compare(a.Piece, b.Piece),
		)
	})
	return slices.Index(list, best)
}

// NextBeside is [NextTurn] for a worker that opens one clip more while all its places are
// taken: -1 where nobody's first clip waits. anew tells that one of the places makes
// something anew, which nobody waits for: then it is any new clip.
func NextBeside(list []Pending, anew bool) int {
	var may []Pending
	var at []int
	for i, w := range list {
		if !w.Later && (w.First() || anew && w.Due == DueOpening) {
			may, at = append(may, w), append(at, i)
		}
	}
	if i := NextTurn(may); i >= 0 {
		return at[i]
	}
	return -1
}

// before orders what is true before what is not.
func before(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}
