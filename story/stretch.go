package story

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
	// Early has nothing but the beginning made, as a making of its own, and no more of it
	// than what is soon there; nil = what the ladder is.
	Early *Early
	// Idle tells that nobody waits for it: everything else on the machine goes first.
	Idle bool
}

// Early is the beginning of a clip that is made before the whole, because somebody waits,
// and watched while that is made. Its segments are offered and not kept: all of the clip
// is made again. Its sound is as loud as the beginning is.
type Early struct {
	Seconds float64 // of the beginning, pictures and sound, that are there
	Ends    bool    // the clip ends with them
}

// EarlySeconds of a clip are made early: all of most that people film, and of the others
// enough for the ladder to come near. The sound of the last segment goes a little further
// than its pictures.
const EarlySeconds = 15.25

// Early tells what of the clip is made early. whole tells that these are the facts of
// all of it, and not of what has come so far.
func (f *Facts) Early(whole bool) *Early {
	return &Early{Seconds: min(EarlySeconds, f.Duration), Ends: whole && f.Duration <= EarlySeconds}
}

// Excerpt is a file of the first seconds of another: Head, and then those bytes of it.
type Excerpt struct {
	Head  []byte
	Parts []ByteRange
	Whole bool // it ends where the other does
}

// Size is how large the file is, bytes.
func (e *Excerpt) Size() int64 {
	n := int64(len(e.Head))
	for _, of := range e.Parts {
		n += of.Length
	}
	return n
}

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
