package embedded

import "log/slog"

// Config says what to run and where. Only Dir must be set.
type Config struct {
	Dir string // the data folder, an absolute path; made if it is not there

	// A part that is given from outside is not run.
	WithoutPostgres bool
	WithoutRedis    bool
	WithoutS3       bool

	PostgresBin string // folder of postgres and initdb; "" = look in the usual places
	RedisBin    string // folder of redis-server or valkey-server; "" = the PATH

	// SideFiles keeps the objects' metadata in files even where the file
	// system has extended attributes. It counts on the first start only.
	SideFiles bool

	// Throwaway lets PostgreSQL leave the disk to the kernel. What it holds outlives
	// every killed process, but not a power cut: for tests, never for a person's data.
	Throwaway bool

	Logger *slog.Logger // nil = silent
}

// S3 is where the objects are.
type S3 struct {
	Endpoint  string `json:"endpoint"` // e.g. http://127.0.0.1:41235
	Region    string `json:"region"`
	AccessKey string `json:"access_key"`
	SecretKey string `json:"secret_key"`
}

// Addresses are where the parts answer, with the secrets to be let in. A part
// that is not run has "".
type Addresses struct {
	DatabaseURL string `json:"database_url"`
	RedisURL    string `json:"redis_url"`
	S3          S3     `json:"s3"`
	// Web is where people find what is served on these parts, "" = not told.
	Web string `json:"web,omitempty"`
}
