package story

import (
	"slices"
	"time"
)

// MailMode is when somebody is told by mail. The notice itself stands under
// their bell whatever they choose.
type MailMode string

const (
	MailMixed MailMode = "mixed" // at once what nobody should learn a day late, the rest with the others of the day
	MailOnce  MailMode = "once"  // everything at once
	MailDaily MailMode = "daily" // everything with the others of the day
	MailOff   MailMode = "off"
)

// ParseMailMode takes one of the four, and refuses anything else.
func ParseMailMode(raw string) (MailMode, error) {
	if m := MailMode(raw); slices.Contains([]MailMode{MailMixed, MailOnce, MailDaily, MailOff}, m) {
		return m, nil
	}
	return "", Invalid("mail_mode", "Choose mixed, once, daily or off.")
}

// urgent is what nobody should learn a day late: an answer to the author, a
// question to somebody by name, consent that was taken back, and a door that was
// opened.
var urgent = []Happening{StoryReturned, StoryDeclined, StoryPublished, StoryWithdrawn, CommentMentioned, NoteMentioned, ConsentRecalled, ConsentRetracted, ConsentLapsed, CodeUsed}

// MailDue is when mail about something that happened at a time goes out to
// somebody of that mode; not for those who want none.
func MailDue(mode MailMode, what Happening, at time.Time) time.Time {
	if mode == MailOnce || mode == MailMixed && slices.Contains(urgent, what) {
		return at
	}
	return DigestAt(at)
}

// DigestAt is when the mail of the day goes out: at six in the morning, UTC.
func DigestAt(now time.Time) time.Time {
	six := now.UTC().Truncate(24 * time.Hour).Add(6 * time.Hour)
	if !six.After(now) {
		six = six.AddDate(0, 0, 1)
	}
	return six
}

// mailPauses grow while a server is away; the last one stays.
var mailPauses = []time.Duration{time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour}

// MailAgain is when mail is tried again that could not be sent attempts times.
// An address that the server does not take is asked for seldom: it may be the
// server that is set up wrongly, so it is asked for at all.
func MailAgain(attempts int, refused bool, now time.Time) time.Time {
	if refused {
		return now.Add(6 * time.Hour)
	}
	return now.Add(mailPauses[min(max(attempts, 1), len(mailPauses))-1])
}

// Mail is what one person is written: all that is due, in one message.
type Mail struct {
	To       Member
	Notices  []Notice   // that they may still see, the oldest first
	Owed     []NoticeID // all that this message settles, seen or not
	Attempts int        // before this one
	Till     time.Time  // when the claim ends
}
