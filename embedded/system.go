package embedded

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"time"
)

// System is the running parts.
type System struct {
	Addresses

	folder  *folder
	log     *slog.Logger
	redis   *keeper
	pg      *keeper
	gateway *gateway
	failed  chan error
	stop    sync.Once
	stopErr error
}

// Start takes the data folder and brings up what the config asks for, all
// parts at once. It returns when every one of them answers, or with all faults
// joined and nothing left running. ctx bounds the starting only.
func Start(ctx context.Context, cfg Config) (*System, error) {
	if cfg.Logger == nil {
		cfg.Logger = slog.New(slog.DiscardHandler)
	}
	f, err := openFolder(cfg.Dir)
	if err != nil {
		return nil, err
	}
	s := &System{folder: f, log: cfg.Logger, failed: make(chan error, 3)}
	if err := s.start(ctx, cfg); err != nil {
		s.Stop(context.WithoutCancel(ctx))
		return nil, err
	}
	return s, nil
}

func (s *System) start(ctx context.Context, cfg Config) error {
	if room, err := s.folder.free(); err == nil && room < lowSpace {
		s.log.Warn("the disk is nearly full", "folder", cfg.Dir, "free_mib", room>>20)
	}
	as, err := chooseAccount(cfg.Dir)
	if err != nil {
		return err
	}
	var wg sync.WaitGroup
	var faults [3]error
	if !cfg.WithoutPostgres {
		wg.Go(func() { faults[0] = s.startPostgres(ctx, cfg, as) })
	}
	if !cfg.WithoutRedis {
		wg.Go(func() { faults[1] = s.startRedis(ctx, cfg, as) })
	}
	if !cfg.WithoutS3 {
		wg.Go(func() { faults[2] = s.startGateway(ctx, cfg) })
	}
	wg.Wait()
	if err := errors.Join(faults[:]...); err != nil {
		return err
	}
	return s.announce()
}

func (s *System) startPostgres(ctx context.Context, cfg Config, as account) error {
	p, err := newPostgres(s.folder, cfg, as)
	if err != nil {
		return err
	}
	s.pg, err = keep(ctx, "PostgreSQL", s.log, s.failed, &p.port, p)
	s.DatabaseURL = p.url()
	return err
}

func (s *System) startRedis(ctx context.Context, cfg Config, as account) error {
	r, err := newRedis(s.folder, cfg, as)
	if err != nil {
		return err
	}
	s.redis, err = keep(ctx, "Redis", s.log, s.failed, &r.port, r)
	s.RedisURL = r.url()
	return err
}

func (s *System) startGateway(ctx context.Context, cfg Config) error {
	g, err := newGateway(s.folder, cfg)
	if err != nil {
		return err
	}
	err = onFreePort(ctx, &g.port, func() error { return g.start(ctx) })
	if err != nil {
		return err
	}
	s.gateway = g
	s.S3 = S3{Endpoint: "http://" + loopback(g.port), Region: region, AccessKey: g.access, SecretKey: g.key}
	go func() {
		<-g.ended
		if g.err != nil {
			s.failed <- fmt.Errorf("embedded: the S3 gateway ended: %w", g.err)
		}
	}()
	return nil
}

// onFreePort picks a port and starts something on it, again with another port
// when somebody else was quicker to take it.
func onFreePort(ctx context.Context, port *int, start func() error) error {
	for try := 1; ; try++ {
		var err error
		if *port, err = freePort(); err != nil {
			return fmt.Errorf("embedded: no free port on the loopback interface: %w", err)
		}
		err = start()
		if err == nil || try == 5 || ctx.Err() != nil || !errors.Is(err, syscall.EADDRINUSE) && !portTaken(*port) {
			return err
		}
	}
}

// Failed yields when a part has ended and cannot be brought back. The caller
// then stops everything and says so.
func (s *System) Failed() <-chan error { return s.failed }

// Stop ends the gateway, then Redis, then PostgreSQL, and lets go of the
// folder. Whoever uses them is to be stopped before. It takes until ctx's
// deadline at most, and at most eight seconds; a second call does nothing.
func (s *System) Stop(ctx context.Context) error {
	s.stop.Do(func() {
		deadline := time.Now().Add(8 * time.Second)
		if d, ok := ctx.Deadline(); ok && d.Before(deadline) {
			deadline = d
		}
		if s.gateway != nil {
			s.gateway.stop(min(2*time.Second, time.Until(deadline)/4))
		}
		var faults []error
		if s.redis != nil {
			faults = append(faults, s.redis.stop(min(2*time.Second, time.Until(deadline)/3)))
		}
		if s.pg != nil {
			faults = append(faults, s.pg.stop(time.Until(deadline)))
		}
		s.folder.close()
		s.stopErr = errors.Join(faults...)
	})
	return s.stopErr
}

// Announce has those who [Attach] know where people find what is served here.
func (s *System) Announce(web string) error {
	s.Web = web
	return s.announce()
}

// announce leaves the addresses for [Attach], readable by this user only.
func (s *System) announce() error {
	b, err := json.MarshalIndent(s.Addresses, "", "  ")
	if err != nil {
		return err
	}
	return writeFile(s.folder.path("running"), append(b, '\n'), 0o600)
}

// Attach finds the parts that another process runs in dir; see [ErrInUse].
func Attach(dir string) (Addresses, error) {
	var a Addresses
	b, err := os.ReadFile(filepath.Join(dir, "running"))
	if err == nil {
		err = json.Unmarshal(b, &a)
	}
	if err != nil {
		return a, fault(err, "Wait until it says “ready”, and run this as the same user.",
			"The Fieldstory that uses %s is not running fully, or belongs to another user (%v).", dir, reason(err))
	}
	return a, nil
}
