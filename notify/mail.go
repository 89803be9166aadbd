package notify

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"log/slog"
	"net/mail"
	"net/url"
	"strconv"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"

	"fieldstory/story"
)

// MailRows are mail that is owed.
type MailRows interface {
	SendsMail(ctx context.Context, now time.Time) error
	ClaimMail(ctx context.Context, now, till time.Time, link []byte) (m story.Mail, ok bool, err error)
	MailSent(ctx context.Context, m story.Mail) error
	MailFailed(ctx context.Context, m story.Mail, again time.Time, trouble string) error
	AddLink(ctx context.Context, member story.MemberID, hash []byte, expires time.Time) error
}

// MailConfig is what a mailer is built with.
type MailConfig struct {
	URL       string // smtp://user:password@host:587, or smtps://host:465
	From      string // e.g. "Fieldstory <stories@example.org>"
	PublicURL string // without a slash at the end
	Rows      MailRows
	Words     fs.FS // words/en.json and so on
	Log       *slog.Logger
	Now       func() time.Time
	Pause     time.Duration // between two looks, 0 = 5 s
}

const (
	mailPatience = 20 * time.Second // with each answer of the server
	// mailClaim is far longer than the dozen answers of one message can take:
	// whoever lost a claim might still be sending.
	mailClaim = 10 * time.Minute
	// mailNoted is for writing down what became of a message, also when the
	// process is asked to end meanwhile: else it would be sent twice.
	mailNoted = 10 * time.Second
)

// Mailer sends what is owed by mail. Any number of processes may run one.
type Mailer struct {
	MailConfig
	host    string
	options []gomail.Option
	letters *letters
}

// NewMailer reads the address and the words. It dials nothing.
func NewMailer(c MailConfig) (*Mailer, error) {
	u, err := url.Parse(c.URL)
	if err != nil {
		return nil, errors.New("the mail server's address cannot be read") // err would show the password
	}
	m := &Mailer{MailConfig: c, host: u.Hostname()}
	m.options = []gomail.Option{gomail.WithTimeout(mailPatience)}
	if name := u.User.Username(); name != "" {
		password, _ := u.User.Password()
		m.options = append(m.options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(name), gomail.WithPassword(password), gomail.WithTLSPolicy(gomail.TLSMandatory))
	} else {
		m.options = append(m.options, gomail.WithTLSPolicy(gomail.TLSOpportunistic))
	}
	port := "587"
	if u.Scheme == "smtps" {
		port = "465"
		m.options = append(m.options, gomail.WithSSL())
	}
	number, err := strconv.Atoi(cmp.Or(u.Port(), port))
	if err != nil {
		return nil, errors.New("the mail server's port cannot be read")
	}
	m.options = append(m.options, gomail.WithPort(number))
	m.letters, err = readLetters(c.Words)
	return m, err
}

// Check tells whether the server answers and lets us in. Nothing is sent.
func (m *Mailer) Check(ctx context.Context) (err error) {
	defer story.Wrap(&err, "Mailer.Check")
	client, err := gomail.NewClient(m.host, m.options...)
	if err != nil {
		return err
	}
	if err := client.DialWithContext(ctx); err != nil {
		return err
	}
	return client.Close()
}

// Run sends again and again until ctx ends. What fails is logged and tried
// again later.
func (m *Mailer) Run(ctx context.Context) error {
	tick := time.NewTicker(cmp.Or(m.Pause, 5*time.Second))
	defer tick.Stop()
	for {
		if _, err := m.Look(ctx); err != nil && ctx.Err() == nil {
			m.Log.WarnContext(ctx, "mail could not be sent; it is tried again", "cause", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// Look sends all that is due now, one message a person, and tells how many.
// Where an address is refused the others still get theirs; where the server is
// away the rest waits for the next look.
func (m *Mailer) Look(ctx context.Context) (sent int, err error) {
	if err := m.Rows.SendsMail(ctx, m.Now()); err != nil {
		return 0, err
	}
	for ctx.Err() == nil {
		now := m.Now()
		secret, link := story.NewSecret()
		owed, ok, fault := m.Rows.ClaimMail(ctx, now, now.Add(mailClaim).Truncate(time.Microsecond), link)
		if fault != nil || !ok {
			return sent, errors.Join(err, fault)
		}
		var refused bool
		fault = nil
		if len(owed.Notices) > 0 {
			refused, fault = m.send(ctx, owed, secret)
		}
		noted, done := context.WithTimeout(context.WithoutCancel(ctx), mailNoted)
		if fault != nil {
			err = errors.Join(err, fault, m.Rows.MailFailed(noted, owed, story.MailAgain(owed.Attempts+1, refused, now), trouble(fault)))
		} else if fault := m.Rows.MailSent(noted, owed); fault != nil {
			done()
			return sent, errors.Join(err, fault)
		} else if len(owed.Notices) > 0 {
			sent++
		}
		done()
		if fault != nil && !refused {
			break
		}
	}
	return sent, err
}

// send writes one message. refused says that it is the address that the server
// does not take, and not the server that is away.
func (m *Mailer) send(ctx context.Context, owed story.Mail, secret string) (refused bool, err error) {
	defer story.Wrap(&err, "send mail to %s", owed.To.ID)
	if owed.Invites() {
		// The link is made when it is sent, for only its hash is kept; sent again,
		// there is another, and those before it go on to hold.
		secret, hash := story.NewSecret()
		if err := m.Rows.AddLink(ctx, owed.To.ID, hash, m.Now().Add(story.InvitationLasts)); err != nil {
			return false, err
		}
		owed.Secret = secret
	}
	msg, err := m.message(owed, m.PublicURL+"/unsubscribe/"+secret)
	if err != nil {
		return true, err
	}
	client, err := gomail.NewClient(m.host, m.options...)
	if err != nil {
		return false, err
	}
	server, err := client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return false, err
	}
	// Whatever becomes of the goodbye: what the server took is sent.
	defer client.CloseWithSMTPClient(server)
	if err := client.SendWithSMTPClient(server, msg); err != nil && !msg.IsDelivered() {
		bad, ok := errors.AsType[*gomail.SendError](err)
		return ok && bad.Reason == gomail.ErrSMTPRcptTo && !bad.IsTemp(), err
	}
	return false, nil
}

// message is one person's mail. The same notices make the same Message-ID:
// where the server took it and we fell before that was written down, mail
// programs show it once.
func (m *Mailer) message(owed story.Mail, stop string) (*gomail.Msg, error) {
	l := m.letters.write(owed, m.PublicURL, stop)
	msg := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	if err := msg.From(m.From); err != nil {
		return nil, err
	}
	if err := msg.To((&mail.Address{Name: owed.To.Name, Address: owed.To.Email}).String()); err != nil {
		return nil, err
	}
	msg.Subject(l.subject)
	msg.SetDateWithValue(m.Now())
	id := sha256.New()
	for _, n := range owed.Notices {
		id.Write([]byte(n.ID))
	}
	id.Write([]byte(owed.To.ID))
	msg.SetMessageIDWithValue(hex.EncodeToString(id.Sum(nil)[:16]) + "@" + m.host)
	msg.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834: nobody's holiday answers it
	msg.SetGenHeader("Content-Language", l.language)
	msg.SetGenHeader("List-Unsubscribe", "<"+stop+">") // RFC 2369, RFC 8058
	msg.SetGenHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
	msg.SetBodyString(gomail.TypeTextPlain, l.text)
	msg.AddAlternativeString(gomail.TypeTextHTML, l.html)
	return msg, nil
}

// trouble is what went wrong, in one line that is not long.
func trouble(err error) string {
	line := []rune(strings.Join(strings.Fields(err.Error()), " "))
	return string(line[:min(len(line), 500)])
}
