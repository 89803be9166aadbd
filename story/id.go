package story

import (
	"crypto/rand"
	"encoding/hex"
	"time"
)

// Ids are UUIDs of version 7 (RFC 9562, section 5.7) in their usual text
// form. Their first 48 bits are the time, so rows made together lie together;
// 74 bits are random, so no id can be guessed from another.
type (
	OfficeID       string
	MemberID       string
	StoryID        string
	ClipID         string
	UploadID       string
	PersonID       string
	StepID         string
	PublicationID  string
	NoticeID       string
	EntryID        string
	ConsentID      string
	ConsentFileID  string
	WordingID      string
	PlaceID        string
	SignInID       string
	WebhookID      string
	DeliveryID     string
	CommentID      string
	InternalNoteID string
	TrashID        string
)

// NewID makes a fresh id for any of the id types, e.g. NewID[StoryID](now).
func NewID[T ~string](now time.Time) T {
	var b [16]byte
	rand.Read(b[:]) // never fails, see crypto/rand.Read
	ms := uint64(now.UnixMilli())
	for i := range 6 {
		b[i] = byte(ms >> (40 - 8*i))
	}
	b[6] = b[6]&0x0f | 0x70
	b[8] = b[8]&0x3f | 0x80
	h := hex.EncodeToString(b[:])
	return T(h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:])
}

// ParseID takes an id from outside. Anything that is not a UUID answers
// [NotFound], so that a stranger learns nothing from the shape of an id.
func ParseID[T ~string](s string) (T, error) {
	if len(s) != 36 {
		return "", NotFound()
	}
	for i, c := range []byte(s) {
		dash := i == 8 || i == 13 || i == 18 || i == 23
		hexa := c >= '0' && c <= '9' || c >= 'a' && c <= 'f'
		if dash != (c == '-') || !dash && !hexa {
			return "", NotFound()
		}
	}
	return T(s), nil
}

// slugAlphabet leaves out what is misread aloud or on paper: 0 o, 1 l i.
const slugAlphabet = "23456789abcdefghjkmnpqrstuvwxyz"

// NewSlug makes the random, neutral name under which a story is published:
// 12 characters, about 59 bits. It tells nothing of the story or its place,
// for addresses travel further than pages.
func NewSlug() string {
	var b [12]byte
	rand.Read(b[:])
	for i := range b {
		b[i] = slugAlphabet[int(b[i])%len(slugAlphabet)]
	}
	return string(b[:])
}
