package story

// PieceSegments is how many segments of a long clip are one turn: half a
// minute. Longer pieces keep others waiting and cost more when a worker is
// lost; shorter ones spend more on looking for their beginning.
const PieceSegments = 15

// OpeningSegments is the same of the first piece, which is made by whoever opens the clip:
// nobody else's is opened there meanwhile.
const OpeningSegments = 7

// Piece is a part of a ladder that is a turn of its own.
type Piece struct {
	Number int // in the clip, from 1
	Span
	Run LiveID // of the making it belongs to
}

// Cut divides a ladder into pieces of so many segments, 0 = [PieceSegments], the first
// of them of fewer, 0 = the same; what is left over goes to the last. nil = it
// is made in one: where it is short, or where work cannot begin in its middle.
func Cut(o Outline, segments, first int) []Span {
	if segments <= 0 {
		segments = PieceSegments
	}
	if first <= 0 || first > segments {
		first = segments
	}
	if !o.Seekable || o.Segments < 2*segments || o.Segments < first+segments {
		return nil
	}
	cut := []Span{{End: first}}
	for at := first; o.Segments-at >= segments; at += segments {
		cut = append(cut, Span{First: at, End: at + segments})
	}
	cut[len(cut)-1].End = o.Segments
	return cut
}

// AfterCut is what a clip owes next whose ladder is made in pieces, of which
// so many are not done. unbroken tells that pieces did not work out.
func AfterCut(left int, unbroken bool) Due {
	switch {
	case unbroken:
		return DueLadder
	case left > 0:
		return DuePieces
	}
	return DueJoin
}

// MadeRung is a rung of a ladder that is made in pieces.
type MadeRung struct {
	Rendition        // Bytes, Duration and Index are empty
	Head      []byte // what every segment needs before it
}

// MadePart is a stored segment of it.
type MadePart struct {
	LivePart
	Number int    // from 0
	By     string // the try that stored it, see [LiveObject]
}
