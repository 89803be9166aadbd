package worker

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"

	"fieldstory/story"
)

// conclude writes how the work ended.
func (r *running) conclude(ctx context.Context, l story.Lease, err error, log *slog.Logger) {
	switch problem := story.AsProblem(err); {
	case err == nil:
		log.InfoContext(ctx, "clip is ready")
	case errors.Is(err, errLeaseLost):
		// Somebody else has it by now, or will; if nobody has, it costs nothing.
		log.WarnContext(ctx, "lost hold of the clip")
		r.insist(ctx, log, func(ctx context.Context) error { return r.rows.HandBackClip(ctx, l, 0, false, nil) })
	case ctx.Err() != nil:
		log.InfoContext(ctx, "handing the clip back")
		r.insist(ctx, log, func(ctx context.Context) error { return r.rows.HandBackClip(ctx, l, 0, false, nil) })
	case problem.Fault == story.FaultFile:
		log.InfoContext(ctx, "clip is refused", "code", problem.Code, "error", err)
		r.insist(ctx, log, func(ctx context.Context) error { return r.rows.RefuseClip(ctx, l, problem, err.Error()) })
	case problem.Fault == story.FaultDependency:
		log.WarnContext(ctx, "a dependency is away; trying again later", "error", err)
		r.insist(ctx, log, func(ctx context.Context) error {
			return r.rows.HandBackClip(ctx, l, r.cfg.Retry, false, problem)
		})
	default:
		log.ErrorContext(ctx, "could not finish the clip", "error", err)
		r.insist(ctx, log, func(ctx context.Context) error { return r.rows.HandBackClip(ctx, l, r.cfg.Retry, true, err) })
	}
}

// insist writes the last word on a clip, also after ctx has ended: for a few
// seconds then, for two minutes while the database is away. If it stays away
// longer the lease ends by itself, and that costs the clip an attempt.
func (r *running) insist(ctx context.Context, log *slog.Logger, write func(context.Context) error) {
	late, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Minute)
	defer cancel()
	defer context.AfterFunc(ctx, func() { time.AfterFunc(3*time.Second, cancel) })()
	ticker := time.NewTicker(250 * time.Millisecond)
	defer ticker.Stop()
	for {
		err := write(late)
		switch {
		case err == nil, leaseEnded(err):
			return
		case story.AsProblem(err).Fault != story.FaultDependency:
			log.ErrorContext(ctx, "could not save how the work ended", "error", err)
			return
		}
		select {
		case <-late.Done():
			log.WarnContext(ctx, "could not save how the work ended", "error", err)
			return
		case <-ticker.C:
		}
	}
}

// errLeaseLost ends the work of a worker that has been given up for lost.
var errLeaseLost = errors.New("the lease has ended")

// underLease runs work while renewing the lease. Work is stopped when the
// lease is gone, or when it could not be renewed for as long as it holds.
func (r *running) underLease(ctx context.Context, renew func(context.Context) error, log *slog.Logger, work func(context.Context) error) (err error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	beating := make(chan struct{})
	go func() {
		defer close(beating)
		renewed := time.Now()
		ticker := time.NewTicker(r.cfg.Lease / 3)
		defer ticker.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-ticker.C:
			}
			beat, stop := context.WithTimeout(ctx, r.cfg.Lease/3)
			err := renew(beat)
			stop()
			switch {
			case err == nil:
				renewed = time.Now()
			case ctx.Err() != nil:
				return
			case leaseEnded(err), time.Since(renewed) > r.cfg.Lease:
				cancel(errLeaseLost)
				return
			default:
				log.WarnContext(ctx, "could not renew the lease", "error", err)
			}
		}
	}()
	defer func() {
		if p := recover(); p != nil {
			err = panicked(p)
		}
		lost := errors.Is(context.Cause(ctx), errLeaseLost) || leaseEnded(err)
		cancel(nil)
		<-beating
		if lost && err != nil {
			err = errLeaseLost
		}
	}()
	return work(ctx)
}

// panicked makes a panic an error of ours, which costs the clip an attempt and
// the process nothing.
func panicked(p any) error { return fmt.Errorf("panic: %v\n%s", p, debug.Stack()) }

func leaseEnded(err error) bool {
	p, ok := errors.AsType[*story.Problem](err)
	return ok && p.Code == "lease_ended"
}
