package story

import "time"

// NoLanguage is the BCP 47 tag for a language that nobody said (RFC 5646,
// section 4.1).
const NoLanguage = "und"

// Query says which stories a list shows. Zero fields do not filter.
type Query struct {
	Office   OfficeID // from this office or below it, or standing there
	StandsAt OfficeID
	Stage    Stage
	Words    string    // in title, place or text; the last may be unfinished
	Mine     bool      // by the asker
	Involved bool      // by the asker, or with a step of theirs in the trail
	Overdue  time.Time // those that had waited for their office's limit by then, as reminders count it
	CameUp   time.Time // those that came up to Office at this time or later, see [Week]
	From     time.Time // filmed at this time or later
	Until    time.Time // filmed before this time
	Language string    // in this language or a kind of it; [NoLanguage] = where none was said
	IDs      []StoryID // these only; nil = any
	Twins    *TwinQuery
	Longest  bool   // who has waited longest comes first, not the newest by capture time
	After    Cursor // the last of the page before
	Limit    int    // 1 to 200, 0 = 50
}

// Cursor is a place in a list of stories. The zero Cursor is the beginning.
type Cursor struct {
	At time.Time // what the list is ordered by, of the last story that was shown
	ID StoryID
}

// CursorOf is the place after a story in the list that q asks for.
func (q Query) CursorOf(s *Story) Cursor {
	if q.Longest {
		return Cursor{At: s.Since, ID: s.ID}
	}
	return Cursor{At: s.CapturedAt, ID: s.ID}
}

// Sheet is everything a page shows of a story: the dossier that decisions
// rest on, and its clips in full.
type Sheet struct {
	Dossier
	Footage []Clip   // as they were added, without segment indexes
	Way     []Office // from the origin office up to headquarters
}

// Granted is a member with the grants that the asker may see.
type Granted struct {
	Member
	Grants []Grant
	Wrote  []Path // from where their stories are; filled, as the next, where one member is loaded
	Ties   []Tie
	CameIn bool // at any time, as far as anybody remembers; told to imports alone
}

// OfficeQuery says which offices a list shows: those of one parent, those that
// words are found in, or all within reach, the highest first. Zero fields do
// not filter.
type OfficeQuery struct {
	Parent OfficeID
	Words  string     // in the name, without accents or capitals
	Act    Action     // only where the person may do this
	IDs    []OfficeID // only these
	Closed bool       // closed ones too
	After  OfficeCursor
	Limit  int // 1 to 1000, 0 = 200
}

// OfficeCursor is a place in a list of offices. The zero one is the beginning.
type OfficeCursor struct {
	Depth int
	Name  string
	ID    OfficeID
}

// OfficeLine is an office in a list.
type OfficeLine struct {
	Office
	Below int      // offices directly below it that the person can see
	Way   []string // names of the offices above it, headquarters first
}

// Cursor is where a list goes on after this office.
func (o OfficeLine) Cursor() OfficeCursor {
	return OfficeCursor{Depth: o.Path.Depth(), Name: o.Name, ID: o.ID}
}
