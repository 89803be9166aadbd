package story

import "context"

// Span is some segments of a ladder, from First up to but not including End.
type Span struct{ First, End int }

// Stretch is a part of a ladder that one worker makes: some of its segments,
// on every rung. The zero value is the whole ladder.
type Stretch struct {
	// Span says which segments; its zero value = all of them.
	Span
	// Sound tells that the sound of these segments lies in the job's folder
	// already, in the file that [Outline] names; otherwise it is made, of the
	// whole clip, however few the segments.
	Sound bool
	// Heads are the initialisations of rungs that others have begun, by name:
	// what is made must fit them. nil = nobody has.
	Heads map[string][]byte
	// Early is set where the file has not come whole; nil = it has.
	Early *Early
	// Hurry tells that somebody waits for the first of these segments.
	Hurry bool
}

// Early is for a stretch at the beginning of a clip that is begun before the whole file
// is there. How loud a clip is, and so its sound, is known when it is: until then
// segments are offered with sound that is as loud as the beginning is.
type Early struct {
	Seconds float64                         // of the beginning, pictures and sound, that are there
	Whole   func(ctx context.Context) error // waits for the rest; nil = nothing but the beginning is made
	Grow    Grow                            // is offered the segments with that sound; nil = nobody wants them
}

// Alone tells that nothing but the beginning is made, as a making of its own: the
// segments that lie in it are offered and not kept, for all of the clip is made again.
func (e *Early) Alone() bool { return e != nil && e.Whole == nil }

// All tells whether the stretch is the whole of so many segments.
func (s Stretch) All(segments int) bool {
	return s.First == 0 && (s.End == 0 || s.End >= segments)
}

// Made is what became of a stretch.
type Made struct {
	// Segments is how many closed. Fewer than were asked for means that the
	// footage ends before its header says.
	Segments int
	// Seen and Heard are what was noticed on the way, of the pictures of these
	// segments and, where it was made, of the whole clip's sound; only the tools
	// can read it.
	Seen, Heard []byte
	// Rungs are complete renditions, where the stretch was the whole ladder.
	Rungs []Rendered
}

// Outline is what a ladder will be, known before any of it is made.
type Outline struct {
	Segments  int     // of every rung
	Seconds   float64 // of the whole
	Rungs     []Rendition
	SoundFile string // where the sound lies in a job's folder; "" = the clip has none
	// Seekable tells that work can begin in the middle of the footage at little
	// cost, so that several workers may share it.
	Seekable bool
}
