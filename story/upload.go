package story

import "time"

// Upload is a file on its way in: the row behind a tus resource.
type Upload struct {
	ID     UploadID
	Member MemberID // who sends it; nobody else may touch it
	Clip   ClipID   // "" for a partial upload (tus concatenation)
	Story  StoryID  // "" for a partial upload

	Metadata map[string]string // as the client sent it
	Size     int64             // bytes, -1 = deferred
	Offset   int64             // bytes stored; never goes back
	Partial  bool
	Final    bool // made by concatenation

	Object    ObjectName // what it becomes
	Multipart string     // S3's id of the open multipart upload, "" = none yet
	PartSize  int64      // bytes of every part but the last
	Parts     []Part     // stored parts, in order, without gaps
	Tail      ObjectName // object with the bytes after the last part, "" = none
	TailSize  int64
	TailCount int64  // tails written so far, the next one's number
	HashState []byte // of SHA-256 over the first Offset bytes (encoding.BinaryMarshaler)

	CreatedAt  time.Time
	ExpiresAt  time.Time
	FinishedAt time.Time // zero while open
}

// Part is one stored part of a multipart upload.
type Part struct {
	Number int    `json:"number"` // 1 to 10,000
	ETag   string `json:"etag"`
	Size   int64  `json:"size"`
}
