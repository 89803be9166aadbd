package story

import (
	"strings"
	"time"
	"unicode"
)

// ClipState is what machines have done to a clip. docs/states.md draws it.
type ClipState string

const (
	Receiving  ClipState = "receiving"  // bytes are coming in
	Received   ClipState = "received"   // every byte is stored; work is owed
	Inspecting ClipState = "inspecting" // ffprobe looks at it
	Rendering  ClipState = "rendering"  // poster, sprites, ladder are made
	Ready      ClipState = "ready"      // everything is made
	Refused    ClipState = "refused"    // the file cannot be used; said once, not retried
	Failed     ClipState = "failed"     // our fault; an operator looks
	Cancelled  ClipState = "cancelled"  // somebody stopped the work; it can be started again
)

// Owed tells whether the workers still owe something to a clip in this state.
func (s ClipState) Owed() bool { return s == Received || s == Inspecting || s == Rendering }

// Clip is one piece of footage of a story.
type Clip struct {
	ID       ClipID
	Story    StoryID
	Filename string // as the person named it, cleaned by [CleanFilename]
	Filetype string // as the client said, e.g. "video/mp4"; a hint, never trusted
	State    ClipState
	Size     int64   // bytes of the whole file, -1 = not known yet
	Offset   int64   // bytes received
	Progress float64 // of inspecting and rendering, 0 to 1
	Pace     Pace    // how fast that goes
	// Watchable is set once at least one rendition can be played, or a small
	// copy that was sent ahead.
	Watchable bool

	Receipt   *Receipt // nil until every byte is stored
	Facts     *Facts   // nil until inspected
	Problem   *Problem // why it is refused or failed, nil otherwise
	HasPoster bool
	// HasWaveform is set once the peaks of its sound are stored.
	HasWaveform bool
	Sprites     *Sprites // nil until made
	Renditions  []Rendition
	Preview     *Preview // of a small copy that was sent ahead, nil = none

	Told       Camera    // what the sender said of the camera, heeded where the file is silent
	Clock      Clock     // how its clock was put right
	CapturedAt time.Time // corrected; zero = neither file nor sender say
	CreatedAt  time.Time
	Attempt    int // of the work, raised whenever a worker was lost
	// Waits says why nobody works on it although it is its turn; nil = nothing
	// is in the way.
	Waits *Problem
	Anew  bool // it is ready, and its ladder is made anew
}

// Originals are read back before anybody is told that the card may be wiped: of no more
// than ReadBackAtOnce bytes when they have come, larger ones after ReadBackPause. Their
// first pictures are waited for in those seconds, often by the same disk and processors.
const (
	ReadBackAtOnce = 256 << 20
	ReadBackPause  = 4 * time.Second
)

// Receipt tells the person that the file arrived whole.
type Receipt struct {
	Bytes      int64
	SHA256     string // hex, of the whole original
	Type       string // of a record of consent, see [EvidenceType]; "" for clips
	ReceivedAt time.Time
	// VerifiedAt is when the stored object was read back and agreed; zero =
	// not yet. Only then is the card safe to wipe.
	VerifiedAt time.Time
}

// MaxAttempts is how often a worker may be lost on a clip before the clip
// counts as failed: what kills three workers would kill the fourth.
const MaxAttempts = 3

// CleanFilename keeps what a person calls their file, in any script, without
// folders, control characters and direction overrides (which make
// "gpj.exe" look like "exe.jpg"). At most 200 characters; "clip" when nothing
// is left.
func CleanFilename(name string) string {
	if i := strings.LastIndexAny(name, `/\`); i >= 0 {
		name = name[i+1:]
	}
	name = strings.ToValidUTF8(name, "�")
	name = strings.Map(func(r rune) rune {
		bidi := r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 || r == 0x200e || r == 0x200f || r == 0x061c
		if unicode.IsControl(r) || bidi || r == 0xfeff {
			return -1
		}
		return r
	}, name)
	name = strings.TrimSpace(name)
	if r := []rune(name); len(r) > 200 {
		name = string(r[:160]) + "…" + string(r[len(r)-39:])
	}
	if name == "" || name == "." || name == ".." {
		return "clip"
	}
	return name
}
