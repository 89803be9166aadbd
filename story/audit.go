package story

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"strconv"
	"time"
)

// Deed names what an entry of the audit log tells of. The words are stored and
// never follow a rename in Go; docs/audit.md lists them.
type Deed string

const (
	DeedStep Deed = "story.step" // a step of a trail; details hold its digest

	DeedPersonAdded        Deed = "person.added"    // put on record
	DeedPersonLinked       Deed = "person.linked"   // put into another story
	DeedPersonUnlinked     Deed = "person.unlinked" // taken out of a story
	DeedPersonChanged      Deed = "person.changed"  // the record, with the answers as they are now
	DeedPersonWithdrew     Deed = "person.withdrew"
	DeedFileSeen           Deed = "consent_file.seen" // a form or recording was opened
	DeedFileAdded          Deed = "consent_file.added"
	DeedWithdrawalLinkMade Deed = "withdrawal_link.made"

	DeedWordingAdded   Deed = "wording.added"
	DeedWordingRetired Deed = "wording.retired"
	DeedPolicyChanged  Deed = "policy.changed"
	DeedPlaceAdded     Deed = "place.added"
	DeedPlaceMarked    Deed = "place.marked"
	DeedClock          Deed = "clip.clock" // a camera's clock was put right; details say by how many seconds, and for how many clips

	DeedTrashed      Deed = "story.trashed" // details: until
	DeedRestored     Deed = "story.restored"
	DeedRemoved      Deed = "story.removed" // for good, by the clock
	DeedClipTrashed  Deed = "clip.trashed"
	DeedClipRestored Deed = "clip.restored"
	DeedClipRemoved  Deed = "clip.removed"

	DeedAuditExported Deed = "audit.exported"
	DeedOriginalTaken Deed = "clip.downloaded" // an original left the house
)

// Entry is one line of the audit log: who did what to which thing. It holds ids
// and codes, never names or texts, so that it can be kept for good while what
// it points to is forgotten.
type Entry struct {
	ID      EntryID
	Number  int64 // as it was written; 0 until then
	At      time.Time
	What    Deed
	By      Actor             // zero = the clock, or somebody without an account
	Office  OfficeID          // whose administrators read it; "" = headquarters' alone
	Story   StoryID           // "" = about no story
	Subject string            // id of what it was done to; "" = the story itself
	Details map[string]string // codes and ids
	// Place is where it stands in the chain, 0 = not sealed yet, and Hash is the
	// chain's hash there.
	Place int64
	Hash  []byte
}

// NewEntry begins an entry in the name of whoever asks.
func NewEntry(what Deed, who Scope, subject string, now time.Time) Entry {
	return Entry{ID: NewID[EntryID](now), At: now, What: what, By: who.Actor(), Subject: subject, Details: map[string]string{}}
}

// EntryBy begins an entry in the name of whoever the context says is asking.
func EntryBy(ctx context.Context, what Deed, subject string, now time.Time) Entry {
	who, _ := ScopeOf(ctx)
	return NewEntry(what, who, subject, now)
}

// With adds a detail; an empty one is left out.
func (e Entry) With(key, value string) Entry {
	if value != "" {
		e.Details[key] = value
	}
	return e
}

// At places an entry at an office.
func (e Entry) AtOffice(o OfficeID) Entry {
	e.Office = o
	return e
}

// Of says which story an entry is about; its administrators read it.
func (e Entry) Of(s *Story) Entry {
	e.Story, e.Office = s.ID, s.StandsAt
	return e
}

// Seal is the hash of the chain behind this entry: SHA-256 over the hash before
// it and the entry's canonical form, which is a JSON array of strings: number,
// id, time (RFC 3339, microseconds, UTC), what, by, office, story, subject and
// the details as a JSON object with sorted keys. The first entry follows 32
// zero bytes.
func (e Entry) Seal(before []byte) []byte {
	details, _ := json.Marshal(e.Details)
	if len(e.Details) == 0 {
		details = []byte("{}")
	}
	canonical, _ := json.Marshal([]string{strconv.FormatInt(e.Number, 10), string(e.ID), e.At.UTC().Format("2006-01-02T15:04:05.000000Z"),
		string(e.What), string(e.By.ID), string(e.Office), string(e.Story), e.Subject, string(details)})
	h := sha256.New()
	if len(before) == 0 {
		before = make([]byte, sha256.Size)
	}
	h.Write(before)
	h.Write(canonical)
	return h.Sum(nil)
}

// AuditReport is what became of checking the whole log.
type AuditReport struct {
	Entries  int64  // in the chain
	Unsealed int64  // written and not in the chain yet
	Head     []byte // hash of the last one; nil = empty
	// Broken says what is wrong first, "" = nothing: the log is whole.
	Broken string
}

// AuditQuery says which entries a list shows. Zero fields do not filter.
type AuditQuery struct {
	Story   StoryID
	By      MemberID
	Subject string
	What    Deed
	From    time.Time
	Until   time.Time
	Before  int64 // entries older than this number; 0 = the newest
	Limit   int   // 1 to 1,000, 0 = 100
}
