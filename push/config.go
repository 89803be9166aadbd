package push

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Token is an API token. It never prints itself.
type Token string

func (Token) String() string   { return "**redacted**" }
func (Token) GoString() string { return "**redacted**" }

// Config says where to send to, and how.
type Config struct {
	Server string // scheme and host, e.g. https://stories.example.org
	Token  Token
	Story  string // id of a story to add to; "" = make one
	Title  string // of the stories that are made; "" = from the first path
	Submit bool   // send the stories in when every file is there

	// Gap is how long nothing was filmed before a new story begins; 0 = all is
	// one story. Shorter tears an event apart, longer puts two into one.
	Gap    time.Duration
	Clock  Clock // by how much the camera's clock was wrong
	DryRun bool  // show what would be sent and how it is grouped, and ask nobody

	Rates    Rates  // how fast, by time of day
	Window   Window // when at all
	Manifest string // file with the SHA-256 of what has arrived, "" = none

	Out      io.Writer // what the person reads
	Terminal bool      // Out is a terminal: show bars
	JSON     bool      // write one JSON object a line instead, the last with the sums

	Proxy  ProxyMode // whether small copies are sent ahead
	FFmpeg string    // the program that makes them, "" = ffmpeg, where there is one
	// ProxyAfter is how long the footage may take before small copies are worth
	// the wait for them; Measure is for how long the link is looked at first.
	ProxyAfter, Measure time.Duration

	StateDir string // where uploads that are on their way are remembered, "" = nowhere

	// Chunk is how many bytes one request carries. Larger means fewer waits
	// for an answer on a long link; smaller, that proxies with limits let it pass.
	Chunk int64
	// Pause is the wait after a first failure; it doubles up to 30 s.
	Pause time.Duration
	// GiveUp is how long to try without a byte of progress. Servers restart
	// and links sleep; a person who waits wants to know in the end.
	GiveUp time.Duration
	// Quiet is how long a connection may stand still before it is tried anew.
	Quiet time.Duration
	// Verify is how long to wait, after the last byte and whenever the server
	// has read back a file, for the next, beside the time that large files take.
	Verify time.Duration
	// Look is how long to wait, after the last file was read back and whenever
	// one was looked at, for the server to say whether it can be used. Where
	// no worker runs nobody says it, and what has arrived is safe all the same.
	Look time.Duration

	Client *http.Client // nil = a plain one

	Now  func() time.Time
	Wait func(context.Context, time.Duration) error // until the time is over or ctx is
}

// NewConfig gives the defaults for everything but the server and the token.
func NewConfig() Config {
	return Config{Chunk: 32 << 20, Pause: time.Second, GiveUp: 30 * time.Minute, Quiet: time.Minute, Verify: time.Minute, Look: 20 * time.Second, Out: io.Discard,
		Proxy: ProxyAuto, ProxyAfter: 3 * time.Minute, Measure: 15 * time.Second,
		Gap: 2 * time.Hour, Now: time.Now, Wait: sleep}
}

// check reports everything that is wrong at once.
func (c Config) check() error {
	var errs []error
	if c.Proxy != ProxyAuto && c.Proxy != ProxyAlways && c.Proxy != ProxyNever {
		errs = append(errs, errors.New("small copies are sent auto, always or never"))
	}
	if c.Gap < 0 {
		errs = append(errs, errors.New("the gap between stories cannot be negative"))
	}
	if c.DryRun {
		return errors.Join(errs...)
	}
	if u, err := url.Parse(c.Server); err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		errs = append(errs, errors.New("the server must look like https://host or http://host:port"))
	}
	if strings.TrimSpace(string(c.Token)) == "" {
		errs = append(errs, errors.New("a token is needed; ask your administrator, or make one with “fieldstory token”"))
	}
	if c.Chunk < 1 || c.Pause <= 0 || c.GiveUp <= 0 || c.Quiet <= 0 {
		errs = append(errs, errors.New("chunk and times must be above zero"))
	}
	return errors.Join(errs...)
}
