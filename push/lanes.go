package push

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"sync"
)

// queue gives out jobs to two lanes: one takes the smallest, so that what can
// finish does, the other the biggest, so that it is not for ever last. What
// has arrived before is only checked, and comes when all else is under way.
type queue struct {
	mu      sync.Mutex
	waiting []*job // smallest first
	done    []*job
}

func newQueue(jobs []*job) *queue {
	q := &queue{}
	for _, j := range jobs {
		if j.begun.Done {
			q.done = append(q.done, j)
		} else {
			q.waiting = append(q.waiting, j)
		}
	}
	slices.SortStableFunc(q.waiting, func(a, b *job) int { return cmp.Compare(a.take.size(), b.take.size()) })
	return q
}

func (q *queue) next(big bool) *job {
	q.mu.Lock()
	defer q.mu.Unlock()
	switch n := len(q.waiting); {
	case n > 0 && big:
		j := q.waiting[n-1]
		q.waiting = q.waiting[:n-1]
		return j
	case n > 0:
		j := q.waiting[0]
		q.waiting = q.waiting[1:]
		return j
	case len(q.done) > 0:
		j := q.done[0]
		q.done = q.done[1:]
		return j
	}
	return nil
}

// sendAll runs both lanes until every job is sent or one finds that none can be.
func (c *courier) sendAll(ctx context.Context, jobs []*job) error {
	lanes, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	q := newQueue(jobs)
	errs := make([]error, 2)
	var lane, watching, copies sync.WaitGroup
	watching.Go(func() { c.witness.run(ctx) })
	small, stop := context.WithCancel(lanes)
	wanted := c.ahead.wanted(jobs)
	copies.Go(func() { c.ahead.run(small, wanted) })
	for i := range errs {
		lane.Go(func() {
			for j := q.next(i == 1); j != nil; j = q.next(i == 1) {
				if errs[i] = errors.Join(errs[i], c.one(lanes, j)); lanes.Err() != nil {
					return
				}
				if c.hopeless(errs[i]) {
					cancel(errs[i])
					return
				}
			}
		})
	}
	lane.Wait()
	stop()
	copies.Wait()
	c.witness.close()
	watching.Wait()
	if cause := context.Cause(lanes); cause != nil {
		return cause
	}
	return errors.Join(append(errs, c.witness.denied)...)
}

// one sends a job and sees to its end.
func (c *courier) one(ctx context.Context, j *job) error {
	err := c.send(ctx, j)
	switch {
	case err != nil:
		if ctx.Err() == nil {
			j.result.Detail = err.Error()
		}
		c.show.ended(j.take, j.result)
	case j.result.Safe || j.result.Clip == "" || j.result.Status == Refused || j.result.Status == Unreadable:
		c.finish(j)
	default:
		c.show.verifying(j.take)
		c.witness.hear(j)
	}
	return err
}

// hopeless tells whether an error would meet the next file as well. A server
// that takes other files has something against this one.
func (c *courier) hopeless(err error) bool {
	if err == nil {
		return false
	}
	if _, ok := errors.AsType[*fatal](err); ok || !errors.Is(err, errLater) {
		return true
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.conf.Now().Sub(c.moved) > c.conf.GiveUp
}

// finish writes down what became of a job.
func (c *courier) finish(j *job) {
	r := j.result
	if r.Status == Sent || r.Status == Already {
		done := begunTake{Server: c.base, Path: r.Path, Story: r.Story, Clip: r.Clip, SHA256: r.SHA256, Pieces: j.pieces, Done: true}
		if err := c.memory.keep(j.key, done); err != nil {
			c.show.note(j.take, "Could not remember that this has arrived. "+err.Error())
		}
	}
	if r.Safe {
		if err := c.manifest.add(j.take.paths(), j.pieces); err != nil {
			c.show.note(j.take, err.Error())
		}
	}
	c.show.ended(j.take, r)
}
