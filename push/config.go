package push

import (
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
	Title  string // of the story that is made; "" = from the first path
	Submit bool   // send the story in when every file is there

	Out      io.Writer // what the person reads
	Terminal bool      // Out is a terminal: show bars
	JSON     bool      // write one JSON object a line instead, the last with the sums

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
	// Verify is how long to wait, after the last byte, for the server to have
	// read back what it stored, beside the time that a large file takes.
	Verify time.Duration

	Client *http.Client // nil = a plain one
}

// NewConfig gives the defaults for everything but the server and the token.
func NewConfig() Config {
	return Config{Chunk: 32 << 20, Pause: time.Second, GiveUp: 30 * time.Minute, Quiet: time.Minute, Verify: 30 * time.Second, Out: io.Discard}
}

// check reports everything that is wrong at once.
func (c Config) check() error {
	var errs []error
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
