// Package queue hurries work from whoever owes it to whoever does it, through
// Redis. It owns asynq.
//
// It promises little, on purpose: a nudge may be lost with Redis, come twice,
// or come late. PostgreSQL says what is owed, and the workers' sweep nudges
// again. Nothing is retried, archived or kept here.
package queue

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/hibiken/asynq"
	"github.com/hibiken/asynqmon"

	"fieldstory/story"
)

// Config says where Redis is.
type Config struct {
	URL string // e.g. "redis://:secret@127.0.0.1:6379/0"
	// Idle is how often an idle worker looks for work. Shorter begins sooner
	// and asks Redis more often; one question costs some ten microseconds.
	Idle time.Duration
}

// NewConfig gives everything but the address.
func NewConfig() Config { return Config{Idle: 100 * time.Millisecond} }

// Queue is one connection to Redis. Safe for use by many goroutines.
type Queue struct {
	cfg    Config
	redis  asynq.RedisConnOpt
	client *asynq.Client
	log    *slog.Logger
}

// Open reads the address; Redis itself need not answer yet.
func Open(cfg Config, log *slog.Logger) (_ *Queue, err error) {
	defer story.Wrap(&err, "queue.Open")
	redis, err := asynq.ParseRedisURI(cfg.URL)
	if err != nil {
		return nil, errors.New("the address of Redis cannot be read; it looks like redis://:secret@host:6379/0") // never the address: it holds a secret
	}
	return &Queue{cfg: cfg, redis: redis, client: asynq.NewClient(redis), log: log}, nil
}

// Close ends the connections.
func (q *Queue) Close() error { return q.client.Close() }

// Ping answers nil while Redis does. ctx is looked at before asking only.
func (q *Queue) Ping(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return q.client.Ping()
}

// line is the one line of the queue. Whose turn it is is not its to say: a
// nudge tells that something waits, and the rows say what comes first.
const line = "new"

// longest is how long one job may take; asynq would end it after 30 minutes.
const longest = 7 * 24 * time.Hour

// Nudge asks for a job. The same job asked twice waits once; one that waits
// already is no error.
func (q *Queue) Nudge(ctx context.Context, j story.Job) (err error) {
	defer story.Wrap(&err, "Nudge(%s)", j.TaskID())
	payload, err := json.Marshal(j)
	if err != nil {
		return err
	}
	// A worker that dies leaves its task behind; asynq hands it out again after
	// its own lease, and would archive it, and with it its id, without retries.
	_, err = q.client.EnqueueContext(ctx, asynq.NewTask(j.Kind(), payload),
		asynq.TaskID(j.TaskID()), asynq.Queue(line), asynq.MaxRetry(1000), asynq.Timeout(longest))
	if errors.Is(err, asynq.ErrTaskIDConflict) {
		return nil
	}
	return err
}

// Handler does one job. It looks first what is owed, so that an old or doubled
// nudge does nothing, and keeps its own account of failures.
type Handler = func(ctx context.Context, payload []byte)

// Serve hands out up to jobs jobs at a time, by kind, until ctx ends; handlers
// see the same end, and none of them runs any more when it returns. While Redis
// is away it waits for it. It leaves signals alone and returns nil when ctx
// ended.
func (q *Queue) Serve(ctx context.Context, jobs int, handlers map[string]Handler) error {
	// asynq turns its back on a handler whose context has ended (its processor
	// waits for whichever comes first), and so would a program that then closes
	// what the handler still writes its last word to.
	var open sync.RWMutex // read-held by every handler, taken for good at the end
	defer open.Lock()
	mux := asynq.NewServeMux()
	for kind, handle := range handlers {
		mux.HandleFunc(kind, func(ctx context.Context, task *asynq.Task) error {
			if !open.TryRLock() {
				return nil // ctx ended before it began
			}
			defer open.RUnlock()
			handle(ctx, task.Payload())
			return nil
		})
	}
	for ctx.Err() == nil {
		server := asynq.NewServer(q.redis, asynq.Config{
			Concurrency:       jobs,
			Queues:            map[string]int{line: 1},
			BaseContext:       func() context.Context { return ctx },
			TaskCheckInterval: q.cfg.Idle,
			RetryDelayFunc:    func(int, error, *asynq.Task) time.Duration { return time.Second },
			ShutdownTimeout:   5 * time.Second,
			Logger:            quiet{q.log},
		})
		if err := server.Start(mux); err != nil {
			q.log.WarnContext(ctx, "the queue does not answer; work is found by the sweep", "error", err)
			pause(ctx, 2*time.Second)
			continue
		}
		<-ctx.Done()
		server.Shutdown()
	}
	return nil
}

func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}

// Monitor is asynq's own page about the queue, for administrators, under root,
// e.g. "/admin/queue".
func (q *Queue) Monitor(root string) http.Handler {
	return asynqmon.New(asynqmon.Options{RootPath: root, RedisConnOpt: q.redis})
}

// quiet passes asynq's own talk on at a lower level: what matters to an
// operator we say ourselves.
type quiet struct{ log *slog.Logger }

func (l quiet) Debug(...any)      {}
func (l quiet) Info(args ...any)  { l.log.Debug("queue", "says", fmt.Sprint(args...)) }
func (l quiet) Warn(args ...any)  { l.log.Debug("queue", "warns", fmt.Sprint(args...)) }
func (l quiet) Error(args ...any) { l.log.Warn("queue", "error", fmt.Sprint(args...)) }
func (l quiet) Fatal(args ...any) { l.log.Error("queue", "error", fmt.Sprint(args...)) }
