package notify

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"fieldstory/story"
)

// DeliveryRows are what is owed to webhooks.
type DeliveryRows interface {
	ClaimDeliveries(ctx context.Context, now, till time.Time, each int) ([]story.Outgoing, error)
	SaveDelivery(ctx context.Context, d story.Delivery, till time.Time) error
}

// Webhooks sends what is owed to webhooks. Any number of processes may run one.
type Webhooks struct {
	Rows     DeliveryRows
	Log      *slog.Logger
	Now      func() time.Time
	Private  bool          // receivers may be in one's own network
	Patience time.Duration // with a receiver, 0 = 10 s
	Pause    time.Duration // between two looks, 0 = 2 s
}

const (
	atOnce    = 4 // deliveries to one receiver at a time
	most      = 32
	claimTime = time.Minute // far longer than one attempt can take
)

// Run sends again and again until ctx ends. What fails is logged and tried with
// the next look.
func (w *Webhooks) Run(ctx context.Context) error {
	pause := w.Pause
	if pause == 0 {
		pause = 2 * time.Second
	}
	tick := time.NewTicker(pause)
	defer tick.Stop()
	for {
		for {
			n, err := w.Look(ctx)
			if err != nil && ctx.Err() == nil {
				w.Log.WarnContext(ctx, "webhooks could not be sent; they are tried again", "cause", err)
			}
			if n == 0 || err != nil {
				break
			}
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// Look sends once what is due now, and tells how many attempts it made.
func (w *Webhooks) Look(ctx context.Context) (n int, err error) {
	now := w.Now()
	till := now.Add(claimTime).Truncate(time.Microsecond) // as rows keep it
	list, err := w.Rows.ClaimDeliveries(ctx, now, till, atOnce)
	if err != nil || len(list) == 0 {
		return 0, err
	}
	client := w.client()
	defer client.CloseIdleConnections()
	var sending sync.WaitGroup
	room := make(chan struct{}, most)
	faults := make([]error, len(list))
	for i, o := range list {
		room <- struct{}{}
		sending.Go(func() {
			defer func() { <-room }()
			status, trouble := w.send(ctx, client, o)
			if ctx.Err() != nil {
				return // the claim ends by itself
			}
			o.Answer(status, trouble, w.Now())
			faults[i] = w.Rows.SaveDelivery(ctx, o.Delivery, till)
		})
	}
	sending.Wait()
	return len(list), errors.Join(faults...)
}

func (w *Webhooks) client() *http.Client {
	patience := w.Patience
	if patience == 0 {
		patience = 10 * time.Second
	}
	dialer := &net.Dialer{Timeout: patience}
	if !w.Private {
		dialer.Control = public
	}
	return &http.Client{
		Timeout: patience,
		// No proxy of the environment: it would reach what the dialer refuses.
		Transport: &http.Transport{DialContext: dialer.DialContext, TLSHandshakeTimeout: patience, MaxResponseHeaderBytes: 64 << 10, ForceAttemptHTTP2: true},
		// A redirect is an answer like any other that is not a yes.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// message is what a receiver gets: ids and codes only.
type message struct {
	Type      string    `json:"type"` // of what happened, e.g. "story.raised"
	Timestamp time.Time `json:"timestamp"`
	Data      struct {
		Story string `json:"story"`
		Stage string `json:"stage"` // as it is now
		From  string `json:"from"`  // offices; the same where it did not move
		To    string `json:"to"`
	} `json:"data"`
}

// send makes one attempt, and says in a few words why it failed.
func (w *Webhooks) send(ctx context.Context, client *http.Client, o story.Outgoing) (status int, trouble string) {
	m := message{Type: string(o.What), Timestamp: o.At.UTC()}
	m.Data.Story, m.Data.Stage, m.Data.From, m.Data.To = string(o.Story), string(o.Stage), string(o.From), string(o.To)
	body, err := json.Marshal(m)
	if err != nil {
		return 0, "it could not be written"
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, o.URL, bytes.NewReader(body))
	if err != nil {
		return 0, "the address cannot be used"
	}
	id, at := string(o.Notice), strconv.FormatInt(w.Now().Unix(), 10)
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("User-Agent", "Fieldstory")
	req.Header.Set("Webhook-Id", id)
	req.Header.Set("Webhook-Timestamp", at)
	req.Header.Set("Webhook-Signature", Sign(o.Secret, id, at, body))
	resp, err := client.Do(req)
	if err != nil {
		return 0, reason(err)
	}
	defer resp.Body.Close()
	io.CopyN(io.Discard, resp.Body, 64<<10) // so that the connection can be used again
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		return resp.StatusCode, "it answered " + resp.Status
	}
	return resp.StatusCode, ""
}

// Sign is the signature of the Standard Webhooks specification (1.0.0, section
// "Signature scheme"): HMAC-SHA256 over id, time and body, joined by dots.
func Sign(secret story.WebhookSecret, id, at string, body []byte) string {
	key, _ := base64.StdEncoding.DecodeString(strings.TrimPrefix(string(secret), "whsec_"))
	mac := hmac.New(sha256.New, key)
	io.WriteString(mac, id+"."+at+".")
	mac.Write(body)
	return "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// reason is what administrators read of an error: never what the receiver's
// network looks like from here.
func reason(err error) string {
	var timeout net.Error
	var unknown *net.DNSError
	switch {
	case errors.Is(err, errPrivate):
		return "it is at a private address"
	case errors.As(err, &unknown) && unknown.IsNotFound:
		return "its name is not known"
	case errors.As(err, &timeout) && timeout.Timeout():
		return "it did not answer in time"
	}
	return "it could not be reached"
}
