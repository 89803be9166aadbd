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

// MailWish is how somebody is told by mail.
type MailWish struct {
	Mode MailMode
	Hour int            // from which the mail of the day goes out, 0 to 23, there
	Zone *time.Location // of their [Scope.Seat]
}

// Check refuses an hour that no day has.
func (w MailWish) Check() error {
	if w.Hour < 0 || w.Hour > 23 {
		return Invalid("mail_hour", "Choose an hour of the day from the list: 0 to 23.")
	}
	return nil
}

// urgent is what nobody should learn a day late: an answer to the author, a
// question to somebody by name, consent that was taken back, and a door that was
// opened, to them or by somebody in their name.
var urgent = []Happening{StoryReturned, StoryDeclined, StoryPublished, StoryWithdrawn, CommentMentioned, NoteMentioned, ConsentRecalled, ConsentRetracted, ConsentLapsed, CodeUsed, Invited}

// Due is when mail about something that happened at a time goes out to somebody
// who wishes it so; not for those who want none.
func (w MailWish) Due(what Happening, at time.Time) time.Time {
	if w.Mode == MailOnce || w.Mode == MailMixed && slices.Contains(urgent, what) {
		return at
	}
	return w.DigestAt(at)
}

// DigestAt is when the next mail of the day goes out: at their hour, where they
// work. Where a clock that is put forward skips that hour it is the one after.
func (w MailWish) DigestAt(now time.Time) time.Time {
	there := now.In(w.Zone)
	at := func(day int) time.Time {
		return time.Date(there.Year(), there.Month(), there.Day()+day, w.Hour, 0, 0, 0, w.Zone)
	}
	if today := at(0); today.After(now) {
		return today
	}
	return at(1)
}

// Invites tells whether it has to let its reader in: it is the invitation.
func (m Mail) Invites() bool {
	return slices.ContainsFunc(m.Notices, func(n Notice) bool { return n.What == Invited })
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
	Secret   string     // of a one-time link in it, "" = none
	Till     time.Time  // when the claim ends
}
