package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"path/filepath"
	"sync"

	"fieldstory/embedded"
	"fieldstory/story"
	"fieldstory/transcode"
)

// upCmd is everything in one process, with PostgreSQL and Redis as its
// children. Any of the three parts is left out when an address is given.
type upCmd struct {
	dataSettings   `embed:""`
	webSettings    `embed:""`
	uploadSettings `embed:""`
	notifySettings `embed:""`
	signInSettings `embed:""`
	workSettings   `embed:""`
	firstMember    `embed:""`
	outside        `embed:""`
	Demo           bool `help:"Fill an empty data folder with an example organisation and print its sign-ins."`
}

func (c upCmd) Run(p *process, log *slog.Logger) error {
	if err := c.check(); err != nil {
		return err
	}
	// Paths are made absolute before anything starts: the S3 gateway changes
	// the process' working folder.
	dir, err := c.dir()
	if err != nil {
		return err
	}
	if c.Scratch, err = c.scratch(filepath.Join(dir, "scratch")); err != nil {
		return err
	}
	base, err := c.layBase(p.ctx, dir, log)
	if err != nil {
		return err
	}
	defer base.stop()
	return c.live(p, base, log)
}

func (c upCmd) check() error {
	var m mistakes
	c.webSettings.check(&m)
	c.uploadSettings.check(&m)
	c.signInSettings.check(&m, c.webSettings)
	c.notifySettings.check(&m, c.PublicURL)
	c.workSettings.check(&m)
	c.firstMember.check(&m)
	if c.DatabaseURL != "" {
		c.checkDatabase(&m)
	}
	if c.RedisURL != "" {
		c.checkRedis(&m)
	}
	if c.S3.Endpoint != "" {
		c.checkS3(&m)
	}
	return m.err()
}

// base is what has to be there before the house is joined.
type base struct {
	dir      string
	listener net.Listener
	system   *embedded.System
	media    *transcode.Transcoder
	at       outside
}

// layBase takes the port, looks at ffmpeg and starts the parts, all at once,
// so that everything that is missing is said in one go.
func (c upCmd) layBase(ctx context.Context, dir string, log *slog.Logger) (*base, error) {
	b := &base{dir: dir, at: c.outside}
	var faults [3]error
	var wg sync.WaitGroup
	wg.Go(func() { b.listener, faults[0] = listen(c.Addr) })
	wg.Go(func() { b.media, faults[1] = c.transcoder(ctx, log) })
	wg.Go(func() {
		b.system, faults[2] = embedded.Start(ctx, embedded.Config{Dir: dir, Logger: log,
			WithoutPostgres: c.DatabaseURL != "", WithoutRedis: c.RedisURL != "", WithoutS3: c.S3.Endpoint != ""})
	})
	wg.Wait()
	if err := errors.Join(faults[:]...); err != nil {
		b.stop()
		return nil, err
	}
	b.fill()
	return b, nil
}

// fill takes the addresses of the parts that nobody gave one for.
func (b *base) fill() {
	if b.at.DatabaseURL == "" {
		b.at.DatabaseURL = Secret(b.system.DatabaseURL)
	}
	if b.at.RedisURL == "" {
		b.at.RedisURL = Secret(b.system.RedisURL)
	}
	if b.at.S3.Endpoint == "" {
		s3 := b.system.S3
		b.at.S3.Endpoint, b.at.S3.Region, b.at.S3.Trusted = s3.Endpoint, s3.Region, true
		b.at.S3.AccessKey, b.at.S3.SecretKey = s3.AccessKey, Secret(s3.SecretKey)
	}
}

func (b *base) stop() {
	if b.listener != nil {
		b.listener.Close()
	}
	if b.system == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), stopWithin/2)
	defer cancel()
	b.system.Stop(ctx)
}

// live joins the house on its base and serves until it is asked to stop.
func (c upCmd) live(p *process, b *base, log *slog.Logger) error {
	h, err := openHouse(p.ctx, b.at, log)
	if err != nil {
		return err
	}
	defer h.close()
	if c.S3.Endpoint == "" {
		h.settle = func(ctx context.Context, name story.ObjectName) error {
			return b.system.Settle(ctx, b.at.S3.Bucket, string(name))
		}
	}
	if _, err := h.rows.Migrate(p.ctx); err != nil {
		return err
	}
	s, err := h.site(c.webSettings, c.uploadSettings, c.signInSettings, c.notifySettings)
	if err != nil {
		return err
	}
	beside := newBackground()
	s.run(beside, log, h.rows, h.bytes, c.notifySettings, c.PublicURL)
	server := serveOn(b.listener, s.api.Handler(), log)
	defer stopServing(server, beside)
	if err := b.system.Announce(c.public(address(c.Addr, b.listener))); err != nil {
		return err
	}
	afterwards, err := c.welcome(p, b, h, s)
	if err != nil {
		return err
	}
	// Not before: on a small machine the example's clips would be rendered
	// while its people still wait for their sign-ins.
	h.work(beside, b.media, c.workSettings)
	beside.run(afterwards)
	fmt.Fprintf(p.stdout, "ready: http://%s\n", address(c.Addr, b.listener))
	err = wait(p, server, beside, b.system.Failed())
	if err == nil {
		fmt.Fprintln(p.stderr, "Stopping. Ctrl-C again stops at once.")
	}
	return err
}

// welcome makes whom the first start needs and says how to sign in. What is
// answered is left to do while the server runs.
func (c upCmd) welcome(p *process, b *base, h *house, s *site) (afterwards func(context.Context) error, err error) {
	nothing := func(context.Context) error { return nil }
	if c.Demo {
		e := exampleOrganisation{dir: b.dir, scratch: c.Scratch, at: "http://" + dialable(b.listener), rows: h.rows, door: s.door, media: b.media}
		if err := e.fill(p); err != nil {
			return nil, err
		}
		return func(ctx context.Context) error {
			if err := e.publish(ctx); err != nil && ctx.Err() == nil {
				h.log.Warn("the example story could not be published", "cause", err)
			}
			return nil
		}, nil
	}
	made, err := c.settle(p, h.rows, s.door, c.public(address(c.Addr, b.listener)))
	if err == nil && !made {
		fmt.Fprintf(p.stdout, "A new sign-in link, should you need one: fieldstory link --data %s --email ADDRESS\n", c.Data)
	}
	return nothing, err
}

// address is what was asked to listen on, with the port that was got.
func address(asked string, l net.Listener) string {
	host, _, _ := net.SplitHostPort(asked)
	_, port, _ := net.SplitHostPort(l.Addr().String())
	if host == "" {
		host = "localhost"
	}
	return net.JoinHostPort(host, port)
}

// dialable is an address of the listener from this machine.
func dialable(l net.Listener) string {
	a := l.Addr().(*net.TCPAddr)
	if a.IP.IsUnspecified() {
		return net.JoinHostPort("localhost", fmt.Sprint(a.Port))
	}
	return a.String()
}
