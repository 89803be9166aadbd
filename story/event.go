package story

import "slices"

// Event tells open pages that something changed. It carries what is needed to
// decide who may hear of it, and little more: a page asks for what it shows.
type Event struct {
	Kind string `json:"kind"` // "story", "clip", "notice", "internal_note", or "reach": what Author may hear of has changed, "" = anybody's

	Story      StoryID  `json:"story"`
	Author     MemberID `json:"author"`
	OfficePath Path     `json:"office_path"`
	StandsPath Path     `json:"stands_path"`
	StandsAt   OfficeID `json:"stands_at"`
	Stage      Stage    `json:"stage"`
	Trashed    bool     `json:"trashed,omitempty"` // story or clip lie in the trash: nobody hears of what is done to them there

	Clip      ClipID    `json:"clip,omitempty"`
	State     ClipState `json:"state,omitempty"`
	Progress  float64   `json:"progress,omitempty"`
	Pace      float64   `json:"pace,omitempty"` // see [Pace]; of Progress, a second
	Watchable bool      `json:"watchable,omitempty"`
	Offset    int64     `json:"offset,omitempty"`
	Size      int64     `json:"size,omitempty"`
	Pictures  int       `json:"pictures,omitempty"` // how many of poster and sprites are stored, 0 to 2

	To []MemberID `json:"to,omitempty"` // of a notice: whose it is
}

// Hears tells whether the person may be told of the event: whoever sees the
// story, decided by the same rule; of a notice, whoever it is for.
func (s Scope) Hears(e Event) bool {
	switch e.Kind {
	case "notice":
		return s.Member != "" && slices.Contains(e.To, s.Member)
	case "internal_note":
		return s.ReadsInternalNotes(&Story{Author: Actor{ID: e.Author}, OfficePath: e.OfficePath, StandsPath: e.StandsPath, Stage: e.Stage, Trashed: e.Trashed})
	case "reach":
		return false // told to no page: their streams end instead
	}
	return s.Sees(&Story{Author: Actor{ID: e.Author}, OfficePath: e.OfficePath, StandsPath: e.StandsPath, Stage: e.Stage, Trashed: e.Trashed})
}
