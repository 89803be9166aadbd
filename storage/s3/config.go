package s3

import (
	"errors"
	"log/slog"
	"net/url"
	"time"
)

// Secret is a value that never prints itself.
type Secret string

const redacted = "**redacted**"

func (Secret) String() string               { return redacted }
func (Secret) GoString() string             { return redacted }
func (Secret) LogValue() slog.Value         { return slog.StringValue(redacted) }
func (Secret) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// Config says where the bucket is and how to speak to it.
type Config struct {
	Endpoint  string // http(s)://host:port of the store
	Region    string // "" = us-east-1
	Bucket    string // made by EnsureBucket when it is not there
	AccessKey string
	SecretKey Secret

	// TrustedNetwork leaves bodies unsigned over plain HTTP, for a store on
	// loopback or a private wire: hashing every byte a second time doubles the
	// time of a PUT. Over https bodies are never signed, TLS guards them.
	TrustedNetwork bool

	// Attempts is how often one request is tried in all. Too few and a store
	// that restarts fails uploads; too many and a person waits for an answer
	// that a later try would give them sooner.
	Attempts int
	// Stall is how long a request may stand still, without a byte moving and
	// without an answer, before it counts as failed.
	Stall time.Duration
	// Assembly is how long the store may take to join the parts of a
	// multipart upload, which on some is a copy of the whole file.
	Assembly time.Duration
}

// NewConfig gives the defaults for everything but the address and the keys.
func NewConfig() Config {
	return Config{Region: "us-east-1", Bucket: "fieldstory", Attempts: 5, Stall: 30 * time.Second, Assembly: 30 * time.Minute}
}

// check reports everything that is wrong at once.
func (c Config) check() (host string, secure bool, err error) {
	var errs []error
	u, perr := url.Parse(c.Endpoint)
	if perr != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") || (u.Path != "" && u.Path != "/") {
		errs = append(errs, errors.New("the S3 endpoint must look like http://host:port or https://host"))
		u = &url.URL{}
	}
	if c.Bucket == "" {
		errs = append(errs, errors.New("the S3 bucket has no name"))
	}
	if c.AccessKey == "" || c.SecretKey == "" {
		errs = append(errs, errors.New("the S3 access key and secret key are both needed"))
	}
	if c.Attempts < 1 || c.Stall <= 0 || c.Assembly <= 0 {
		errs = append(errs, errors.New("the S3 attempts and times must be above zero"))
	}
	return u.Host, u.Scheme == "https", errors.Join(errs...)
}
