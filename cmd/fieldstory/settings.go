package main

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/alecthomas/kong"
)

// outside says where the parts are that somebody else runs.
type outside struct {
	DatabaseURL Secret `name:"database-url" env:"FIELDSTORY_DATABASE_URL" placeholder:"URL" help:"PostgreSQL 15 or newer, e.g. postgres://user:password@host:5432/fieldstory."`
	RedisURL    Secret `name:"redis-url" env:"FIELDSTORY_REDIS_URL" placeholder:"URL" help:"Redis 7 or Valkey, e.g. redis://:password@host:6379/0."`
	S3          bucket `embed:"" prefix:"s3-"`
}

// bucket is the S3 store and the bucket in it.
type bucket struct {
	Endpoint  string `name:"endpoint" env:"FIELDSTORY_S3_ENDPOINT" placeholder:"URL" help:"Any S3 store, e.g. https://s3.example.org."`
	Region    string `name:"region" env:"FIELDSTORY_S3_REGION" default:"us-east-1" help:"The store's region."`
	Bucket    string `name:"bucket" env:"FIELDSTORY_S3_BUCKET" default:"fieldstory" help:"The bucket; made if it is not there."`
	AccessKey string `name:"access-key" env:"FIELDSTORY_S3_ACCESS_KEY" placeholder:"KEY" help:"The store's access key."`
	SecretKey Secret `name:"secret-key" env:"FIELDSTORY_S3_SECRET_KEY" placeholder:"KEY" help:"The store's secret key."`
	Trusted   bool   `name:"trusted" env:"FIELDSTORY_S3_TRUSTED" help:"The way to the store is private (the same machine or wire): bodies go over plain http unsigned, which halves the time."`
}

func (o outside) checkDatabase(m *mistakes) {
	checkURL(m, "FIELDSTORY_DATABASE_URL", string(o.DatabaseURL), "postgres://user:password@host:5432/fieldstory", "postgres", "postgresql")
}

func (o outside) checkRedis(m *mistakes) {
	checkURL(m, "FIELDSTORY_REDIS_URL", string(o.RedisURL), "redis://:password@host:6379/0", "redis", "rediss")
}

func (o outside) checkS3(m *mistakes) {
	checkURL(m, "FIELDSTORY_S3_ENDPOINT", o.S3.Endpoint, "https://s3.example.org", "http", "https")
	if o.S3.AccessKey == "" {
		m.add("FIELDSTORY_S3_ACCESS_KEY is missing: the S3 store's access key.")
	}
	if o.S3.SecretKey == "" {
		m.add("FIELDSTORY_S3_SECRET_KEY is missing: the S3 store's secret key, or a file with it as FIELDSTORY_S3_SECRET_KEY_FILE.")
	}
	if o.S3.Bucket == "" {
		m.add("FIELDSTORY_S3_BUCKET is empty: give the bucket's name.")
	}
}

// check is for commands that need all three.
func (o outside) check(m *mistakes) {
	o.checkDatabase(m)
	o.checkRedis(m)
	o.checkS3(m)
}

// checkURL never shows the value, for there may be a password in it.
func checkURL(m *mistakes, name, value, example string, schemes ...string) {
	if value == "" {
		m.add("%s is missing; it should look like %s.", name, example)
		return
	}
	u, err := url.Parse(value)
	if err != nil || u.Host == "" || !slices.Contains(schemes, u.Scheme) {
		m.add("%s is not an address; it should look like %s.", name, example)
	}
}

// webSettings say where people find the web app.
type webSettings struct {
	Addr      string   `name:"addr" env:"FIELDSTORY_ADDR" default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"Where to listen; 0.0.0.0:8080 lets other machines in, port 0 takes a free one."`
	PublicURL string   `name:"public-url" env:"FIELDSTORY_PUBLIC_URL" placeholder:"URL" help:"The address people use, where it differs, e.g. https://stories.example.org behind a proxy. With https, cookies are for https only."`
	Proxies   []string `name:"proxies" env:"FIELDSTORY_PROXIES" default:"127.0.0.0/8,::1/128" placeholder:"CIDR,…" help:"Networks of reverse proxies in front, whose X-Forwarded-For is believed: attempts to sign in are counted by the address it names."`
}

// proxies are the networks of --proxies; what is none was reported by check.
func (w webSettings) proxies() (list []netip.Prefix) {
	for _, s := range w.Proxies {
		if p, err := netip.ParsePrefix(s); err == nil {
			list = append(list, p)
		}
	}
	return list
}

func (w webSettings) check(m *mistakes) {
	for _, s := range w.Proxies {
		if _, err := netip.ParsePrefix(s); err != nil {
			m.add("FIELDSTORY_PROXIES (--proxies) has %q; it should look like 127.0.0.0/8,::1/128.", s)
		}
	}
	checkAddr(m, "FIELDSTORY_ADDR (--addr)", w.Addr)
	if w.PublicURL == "" {
		return
	}
	checkURL(m, "FIELDSTORY_PUBLIC_URL", w.PublicURL, "https://stories.example.org", "http", "https")
	if u, err := url.Parse(w.PublicURL); err == nil && strings.Trim(u.Path, "/") != "" {
		m.add("FIELDSTORY_PUBLIC_URL has a path (%s); Fieldstory needs a host name of its own.", u.Path)
	}
}

func checkAddr(m *mistakes, name, addr string) {
	host, port, err := net.SplitHostPort(addr)
	n, perr := strconv.Atoi(port)
	if err != nil || perr != nil || n < 0 || n > 65535 || strings.ContainsAny(host, "/ ") {
		m.add("%s is %q; it should look like 127.0.0.1:8080, without http://.", name, addr)
	}
}

// workSettings are the worker's.
type workSettings struct {
	Jobs            count  `name:"workers" env:"FIELDSTORY_WORKERS" placeholder:"N" help:"Clips worked on at the same time by this process, by default half as many as there are cores, fewer where memory is short; where it is not, one more is opened beside them. One gets a single clip done quickest, as many as there are cores a backlog."`
	Preset          string `name:"preset" env:"FIELDSTORY_PRESET" enum:"ultrafast,superfast,veryfast,faster,fast,medium" default:"veryfast" help:"How much x264 tries with what is watched here: a quicker preset (ultrafast, superfast) for machines that fall behind, at two to four times the bytes; a slower one (faster, fast, medium) where links are dear and cores idle. The same on all workers, or long clips are made by one at a time."`
	Ladder          []int  `name:"ladder" env:"FIELDSTORY_LADDER" default:"1080,720,480,360,240" placeholder:"RUNGS" help:"What is made of every clip to be watched, as the shorter side in pixels: 2160, 1080, 720, 480, 360 or 240, and never more than was filmed. Add 2160 where screens show it and the disk bears it; leave the upper ones out where links and machines are small. The same on all workers, or long clips are made by one at a time."`
	Encoder         string `name:"encoder" env:"FIELDSTORY_ENCODER" enum:"x264,vaapi,nvenc,videotoolbox" default:"x264" help:"What makes what is watched here: x264, or a chip, several times as quick and at up to half as much again in bytes (vaapi for Intel and AMD on Linux, nvenc for NVIDIA, videotoolbox for Apple). Where the chip fails, x264 stands in and the log says so; doctor tries them all. The same on all workers, or long clips are made by one at a time."`
	Device          string `name:"encoder-device" env:"FIELDSTORY_ENCODER_DEVICE" default:"/dev/dri/renderD128" placeholder:"FILE" help:"The device of vaapi, where there are several."`
	scratchSettings `embed:""`
}

// scratchSettings say where clips lie that are being worked on.
type scratchSettings struct {
	Scratch string `name:"scratch" env:"FIELDSTORY_SCRATCH" placeholder:"DIR" help:"Folder for clips that are being worked on; empty it at will while nothing runs. By default under the data folder, or the system's temporary folder."`
	Limit   size   `name:"scratch-limit" env:"FIELDSTORY_SCRATCH_LIMIT" placeholder:"SIZE" help:"How much the clips in work may take altogether, e.g. 200GB; by default what the disk has. A clip takes up to four times its own size, and one of many gigabytes two or three times; one for which there is no room waits."`
}

func (w workSettings) check(m *mistakes) {
	if n, err := w.Jobs.number(); w.Jobs != "" && (err != nil || n < 1 || n > 1024) {
		m.add("FIELDSTORY_WORKERS (--workers) is %q; it should be a number from 1 to 1024.", string(w.Jobs))
	}
	w.scratchSettings.check(m)
}

func (w scratchSettings) check(m *mistakes) {
	if _, err := w.limit(); err != nil {
		m.add("FIELDSTORY_SCRATCH_LIMIT (--scratch-limit) is %q; it should be a size of 1GB or more, e.g. 200GB.", string(w.Limit))
	}
}

// limit is in bytes, 0 = none.
func (w scratchSettings) limit() (int64, error) {
	if w.Limit == "" {
		return 0, nil
	}
	n, err := w.Limit.bytes()
	if err == nil && n < 1e9 {
		err = errors.New("less than 1GB")
	}
	return n, err
}

// scratch is the folder's absolute path; other is where it is by default. The
// worker makes it.
func (w scratchSettings) scratch(other string) (string, error) {
	if w.Scratch == "" {
		return filepath.Abs(other)
	}
	return filepath.Abs(w.Scratch)
}

// count keeps what was typed, so that a wrong number is reported beside the
// other mistakes and not alone.
type count string

func (c count) number() (int, error) { return strconv.Atoi(string(c)) }

// logSettings are how the program talks to the operator.
type logSettings struct {
	Format string `enum:"text,json" default:"text" env:"FIELDSTORY_LOG_FORMAT" help:"text for people, json for collectors."`
	Level  string `enum:"debug,info,warn,error" default:"info" env:"FIELDSTORY_LOG_LEVEL" help:"The least important message to show."`
}

func (l logSettings) logger(w interface{ Write([]byte) (int, error) }) *slog.Logger {
	var level slog.Level
	level.UnmarshalText([]byte(l.Level)) // one of the enum's
	opts := &slog.HandlerOptions{Level: level}
	if l.Format == "json" {
		return slog.New(slog.NewJSONHandler(w, opts))
	}
	return slog.New(slog.NewTextHandler(w, opts))
}

// setting is one variable as the documentation lists it.
type setting struct {
	Env, Flag, Help, Default string
	Secret                   bool
	Commands                 []string
}

// settingsOf collects every setting of every command, by name.
func settingsOf(app *kong.Application) []setting {
	found := map[string]*setting{}
	kong.Visit(app, func(node kong.Visitable, next kong.Next) error {
		n, ok := node.(*kong.Node)
		if app, is := node.(*kong.Application); is {
			n, ok = app.Node, true
		}
		if ok {
			for _, flag := range n.Flags {
				for _, env := range flag.Envs {
					s := found[env]
					if s == nil {
						s = &setting{Env: env, Flag: "--" + flag.Name, Help: flag.Help, Default: flag.Default,
							Secret: flag.Target.Type() == reflect.TypeFor[Secret]()}
						found[env] = s
					}
					if n.Type == kong.CommandNode {
						name := n.Name
						if n.Parent != nil && n.Parent.Type == kong.CommandNode {
							name = n.Parent.Name + " " + name
						}
						s.Commands = append(s.Commands, name)
					}
				}
			}
		}
		return next(nil)
	})
	var list []setting
	for _, s := range found {
		list = append(list, *s)
	}
	slices.SortFunc(list, func(a, b setting) int { return strings.Compare(a.Env, b.Env) })
	return list
}

// quieter leaves only warnings, for commands whose output is one line.
func quieter(log *slog.Logger) *slog.Logger { return slog.New(floor{log.Handler(), slog.LevelWarn}) }

// floor is a handler that drops what is below a level.
type floor struct {
	slog.Handler
	least slog.Level
}

func (f floor) Enabled(ctx context.Context, l slog.Level) bool {
	return l >= f.least && f.Handler.Enabled(ctx, l)
}
