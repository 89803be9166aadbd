package story

import (
	"strings"
	"time"
)

// ConsentState is somebody's answer. Unknown blocks like refused.
type ConsentState string

const (
	ConsentUnknown   ConsentState = "unknown"
	ConsentGiven     ConsentState = "given"
	ConsentRefused   ConsentState = "refused"
	ConsentWithdrawn ConsentState = "withdrawn"
)

// ConsentForm is how the answer was recorded.
type ConsentForm string

const (
	FormWritten ConsentForm = "written"
	FormVerbal  ConsentForm = "verbal" // recorded verbal consent
	FormMark    ConsentForm = "mark"   // fingerprint or mark
	FormNotice  ConsentForm = "notice" // a crowd was told, by signs or aloud, and could step aside
)

// ConsentUse is how far the agreement reaches, each including the ones before.
type ConsentUse string

const (
	UseInternal ConsentUse = "internal"
	UsePublic   ConsentUse = "public"
	UseSocial   ConsentUse = "social"
)

// uses ranks them.
var uses = map[ConsentUse]int{UseInternal: 1, UsePublic: 2, UseSocial: 3}

// Reach is what a withdrawal takes back. People mean two different things by
// it, so both are offered and the record says which it was.
type Reach string

const (
	ReachFuture Reach = "future" // from now on: what is public already may stay
	ReachAll    Reach = "all"    // recall everything
)

// Side tells whose answer it is.
type Side string

const (
	SideOwn      Side = "own"      // the person's, or the group's
	SideGuardian Side = "guardian" // a parent's or guardian's, for a child
)

// Consent is one answer, as it was recorded. Answers are never changed: a later
// one takes the place of an earlier, which stays on record.
type Consent struct {
	ID       ConsentID // "" = nobody was asked yet
	State    ConsentState
	Form     ConsentForm // "" unless State is given
	Use      ConsentUse  // "" unless State is given
	Who      string      // the guardian, or who spoke for a group; up to 120 characters
	Wording  WordingID   // what was agreed to; "" = not one of ours
	Version  int         // of the wording; filled when read, 0 = not one of ours
	Language string      // BCP 47 of the wording, or of what was said
	GivenOn  string      // yyyy-mm-dd, "" = not said
	Expires  string      // yyyy-mm-dd, the last day it holds; "" = does not expire
	Reach    Reach       // of a withdrawal, "" otherwise

	RecordedAt time.Time
	RecordedBy Actor // zero = the person filmed, through their own link
	Files      []ConsentFile
}

// ConsentFile is a paper form, a photograph of one, or a recording of what was
// said. It is an original like any other, and never public.
type ConsentFile struct {
	ID         ConsentFileID
	Side       Side
	Filename   string // cleaned by [CleanFilename]
	Type       string // media type found in its bytes, see [EvidenceType]; "" = still arriving
	Bytes      int64
	SHA256     string // hex; "" = still arriving
	ReceivedAt time.Time
	AddedBy    Actor
}

// Answer is one answer in the history of a record.
type Answer struct {
	Side Side
	Consent
}

// same tells whether two records hold the same answer.
func (c Consent) same(o Consent) bool {
	return c.State == o.State && c.Form == o.Form && c.Use == o.Use && c.Who == o.Who && c.Wording == o.Wording &&
		c.Language == o.Language && c.GivenOn == o.GivenOn && c.Expires == o.Expires && c.Reach == o.Reach
}

// check refuses an answer that would not hold up later, and empties what an
// answer of its kind does not have.
func (c *Consent) check(mode PersonMode, side Side, now time.Time) error {
	c.Who = strings.Join(strings.Fields(c.Who), " ")
	if len([]rune(c.Who)) > 120 {
		return Invalid("consent_who", "Write who agreed in at most 120 characters.")
	}
	if c.State == "" {
		c.State = ConsentUnknown
	}
	switch c.State {
	case ConsentUnknown, ConsentGiven, ConsentRefused:
		c.Reach = ""
	case ConsentWithdrawn:
		if c.Reach == "" {
			c.Reach = ReachAll // the safe reading of a bare “withdrawn”
		}
		if c.Reach != ReachAll && c.Reach != ReachFuture {
			return Invalid("consent_reach", "Say what is withdrawn: “future” or “all”.")
		}
	default:
		return Invalid("consent_state", "Consent is one of: unknown, given, refused, withdrawn.")
	}
	if len(c.Language) > 35 { // RFC 5646, section 4.4.1
		return Invalid("language", "Choose the language from the list.")
	}
	for _, day := range []string{c.GivenOn, c.Expires} {
		if _, err := time.Parse(time.DateOnly, day); day != "" && err != nil {
			return Invalid("consent_expires", "Write the day consent ends as year-month-day, for example 2031-03-09.")
		}
	}
	if c.GivenOn > now.UTC().AddDate(0, 0, 1).Format(time.DateOnly) { // it may be tomorrow there already
		return Invalid("consent_given_on", "The day consent was given lies in the future.")
	}
	if c.State != ConsentGiven {
		c.Form, c.Use, c.Expires = "", "", ""
		return nil
	}
	return c.checkGiven(mode, side)
}

func (c *Consent) checkGiven(mode PersonMode, side Side) error {
	switch {
	case c.Form == FormWritten, c.Form == FormVerbal, c.Form == FormMark:
	case c.Form == FormNotice && mode == ACrowd:
	default:
		return Invalid("consent_form", "Say how consent was recorded: written, verbal or mark; of a crowd that was told, notice.")
	}
	if uses[c.Use] == 0 {
		return Invalid("consent_use", "Say what the person agreed to: internal, public or social.")
	}
	if side == SideGuardian && c.Who == "" {
		return Invalid("consent_who", "Write which parent or guardian agreed.")
	}
	return nil
}

// EvidenceType finds out, from the first 512 bytes or more, what kind of file a
// consent record is: the media type of a picture, a PDF, a sound or a video,
// "" for anything else. What the sender calls it is not asked.
func EvidenceType(head []byte) string {
	begins := func(at int, magic string) bool {
		return len(head) >= at+len(magic) && string(head[at:at+len(magic)]) == magic
	}
	for _, k := range []struct {
		at    int
		magic string
		media string
	}{
		{0, "\xff\xd8\xff", "image/jpeg"}, {0, "\x89PNG\r\n\x1a\n", "image/png"}, {0, "GIF87a", "image/gif"}, {0, "GIF89a", "image/gif"},
		{0, "II*\x00", "image/tiff"}, {0, "MM\x00*", "image/tiff"}, {8, "WEBP", "image/webp"},
		{0, "%PDF-", "application/pdf"},
		{8, "WAVE", "audio/wav"}, {0, "OggS", "audio/ogg"}, {0, "ID3", "audio/mpeg"}, {0, "fLaC", "audio/flac"},
		{0, "#!AMR", "audio/amr"}, {0, "caff", "audio/x-caf"}, {8, "AIFF", "audio/aiff"}, {0, "\x1a\x45\xdf\xa3", "video/webm"},
		{8, "AVI ", "video/x-msvideo"},
	} {
		if begins(k.at, k.magic) {
			return k.media
		}
	}
	if begins(4, "ftyp") && len(head) >= 12 {
		return isoType(string(head[8:12]))
	}
	// A frame of ADTS or of MPEG audio, layer II or III: eleven or twelve bits of
	// sync, then version and layer.
	if len(head) > 2 && head[0] == 0xff && head[1]&0xe0 == 0xe0 {
		switch layer := head[1] >> 1 & 3; {
		case head[1]&0xf6 == 0xf0:
			return "audio/aac"
		case layer == 1 || layer == 2:
			return "audio/mpeg"
		}
	}
	return ""
}

// isoType tells pictures, sounds and videos in ISO base media files apart by
// their major brand (ISO/IEC 14496-12, section 4.3; brands at mp4ra.org).
func isoType(brand string) string {
	switch brand {
	case "heic", "heix", "hevc", "hevx", "mif1", "msf1":
		return "image/heic"
	case "avif", "avis":
		return "image/avif"
	case "M4A ", "M4B ":
		return "audio/mp4"
	case "qt  ":
		return "video/quicktime"
	}
	return "video/mp4"
}
