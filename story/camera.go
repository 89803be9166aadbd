package story

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// Camera is what is known of the camera behind a clip. It is stored as JSON as
// the sender told it; names of fields are part of the stored form.
type Camera struct {
	Make   string `json:"make,omitempty"`
	Model  string `json:"model,omitempty"`
	Serial string `json:"serial,omitempty"`
	// CapturedAt is when its clock said that the clip was filmed; zero = not said.
	CapturedAt time.Time `json:"captured_at,omitzero"`
}

// Same tells whether two clips come from the same camera, as far as they say.
// Clips that say nothing at all count as of one, within one story.
func (c Camera) Same(o Camera) bool {
	return c.Make == o.Make && c.Model == o.Model && c.Serial == o.Serial
}

// Camera is what is known of the clip's camera: the file's word, else the
// sender's.
func (c *Clip) Camera() Camera {
	if c.Facts == nil {
		return c.Told
	}
	return Camera{Make: c.Facts.Make, Model: c.Facts.Model, Serial: c.Facts.Serial}
}

// Heed fills in what the file does not say with what the sender told. A maker
// is not put together with another's model.
func (f *Facts) Heed(told Camera) {
	if f.Make == "" && f.Model == "" {
		f.Make, f.Model = told.Make, told.Model
	}
	if f.Serial == "" {
		f.Serial = told.Serial
	}
	if f.CapturedAt.IsZero() {
		f.CapturedAt = told.CapturedAt
	}
}

// Clock is how a camera's clock was put right.
type Clock struct {
	Shift time.Duration // added to what the camera said, whole seconds; 0 = nothing
	By    Actor         // who did so last; zero = whoever sent the clip
	At    time.Time     // when; zero = with the upload
}

// maxShift is how wrong a clock may be: some cameras begin at the zero of
// their system, and none in the century after this.
const maxShift = 100 * 365 * 24 * time.Hour

// ClockChange is a correction that was decided, for storage to carry out.
type ClockChange struct {
	Clips []ClipID
	Shift time.Duration
	By    MemberID
	At    time.Time
}

// CorrectClock puts right when clips were filmed: those of the camera, or only
// the one named. Whoever may edit the story may; files are left as they are.
// It answers with how many clips it concerns through d.Clock; none is no error,
// for a camera's clips lie in several stories.
func (d *Dossier) CorrectClock(who Scope, camera Camera, only ClipID, shift time.Duration, now time.Time) error {
	if !d.mayEdit(who) {
		return d.deny(who, "When this was filmed can no longer be corrected by you: the story is with another office now.")
	}
	if shift == 0 || shift%time.Second != 0 || shift > maxShift || shift < -maxShift {
		return Invalid("clock_shift", "Say by how many seconds the clock was wrong, at most a hundred years.")
	}
	change := ClockChange{Shift: shift, By: who.Member, At: now}
	for _, c := range d.Clips {
		if only != "" && c.ID != only || only == "" && !c.Camera.Same(camera) || c.CapturedAt.IsZero() {
			continue
		}
		if c.CapturedAt.Add(shift).After(now.Add(24 * time.Hour)) {
			return Invalid("clock_future", "That would have a clip filmed in the future. Look at the date again.")
		}
		change.Clips = append(change.Clips, c.ID)
	}
	if only != "" && !slices.Contains(change.Clips, only) {
		return Conflict("clock_unknown", "Nobody knows when this clip was filmed, so there is nothing to correct.")
	}
	if len(change.Clips) > 0 {
		d.Clock = &change
		d.Entries = append(d.Entries, NewEntry(DeedClock, who, "", now).Of(&d.Story).
			With("seconds", strconv.FormatInt(int64(shift/time.Second), 10)).With("clips", strconv.Itoa(len(change.Clips))))
	}
	return nil
}

// MayKnowDevice tells whether the person may know where a clip was filmed and
// by which piece of equipment: whoever may have its original, where both
// stand. Both lead to people.
func (s Scope) MayKnowDevice(st *Story) bool { return s.MayHaveOriginal(st) }

// toldCamera reads what a sender tells of the camera: captured (RFC 3339),
// make, model, serial, and clock, the seconds by which its clock was wrong.
// What cannot be read is left out, but for clock: a sender who means to correct
// a date must hear that it was not understood.
func toldCamera(metadata map[string]string, now time.Time) (c Camera, clock time.Duration, err error) {
	short := func(key string) string {
		s := strings.Map(func(r rune) rune {
			if unicode.IsControl(r) || r == '�' {
				return -1
			}
			return r
		}, metadata[key])
		if r := []rune(s); len(r) > 120 {
			s = string(r[:120])
		}
		return strings.TrimSpace(s)
	}
	c.Make, c.Model, c.Serial = short("make"), short("model"), short("serial")
	if at, err := time.Parse(time.RFC3339, metadata["captured"]); err == nil && at.Year() >= 1970 && at.Before(now.Add(maxShift)) {
		c.CapturedAt = at.UTC()
	}
	if text := strings.TrimSpace(metadata["clock"]); text != "" {
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil || n > int64(maxShift/time.Second) || n < -int64(maxShift/time.Second) {
			return c, 0, Invalid("clock_shift", "Say by how many seconds the clock was wrong, at most a hundred years.")
		}
		clock = time.Duration(n) * time.Second
	}
	return c, clock, nil
}
