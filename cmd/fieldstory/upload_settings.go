package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"fieldstory/api"
)

// uploadSettings are what an operator allows those who send.
type uploadSettings struct {
	MaxFile    size   `name:"max-file" env:"FIELDSTORY_MAX_FILE" default:"1TB" placeholder:"SIZE" help:"The largest file that is taken, e.g. 50GB. Larger ones are refused before their first byte. How much an office may keep altogether is its administrator's to say, on the page of offices."`
	MaxUploads count  `name:"max-uploads" env:"FIELDSTORY_MAX_UPLOADS" default:"500" placeholder:"N" help:"Unfinished uploads that one person may have at a time."`
	Expires    period `name:"upload-expires" env:"FIELDSTORY_UPLOAD_EXPIRES" default:"7d" placeholder:"TIME" help:"An upload that stood still for so long is given up, and what came of it is removed, e.g. 36h or 14d."`
	Memory     size   `name:"upload-memory" env:"FIELDSTORY_UPLOAD_MEMORY" default:"16MiB" placeholder:"SIZE" help:"Memory that all uploads of this process share on their way to the store. More helps where many fast links meet a distant store; at 50 slow ones the default is plenty."`
}

// largestObject is what S3 takes at most, in bytes:
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html
const largestObject = 5 << 40

func (u uploadSettings) check(m *mistakes) {
	if n, err := u.MaxFile.bytes(); err != nil || n < 1e6 || n > largestObject {
		m.add("FIELDSTORY_MAX_FILE (--max-file) is %q; it should be a size from 1MB to 5TB, e.g. 50GB.", string(u.MaxFile))
	}
	if n, err := u.MaxUploads.number(); err != nil || n < 1 || n > 1e6 {
		m.add("FIELDSTORY_MAX_UPLOADS (--max-uploads) is %q; it should be a number from 1 to 1000000.", string(u.MaxUploads))
	}
	if d, err := u.Expires.duration(); err != nil || d < time.Hour || d > 365*24*time.Hour {
		m.add("FIELDSTORY_UPLOAD_EXPIRES (--upload-expires) is %q; it should be a time from 1h to 365d, e.g. 7d.", string(u.Expires))
	}
	if n, err := u.Memory.bytes(); err != nil || n < 1<<20 || n > 1<<36 {
		m.add("FIELDSTORY_UPLOAD_MEMORY (--upload-memory) is %q; it should be a size from 2MiB to 64GiB, e.g. 16MiB.", string(u.Memory))
	}
}

// apply writes the settings into a configuration; they were checked before.
func (u uploadSettings) apply(c *api.UploadConfig) {
	c.Limits.MaxSize, _ = u.MaxFile.bytes()
	c.Limits.MaxOpen, _ = u.MaxUploads.number()
	c.Limits.Expires, _ = u.Expires.duration()
	c.Memory, _ = u.Memory.bytes()
}

// size keeps what was typed, as count does: a number of bytes, with kB, MB, GB
// or TB for powers of a thousand and KiB to TiB for those of 1,024.
type size string

func (s size) bytes() (int64, error) {
	word := strings.ToLower(strings.TrimSpace(string(s)))
	word = strings.TrimSuffix(word, "b")
	times := 1.0
	base := 1000.0
	if rest, ok := strings.CutSuffix(word, "i"); ok {
		word, base = rest, 1024
	}
	for _, unit := range []string{"k", "m", "g", "t"} {
		times *= base
		if rest, ok := strings.CutSuffix(word, unit); ok {
			n, err := strconv.ParseFloat(strings.TrimSpace(rest), 64)
			return int64(n * times), err
		}
	}
	if base == 1024 {
		return 0, fmt.Errorf("%q is no size", string(s))
	}
	return strconv.ParseInt(strings.TrimSpace(word), 10, 64)
}

// period keeps what was typed: a duration as Go writes it, or days, e.g. 7d.
type period string

func (p period) duration() (time.Duration, error) {
	if days, ok := strings.CutSuffix(strings.TrimSpace(string(p)), "d"); ok {
		n, err := strconv.ParseFloat(days, 64)
		return time.Duration(n * 24 * float64(time.Hour)), err
	}
	return time.ParseDuration(strings.TrimSpace(string(p)))
}
