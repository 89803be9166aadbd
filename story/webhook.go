package story

import (
	"crypto/rand"
	"encoding/base64"
	"net/url"
	"slices"
	"strings"
	"time"
)

// Webhook is an address outside that hears of what happens to stories of an
// office and of those below it. It is told ids and codes, no titles and no
// notes: what was told once cannot be taken back when a consent ends.
type Webhook struct {
	ID        WebhookID
	Office    OfficeID
	URL       string
	Events    []Happening // none = all that webhooks may hear
	Secret    WebhookSecret
	CreatedAt time.Time
	CreatedBy Actor
	Stopped   bool // nothing is sent, and nothing new is kept for it
}

// WebhookSecret signs what is sent, in the form of the Standard Webhooks
// specification: "whsec_" and 24 random bytes in base64. It never prints itself.
type WebhookSecret string

func (WebhookSecret) String() string   { return "**redacted**" }
func (WebhookSecret) GoString() string { return "**redacted**" }

// Delivery is one message to a webhook, kept with what became of it.
type Delivery struct {
	ID          DeliveryID
	Webhook     WebhookID
	What        Happening
	Notice      NoticeID
	At          time.Time // when it happened
	Story       StoryID
	Stage       Stage // of the story, as it is when the delivery is made
	From, To    OfficeID
	Attempts    int
	DueAt       time.Time // the next attempt
	DeliveredAt time.Time // zero = not yet
	GivenUpAt   time.Time // zero = it is still tried
	Status      int       // of the last answer, 0 = there was none
	Trouble     string    // what went wrong last, in a few words; "" = nothing
}

// Outgoing is a delivery with where it goes.
type Outgoing struct {
	Delivery
	URL    string
	Secret WebhookSecret
}

// Heard lists what webhooks may hear.
func Heard() (list []Happening) {
	for _, t := range Tellings() {
		if t.Outside {
			list = append(list, t.What)
		}
	}
	return list
}

// NewWebhook makes a webhook of an office. Its secret is shown once, by
// whoever calls this. private allows plain http, for receivers in one's own
// network.
func NewWebhook(who Scope, at Office, address string, events []Happening, private bool, now time.Time) (Webhook, error) {
	if !who.May(ActAdminister, at.Path) {
		return Webhook{}, Forbidden("Only an administrator of %s can have what happens there told to others.", at.Name)
	}
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Host == "" || u.User != nil || u.Fragment != "" || len(address) > 2000 || u.Scheme != "https" && (u.Scheme != "http" || !private) {
		return Webhook{}, Invalid("webhook_url", "Give an address that begins with https://, without a name or password in it.")
	}
	slices.Sort(events)
	events = slices.Compact(events)
	for _, e := range events {
		if !slices.Contains(Heard(), e) {
			return Webhook{}, Invalid("webhook_events", "“%s” is nothing that webhooks hear of. docs/notices.md lists what they do.", e)
		}
	}
	var b [24]byte
	rand.Read(b[:])
	return Webhook{ID: NewID[WebhookID](now), Office: at.ID, URL: u.String(), Events: events, CreatedAt: now, CreatedBy: who.Actor(),
		Secret: WebhookSecret("whsec_" + base64.StdEncoding.EncodeToString(b[:]))}, nil
}

// webhookPauses are the pauses between attempts; after the last one it is given
// up, about three days after it happened. A replay begins anew.
var webhookPauses = []time.Duration{10 * time.Second, time.Minute, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 6 * time.Hour, 12 * time.Hour, 24 * time.Hour, 24 * time.Hour}

// Answer notes what became of an attempt: any status from 200 to 299 is taken
// for delivered. trouble says in a few words why there was none.
func (d *Delivery) Answer(status int, trouble string, now time.Time) {
	d.Status, d.Trouble = status, trouble
	d.Attempts++
	switch {
	case status >= 200 && status < 300 && trouble == "":
		d.DeliveredAt = now
	case d.Attempts > len(webhookPauses):
		d.GivenUpAt = now
	default:
		d.DueAt = now.Add(webhookPauses[d.Attempts-1])
	}
}

// Replay has a delivery made once more, whatever became of it.
func (d *Delivery) Replay(now time.Time) {
	d.Attempts, d.DueAt, d.DeliveredAt, d.GivenUpAt = 0, now, time.Time{}, time.Time{}
}

// Deeds about webhooks, as the audit log names them.
const (
	DeedWebhookAdded    Deed = "webhook.added"
	DeedWebhookStopped  Deed = "webhook.stopped"
	DeedWebhookStarted  Deed = "webhook.started"
	DeedWebhookRemoved  Deed = "webhook.removed"
	DeedWebhookReplayed Deed = "webhook.replayed" // the subject is the delivery
)
