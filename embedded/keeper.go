package embedded

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"
)

// server is a child that is kept running.
type server interface {
	start(ctx context.Context) (*process, error)
	stop(p *process, patience time.Duration) error
	closeLog()
}

var (
	_ server = (*postgres)(nil)
	_ server = (*redis)(nil)
)

func (p *postgres) closeLog() { p.log.close() }
func (r *redis) closeLog()    { r.log.close() }

const (
	restarts      = 5               // in a row before it is given up
	steady        = 2 * time.Minute // up so long, earlier deaths are forgotten
	restartWithin = time.Minute     // for one restart, crash recovery included
)

// keeper watches one child and starts it again, on the same port, when it
// dies: whoever uses it holds the address and connects anew.
type keeper struct {
	name   string
	server server
	log    *slog.Logger

	mu      sync.Mutex
	proc    *process
	ctx     context.Context // ends when stop is called
	cancel  context.CancelFunc
	watched sync.WaitGroup
}

// keep starts the server on a free port and watches it until stop.
func keep(ctx context.Context, name string, log *slog.Logger, failed chan<- error, port *int, s server) (*keeper, error) {
	k := &keeper{name: name, server: s, log: log}
	err := onFreePort(ctx, port, func() (err error) {
		k.proc, err = s.start(ctx)
		return err
	})
	if err != nil {
		s.closeLog()
		return nil, err
	}
	k.ctx, k.cancel = context.WithCancel(context.WithoutCancel(ctx))
	k.watched.Go(func() {
		if err := k.watch(); err != nil {
			failed <- err
		}
	})
	return k, nil
}

func (k *keeper) watch() error {
	deaths := 0
	for {
		began := time.Now()
		select {
		case <-k.ctx.Done():
			return nil
		case <-k.current().ended:
		}
		if time.Since(began) > steady {
			deaths = 0
		}
		for {
			if k.ctx.Err() != nil {
				return nil
			}
			if deaths++; deaths > restarts {
				return fault(k.current().err, "See its log in the folder logs, then start Fieldstory again; nothing that was saved is lost.",
					"%s ended %d times in a row.", k.name, deaths)
			}
			k.log.Warn("a part ended and is started again", "part", k.name, "cause", fmt.Sprint(k.current().err), "time", deaths)
			err := k.again(time.Duration(deaths*deaths) * 100 * time.Millisecond)
			if err == nil {
				break
			}
			k.log.Warn("a part could not be started again", "part", k.name, "cause", err)
		}
	}
}

func (k *keeper) current() *process {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.proc
}

// again waits a while and starts the server once more.
func (k *keeper) again(after time.Duration) error {
	select {
	case <-k.ctx.Done():
		return k.ctx.Err()
	case <-time.After(after):
	}
	ctx, cancel := context.WithTimeout(k.ctx, restartWithin)
	defer cancel()
	p, err := k.server.start(ctx)
	if err != nil {
		return err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.proc = p
	return nil
}

// stop ends the watch and then the child.
func (k *keeper) stop(patience time.Duration) error {
	k.cancel()
	k.watched.Wait()
	err := k.server.stop(k.current(), patience)
	k.server.closeLog()
	if err != nil {
		return fmt.Errorf("embedded: stopping %s: %w", k.name, err)
	}
	return nil
}
