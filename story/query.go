package story

import "time"

// Query says which stories a list shows. Zero fields do not filter.
type Query struct {
	Office   OfficeID // from this office or below it, or standing there
	StandsAt OfficeID
	Stage    Stage
	Words    string // in title, place or text; the last may be unfinished
	Mine     bool   // by the asker
	After    Cursor // the last of the page before
	Limit    int    // 1 to 200, 0 = 50
}

// Cursor is a place in a list of stories. The zero Cursor is the beginning.
type Cursor struct {
	CapturedAt time.Time
	ID         StoryID
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
}
