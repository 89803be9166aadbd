package story

import (
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Upload is a file on its way in: the row behind a tus resource.
//
// Its bytes lie in equal parts of one multipart upload, then in tails: small
// objects with what does not fill a part yet. Offset counts both and nothing
// else.
type Upload struct {
	ID     UploadID
	Member MemberID // who sends it; nobody else may touch it
	Clip   ClipID   // "" for a partial upload (tus concatenation)
	Story  StoryID  // "" for a partial upload and for a small copy

	Proxy    ProxyID // set for a small copy of a clip; Clip is "" then
	ProxyFor ClipID  // of which clip, while the upload is made; "" after that

	// A form or recording of consent belongs to a person filmed, not to a story.
	Person      PersonID // "" otherwise; only known while the upload is made
	Side        Side
	ConsentFile ConsentFileID // "" otherwise

	Metadata map[string]string // as the client sent it
	Size     int64             // bytes, -1 = deferred
	Offset   int64             // bytes stored, in parts and then in tails; never goes back
	Partial  bool
	Final    bool       // made by concatenation
	Joins    []UploadID // the partial uploads a final one is made of, in order

	Told  Camera        // what the sender says of the camera
	Clock time.Duration // how wrong they say that its clock was

	Object    ObjectName // what it becomes
	Multipart string     // S3's id of the open multipart upload, "" = none yet
	PartSize  int64      // bytes of every part but the last
	Tails     []Tail     // what follows the last part, in order
	TailCount int64      // number of the last tail that counted
	HashState []byte     // of SHA-256 over the first Offset bytes (encoding.BinaryMarshaler)

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

// Tail is one object with bytes that do not fill a part yet, see [TailObject].
type Tail struct {
	Number int64  `json:"number"`
	Try    string `json:"try,omitempty"` // of several writes under one number, at random; "" = written before there were any
	Size   int64  `json:"size"`
}

// S3's limits: https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html
const (
	// MinPart is the smallest part but the last that we make, and what we use
	// up to 80 GB. S3 asks for 5 MiB; with 8, clients that send chunks of 8 or
	// 16 MiB, as most do, end theirs where a part ends, and nothing is stored
	// twice. Larger means more bytes in memory, and more to send again when a
	// process dies.
	MinPart  = 8 << 20
	MaxParts = 10_000
)

// PartSize is how large the parts of a file of size bytes are: equal, for some
// stores insist on it, and so that MaxParts hold the file. For a file whose
// size is not known yet, give the largest size allowed.
func PartSize(size int64) int64 {
	const step = 1 << 20
	need := (size + MaxParts - 1) / MaxParts
	return max(MinPart, (need+step-1)/step*step)
}

// PartStart is the offset of the part that is being filled.
func (u *Upload) PartStart() int64 {
	stored := u.Offset - u.TailSize()
	return stored - stored%u.PartSize
}

// TailSize is how many bytes of the open part lie in tails.
func (u *Upload) TailSize() (n int64) {
	for _, t := range u.Tails {
		n += t.Size
	}
	return n
}

// Whole tells whether every byte is stored.
func (u *Upload) Whole() bool { return u.Size >= 0 && u.Offset == u.Size }

// Keep tells how many of the tails stay when n bytes are added: the ones after
// them are written again together with the new bytes. Every byte moves to an
// object at least half as large again, so a slow link makes neither a thousand
// small objects nor one that is copied a thousand times; tails near MinPart
// are left alone.
func (u *Upload) Keep(n int64) int {
	k := len(u.Tails)
	for k > 0 && u.Tails[k-1].Size <= 2*n && n+u.Tails[k-1].Size <= MinPart {
		k--
		n += u.Tails[k].Size
	}
	return k
}

// Stored notes that the next part is stored and holds what lay in tails.
func (u *Upload) Stored(p Part) {
	u.Offset = u.PartStart() + p.Size
	u.Tails = nil
}

// Kept notes that n new bytes are stored in a tail that replaces all but the
// first keep tails.
func (u *Upload) Kept(keep int, t Tail, n int64) {
	u.Tails = append(slices.Clone(u.Tails[:keep]), t)
	u.TailCount = t.Number
	u.Offset += n
}

// Declare sets the size of an upload whose size was deferred. The parts become
// as small as the file allows while that moves no byte that is stored.
func (u *Upload) Declare(size int64) error {
	if u.Size >= 0 {
		return Conflict("size_known", "The size of this file was told before and cannot change.")
	}
	if size < u.Offset {
		return Conflict("size_small", "More bytes of this file have arrived than it is said to have.")
	}
	if size == 0 {
		return emptyFile()
	}
	u.Size = size
	if p := PartSize(size); u.PartStart() == 0 && u.Multipart == "" && u.TailSize() < p {
		u.PartSize = p
	}
	return nil
}

// UploadLimits are an operator's settings.
type UploadLimits struct {
	MaxSize int64         // bytes of one file
	MaxOpen int           // unfinished uploads of one person
	Expires time.Duration // an unfinished upload ends when it stood still this long
}

// takes refuses a file of that size before its first byte, -1 = not known yet.
func (l UploadLimits) takes(size int64) error {
	switch {
	case size == 0:
		return emptyFile()
	case size > l.MaxSize:
		return Invalid("file_large", "The file is larger than this server takes: at most %s. Please ask your administrator.", bytesInWords(l.MaxSize))
	}
	return nil
}

// bytesInWords is a size as people say it, rounded down.
func bytesInWords(n int64) string {
	switch {
	case n >= 1e9:
		return fmt.Sprintf("%d GB", n/1e9)
	case n >= 1e6:
		return fmt.Sprintf("%d MB", n/1e6)
	}
	return fmt.Sprintf("%d kB", n/1e3)
}

// NewUpload opens the row of a file that who wants to send, or refuses it
// before its first byte. metadata is the client's; of it story, filename,
// filetype, sha256 and what [toldCamera] names are read.
func NewUpload(who Scope, metadata map[string]string, size int64, lim UploadLimits, now time.Time) (*Upload, error) {
	if err := lim.takes(size); err != nil {
		return nil, err
	}
	if metadata["consent_for"] != "" {
		return newConsentUpload(who, metadata, size, lim, now)
	}
	st, err := ParseID[StoryID](metadata["story"])
	if err != nil {
		return nil, Invalid("story_missing", "Say which story the file belongs to, with “story” in the upload's metadata.")
	}
	if _, err := expectedSHA256(metadata); err != nil {
		return nil, err
	}
	told, clock, err := toldCamera(metadata, now)
	if err != nil {
		return nil, err
	}
	u := newUpload(who, metadata, size, lim, now)
	u.Told, u.Clock = told, clock
	u.Story, u.Clip = st, NewID[ClipID](now)
	u.Object = OriginalObject(u.Clip)
	return u, nil
}

// newConsentUpload opens the row of a form or recording for the person named by
// consent_for; consent_side is "guardian" where it is a guardian's.
func newConsentUpload(who Scope, metadata map[string]string, size int64, lim UploadLimits, now time.Time) (*Upload, error) {
	p, err := ParseID[PersonID](metadata["consent_for"])
	if err != nil {
		return nil, err
	}
	side := Side(metadata["consent_side"])
	if side == "" {
		side = SideOwn
	}
	if side != SideOwn && side != SideGuardian {
		return nil, Invalid("consent_side", "Say whose consent it is: “own” or “guardian”.")
	}
	if _, err := expectedSHA256(metadata); err != nil {
		return nil, err
	}
	u := newUpload(who, metadata, size, lim, now)
	u.Person, u.Side, u.ConsentFile = p, side, NewID[ConsentFileID](now)
	u.Object = ConsentObject(u.ConsentFile)
	return u, nil
}

// NotEvidence is why a file is refused that shows no consent.
func NotEvidence() *Problem {
	return Refuse(FaultFile, "not_evidence", "This file is neither a picture nor a PDF, a sound or a video. Take a photo of the form, or record what is said, and send that.")
}

// NewPartialUpload opens the row of a piece of a file that is sent in several
// at once; it belongs to a person only, until a final upload joins it.
func NewPartialUpload(who Scope, metadata map[string]string, size int64, lim UploadLimits, now time.Time) (*Upload, error) {
	if err := lim.takes(size); err != nil {
		return nil, err
	}
	u := newUpload(who, metadata, size, lim, now)
	u.Partial = true
	u.Object = PartialObject(u.ID)
	return u, nil
}

func newUpload(who Scope, metadata map[string]string, size int64, lim UploadLimits, now time.Time) *Upload {
	u := &Upload{
		ID: NewID[UploadID](now), Member: who.Member, Metadata: cleanMetadata(metadata), Size: size,
		PartSize: PartSize(size), CreatedAt: now, ExpiresAt: now.Add(lim.Expires),
	}
	if size < 0 {
		u.PartSize = PartSize(lim.MaxSize)
	}
	return u
}

// cleanMetadata keeps what the client said, but for bytes that are no text: no
// database would take them.
func cleanMetadata(metadata map[string]string) map[string]string {
	clean := func(s string) string { return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "") }
	out := make(map[string]string, len(metadata))
	for k, v := range metadata {
		out[clean(k)] = clean(v)
	}
	return out
}

func emptyFile() *Problem {
	return Refuse(FaultFile, "file_empty", "The file is empty: it has 0 bytes. Look whether the recording was saved, and choose it again.")
}

// Expected is the SHA-256 the client announced, in lower-case hex, "" = none.
func (u *Upload) Expected() string {
	sum, _ := expectedSHA256(u.Metadata) // checked when the upload was made
	return sum
}

func expectedSHA256(metadata map[string]string) (string, error) {
	return ParseSHA256(metadata["sha256"])
}

// ParseSHA256 reads a sum as people write it and gives it in lower-case hex;
// "" stays "".
func ParseSHA256(sum string) (string, error) {
	sum = strings.ToLower(strings.TrimSpace(sum))
	if b, err := hex.DecodeString(sum); err != nil || len(b) != 0 && len(b) != 32 {
		return "", Invalid("sha256", "The SHA-256 of the file must be 64 hexadecimal digits.")
	}
	return sum, nil
}

// Check compares what arrived with what the client announced.
func (u *Upload) Check(sum string) error {
	if want := u.Expected(); want != "" && want != sum {
		return Refuse(FaultFile, "sha256_differs", "What arrived is not the file that was announced: its SHA-256 differs. Please send the file again, and keep the card until then.")
	}
	return nil
}

// Again tells that the sender wants the file stored although it is here: they
// were offered the clip (see [AlreadyHere]) and said no.
func (u *Upload) Again() bool { return u.Metadata["again"] == "1" }

// AlreadyHere answers a file that need not be sent: the server has it, in a
// clip that the person knows.
type AlreadyHere struct {
	Clip  ClipID
	Story StoryID
}

func (a *AlreadyHere) Error() string { return a.Unwrap().Error() + " (" + string(a.Clip) + ")" }

// Unwrap gives the problem for the person.
func (a *AlreadyHere) Unwrap() error {
	return Conflict("already_here", "This file is here already and need not be sent again. If you want it a second time all the same, say so.")
}

// OffersTo tells whether a clip of the story is shown to somebody who is about
// to send the same file: to its author, and to those who may add clips to it.
// A story that was withdrawn offers nothing.
func (d *Dossier) OffersTo(who Scope) bool {
	return d.Story.Stage != Withdrawn && (d.Story.Author.ID == who.Member || d.mayEdit(who))
}

// PiecesMissing refuses to join pieces that are not all there, whole, and the
// sender's own.
func PiecesMissing() *Problem {
	return Conflict("piece_unfinished", "One of the pieces of this file has not arrived whole, or was joined already. Please send the file again.")
}

// PartsDoubted is said while the store will not give back or join what it
// took, until that counts as a loss.
func PartsDoubted() *Problem {
	return Refuse(FaultDependency, "parts_doubted", "The place where footage is kept does not give back what it took. This is tried again; please keep the card.")
}

// StillJoining is said while the store has agreed to make one object of the
// parts of a file and has not done so yet: on some that is a copy of the whole.
func StillJoining() *Problem {
	return Refuse(FaultDependency, "still_joining", "Everything has arrived and is being put together, which takes a while for a large file. Nothing needs to be sent again.")
}

// PartsLost is why a clip fails whose bytes the store took and has no more, or
// will never join: a rule of the bucket that clears unfinished uploads away,
// for one. Trying again mends nothing.
func PartsLost() *Problem {
	return Refuse(FaultUs, "parts_lost", "Part of this file was lost where footage is kept. Please keep the card, send the file again, and tell your administrator.")
}

// UploadExpired is why a clip ends whose upload stood still for too long.
func UploadExpired() *Problem {
	return Refuse(FaultFile, "upload_expired", "The upload was never finished and has been cleared away. Please send the file again.")
}

// StoredDiffers is why a clip fails whose stored original does not read back as
// it came in.
func StoredDiffers() *Problem {
	return Refuse(FaultUs, "stored_differs", "The stored file does not read back as it arrived. Do not wipe the card. Please send the file again, and tell your administrator.")
}
